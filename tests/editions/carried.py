"""A frozen round with everything in it that an edition may hold, and marks of all that it must not."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from tests.assessments.people import (
    COLLECTING,
    FROZEN,
    KEY,
    OTHER_KEY,
    PASSED,
    REPLYING,
    SYSTEM,
    People,
    advance,
    draft,
    item_of,
    reviewer_for,
    round_of,
)
from tests.assessments.rounds import THIS_YEAR
from tests.assessments.voices import Vote, write
from tests.editions.practice import PRACTICE, PRACTICE_WORDS
from tests.world import both
from ubada.assessments.models import Assessment, AssessmentVersion
from ubada.assessments.records import assessment_changes, content_of
from ubada.assessments.rules.scale import Level
from ubada.assessments.services import (
    GradeRow,
    adopt_finding,
    begin_assessment,
    begin_review,
    claim_measure,
    decide_review,
    explain_divergence,
    link_evidence,
    propose_finding,
    record_grades,
    reply_to_assessment,
    save_draft,
    submit_assessment,
    vote_on_finding,
    withdraw_assessment,
)
from ubada.evidence.models import EvidenceItem
from ubada.evidence.services import add_item
from ubada.kernel.canonical import record_hash
from ubada.ledger.services import record

ON: Final = date(2026, 11, 15)
CODE: Final = THIS_YEAR
PRACTICE_ROUND: Final = "practice-2026"
HIDDEN: Final = (
    "mountain-voice", "restricted title 7742", "restricted page 1190", "a draft 2218",
    "never reviewed 4183", "taken back 5077", "only proposed 9023", "whose pasture it is 6620",
    "what the reviewer said 8145", "assessor", "coordinator", "example.org/hidden", PRACTICE_WORDS,
)  # fmt: skip
"""Names that are protected, restricted evidence, drafts, people, practice: what stands in no byte of an edition."""


def frozen_round(people: People) -> dict[str, Assessment]:
    """A round of all five states with verdicts of five constituencies, frozen; a practice round beside it."""
    round_of()
    advance(COLLECTING)
    made = {
        "state": verdict(people, "ministry", level="I4"),
        "named": verdict(people, "clear-water", level="I1"),
        "joint": verdict(
            people, "open-steppe", level="I2", shared_draft="the net of 2026", narrative=both("We agree.")
        ),
        "protected": verdict(
            people, "mountain-voice", level="I0", shared_draft="the net of 2026", is_name_protected=True,
            narrative=both("We were told so on the market place.", "Так нам сказали на базаре."),
            conflict_of_interest="whose pasture it is 6620",
        ),
        "unknown": verdict(people, "akyikatchy", level="IU", gap="not-published"),
        "taken back": verdict(people, "osce-office", level="I1", narrative=both("taken back 5077")),
        "elsewhere": verdict(people, "clear-water", OTHER_KEY, level="IR"),
    }  # fmt: skip
    draft(people, "law-faculty", narrative=both("a draft 2218"))
    unseen = draft(people, "village-union", narrative=both("never reviewed 4183"))
    submit_assessment(actor=people.actor("village-union.assessor"), uid=unseen.uid, now=COLLECTING)
    _practice(people)
    advance(REPLYING)
    withdraw_assessment(
        actor=people.actor("osce-office.assessor"), uid=made["taken back"].uid, reason="security", now=REPLYING
    )
    _said(people, made)
    advance(FROZEN)
    return {name: Assessment.objects.get(pk=one.pk) for name, one in made.items()}


def verdict(people: People, organisation: str, key: str = KEY, level: str = "I2", **fields: Any) -> Assessment:
    """A verdict that a reviewer accepted, resting on a public piece and on one for its own organisation alone."""
    actor = people.actor(f"{organisation}.assessor")
    one = begin_assessment(
        actor=actor, round_code=CODE, state_commitment=key, organisation=organisation, now=COLLECTING
    )
    given: dict[str, Any] = {
        "level": level, "cooperation": "K2", "trend": "first", "has_declared": True, "gap": "",
        "narrative": both(f"Found by one group: {level}, {key}.", f"Найдено: {level}, {key}."),
    }  # fmt: skip
    save_draft(actor=actor, uid=one.uid, seen_version=one.version, **(given | fields))
    for item in (_public_item(people, organisation), _own_item(people, organisation)):
        link_evidence(
            actor=actor, uid=one.uid, item=item.pk, bearing="supports", reliability="B", credibility="2",
            pinpoint="page 4" if item.sensitivity == "public" else "restricted page 1190",
        )  # fmt: skip
    submit_assessment(actor=actor, uid=one.uid, now=COLLECTING)
    reviewer = people.accounts[reviewer_for(organisation)]
    begin_review(actor=SYSTEM, uid=one.uid, reviewer=reviewer, now=COLLECTING)
    decide_review(
        actor=people.actor(reviewer_for(organisation)), uid=one.uid, decision="accepted", checklist=PASSED,
        comments="what the reviewer said 8145", now=COLLECTING,
    )  # fmt: skip
    return Assessment.objects.get(pk=one.pk)


def _public_item(people: People, organisation: str) -> EvidenceItem:
    number = sorted(people.organisations).index(organisation)
    found = EvidenceItem.objects.filter(url=f"https://example.org/seen/{number}").first()
    return found or item_of(
        people, organisation, url=f"https://example.org/seen/{number}", title=both(f"Report {number}")
    )


def _own_item(people: People, organisation: str) -> EvidenceItem:
    return add_item(
        actor=people.actor(f"{organisation}.assessor"), organisation=people.organisations[organisation],
        kind="letter", title=both("restricted title 7742"), source="A bureau", captured_on=date(2026, 7, 2),
        url=f"https://example.org/hidden/{EvidenceItem.objects.count()}", sensitivity="organisation",
    )  # fmt: skip


def _said(people: People, made: dict[str, Assessment]) -> None:
    editor = people.actor("editor")
    reply_to_assessment(
        actor=people.actor("ministry"), uid=made["named"].uid, organisation="ministry",
        text=both("Much was done.", "Сделано многое."), now=REPLYING,
    )  # fmt: skip
    reply_to_assessment(
        actor=people.actor("mountain-voice"), uid=made["state"].uid, organisation="mountain-voice",
        text=both("Nothing was done here."), is_name_protected=True, now=REPLYING,
    )  # fmt: skip
    one, _other = (
        propose_finding(actor=editor, round_code=CODE, state_commitment=KEY, text=both(text), level=level, now=REPLYING)
        for text, level in (("Found together.", "I1"), ("only proposed 9023", ""))
    )
    for organisation, agrees in (("ministry", False), ("clear-water", True), ("akyikatchy", True)):
        vote_on_finding(
            actor=people.actor(organisation), uid=one.uid, organisation=organisation, agrees=agrees,
            dissent=None if agrees else both("We do not see it so."), now=REPLYING,
        )  # fmt: skip
    adopt_finding(actor=editor, uid=one.uid, now=REPLYING)
    explain_divergence(
        actor=people.actor("mountain-voice"), round_code=CODE, state_commitment=KEY, sides=("CSO", "STA"),
        resolution="period", text=both("They look at 2023."), organisation="mountain-voice", now=REPLYING,
    )  # fmt: skip
    claim_measure(
        actor=people.actor("ministry"), organisation="ministry", state="KGZ", kind="law", title=both("A law"),
        state_commitments=[KEY], evidence=[_own_item(people, "ministry").pk], now=REPLYING,
    )  # fmt: skip
    record_grades(
        actor=editor,
        rows=[
            GradeRow(
                "hrc-1", "hrc-followup", "B", KEY, "2025-03", "para. 7", "Follow-up report", "https://example.org/hrc"
            )
        ],
    )


def _practice(people: People) -> None:
    one = round_of(PRACTICE_ROUND, states=[PRACTICE])
    advance(COLLECTING)
    vote = Vote(f"CEDAW-7@{PRACTICE}", people.organisations["clear-water"], Level.PARTIAL, PRACTICE_WORDS)
    for made in write(one, [vote], state="accepted"):
        content = content_of(made)
        AssessmentVersion.objects.create(
            assessment=made, number=1, action="accept", content=content, sha256=record_hash(content), made_at=COLLECTING
        )
        record(actor=SYSTEM, action="test", subject="practice", changes=assessment_changes(made))
