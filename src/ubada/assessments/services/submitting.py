"""Handing a verdict in, taking one back, and saying in public what was wrong with one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ubada.access.actors import Actor
from ubada.access.engine import Action, require
from ubada.assessments.clock import moment
from ubada.assessments.models import Assessment, Round
from ubada.assessments.records import assessment_changes
from ubada.assessments.rules.drafting import fingerprint
from ubada.assessments.rules.lifecycle.assessment import AssessmentAction, WithdrawalReason
from ubada.assessments.rules.states import AssessmentState
from ubada.assessments.services.input import required_words, wrong
from ubada.assessments.services.results import refresh_results
from ubada.assessments.services.steps import advance, case_of, held, hold_round_of, keep, require_seen
from ubada.kernel.text import TranslatedText
from ubada.ledger.services import record

LONGEST_CORRECTION = 3000


def submit_assessment(
    *, actor: Actor, uid: str, seen_version: int | None = None, now: datetime | None = None
) -> Assessment:
    """Hand the draft in for review. From now on it is of the constituency that the organisation has at this moment.

    Raises Refused, Assessment.DoesNotExist, EditConflict, and TransitionRefused naming everything that is missing.
    """
    at = moment(now)
    with transaction.atomic():
        hold_round_of(uid)
        one = held(actor, uid)
        require_seen(one, seen_version, {})
        one.submitted_at = None  # the constituency that counts is the one of now, also when it is handed in again
        case = case_of(one)
        advance(one, AssessmentAction.SUBMIT, case)
        one.constituency = case.constituency.value
        one.fingerprints = sorted({mark for text in one.narrative.values() if (mark := fingerprint(text))})
        one.submitted_at = at
        keep(one, AssessmentAction.SUBMIT, actor=actor, now=at)
        record(actor=actor, action="submit_assessment", subject=_subject(one), changes=assessment_changes(one))
    return one


def withdraw_assessment(
    *, actor: Actor, uid: str, reason: str, seen_version: int | None = None, now: datetime | None = None
) -> Assessment:
    """Take a verdict back. What others could read leaves a tombstone with the class of reason, and no word of it.

    What it said stays in its versions, for its own organisation. Raises Refused, Assessment.DoesNotExist, EditConflict,
    InvalidInput for a reason that is none, TransitionRefused if it is withdrawn already.
    """
    at = moment(now)
    try:
        why = WithdrawalReason(reason)
    except ValueError:
        raise wrong("reason", _("choose the class of reason"), record=uid) from None
    with transaction.atomic():
        hold_round_of(uid)
        one = held(actor, uid)
        require_seen(one, seen_version, {"reason": reason})
        counted = AssessmentState(one.state).is_open_to_all
        advance(one, AssessmentAction.WITHDRAW, case_of(one, withdrawal=why))
        one.withdrawn_at, one.withdrawal_reason = at, why.value
        _empty(one)
        keep(one, AssessmentAction.WITHDRAW, actor=actor, now=at)
        if counted:
            refresh_results(one.round, one.state_commitment_id)
        record(actor=actor, action="withdraw_assessment", subject=_subject(one), changes=assessment_changes(one))
    return one


def correct_assessment(
    *, actor: Actor, uid: str, correction: Mapping[str, str], now: datetime | None = None
) -> Assessment:
    """Say in public what was wrong with a published verdict and why. What it said stays, with the correction beside it.

    Raises Refused, Assessment.DoesNotExist, InvalidInput without words, TransitionRefused if it is not published.
    """
    at = moment(now)
    said = required_words(correction, "correction", LONGEST_CORRECTION)
    with transaction.atomic():
        hold_round_of(uid)
        one = held(actor, uid)
        advance(one, AssessmentAction.CORRECT, case_of(one, correction=next(iter(said.values()))))
        one.correction = said
        keep(one, AssessmentAction.CORRECT, actor=actor, now=at)
        record(actor=actor, action="correct_assessment", subject=_subject(one), changes=assessment_changes(one))
    return one


def publish_correction(*, actor: Actor, uid: str, edition: str, now: datetime | None = None) -> Assessment:
    """A corrected verdict is published again, in a named edition. Raises Refused, TransitionRefused."""
    at = moment(now)
    require(actor, Action.PUBLISH, Round)
    with transaction.atomic():
        hold_round_of(uid)
        one = Assessment.objects.select_for_update(of=("self",)).select_related("organisation", "round").get(uid=uid)
        advance(one, AssessmentAction.PUBLISH_AGAIN, case_of(one, edition=edition))
        keep(one, AssessmentAction.PUBLISH_AGAIN, actor=actor, now=at)
        record(actor=actor, action="publish_correction", subject=_subject(one), changes=assessment_changes(one))
    return one


def _empty(one: Assessment) -> None:
    """Nothing of what it said is left in its row."""
    one.level = one.gap = one.cooperation = one.trend = one.shared_draft = one.conflict_of_interest = ""
    one.narrative = one.correction = TranslatedText.of({})
    one.fingerprints = []
    one.measures.clear()
    one.facts.clear()
    one.evidence_links.all().delete()


def _subject(one: Assessment) -> str:
    return f"assessment {one.uid}"
