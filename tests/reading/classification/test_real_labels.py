"""The figures that are published about the classifiers, on the files they were measured on.

Those files may not be shipped. The folder is UBADA_SHARED_DIR, or ``shared`` beside the repository. Each figure has a
margin of about one point under what was measured, so that a library's next version may move it a little.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ubada.exchange.labelling import read_labels
from ubada.reading.classification.concordance import read_concordance
from ubada.reading.classification.evaluation import evaluate, split_given
from ubada.reading.classification.labelled import LabelledFile, read_labelled
from ubada.reading.classification.tasks import TASKS

SHARED = Path(os.environ.get("UBADA_SHARED_DIR") or Path(__file__).resolve().parents[4] / "shared")
FILES = SHARED / "data" / "upr-info-uprs"
MAPPINGS = Path(__file__).resolve().parents[3] / "data" / "mappings.yaml"

pytestmark = pytest.mark.skipif(
    not FILES.is_dir(), reason="the exports of UPR Info are not here (UBADA_SHARED_DIR names their folder)"
)


@cache
def read(name: str, task: str) -> LabelledFile:
    path = FILES / "raw-csv-macroman" / name
    table = read_concordance(MAPPINGS)
    if task == "persons":
        return read_labels(path, "upr-info", task, table)
    return read_labelled(path, task, themes_of_issue=table.themes["upr-info"])


@cache
def report(task: str) -> dict[str, Any]:
    return evaluate(TASKS[task], [split_given(read("1-5.csv", task).texts, read("6-9.csv", task).texts)])


@pytest.mark.parametrize(("name", "texts"), [("1-5.csv", 6094), ("6-9.csv", 8343)])
def test_old_exports_are_read_as_mac_roman_with_cr(name: str, texts: int) -> None:
    found = read(name, "action")

    assert (found.encoding, found.line_ends, len(found.texts)) == ("mac_roman", "CR", texts)


def test_a_utf_8_export_is_read_as_such() -> None:
    found = read_labelled(FILES / "upr-info-voluntary-pledges.csv", "issues")

    assert (found.encoding, found.line_ends) == ("utf-8", "LF")


def test_the_action_category_of_later_sessions_beats_a_plain_model() -> None:
    found = report("action")

    assert found["n_test"] == 7840
    assert found["accuracy"] > 0.88
    assert found["macro_f1"] > 0.893
    assert found["accuracy"] > found["baselines"]["plain_linear"]["accuracy"] + 0.015
    assert found["macro_f1"] > found["baselines"]["plain_linear"]["macro_f1"] + 0.012
    assert found["confidence_intervals"]["accuracy"][0] > found["baselines"]["plain_linear"]["accuracy"]


def test_suggestions_above_the_threshold_are_as_right_as_promised() -> None:
    found = report("action")

    assert found["abstaining"]["precision"] > found["abstaining"]["target_precision"] - 0.02
    assert found["abstaining"]["coverage"] > 0.75
    assert found["calibration_error"] < 0.05


def test_issues_of_later_sessions() -> None:
    found = report("issues")

    assert len(found["per_class"]) == 54
    assert found["micro_f1"] > 0.84
    assert found["macro_f1"] > 0.77


@pytest.mark.parametrize("task", ["themes", "persons"])
def test_themes_and_persons_of_later_sessions_over_texts_with_none_of_them_too(task: str) -> None:
    found = report(task)

    assert found["n_test"] == 7840
    assert found["micro_f1"] > 0.875
    assert found["abstaining"]["precision"] > 0.885


def test_categories_three_and_four_are_not_exchanged_in_these_files() -> None:
    found: dict[str, list[str]] = {"3": [], "4": []}
    for one in (*read("1-5.csv", "action").texts, *read("6-9.csv", "action").texts):
        if one.labels[0] in found:
            found[one.labels[0]].append(one.text.split()[0].lower())

    assert found["3"].count("consider") > 0.6 * len(found["3"])
    assert found["4"].count("consider") < 0.01 * len(found["4"])
