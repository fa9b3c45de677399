"""The publication gate: what may be shown of a record, and what becomes a task."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ubada.register.gate import Ruling, rule_on
from ubada.register.words import FIELD, TASK_REASON


def ruling(confidence: str = "seen", unverified: list[str] | None = None, **more: Any) -> Ruling:
    """The gate's ruling on a record with a link and a date unless told otherwise."""
    return rule_on(
        confidence=confidence,
        unverified_fields=unverified or [],
        **{"has_link": True, "has_as_of": True, "fields": {}, **more},
    )


@pytest.mark.parametrize("confidence", ["seen", "seen_secondary"])
def test_a_record_read_in_a_source_is_published_and_leaves_no_task(confidence: str) -> None:
    assert ruling(confidence) == Ruling(True, (), None, ())


def test_a_record_nobody_saw_is_a_task_as_a_whole() -> None:
    assert ruling("unverified") == Ruling(False, (), "unverified", ("all",))


def test_a_paragraph_that_was_not_read_is_a_task_for_its_text() -> None:
    found = ruling("unverified_paragraph")

    assert (found.is_published, found.reason, found.missing) == (False, "paragraph", ("locator", "value"))


@pytest.mark.parametrize("field", ["label", "value", "all"])
def test_an_unverified_title_or_content_makes_the_whole_record_a_task(field: str) -> None:
    found = ruling(unverified=[field])

    assert (found.is_published, found.reason) == (False, "unverified")


def test_another_unverified_field_is_withheld_and_the_rest_is_published() -> None:
    assert ruling(unverified=["date"]) == Ruling(True, ("date",), "fields", ("date",))


def test_a_telephone_number_is_withheld_however_well_it_was_seen() -> None:
    assert ruling(fields={"number": ["111"]}) == Ruling(True, ("number",), "number", ("number",))


def test_no_number_no_task() -> None:
    assert ruling(fields={"number": None}).reason is None


@pytest.mark.parametrize(("lacking", "missing"), [("has_link", "source_url"), ("has_as_of", "as_of")])
def test_without_a_link_or_a_date_nothing_is_content(lacking: str, missing: str) -> None:
    assert ruling(**{lacking: False}) == Ruling(False, (), "source", (missing,))


@given(
    confidence=st.sampled_from(["seen", "seen_secondary", "unverified_paragraph", "unverified"]),
    unverified=st.lists(st.sampled_from(["date", "label", "value", "all", "number", "document"]), unique=True),
    has_link=st.booleans(),
    has_as_of=st.booleans(),
    number=st.sampled_from([None, ["111"]]),
)
def test_what_is_not_wholly_verified_always_leaves_a_task_with_words(
    confidence: str, unverified: list[str], has_link: bool, has_as_of: bool, number: list[str] | None
) -> None:
    found = rule_on(
        confidence=confidence, unverified_fields=unverified, has_link=has_link, has_as_of=has_as_of,
        fields={"number": number},
    )  # fmt: skip

    assert (found.reason is None) == (found.is_published and not unverified and not number)
    assert set(unverified) <= set(found.withheld)
    if found.reason is not None:
        assert found.missing
        assert found.reason in TASK_REASON
        assert set(found.missing) <= set(FIELD)
