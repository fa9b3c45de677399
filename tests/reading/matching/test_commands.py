"""`ubada match` over files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ubada.cli import main

HEADER = "To,Text,From,Response,Action,Issue,Session"


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    path = tmp_path / "some.csv"
    rows = [
        "Kyrgyzstan,Ratify the Rome Statute,Norway,Accepted,5,Rome,8",
        "Kyrgyzstan,Ratify the Rome Statute.,Chile,Accepted,5,Rome,21",
        "Kyrgyzstan,Accede to the Rome Statute,Chile,Noted,5,Rome,21",
        "Uzbekistan,Ratify the Rome Statute,Chile,Noted,5,Rome,3",
        "Kyrgyzstan,Reserve 30 % of seats for women,Chile,Noted,5,Rome,3",
        "Kyrgyzstan,Reserve 50 % of seats for women,Chile,Noted,5,Rome,8",
    ]
    path.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    return path


def test_files_are_matched_without_a_database(exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["match", "--format", "json", str(exported)])

    said = json.loads(capsys.readouterr().out)
    assert status == 0
    assert (said["items"], said["counts"]) == (6, {"duplicate": 1, "reiterates": 1})
    pairs = {(one["first"][-1], one["second"][-1], one["type"]) for one in said["suggestions"]}
    assert pairs == {("1", "2", "duplicate"), ("1", "3", "reiterates")}


def test_one_topic_is_suggested_where_asked_for(exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["match", "--format", "json", "--type", "same_topic", str(exported)])

    said = json.loads(capsys.readouterr().out)["suggestions"]
    quota = next(one for one in said if (one["first"][-1], one["second"][-1]) == ("5", "6"))
    assert next(one for one in quota["reasons"] if one["kind"] == "numbers")["only_first"] == ["30"]
    assert ("1", "4") in {(one["first"][-1], one["second"][-1]) for one in said}


def test_a_limit_takes_the_first_texts(exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["match", "--format", "json", "--limit", "2", str(exported)])

    assert json.loads(capsys.readouterr().out)["items"] == 2


def test_people_are_shown_both_texts_and_what_decided(exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["match", str(exported)])

    out = capsys.readouterr().out
    assert "duplicate: 1" in out
    assert "some.csv:000003  Accede to the Rome Statute" in out
    assert "every symbol agrees" in out


@pytest.mark.parametrize("words", [["--limit", "0"], ["--limit", "x"], ["--type", "alike"]])
def test_wrong_options_are_refused(words: list[str], exported: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["match", *words, str(exported)])
    assert stopped.value.code == 2


def test_two_files_of_one_name_are_refused(exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", str(exported), str(exported)]) == 1
    assert "Two files have the name some.csv" in capsys.readouterr().err
