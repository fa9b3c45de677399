"""The baseline as it lies in data/: whole, well-formed, translated, and withholding what must be withheld."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from jsonschema import Draft202012Validator

from ubada.kernel.dates import PartialDate
from ubada.register.gate import rule_on

DATA = Path(__file__).resolve().parents[2] / "data"
LISTS = {
    "states.yaml": "state",
    "regions.yaml": "region",
    "bodies.yaml": "body",
    "documents.yaml": "document",
    "instruments.yaml": "instrument",
    "mappings.yaml": "mapping",
    "ratings-scales.yaml": "ratings-scale",
    "conflicts.yaml": "conflict",
}
FACTS = {
    "laws": (75, {"seen": 64, "seen_secondary": 3, "unverified": 8}),
    "nhri": (18, {"seen": 18}),
    "osce": (42, {"seen": 28, "seen_secondary": 5, "unverified_paragraph": 9}),
    "projects": (11, {"seen": 10, "seen_secondary": 1}),
    "ratings": (127, {"seen": 95, "seen_secondary": 22, "unverified": 10}),
    "reviews": (56, {"seen": 52, "seen_secondary": 2, "unverified": 2}),
    "services": (21, {"seen": 20, "seen_secondary": 1}),
    "treaties": (176, {"seen": 164, "seen_secondary": 8, "unverified": 4}),
}
DATES = {"date", "as_of", "signature_date", "considered", "adopted_on", "in_force_on", "valid_from", "valid_to",
         "retrieved_on"}  # fmt: skip
CYRILLIC = re.compile(r"[А-Яа-яЁё]")
PLACEHOLDER = re.compile(r"not (seen|printed)|not verified", re.IGNORECASE)

Record = dict[str, Any]


@cache
def load(name: str) -> Any:
    path = DATA / name
    text = path.read_text(encoding="utf-8")
    return json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)


@cache
def validator(kind: str) -> Draft202012Validator:
    schema = load(f"schema/{kind}.schema.json")
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def complaints(kind: str, record: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator(kind).iter_errors(record)]


def vocabulary_files() -> list[str]:
    return sorted(f"vocabularies/{path.name}" for path in (DATA / "vocabularies").glob("*.yaml"))


def facts() -> list[Record]:
    return [record for name in FACTS for record in load(f"facts/{name}.yaml")]


def codes(file: str, key: str = "code") -> set[str]:
    return {record[key] for record in load(file)}


def terms(vocabulary: str) -> set[str]:
    return {term["code"] for term in load(f"vocabularies/{vocabulary}.yaml")["terms"]}


def records() -> Iterator[tuple[str, Any]]:
    """Every record of every file this module answers for, with a name to blame."""
    for file in LISTS:
        for position, record in enumerate(load(file)):
            yield f"{file}[{position}]", record
    for file in vocabulary_files():
        yield file, load(file)
    for record in facts():
        yield record["id"], record
    yield "geo/map.json", load("geo/map.json")


def leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, str(key)))
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, path)
    else:
        yield path, value


def texts(value: Any) -> Iterator[dict[str, str]]:
    """Every text for people inside a record: a mapping from language to words."""
    if isinstance(value, dict):
        if "en" in value:
            yield value
        else:
            for inner in value.values():
                yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


@pytest.mark.parametrize(("file", "kind"), LISTS.items())
def test_each_list_fits_its_schema(file: str, kind: str) -> None:
    assert {position: found for position, one in enumerate(load(file)) if (found := complaints(kind, one))} == {}


@pytest.mark.parametrize("file", vocabulary_files())
def test_each_vocabulary_fits_its_schema_and_is_named_after_its_file(file: str) -> None:
    assert complaints("vocabulary", load(file)) == []
    assert load(file)["id"] == Path(file).stem


@pytest.mark.parametrize("name", FACTS)
def test_each_fact_fits_its_schema(name: str) -> None:
    assert {one["id"]: found for one in load(f"facts/{name}.yaml") if (found := complaints("fact", one))} == {}


@pytest.mark.parametrize("path", sorted((DATA / "schema").glob("*.schema.json")), ids=lambda path: path.name)
def test_each_schema_has_a_name_that_no_address_can_take_from_it(path: Path) -> None:
    schema = json.loads(path.read_text(encoding="utf-8"))
    assert schema["$id"] == f"urn:ubada:schema:{path.name.removesuffix('.schema.json')}"


def test_the_map_fits_its_schema() -> None:
    assert complaints("map", load("geo/map.json")) == []


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"confidence": "certain"}, "$.confidence"),
        ({"date": "2023-13"}, "$.date"),
        ({"label": {"en": "Only English"}}, "$.label"),
        ({"surprise": 1}, "$"),
        ({"source_url": None}, "$.source_url"),
        ({"cycle": 9}, "$.cycle"),
    ],
)
def test_the_fact_schema_refuses_what_is_wrong(change: Record, where: str) -> None:
    review = next(one for one in facts() if one["id"] == "review.KAZ.UPR.3")
    assert where in {complaint.split(":")[0] for complaint in complaints("fact", review | change)}


@pytest.mark.parametrize("name", FACTS)
def test_no_fact_of_the_register_is_missing(name: str) -> None:
    count, confidences = FACTS[name]
    rows = load(f"facts/{name}.yaml")
    assert len(rows) == count
    assert Counter(row["confidence"] for row in rows) == confidences


def test_there_are_526_facts_and_no_key_stands_twice() -> None:
    keys = [one["id"] for one in facts()]
    assert len(keys) == len(set(keys)) == 526


@pytest.mark.parametrize("file", [file for file in LISTS if file != "mappings.yaml"])
def test_no_code_stands_twice_in_a_list(file: str) -> None:
    key = {"ratings-scales.yaml": "index", "conflicts.yaml": "id"}.get(file, "code")
    assert [code for code, count in Counter(one[key] for one in load(file)).items() if count > 1] == []


def test_no_mapping_and_no_term_stands_twice() -> None:
    pairs = [(one["source"]["code"], one["target"]["scheme"], one["target"]["code"]) for one in load("mappings.yaml")]
    assert len(pairs) == len(set(pairs))
    for file in vocabulary_files():
        listed = [term["code"] for term in load(file)["terms"]]
        assert len(listed) == len(set(listed)), file


def test_the_five_states_and_their_54_regions_are_there() -> None:
    assert [state["code"] for state in load("states.yaml")] == ["KAZ", "KGZ", "TJK", "TKM", "UZB"]
    alpha2 = {state["code"]: state["alpha2"] for state in load("states.yaml")}
    assert Counter(one["state"] for one in load("regions.yaml")) == {"KAZ": 20, "KGZ": 9, "TJK": 5, "TKM": 6, "UZB": 14}
    assert all(one["code"].startswith(alpha2[one["state"]]) for one in load("regions.yaml"))
    assert {one["code"] for one in load("regions.yaml") if "valid_from" in one} == {"KZ-10", "KZ-33", "KZ-62"}


Named = Iterator[tuple[str, Any, set[str]]]


def names_in_lists() -> Named:
    """Whose reference it is, what it names (one code, several or none), and what there is to name."""
    bodies = codes("bodies.yaml")
    for one in load("bodies.yaml"):
        yield one["code"], one["kind"], terms("body-kinds")
    for one in load("documents.yaml"):
        yield one["code"], one["body"], bodies
        yield one["code"], one["kind"], terms("document-kinds")
    for one in load("instruments.yaml"):
        yield one["code"], [one["body"], *one.get("monitored_by", [])], bodies
        yield one["code"], one.get("document"), codes("documents.yaml")
        yield one["code"], one["binding"], terms("bindings")
    for one in load("ratings-scales.yaml"):
        yield one["index"], one["body"], bodies
    for one in load("mappings.yaml"):
        yield "mapping", one["source"]["code"], terms(one["source"]["vocabulary"])
        if one["target"]["scheme"] == "sdg-targets":
            yield "mapping", one["target"]["code"], terms("sdg-targets")


def names_in_vocabularies() -> Named:
    for file in vocabulary_files():
        for term in load(file)["terms"]:
            named = [term[key] for key in ("parent", "replaced_by") if key in term]
            yield f"{file}:{term['code']}", named, terms(Path(file).stem)


def names_in_facts() -> Named:
    known = {
        "kind": terms("fact-kinds"),
        "instrument": codes("instruments.yaml"),
        "body": codes("bodies.yaml"),
        "institutions": codes("bodies.yaml"),
        "themes": terms("themes"),
        "index": codes("ratings-scales.yaml", "index"),
        "law_class": terms("law-classes"),
        "offence": terms("offence-classes"),
    }
    for one in facts():
        for field, there in known.items():
            yield one["id"], one.get(field), there
        yield one["id"], one.get("topic"), terms("law-topics" if one["kind"] == "law" else "fact-kinds")
        yield one["id"], one.get("measure", {}).get("code"), terms("measures")
        yield one["id"], one.get("document") if one["kind"] == "osce" else None, codes("documents.yaml")
        yield one["id"], one.get("status") if one["kind"] == "treaty" else None, terms("treaty-status")


def names_in_conflicts() -> Named:
    keys = {one["id"] for one in facts()}
    for one in load("conflicts.yaml"):
        yield one["id"], one["facts"], keys
        yield one["id"], [side["fact"] for side in one["sides"] if "fact" in side], set(one["facts"])


@pytest.mark.parametrize("named", [names_in_lists, names_in_vocabularies, names_in_facts, names_in_conflicts])
def test_every_reference_resolves(named: Callable[[], Named]) -> None:
    wrong: list[tuple[str, str]] = []
    for owner, found, known in named():
        listed = [found] if isinstance(found, str) else found or []
        wrong.extend((owner, one) for one in listed if one not in known)
    assert wrong == []


def test_a_conflict_and_its_facts_are_about_the_same_state() -> None:
    states = {one["id"]: one["state"] for one in facts()}
    for conflict in load("conflicts.yaml"):
        assert {states[key] for key in conflict["facts"]} == {conflict["state"]}, conflict["id"]
        assert conflict["id"].split(".")[1] == conflict["state"]


def test_every_date_is_in_the_calendar() -> None:
    for owner, record in records():
        for path, value in leaves(record):
            if path and path[-1] in DATES and isinstance(value, str):
                assert str(PartialDate.parse(value)) == value, (owner, path)


def test_no_number_is_a_binary_fraction() -> None:
    assert [
        (owner, path) for owner, record in records() for path, value in leaves(record) if isinstance(value, float)
    ] == []


def test_every_text_stands_in_english_and_in_russian() -> None:
    for owner, record in records():
        for text in texts(record):
            assert CYRILLIC.search(text["ru"]) or text["ru"] == text["en"] == "B", (owner, text)
            assert not CYRILLIC.search(text["en"]), (owner, text)


def test_a_fact_names_as_unverified_only_fields_it_has() -> None:
    for one in facts():
        assert {name for name in one["unverified_fields"] if name != "all" and name not in one} == set(), one["id"]
    for one in [*load("documents.yaml"), *load("instruments.yaml")]:
        assert set(one.get("unverified_fields", [])) <= set(one), one["code"]


def test_label_and_value_do_not_give_away_what_is_withheld() -> None:
    for one in facts():
        for name in one["unverified_fields"]:
            withheld = one.get(name)
            if name not in ("all", "label", "value") and isinstance(withheld, str) and len(withheld) > 4:
                shown = " ".join(words for part in ("label", "value") for words in (one[part] or {}).values())
                assert withheld not in shown, (one["id"], name)


def test_no_telephone_number_of_a_service_can_be_read_in_what_is_shown() -> None:
    services = load("facts/services.yaml")
    numbers = {number for one in services for number in one.get("number", [])}
    assert len(numbers) == 7
    spoken = re.compile(r"(?<![\d-])(" + "|".join(sorted(numbers)) + r")(?![\d-])")
    for one in services:
        shown = {key: one[key] for key in ("label", "value", "hours", "source_title")}
        found = [value for _, value in leaves(shown) if isinstance(value, str) and spoken.search(value)]
        assert found == [], one["id"]
        assert "address" not in " ".join(key for path, _ in leaves(one) for key in path)


def test_the_gate_withholds_every_number_of_a_service() -> None:
    with_number = [one for one in load("facts/services.yaml") if "number" in one]
    assert len(with_number) == 9
    for one in with_number:
        ruling = rule_on(
            confidence=one["confidence"], unverified_fields=one["unverified_fields"], has_link=bool(one["source_url"]),
            has_as_of=bool(one["as_of"]), fields=one,
        )  # fmt: skip
        assert "number" in ruling.withheld, one["id"]


def test_round_the_clock_is_said_only_where_the_hours_say_so() -> None:
    for one in load("facts/services.yaml"):
        assert one["round_the_clock"] is (True if one["hours"] and one["hours"]["en"] == "24/7" else None), one["id"]


def test_gaps_are_empty_and_not_words() -> None:
    for one in facts():
        for path, value in leaves({key: inner for key, inner in one.items() if key not in ("note", "source_title")}):
            assert not (isinstance(value, str) and PLACEHOLDER.search(value)), (one["id"], path, value)


def test_the_editors_note_is_nowhere_else_in_the_record() -> None:
    for one in facts():
        shown = " ".join(str(value) for key, inner in one.items() if key != "note" for _, value in leaves(inner))
        for sentence in re.split(r"(?<=\.)\s", one["note"] or ""):
            if len(sentence) > 40:
                assert sentence not in shown, one["id"]


def test_a_source_is_linked_wherever_the_record_may_be_shown() -> None:
    for one in facts():
        if one["confidence"] in ("seen", "seen_secondary"):
            assert one["source_title"], one["id"]
            assert one["source_url"].startswith("http"), one["id"]


def test_every_address_on_other_sites_is_one() -> None:
    faults, count = [], 0
    for where, record in records():
        for path, value in leaves(record):
            if path[-1:] and path[-1].endswith("url") and value:
                count += 1
                parts = urlsplit(value)
                if (
                    parts.scheme not in {"http", "https"}
                    or "." not in (parts.hostname or "")
                    or set(value) & set(" <>\"'{}")
                ):
                    faults.append(f"{where}: {value}")
    assert count > 500
    assert faults == []


def test_the_treaty_matrix_has_one_record_a_state_and_instrument() -> None:
    cells = Counter((one["state"], one["instrument"]) for one in load("facts/treaties.yaml") if "in_matrix" not in one)
    assert set(cells.values()) == {1}
    assert len(cells) == 35 * 5


def test_every_instrument_of_a_treaty_action_is_a_treaty() -> None:
    kinds = {one["code"]: one["kind"] for one in load("instruments.yaml")}
    used = {one["instrument"] for one in load("facts/treaties.yaml")}
    assert {kinds[code] for code in used} == {"treaty", "protocol", "ilo-convention"}


def test_shares_and_counts_agree() -> None:
    for one in facts():
        measure = one.get("measure", {})
        if {"numerator", "denominator", "percent"} <= set(measure):
            exact = measure["numerator"] * 100 / measure["denominator"]
            assert abs(exact - float(measure["percent"])) < 0.5, one["id"]


def test_scores_and_ranks_lie_within_the_scale() -> None:
    scales = {one["index"]: one for one in load("ratings-scales.yaml")}
    for one in load("facts/ratings.yaml"):
        scale = scales[one["index"]]
        if one.get("score") is not None:
            assert float(scale["score"]["scale_min"]) <= float(one["score"]) <= float(scale["score"]["scale_max"]), one[
                "id"
            ]
            assert one["year"] >= scale["score"].get("valid_from", 0), one["id"]
        if "political_rights" in one:
            assert one["political_rights"] + one["civil_liberties"] == int(one["score"]), one["id"]
        if one.get("rank") and "out_of" in one:
            assert one["rank"] <= one["out_of"], one["id"]
        for name in ("category", "status"):
            if one.get(name):
                assert one[name] in {known["code"] for known in scale["classes"]}, one["id"]


def test_a_plan_is_called_over_only_if_its_own_period_is() -> None:
    for one in load("facts/laws.yaml"):
        if one.get("law_class") == "expired":
            assert one["period_to"] < "2026", one["id"]
        if "period_to" in one:
            assert one["period_from"] <= one["period_to"], one["id"]


def test_every_theme_has_a_parent_of_one_of_twelve_roots() -> None:
    listed = load("vocabularies/themes.yaml")["terms"]
    roots = [term["code"] for term in listed if "parent" not in term and term["code"] != "unclassified"]
    assert len(roots) == 12
    assert all(
        term["parent"] in roots and term["code"].startswith(f"{term['parent']}.") for term in listed if "parent" in term
    )
