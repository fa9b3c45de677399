# ruff: noqa: E501 - the wording of a document under test stays on one line
"""Every form of document that the reader knows is read whole and exactly, and what is no recommendation is left out."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.reading.documents import MAKERS, Sample, committee, upr_modern
from ubada.reading.model import Reading
from ubada.reading.pipeline import read_source
from ubada.reading.profiles import PROFILES
from ubada.reading.sources import source_of


def read(sample: Sample) -> Reading:
    return read_source(source_of(sample.name, sample.data))


@pytest.mark.parametrize("maker", MAKERS, ids=[maker.__name__ for maker in MAKERS])
def test_each_form_gives_its_recommendations_in_order_with_numbers_and_exact_wording(
    maker: Callable[[], Sample],
) -> None:
    sample = maker()
    reading = read(sample)
    assert reading.profile == sample.profile, reading.reasons
    assert reading.reasons
    assert [(one.number, one.text) for one in reading.recommendations] == [
        (one.number, one.text) for one in sample.expected
    ]


@pytest.mark.parametrize("maker", MAKERS, ids=[maker.__name__ for maker in MAKERS])
def test_each_form_gives_states_footnotes_parents_and_language(maker: Callable[[], Sample]) -> None:
    sample = maker()
    found = read(sample).recommendations
    by_id = {one.id: one for one in found}
    for made, expected in zip(found, sample.expected, strict=True):
        assert made.recommending_states == expected.states
        assert tuple(note.number for note in made.footnotes) == expected.footnotes
        parent = by_id[made.parent] if made.parent else None
        if expected.parent.startswith("#"):
            assert parent is found[int(expected.parent[1:])]
        else:
            assert (parent.number if parent else "") == expected.parent
        assert made.language == sample.language


@pytest.mark.parametrize("maker", MAKERS, ids=[maker.__name__ for maker in MAKERS])
def test_offsets_lead_to_the_wording_under_the_rule_of_white_space(maker: Callable[[], Sample]) -> None:
    reading = read(maker())
    text = reading.document.text
    for one in reading.recommendations:
        assert 0 <= one.start < one.end <= len(text)
        pieces = "".join(text[start:end] for start, end in one.segments)
        assert bare(pieces) in (bare(one.text), bare(without_letters(one.text)))
        assert text[one.start : one.end].split()[0][:3] == one.text[:3].strip() or one.text[:3] == text[one.start :][:3]
        assert all(first[1] <= second[0] for first, second in zip(one.segments, one.segments[1:], strict=False))


@pytest.mark.parametrize("maker", MAKERS, ids=[maker.__name__ for maker in MAKERS])
def test_ids_are_unique_parents_exist_and_json_keeps_the_contract(maker: Callable[[], Sample]) -> None:
    reading = read(maker())
    printed = json.loads(json.dumps(reading.as_dict(), ensure_ascii=False))
    assert {"file", "sha256", "language", "profile"} <= set(printed["source"])
    ids = [one["id"] for one in printed["recommendations"]]
    assert len(set(ids)) == len(ids)
    for one in printed["recommendations"]:
        assert set(one) >= {
            "id", "number", "text", "parent", "addressee_heading", "addressees", "duty_bearers", "recommending_states",
            "footnotes", "citations", "page", "start", "end", "language", "confidence", "needs_review",
        }  # fmt: skip
        assert one["parent"] is None or one["parent"] in ids[: ids.index(one["id"])]
        assert all(len(code) == 3 and code.isupper() for code in one["recommending_states"])
        assert all(set(cited) == {"code", "kind", "text"} for cited in one["citations"])
        assert 0 < one["confidence"] <= 1
        assert one["confidence"] >= 0.8 or one["needs_review"]


def test_pages_are_those_of_the_file() -> None:
    reading = read(upr_modern())
    pages = [one.page for one in reading.recommendations]
    assert pages == sorted(pages)
    assert pages[0] == 2
    assert pages[-1] > 3


def test_a_footnote_comes_with_its_text() -> None:
    (one,) = [one for one in read(upr_modern()).recommendations if one.number == "6.3"]
    assert one.footnotes[0].text.startswith("The recommendation as read out was")


def test_the_state_under_review_is_the_addressee_and_has_the_duty() -> None:
    one = read(upr_modern()).recommendations[0]
    assert one.addressees == ("Mongolia",)
    assert one.duty_bearers == ("Mongolia",)


def test_the_state_party_is_named_from_the_title() -> None:
    assert read(committee()).recommendations[0].duty_bearers == ("Armenia",)


def test_a_profile_can_be_forced_and_the_choice_is_stated() -> None:
    sample = committee()
    forced = read_source(source_of(sample.name, sample.data), profile="generic")
    assert forced.profile == "generic"
    assert forced.reasons == ("chosen by the caller",)


def test_reading_twice_gives_the_same() -> None:
    sample = upr_modern()
    assert read(sample).as_dict() == read(sample).as_dict()


def test_every_profile_scores_a_document_without_recommendations_low() -> None:
    text = "Minutes of the meeting\n\n1. Opening\n\nThe chair opened the meeting.\n\n2. Any other business\n\nThere was none.\n"
    reading = read_source(source_of("minutes.txt", text.encode()))
    assert reading.recommendations == []
    assert reading.profile == "generic"
    assert set(PROFILES) == {"statement", "treaty_body", "upr", "upr_matrix", "osce", "generic"}


def bare(text: str) -> str:
    return "".join(one for one in text if not one.isspace() and one not in "-\u00ad")


def without_letters(text: str) -> str:
    """The wording of an item with lettered parts, whose letters stand outside its segments."""
    for letter in "ab":
        text = text.replace(f"({letter}) ", "", 1)
    return text
