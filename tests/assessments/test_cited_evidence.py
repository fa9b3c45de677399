"""What a verdict rests on, as each reader may see it: in the verdict, in its versions and in its answers."""

from __future__ import annotations

import pytest

from tests.assessments.people import (
    COLLECTING,
    FROZEN,
    PASSED,
    PUBLISHED,
    REPLYING,
    People,
    advance,
    draft,
    item_of,
    reviewer_for,
)
from tests.world import both
from ubada.assessments import queries
from ubada.assessments.models import Assessment, Round
from ubada.assessments.services import (
    begin_review,
    decide_review,
    link_evidence,
    name_edition,
    reply_to_assessment,
    submit_assessment,
)
from ubada.evidence.models import EvidenceItem
from ubada.evidence.services import withdraw_item
from ubada.kernel.errors import InvalidInput
from ubada.ledger.queries import verify

pytestmark = pytest.mark.django_db
SENSITIVE = ("organisation", "partners", "public")


@pytest.fixture
def cited(people: People, opened: Round) -> tuple[Assessment, dict[str, EvidenceItem]]:
    """A verdict on three items, one of each sensitivity, open to all parties."""
    one = draft(people, "clear-water")
    one.evidence_links.all().delete()
    author = people.actor("clear-water.assessor")
    items = {}
    for sensitivity in SENSITIVE:
        items[sensitivity] = item_of(people, "clear-water", sensitivity=sensitivity)
        link_evidence(
            actor=author, uid=one.uid, item=items[sensitivity].pk, bearing="supports", reliability="B",
            credibility="2", pinpoint=f"page of {sensitivity}",
        )  # fmt: skip
    submit_assessment(actor=author, uid=one.uid, now=COLLECTING)
    reviewer = people.actor(reviewer_for("clear-water"))
    begin_review(actor=reviewer, uid=one.uid, now=COLLECTING)
    decide_review(actor=reviewer, uid=one.uid, decision="accepted", checklist=PASSED, now=COLLECTING)
    advance(REPLYING)
    return Assessment.objects.get(pk=one.pk), items


def publish(people: People) -> None:
    advance(FROZEN)
    name_edition(actor=people.actor("editor"), code="2026-2", edition="7")
    advance(PUBLISHED)


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("clear-water", {"organisation", "partners", "public"}), ("mountain-voice", {"partners", "public"}),
        ("osce-office", {"partners", "public"}), ("ministry", {"public"}),
    ],
)  # fmt: skip
def test_each_party_sees_the_items_it_may_and_how_many_it_does_not(
    people: People, cited: tuple[Assessment, dict[str, EvidenceItem]], who: str, seen: set[str]
) -> None:
    one, items = cited
    actor = people.actor(who)
    shown = queries.assessment(actor, one.uid)
    assert {each.item.sensitivity for each in shown.evidence if each.item is not None} == seen
    assert shown.n_not_shown == 3 - len(seen)
    assert {each.pinpoint for each in shown.evidence if each.item is None} <= {""}
    told = {each["item"] for version in queries.versions_of(actor, one.uid) for each in version.content["evidence"]}
    assert told == {items[sensitivity].pk for sensitivity in seen}


def test_everybody_sees_what_is_public_once_it_is_published_and_no_more(
    people: People, cited: tuple[Assessment, dict[str, EvidenceItem]]
) -> None:
    one, items = cited
    publish(people)
    shown = queries.assessment(people.actor("reader"), one.uid)
    assert [each.item for each in shown.evidence if each.item is not None] == [items["public"]]
    assert shown.n_not_shown == 2


def test_what_was_withdrawn_is_gone_and_says_so_where_it_was_cited(
    people: People, cited: tuple[Assessment, dict[str, EvidenceItem]]
) -> None:
    one, items = cited
    publish(people)
    withdraw_item(actor=people.actor("clear-water"), uid=items["public"].pk, reason="consent")
    for who in ("reader", "ministry", "clear-water"):
        shown = queries.assessment(people.actor(who), one.uid)
        withdrawn = [each for each in shown.evidence if each.is_withdrawn]
        assert [(each.item, each.pinpoint) for each in withdrawn] == [(None, "")]
    assert verify().faults == ()


def test_an_answer_brings_the_items_that_its_reader_may_see(
    people: People, cited: tuple[Assessment, dict[str, EvidenceItem]]
) -> None:
    one, items = cited
    open_item, closed = (item_of(people, "ministry", sensitivity=each) for each in ("public", "organisation"))
    with pytest.raises(InvalidInput):
        reply_to_assessment(
            actor=people.actor("ministry"), uid=one.uid, organisation="ministry", text=both("See."),
            evidence=[items["organisation"].pk], now=REPLYING,
        )  # fmt: skip
    reply_to_assessment(
        actor=people.actor("ministry"), uid=one.uid, organisation="ministry", text=both("See."),
        evidence=[open_item.pk, closed.pk], now=REPLYING,
    )  # fmt: skip
    own = queries.replies_to(people.actor("ministry"), one.uid)[0]
    assert (len(own.evidence), own.n_not_shown) == (2, 0)
    other = queries.replies_to(people.actor("clear-water"), one.uid)[0]
    assert closed not in other.evidence
    assert len(other.evidence) + other.n_not_shown == 2
