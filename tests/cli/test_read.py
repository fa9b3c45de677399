"""`ubada read`: the contract of its JSON, its tables, its failures."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.reading.documents import appeal, upr_modern
from ubada import cli


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = []
    for sample in (upr_modern(), appeal()):
        path = tmp_path / sample.name
        path.write_bytes(sample.data)
        paths.append(path)
    return paths


def test_one_file_gives_one_object(files: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["read", str(files[0]), "--format", "json"]) == 0
    captured = capsys.readouterr()
    printed = json.loads(captured.out)
    assert captured.err == ""
    assert printed["source"]["file"] == str(files[0])
    assert printed["source"]["profile"] == "upr"
    assert len(printed["source"]["sha256"]) == 64
    assert printed["recommendations"][0]["number"] == "6.1"
    assert printed["recommendations"][0]["recommending_states"] == ["EST", "CRI"]


def test_several_files_give_a_list_in_their_order(files: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["read", *map(str, files), "--format", "json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert [one["source"]["profile"] for one in printed] == ["upr", "statement"]


def test_csv_has_a_row_for_each_recommendation(files: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["read", str(files[0]), "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(rows) == len(upr_modern().expected)
    assert rows[0]["recommending_states"] == "EST; CRI"
    assert rows[0]["citations"] == "ICCPR-OP2"


def test_the_table_says_why_the_profile_was_chosen(files: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["read", str(files[1])]) == 0
    printed = capsys.readouterr().out
    assert "profile statement" in printed
    assert "headings that name addressees" in printed
    assert "Repeal the law" in printed


def test_a_profile_can_be_named_and_a_wrong_one_is_refused(
    files: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["read", str(files[0]), "--profile", "generic", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["source"]["profile"] == "generic"
    with pytest.raises(SystemExit) as refused:
        cli.main(["read", str(files[0]), "--profile", "guess"])
    assert refused.value.code == 2


def test_a_file_that_cannot_be_read_is_one_line_and_an_exit_status(
    files: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.pdf"
    empty.touch()
    assert cli.main(["read", str(empty), "--format", "json"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.strip() == f"ubada: {empty}: the file is empty."


def test_readable_files_are_printed_whole_beside_one_that_is_not(
    files: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["read", str(tmp_path / "absent.pdf"), *map(str, files), "--format", "json"]) == 1
    captured = capsys.readouterr()
    assert len(json.loads(captured.out)) == 2
    assert "no such file" in captured.err
