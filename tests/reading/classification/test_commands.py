"""`ubada train`, `evaluate` and `classify` as an operator uses them; none of them touches a database."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reading.classification.making import requests
from ubada.cli import main


@pytest.fixture
def labels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of labelled requests, and a data folder that is empty."""
    monkeypatch.setenv("UBADA_DATA_DIR", str(tmp_path / "data"))
    path = tmp_path / "labels.jsonl"
    lines = [
        json.dumps({"text": one.text, "label": one.labels[0], "document": one.document, "cycle": one.cycle})
        for one in requests()
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_what_was_trained_is_kept_and_classifies(
    labels: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", "--task", "action", str(labels), "--format", "json"]) == 0
    trained = json.loads(capsys.readouterr().out)
    assert trained["file"] == str(tmp_path / "data" / "models" / "action.json")
    assert trained["trained_on"] == len(requests())

    texts = tmp_path / "texts.txt"
    texts.write_text("Ratify the treaty on lakes\nBridges everywhere\n", encoding="utf-8")
    assert main(["classify", "--task", "action", str(texts), "--format", "json"]) == 0
    first, _ = json.loads(capsys.readouterr().out)
    assert (first["suggestions"][0]["label"], first["suggestions"][0]["method"]) == ("5", "model")
    assert "Ratify" in [one["words"] for one in first["suggestions"][0]["evidence"]]

    assert main(["classify", "--task", "action", str(texts)]) == 0
    assert "5 " in capsys.readouterr().out


def test_without_a_model_the_cue_words_answer_and_say_so(
    labels: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = tmp_path / "texts.txt"
    texts.write_text("Ратифицировать договор о пытках\n", encoding="utf-8")

    assert main(["classify", "--task", "themes", "--language", "ru", str(texts)]) == 0

    captured = capsys.readouterr()
    assert "justice.torture (cue: пытках)" in captured.out
    assert "cue words answer alone" in captured.err


def test_issues_without_a_model_are_refused(labels: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["classify", "--task", "issues", str(labels)]) == 1
    assert "need a trained model" in capsys.readouterr().err


def test_evaluating_prints_json_alone_and_keeps_nothing(
    labels: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", "--task", "action", "--train", str(labels), "--format", "json"]) == 0

    report = json.loads(capsys.readouterr().out)
    assert {"accuracy", "macro_f1", "micro_f1", "n_train", "n_test", "per_class", "baselines"} <= set(report)
    assert report["n_test"] == len(requests())
    assert not (tmp_path / "data").exists()


def test_evaluating_prints_a_table_for_people(labels: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--task", "action", "--train", str(labels), "--split", "cycle"]) == 0

    captured = capsys.readouterr()
    assert "95 % interval" in captured.out
    assert "plain linear" in captured.out
    assert "JSON Lines, utf-8" in captured.err


def test_a_faulty_file_is_one_clear_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("Text,Action\nDo it,many\n", encoding="utf-8")

    assert main(["evaluate", "--task", "action", "--train", str(path)]) == 1

    assert "bad.csv: row 2: Action: “many” is not an action category" in capsys.readouterr().err


def test_a_file_that_cannot_be_read_for_a_task_names_every_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "upr.csv"
    path.write_text("Text,Action,Issue\nDo it,5,Water\n", encoding="utf-8")

    assert main(["train", "--task", "persons", str(path)]) == 1

    said = capsys.readouterr().err
    assert "upr.csv cannot be read as upr-info: 4 problems" in said
    assert "upr.csv: row 1: Session: is missing" in said


def test_a_share_that_is_none_is_refused(labels: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["train", "--task", "action", "--precision", "95", str(labels)])
    assert "not a share between 0 and 1" in capsys.readouterr().err


def test_the_other_commands_load_neither_numpy_nor_scikit_learn() -> None:
    code = "import sys, ubada.cli; ubada.cli.build_parser(); print({'numpy', 'scipy', 'sklearn'} & set(sys.modules))"

    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert printed.stdout.strip() == "set()"
