"""Three rounds side by side: one published, one open for reply, one that collects; with a verdict in every state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tests.assessments.people import (
    CALENDAR,
    COLLECTING,
    KEY,
    OTHER_KEY,
    PASSED,
    REPLYING,
    People,
    accepted,
    advance,
    at,
    draft,
    reviewer_for,
    reviewing,
    round_of,
    submitted,
)
from tests.world import both
from ubada.assessments.models import Assessment, Round
from ubada.assessments.rules.calendar import Milestone, RoundCalendar
from ubada.assessments.services import (
    adopt_finding,
    correct_assessment,
    decide_review,
    explain_divergence,
    name_edition,
    propose_finding,
    reply_to_assessment,
    vote_on_finding,
    withdraw_assessment,
)

YEAR = timedelta(days=364)
LAST_YEAR = "2025-2"
THIS_YEAR = "2026-2"
NEXT = "2026-3"


def shifted(days: timedelta) -> RoundCalendar:
    """The calendar of tests, moved."""
    return replace(CALENDAR, **{one.value: CALENDAR.on(one) + days for one in Milestone})


@dataclass
class Standing:
    """Verdicts by what they are."""

    by_name: dict[str, Assessment]

    def __getitem__(self, name: str) -> Assessment:
        return Assessment.objects.get(pk=self.by_name[name].pk)


def published_round(people: People) -> Standing:
    """Last year's round, published in edition 3: one verdict corrected, one withdrawn, one with a protected name."""
    past = round_of(LAST_YEAR, calendar=shifted(-YEAR), now=COLLECTING - YEAR - timedelta(days=40))
    advance(COLLECTING - YEAR)
    made = {
        "published": accepted(people, "clear-water", level="I1", round_code=LAST_YEAR),
        "corrected": accepted(people, "ministry", level="I4", round_code=LAST_YEAR),
        "tombstone": accepted(people, "akyikatchy", level="I2", round_code=LAST_YEAR),
        "protected": accepted(
            people, "mountain-voice", level="I0", round_code=LAST_YEAR, is_name_protected=True,
            shared_draft="the net of mountain people", conflict_of_interest="we live there 6620",
        ),
        "never open": submitted(people, "open-steppe", round_code=LAST_YEAR),
        "withdrawn before": accepted(people, "open-steppe", OTHER_KEY, round_code=LAST_YEAR),
    }  # fmt: skip
    _withdraw(people, "open-steppe", made["withdrawn before"], COLLECTING - YEAR)
    advance(REPLYING - YEAR)
    reply_to_assessment(
        actor=people.actor("ministry"), uid=made["published"].uid, organisation="ministry",
        text=both("Much was done."), now=REPLYING - YEAR,
    )  # fmt: skip
    joint(people, LAST_YEAR, REPLYING - YEAR)
    advance(date_of(past, Milestone.FREEZES))
    name_edition(actor=people.actor("editor"), code=LAST_YEAR, edition="3")
    advance(date_of(past, Milestone.PUBLISHES))
    correct_assessment(
        actor=people.actor("ministry"),
        uid=made["corrected"].uid,
        correction=both("The law is of 2024."),
        now=COLLECTING,
    )
    _withdraw(people, "akyikatchy", made["tombstone"], COLLECTING)
    return Standing(made)


def replying_round(people: People) -> Standing:
    """This year's round, open for reply: one verdict answered, one taken back since it was opened."""
    round_of(THIS_YEAR)
    advance(COLLECTING)
    made = {
        "open": accepted(people, "clear-water", level="I2"),
        "of the state": accepted(people, "ministry", level="I4"),
        "protected and open": accepted(people, "mountain-voice", level="I0", is_name_protected=True),
        "taken back": accepted(people, "osce-office", level="I1"),
        "late": draft(people, "open-steppe"),
    }
    advance(REPLYING)
    reply_to_assessment(
        actor=people.actor("akyikatchy"), uid=made["open"].uid, organisation="akyikatchy", text=both("We concur."),
        is_name_protected=True, now=REPLYING,
    )  # fmt: skip
    _withdraw(people, "osce-office", made["taken back"], REPLYING)
    propose_finding(
        actor=people.actor("editor"), round_code=THIS_YEAR, state_commitment=KEY, text=both("Proposal 4471."),
        now=REPLYING,
    )  # fmt: skip
    return Standing(made)


def collecting_round(people: People) -> Standing:
    """The next round, which collects while this year's is open for reply: a verdict in every state before opening."""
    round_of(NEXT, calendar=shifted(timedelta(days=86)), now=REPLYING - timedelta(days=40))
    advance(REPLYING)
    sent_back = reviewing(people, "akyikatchy", round_code=NEXT).assessment
    decide_review(
        actor=people.actor(reviewer_for("akyikatchy")), uid=sent_back.uid, decision="returned",
        checklist={**PASSED, "evidence_supports": False}, comments="Say when.", now=REPLYING,
    )  # fmt: skip
    made = {
        "draft": draft(people, "clear-water", round_code=NEXT),
        "draft of the state": draft(people, "ministry", round_code=NEXT),
        "submitted": submitted(people, "mountain-voice", round_code=NEXT),
        "in review": reviewing(people, "open-steppe", round_code=NEXT).assessment,
        "returned": sent_back,
        "accepted": accepted(people, "osce-office", round_code=NEXT),
        "withdrawn draft": draft(people, "village-union", round_code=NEXT),
    }
    _withdraw(people, "village-union", made["withdrawn draft"], REPLYING)
    return Standing(made)


def joint(people: People, code: str, now: datetime) -> None:
    """A finding adopted by majority, one that was only proposed, and a side's explanation."""
    one, _other = (
        propose_finding(
            actor=people.actor("editor"), round_code=code, state_commitment=KEY, text=both(text), level=level, now=now
        )
        for text, level in (("Adopted 1184.", "I1"), ("Only proposed 9023.", ""))
    )
    for organisation, agrees in (("ministry", False), ("clear-water", True), ("akyikatchy", True)):
        vote_on_finding(
            actor=people.actor(organisation), uid=one.uid, organisation=organisation, agrees=agrees,
            dissent=None if agrees else both("We do not see it so."), now=now,
        )  # fmt: skip
    adopt_finding(actor=people.actor("editor"), uid=one.uid, now=now)
    explain_divergence(
        actor=people.actor("mountain-voice"), round_code=code, state_commitment=KEY, sides=("CSO", "STA"),
        resolution="period", text=both("They look at 2023."), organisation="mountain-voice", now=now,
    )  # fmt: skip


def date_of(one: Round, milestone: Milestone) -> datetime:
    """Noon of a milestone of the round."""
    return at(one.calendar.on(milestone))


def _withdraw(people: People, organisation: str, one: Assessment, now: datetime) -> None:
    actor = people.actor(f"{organisation}.assessor")
    withdraw_assessment(actor=actor, uid=one.uid, reason="security", now=now)
