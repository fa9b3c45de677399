"""Gradings of others as they lie in data/grades: well-formed, with their sources, in English and Russian."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from ubada.kernel.dates import PartialDate

DATA = Path(__file__).resolve().parents[2] / "data"
FILES = sorted((DATA / "grades").glob("*.yaml"), key=lambda path: path.stem)
SCHEMA = json.loads((DATA / "schema" / "grading.schema.json").read_text(encoding="utf-8"))
CYRILLIC = re.compile(r"[А-Яа-яЁё]")
DATES = {"retrieved_on", "valid_from", "valid_to", "as_of"}


def load(path: Path) -> dict[str, Any]:
    record: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return record


def complaints(record: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(SCHEMA).iter_errors(record)]


def inside(value: Any) -> Iterator[dict[str, Any]]:
    """Every mapping within a record, the record too."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from inside(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from inside(inner)


def test_every_grading_that_partners_use_is_there() -> None:
    assert [path.stem for path in FILES] == [
        "cat-implementation", "cat-information", "cat-plan", "ced-followup", "cedaw-followup", "csp-torture-index",
        "hrc-followup", "hrc-followup-legacy", "ogp-ambition", "ogp-completion", "ogp-early-results",
        "ogp-opened-government", "ogp-verifiability", "paragraph-25",
    ]  # fmt: skip


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_grading_fits_its_schema_and_is_named_after_its_file(path: Path) -> None:
    record = load(path)
    Draft202012Validator.check_schema(SCHEMA)
    assert complaints(record) == []
    assert record["id"] == path.stem
    assert record["body"] in {one["code"] for one in yaml.safe_load((DATA / "bodies.yaml").read_text(encoding="utf-8"))}
    codes = [grade["code"] for grade in record["grades"]]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_words_stand_in_english_and_russian_and_dates_are_in_the_calendar(path: Path) -> None:
    for part in inside(load(path)):
        if "en" in part:
            assert CYRILLIC.search(part["ru"]), part
            assert not CYRILLIC.search(part["en"]), part
        for name in DATES & set(part):
            assert str(PartialDate.parse(part[name])) == part[name]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_only_what_is_graded_on_our_axis_has_levels_of_ours(path: Path) -> None:
    record = load(path)
    walked = [grade for grade in record["grades"] if grade["crosswalk"]]
    assert not walked or record["axis"] in ("implementation", "completion", "effect")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_unverified_says_what_has_to_be_looked_up(path: Path) -> None:
    record = load(path)
    confidences = {record["confidence"], *(grade.get("confidence") for grade in record["grades"])}
    assert "unverified" not in confidences or record["to_verify"]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"confidence": "certain"}, "$.confidence"),
        ({"retrieved_on": "2026-13"}, "$.retrieved_on"),
        ({"title": {"en": "Only English"}}, "$.title"),
        ({"source_url": None}, "$.source_url"),
        ({"surprise": 1}, "$"),
        ({"axis": "ranking"}, "$.axis"),
        ({"grades": []}, "$.grades"),
        ({"values": []}, "$.values"),
        ({"kind": "score"}, "$"),
    ],
)
def test_the_schema_refuses_what_is_wrong(change: dict[str, Any], where: str) -> None:
    record = load(DATA / "grades" / "hrc-followup.yaml")
    assert where in {complaint.split(":")[0] for complaint in complaints(record | change)}


@pytest.mark.parametrize(
    "crosswalk",
    [
        {"levels": ["I4"], "relation": "exactMatch"},
        {"levels": ["I4"]},
        {"relation": "closeMatch"},
        {"levels": [], "relation": "closeMatch"},
        {"levels": ["I4", "I4"], "relation": "closeMatch"},
        {"levels": ["5"], "relation": "closeMatch"},
        {"cooperation": "K9", "relation": "closeMatch"},
    ],
)
def test_a_counterpart_is_close_and_never_exact_and_is_one_of_ours(crosswalk: dict[str, Any]) -> None:
    record = deepcopy(load(DATA / "grades" / "hrc-followup.yaml"))
    record["grades"][0]["crosswalk"] = crosswalk
    assert any(complaint.startswith("$.grades[0].crosswalk") for complaint in complaints(record))


def test_the_index_on_torture_has_twelve_scores_of_two_states_and_its_first_year_is_another_series() -> None:
    record = load(DATA / "grades" / "csp-torture-index.yaml")
    scores = {(one["state"], one["year"]): one["score"] for one in record["values"]}
    assert len(scores) == len(record["values"]) == 12
    assert {state for state, _ in scores} == {"KAZ", "KGZ"}
    assert (scores["KAZ", 2019], scores["KAZ", 2024], scores["KGZ", 2023]) == ("-3.04", "134.65", "80.36")
    sets = {one["code"]: one for one in record["parameter_sets"]}
    assert {(one["year"] > 2019, one["parameters"]) for one in record["values"]} == {(False, "2019"), (True, "2020")}
    assert set(sets) == {"2019", "2020"}
    assert all(one["complete"] is None for one in record["values"] if one["year"] == 2019)
