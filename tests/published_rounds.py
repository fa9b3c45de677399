"""Published rounds for tests that only read: two real ones and an exercise, with something in every list of theirs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from tests.assessments.people import COLLECTING, PASSED, REPLYING, SYSTEM, People, draft, item_of, person, round_of
from tests.assessments.rounds import YEAR, date_of, shifted
from tests.world import TODAY, both
from ubada.assessments.models import Assessment, Round
from ubada.assessments.rules.calendar import Milestone
from ubada.assessments.services import (
    GradeRow,
    adopt_finding,
    advance_rounds,
    begin_review,
    claim_measure,
    correct_assessment,
    decide_review,
    link_evidence,
    name_edition,
    propose_finding,
    record_grades,
    reply_to_assessment,
    submit_assessment,
    vote_on_finding,
    withdraw_assessment,
)
from ubada.ledger.services import record
from ubada.organisations.models import Organisation
from ubada.organisations.services import begin_membership, create_organisation
from ubada.register.services import write_records
from ubada.register.shapes import STATE_COMMITMENT

KEY: Final = "CEDAW-7@KGZ"
OTHER_KEY: Final = "CEDAW-7-A@KGZ"
BEFORE: Final = "2024-2"
LATEST: Final = "2025-2"
PRACTICE: Final = "XAA"
EXERCISE: Final = "practice-2025-2"
EXERCISE_WORDS: Final = "said in an exercise 7714"
RESTRICTED: Final = "for partners alone 9120"
"""The title of a piece of evidence that a published verdict rests on and no reader may see."""
ROLES: Final = ("coordinator", "assessor", "reviewer")


def publish_rounds(organisations: dict[str, Organisation]) -> People:
    """Publish two rounds and an exercise; gives the people who spoke in them.

    ``open-steppe`` (CSO) and ``akyikatchy`` (NHR) have to be among the organisations, both on Kyrgyzstan.
    """
    people = People(None, dict(organisations))  # type: ignore[arg-type]  # nothing here looks at the world
    for code in ("open-steppe", "akyikatchy"):
        _join(people, code)
    sides = ("open-steppe", "akyikatchy")
    _play(people, BEFORE, 2 * YEAR, dict(zip(sides, ("I1", "I2"), strict=True)), edition="1", states=["KGZ"])
    made = _play(people, LATEST, YEAR, dict(zip(sides, ("I0", "I4"), strict=True)), edition="2", states=["KGZ"])
    correct_assessment(
        actor=people.actor("akyikatchy"), uid=made["akyikatchy"].uid, correction=both("The law is of 2024."),
        now=COLLECTING,
    )  # fmt: skip
    _beside(people, "akyikatchy", KEY, "A law was passed")
    _exercise(people)
    return people


def _exercise(people: People) -> None:
    with transaction.atomic():
        key = f"CEDAW-7@{PRACTICE}"
        followed = {"key": key, "commitment": "CEDAW-7", "state": PRACTICE, "standing": "unknown"}
        changes = [one.change for one in write_records(STATE_COMMITMENT, {key: followed})]
        record(actor=SYSTEM, action="import_baseline", subject="practice", changes=changes)
    sides = {"exercise-society": "CSO", "exercise-ombudsman": "NHR"}
    for code, constituency in sides.items():
        people.organisations[code] = create_organisation(
            actor=SYSTEM, code=code, name=both(code), constituency=constituency, states=[PRACTICE]
        )
        _join(people, code)
    _play(people, EXERCISE, YEAR, dict.fromkeys(sides, "I1"), states=[PRACTICE], title=both("Exercise"))
    _beside(people, "exercise-society", key, EXERCISE_WORDS)


def _play(
    people: People, code: str, ago: timedelta, said: dict[str, str], *, edition: str = "", **more: Any
) -> dict[str, Assessment]:
    """A round from its opening to its publication. Of the first side one verdict more, which is taken back."""
    one = round_of(code, calendar=shifted(-ago), now=COLLECTING - ago - timedelta(days=40), **more)
    advance_rounds(now=COLLECTING - ago)
    first, second = said
    key = KEY if not one.is_practice else f"CEDAW-7@{PRACTICE}"
    made = {name: _accepted(people, name, key, one, level, now=COLLECTING - ago) for name, level in said.items()}
    gone = [] if one.is_practice else [_accepted(people, first, OTHER_KEY, one, "I2", now=COLLECTING - ago)]
    advance_rounds(now=REPLYING - ago)
    reply_to_assessment(
        actor=people.actor(second), uid=made[first].uid, organisation=second, text=both("Much was done."),
        now=REPLYING - ago,
    )  # fmt: skip
    _found_together(people, one, key, (first, second), REPLYING - ago)
    advance_rounds(now=date_of(one, Milestone.FREEZES))
    if edition:
        name_edition(actor=SYSTEM, code=code, edition=edition)
    advance_rounds(now=date_of(one, Milestone.PUBLISHES))
    for each in gone:
        withdraw_assessment(actor=people.actor(first), uid=each.uid, reason="error", now=COLLECTING)
    return made


def _accepted(people: People, organisation: str, key: str, one: Round, level: str, *, now: datetime) -> Assessment:
    reason = EXERCISE_WORDS if one.is_practice else f"Reasons of {organisation}"
    words = both(f"{reason} on {key} in {one.code}")
    verdict = draft(people, organisation, key, level, round_code=one.code, narrative=words)
    author = people.actor(f"{organisation}.assessor")
    hidden = item_of(people, organisation, title=both(RESTRICTED), sensitivity="partners")
    link_evidence(
        actor=author, uid=verdict.uid, item=hidden.pk, bearing="supports", reliability="B", credibility="2",
        pinpoint="page 9",
    )  # fmt: skip
    submit_assessment(actor=author, uid=verdict.uid, now=now)
    reviewer = next(name for name in people.accounts if name.endswith(".reviewer") and organisation not in name)
    begin_review(actor=SYSTEM, uid=verdict.uid, reviewer=people.accounts[reviewer], now=now)
    decide_review(
        actor=people.actor(reviewer), uid=verdict.uid, decision="accepted", checklist=PASSED, comments="Well done 3371",
        now=now,
    )  # fmt: skip
    return verdict


def _found_together(people: People, one: Round, key: str, sides: tuple[str, str], now: datetime) -> None:
    finding, _other = (
        propose_finding(actor=SYSTEM, round_code=one.code, state_commitment=key, text=both(text), level="I1", now=now)
        for text in ("Found together.", "Only proposed 9023.")
    )
    for side in sides:
        vote_on_finding(actor=people.actor(side), uid=finding.uid, organisation=side, agrees=True, now=now)
    adopt_finding(actor=SYSTEM, uid=finding.uid, now=now)


def _beside(people: People, claimant: str, key: str, title: str) -> None:
    claim_measure(
        actor=people.actor(claimant), organisation=claimant, state=key[-3:], kind="law", title=both(title),
        state_commitments=[key], dated="2024-06", now=COLLECTING,
    )  # fmt: skip
    given = [("a", "hrc-followup", "B"), ("b", "hrc-followup", "D")]
    record_grades(
        actor=SYSTEM,
        rows=[
            GradeRow(
                key=f"hrc/{key}/{name}", grading=grading, grade=grade, state_commitment=key, given_on="2025",
                paragraph="para. 12", source_title=f"Report: {title}", source_url="https://example.org/report",
            )
            for name, grading, grade in given
        ],
    )  # fmt: skip


def _join(people: People, code: str) -> None:
    for role in ROLES:
        name = f"{code}.{role}"
        people.accounts[name] = person(name)
        begin_membership(
            actor=SYSTEM, account=people.accounts[name], organisation=people.organisations[code], role=role,
            began_on=TODAY - timedelta(days=1200),
        )  # fmt: skip
