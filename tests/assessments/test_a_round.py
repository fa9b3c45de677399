"""A round from its plan to publication, through the services."""

from __future__ import annotations

import pytest

from tests.assessments.people import (
    FROZEN,
    KEY,
    PUBLISHED,
    RECONCILING,
    REPLYING,
    REVIEWING,
    WINDOW,
    People,
    accepted,
    advance,
)
from tests.world import both
from ubada.assessments import queries
from ubada.assessments.models import Assessment, Divergence, Position, Round
from ubada.assessments.services import advance_rounds, name_edition, reply_to_assessment
from ubada.ledger.queries import verify

pytestmark = pytest.mark.django_db


def test_a_round_goes_from_drafts_to_publication_and_the_ledger_knows_every_step(people: People, opened: Round) -> None:
    state = accepted(people, "ministry", level="I4")
    society = accepted(people, "clear-water", level="I0")
    accepted(people, "mountain-voice", level="I2")
    advance(REVIEWING)
    assert not Position.objects.exists()
    assert queries.assessments_on(people.actor("ministry"), KEY) == []

    advance(REPLYING)
    assert {one.uid for one in queries.assessments_on(people.actor("ministry"), KEY)} >= {state.uid, society.uid}
    assert queries.assessments_on(people.actor("reader"), KEY) == []
    assert queries.positions_on(people.actor("reader"), KEY) == []
    reply_to_assessment(
        actor=people.actor("ministry"), uid=society.uid, organisation="ministry", text=both("It is being done."),
        now=REPLYING,
    )  # fmt: skip

    for now in (RECONCILING, FROZEN):
        advance(now)
    name_edition(actor=people.actor("editor"), code=opened.code, edition="7")
    advance(PUBLISHED)

    opened.refresh_from_db()
    assert opened.state == "published"
    assert set(Assessment.objects.values_list("state", flat=True)) == {"published"}
    assert set(Assessment.objects.values_list("opened_at", flat=True)) == {WINDOW.opens}
    found = queries.positions_on(people.actor("reader"), KEY)
    assert [(one.constituency, one.level, one.n) for one in found] == [("STA", "I4", 1), ("CSO", "I0", 2)]
    pairs = {(one.first, one.second): one.pair_class for one in queries.divergences_on(people.actor("reader"), KEY)}
    assert pairs["STA", "CSO"] == "OPPOSED"
    assert pairs["STA", "NHR"] == "MISSING"
    shown = queries.assessment(people.actor("reader"), society.uid)
    assert [str(one.text.best("en")) for one in shown.replies] == ["It is being done."]
    assert verify().faults == ()
    assert advance_rounds(now=PUBLISHED) == []
    assert Divergence.objects.exists()
