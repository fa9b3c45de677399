"""The commitments, clusters and structural tests of the baseline: well formed, joined up and in our own words."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from ubada.register.structural import RULE_TYPES

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
REFERENCE = Path(os.environ.get("UBADA_REFERENCE_DIR", ROOT.parent / "shared"))
"""Texts of others that are read beside the checkout and are no part of it."""
STATEMENT = REFERENCE / "documents/almaty-statement-2024.txt"
FLOOR = 120
SCHEMAS = {"commitments/*.yaml": "commitment", "clusters.yaml": "cluster", "tests.yaml": "structural-test"}
STATEMENT_ITEMS = [
    *(f"A{n}" for n in range(1, 6)), *(f"O{n}" for n in range(1, 7)), *(f"D{n}" for n in range(1, 7)),
    "D4.1", "D4.2", "D4.3",
]  # fmt: skip
UNREAD_PARAGRAPHS = {
    "COP1990-9.2", "COP1990-9.3", "COP1990-9.3-B", "COP1990-10.3", "COP1990-10.4", "COP1990-16", "COP1990-27",
    "MOS1991-PREAMBLE", "MOS1991-43", "MAD1983-PRINCIPLES-UNIONS",
}  # fmt: skip
"""Where the facts on the OSCE say that the paragraph itself was not read."""


@cache
def records(pattern: str) -> list[dict[str, Any]]:
    paths = sorted(DATA.glob(pattern))
    assert paths, pattern
    return [record for path in paths for record in yaml.safe_load(path.read_text(encoding="utf-8"))]


def commitments() -> dict[str, dict[str, Any]]:
    return {record["id"]: record for record in records("commitments/*.yaml")}


def terms(vocabulary: str) -> set[str]:
    loaded = yaml.safe_load((DATA / f"vocabularies/{vocabulary}.yaml").read_text(encoding="utf-8"))
    return {term["code"] for term in loaded["terms"]}


def translated(value: Any, path: str = "") -> list[tuple[str, dict[str, str]]]:
    """Every {en, ru} text in a record, with where it stands."""
    if isinstance(value, dict):
        if "en" in value:
            return [(path, value)]
        return [found for key, inner in value.items() for found in translated(inner, f"{path}.{key}")]
    if isinstance(value, list):
        return [found for inner in value for found in translated(inner, path)]
    return []


@pytest.mark.parametrize("pattern", SCHEMAS)
def test_every_record_fits_its_schema(pattern: str) -> None:
    schema = json.loads((DATA / f"schema/{SCHEMAS[pattern]}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    problems = [
        f"{record['id']}: {'.'.join(map(str, error.absolute_path))}: {error.message[:120]}"
        for record in records(pattern)
        for error in validator.iter_errors(record)
    ]
    assert problems == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"specificity": 6}, "specificity"),
        ({"verifiable": False}, ""),
        ({"verification": {"state": "checked"}}, "verification"),
        ({"verification": {"state": "to_verify"}}, "verification"),
        ({"kind": "treaty-obligation", "binding": "political"}, "binding"),
        ({"due_on": "2030"}, ""),
        ({"invented": 1}, ""),
    ],
)
def test_schema_refuses_a_record_that_says_too_little_or_too_much(change: dict[str, Any], field: str) -> None:
    schema = json.loads((DATA / "schema/commitment.schema.json").read_text(encoding="utf-8"))
    found = [str(error.absolute_path[0]) if error.absolute_path else "" for error in
             Draft202012Validator(schema).iter_errors(commitments()["CEDAW-7-A"] | change)]  # fmt: skip
    assert field in found


@pytest.mark.parametrize("pattern", SCHEMAS)
def test_no_id_stands_twice(pattern: str) -> None:
    counted = Counter(record["id"] for record in records(pattern))
    assert [name for name, times in counted.items() if times > 1] == []


def test_there_are_enough_commitments_for_the_first_floor() -> None:
    assert len(commitments()) >= FLOOR


def test_all_recommendations_of_the_statement_are_there_with_their_parents() -> None:
    found = {ref: one.get("parent") for ref, one in commitments().items() if ref.startswith("STMT-2024-")}
    assert found == {
        f"STMT-2024-{item}": "STMT-2024-D4" if item.startswith("D4.") else None for item in STATEMENT_ITEMS
    }


def test_addressee_and_duty_bearers_are_kept_apart_where_the_statement_does_not_address_the_states() -> None:
    union_freedom = commitments()["STMT-2024-O2"]
    assert union_freedom["addressee"]["en"] == "OSCE Partners"
    assert union_freedom["duty_bearers"] == ["STATES"]


def test_every_reference_resolves() -> None:
    known = commitments()
    instruments = {one["code"] for one in records("instruments.yaml")}
    documents = {one["code"] for one in records("documents.yaml")}
    vocabularies = {"themes": terms("themes"), "persons": terms("affected-persons"), "sdg": terms("sdg-targets")}
    missing = []
    for ref, one in known.items():
        source = one["source"]
        missing += [(ref, source["instrument"])] if source.get("instrument", "") not in instruments | {""} else []
        missing += [(ref, source["document"])] if source.get("document", "") not in documents | {""} else []
        missing += [(ref, one["parent"])] if one.get("parent", ref) not in known else []
        missing += [(ref, code) for name, codes in vocabularies.items() for code in one[name] if code not in codes]
    for holder in [*records("clusters.yaml"), *records("tests.yaml")]:
        missing += [(holder["id"], ref) for ref in holder["commitments"] if ref not in known]
    assert missing == []


def test_no_commitment_is_in_two_clusters() -> None:
    counted = Counter(ref for cluster in records("clusters.yaml") for ref in cluster["commitments"])
    assert [ref for ref, times in counted.items() if times > 1] == []


def test_every_cluster_spans_more_than_one_source() -> None:
    known = commitments()
    narrow = [
        cluster["id"]
        for cluster in records("clusters.yaml")
        if len({str(sorted(known[ref]["source"].items())[0]) for ref in cluster["commitments"]}) < 2
    ]
    assert narrow == []


def test_every_commitment_under_a_treaty_of_the_facts_asks_whether_the_state_is_bound() -> None:
    treaties = {fact["instrument"] for fact in records("facts/treaties.yaml")}
    asked = {
        (test["rule"]["instrument"], ref)
        for test in records("tests.yaml")
        if test["rule"]["type"] == "treaty_party"
        for ref in test["commitments"]
    }
    under = {
        (one["source"]["instrument"], ref)
        for ref, one in commitments().items()
        if one["source"].get("instrument") in treaties
    }
    assert under
    assert under - asked == set()


def test_every_rule_has_a_function_that_answers_it() -> None:
    assert {test["rule"]["type"] for test in records("tests.yaml")} <= set(RULE_TYPES)


def test_rules_name_only_what_the_facts_can_carry() -> None:
    topics, measures = terms("law-topics"), terms("measures")
    unknown = []
    for test in records("tests.yaml"):
        rule = test["rule"]
        unknown += [(test["id"], rule["topic"])] if rule.get("topic", "domestic_violence") not in topics else []
        unknown += [(test["id"], rule["measure"])] if "measure" in rule and rule["measure"] not in measures else []
        unknown += [(test["id"], code) for code in rule.get("yes", []) if code in rule.get("no", [])]
    assert unknown == []


def test_every_text_is_in_english_and_in_russian() -> None:
    wrong = []
    for pattern in SCHEMAS:
        for record in records(pattern):
            for path, text in translated(record):
                english, russian = text["en"], text["ru"]
                if english == russian or re.search("[А-Яа-яЁё]", english) or not re.search("[А-Яа-яЁё]", russian):
                    wrong.append((record["id"], path))
    assert wrong == []


def test_titles_do_not_repeat() -> None:
    for language in ("en", "ru"):
        counted = Counter(one["title"][language] for one in commitments().values())
        assert [title for title, times in counted.items() if times > 1] == []


def test_paragraphs_that_were_not_read_are_still_to_be_verified() -> None:
    known = commitments()
    assert {ref: known[ref]["verification"]["state"] for ref in UNREAD_PARAGRAPHS} == dict.fromkeys(
        UNREAD_PARAGRAPHS, "to_verify"
    )


def test_own_words_no_run_of_eight_words_from_the_statement() -> None:
    if not STATEMENT.is_file():
        pytest.skip("the text of the statement is not there (UBADA_REFERENCE_DIR names its folder)")
    runs = _runs(STATEMENT.read_text(encoding="utf-8"))
    assert runs
    copied = [
        (record["id"], path, " ".join(run))
        for pattern in SCHEMAS
        for record in records(pattern)
        for path, text in translated(record)
        for run in _runs(text["en"]) & runs
    ]
    assert copied == []


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+", text.lower())
    return {tuple(words[start : start + 8]) for start in range(len(words) - 7)}
