from __future__ import annotations

import json

import pytest

from ubada.cli.output import Output


def test_results_and_progress_go_to_different_streams(capsys: pytest.CaptureFixture[str]) -> None:
    output = Output()
    with output.step("Counting") as step:
        step.advance(1, 2)
        step.result = "2 things"
    output.line("two")
    captured = capsys.readouterr()
    assert captured.out == "two\n"
    assert captured.err.splitlines()[0] == "Counting …"
    assert captured.err.splitlines()[1].startswith("✓ Counting: 2 things (")


def test_a_failed_step_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="no"), Output().step("Counting"):
        raise ValueError("no")
    assert "✗ Counting: failed" in capsys.readouterr().err


def test_json_is_all_there_is_when_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    output = Output(quiet=True)
    with output.step("Counting") as step:
        step.advance(1, 1)
    output.line("for people")
    output.note("for people")
    output.table(("a",), [("b",)])
    output.json({"имя": "Ұлт"})
    captured = capsys.readouterr()
    assert json.loads(captured.out) == {"имя": "Ұлт"}
    assert "Ұлт" in captured.out
    assert captured.err == ""


def test_columns_are_as_wide_as_their_content(capsys: pytest.CaptureFixture[str]) -> None:
    Output().table(("a", "b"), [("long word", "x"), ("y", "")])
    assert capsys.readouterr().out == "a          b\nlong word  x\ny\n"
