"""`ubada classify --store` as an operator runs it: terms are kept for editors, and nothing else changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.processes import Installation, fresh
from tests.exchange.formats import small_upr
from tests.exchange.formats.small_upr import row
from ubada.cli import main

ASKED = "Adopt a law against torture by 2027"


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with the baseline and one recommendation whose label leads to no theme."""
    folder = tmp_path_factory.mktemp("classify")
    path = small_upr.write(folder, [row(Text=ASKED, Issue="A label of nobody")])
    for made in fresh(folder / "data"):
        for command in (["init"], ["import", "baseline"], ["import", "upr-info", str(path)]):
            done = made.run(*command)
            assert done.returncode == 0, done.stderr
        yield made


def stored(installation: Installation, *words: str) -> dict[str, Any]:
    done = installation.run("classify", "--store", "--format", "json", *words)
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def test_from_a_dry_run_to_suggestions_that_stand(installation: Installation) -> None:
    would = stored(installation, "--dry-run")
    kept = stored(installation)
    again = stored(installation)

    assert would["dry_run"]
    assert would["written"] == kept["written"] != []
    assert again["written"] == again["withdrawn"] == []
    assert "themes:justice.torture" in {one["term"] for one in kept["suggestions"] if one["field"] == "themes"}
    assert kept["counts"]["themes"] >= 1
    assert installation.run("ledger", "verify").returncode == 0


def test_people_read_which_terms_and_why(installation: Installation) -> None:
    ref = stored(installation)["suggestions"][0]["commitment"]

    done = installation.run("classify", "--store", "--ref", ref)

    assert done.returncode == 0
    assert f"{ref}  themes:justice.torture  (cue; unclassified)" in done.stdout
    assert "cue words answer alone" in done.stderr


def test_a_reference_that_does_not_exist_is_named(installation: Installation) -> None:
    done = installation.run("classify", "--store", "--ref", "NO-SUCH")

    assert done.returncode == 1
    assert "NO-SUCH: is the reference of no commitment" in done.stderr


def test_a_damaged_model_is_named_and_the_cue_words_answer(installation: Installation) -> None:
    models = installation.data_dir / "models"
    models.mkdir()
    (models / "themes.json").write_text("{}", encoding="utf-8")

    done = installation.run("classify", "--store", "--dry-run")

    (models / "themes.json").unlink()
    assert done.returncode == 0
    assert "themes.json cannot be used" in done.stderr


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--store", "texts.txt"], "no use for FILE"),
        (["--store", "--task", "themes"], "no use for --task"),
        (["--task", "themes"], "Name a file"),
        (["texts.txt"], "with --task"),
        (["--task", "themes", "--dry-run", "texts.txt"], "belong to --store"),
    ],
)
def test_options_of_files_and_of_the_register_are_not_mixed(
    words: list[str], reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["classify", *words]) == 1
    assert reason in capsys.readouterr().err
