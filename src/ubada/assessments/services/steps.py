"""How a verdict goes one step on: held, judged by the rules, changed, and kept as a version that stays."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import F

from ubada.access.actors import Actor
from ubada.access.engine import Action, require, visible_to
from ubada.assessments.models import Assessment, AssessmentVersion, Round
from ubada.assessments.records import content_of
from ubada.assessments.rules.lifecycle.assessment import ASSESSMENT, AssessmentAction, AssessmentCase
from ubada.assessments.rules.scale import InformationGap, Level
from ubada.assessments.rules.states import AssessmentState
from ubada.assessments.rules.verdicts import Constituency
from ubada.assessments.services.input import EditConflict
from ubada.assessments.services.results import count_rows
from ubada.kernel.canonical import record_hash

SENT_BACK: Final = AssessmentAction.RETURN.value


def held(actor: Actor, uid: str, action: Action = Action.CHANGE) -> Assessment:
    """The verdict, locked until the transaction ends. Raises Assessment.DoesNotExist, Refused."""
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("round", "organisation")
    one = visible_to(actor, rows).get(uid=uid)
    require(actor, action, one)
    return one


def require_seen(one: Assessment, seen_version: int | None, yours: Mapping[str, Any]) -> None:
    """Raises EditConflict if the verdict is not what the person saw any more; None is for who saw nothing before."""
    if seen_version is not None and seen_version != one.version:
        raise EditConflict(yours=yours, theirs=content_of(one), version=one.version)


def hold_round_of(uid: str) -> None:
    """Keep the round of a verdict from taking a step until the transaction ends.

    Before the verdict itself is held, never after: a round that takes a step holds itself and then its verdicts.
    """
    Round.objects.select_for_update(no_key=True, of=("self",)).filter(assessments=uid).first()


def case_of(one: Assessment, **more: Any) -> AssessmentCase:
    """The verdict as the guards see it."""
    return AssessmentCase(
        organisation=one.organisation.code,
        constituency=Constituency(one.organisation.constituency if one.submitted_at is None else one.constituency),
        author="" if one.author is None else one.author.uid,
        round_state=one.round.stage,
        level=Level(one.level) if one.level else None,
        gap=InformationGap(one.gap) if one.gap else None,
        narrative_languages=frozenset(one.narrative),
        evidence=one.evidence_links.filter(item__is_withdrawn=False).count(),
        interest_declared=one.has_declared,
        returned=one.versions.filter(action=SENT_BACK).exists(),
        window=one.round.calendar.reply_window,
        **more,
    )


def advance(one: Assessment, action: AssessmentAction, case: AssessmentCase) -> None:
    """Set the state after the step. Raises TransitionRefused, and then nothing has changed."""
    one.state = ASSESSMENT.advance(AssessmentState(one.state), action, case).value
    one.version += 1


def keep(one: Assessment, action: AssessmentAction, *, actor: Actor, now: datetime) -> AssessmentVersion:
    """Save the verdict after a step and keep what it says at it, for good."""
    one.save()
    content = content_of(one)
    return AssessmentVersion.objects.create(
        assessment=one, number=one.version, action=action.value, content=content, sha256=record_hash(content),
        made_at=now, made_by_id=actor.account_id,
    )  # fmt: skip


def advance_all(one: Round, action: AssessmentAction, *, now: datetime, edition: str = "", **changes: Any) -> int:
    """Take the step with every verdict of a round that stands before it, at one moment; gives how many.

    Nothing that they say changes, so each keeps as its version of the step what it said before. Raises
    TransitionRefused if the round is not there yet.
    """
    step = ASSESSMENT.of(action)
    case = AssessmentCase(
        organisation="", constituency=Constituency.CIVIL_SOCIETY, author="", round_state=one.stage,
        window=one.calendar.reply_window, now=now, edition=edition,
    )  # fmt: skip
    target = {ASSESSMENT.advance(source, action, case).value for source in step.sources}.pop()
    rows = Assessment.objects.filter(round=one, state__in=_values(step.sources))
    count = rows.update(state=target, version=F("version") + 1, **changes)
    if count:
        with connection.cursor() as cursor:
            cursor.execute(_COPY_VERSIONS, [action.value, now, one.pk, target])
        count_rows(Assessment)  # all of them stand in a state in which the planner believes there are none
    return count


def _values(states: Collection[AssessmentState]) -> list[str]:
    return [state.value for state in states]


_COPY_VERSIONS: Final = """
INSERT INTO assessments_assessmentversion (assessment_id, number, action, content, sha256, made_at, made_by_id)
SELECT verdict.uid, verdict.version, %s, last.content, last.sha256, %s, NULL
FROM assessments_assessment AS verdict
CROSS JOIN LATERAL (
    SELECT content, sha256, number FROM assessments_assessmentversion AS version
    WHERE version.assessment_id = verdict.uid ORDER BY number DESC LIMIT 1
) AS last
WHERE verdict.round_id = %s AND verdict.state = %s AND last.number < verdict.version
"""
