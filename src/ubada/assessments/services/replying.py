"""Answering a verdict: one answer a party, in a window that is the same for all, printed beside what it answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ubada.access.actors import Actor
from ubada.access.engine import Action, require, visible_to
from ubada.assessments.clock import moment
from ubada.assessments.models import Assessment, Reply
from ubada.assessments.records import assessment_changes, reply_change
from ubada.assessments.rules.lifecycle.assessment import AssessmentAction
from ubada.assessments.services.input import LONGEST_REPLY, required_words, rows_named, wrong
from ubada.assessments.services.steps import advance, case_of, hold_round_of, keep
from ubada.evidence.models import EvidenceItem
from ubada.ledger.services import record
from ubada.organisations.models import Organisation

TOGETHER = ("round", "organisation", "author", "state_commitment")


def reply_to_assessment(
    *,
    actor: Actor,
    uid: str,
    organisation: str,
    text: Mapping[str, str],
    evidence: Iterable[str] = (),
    is_name_protected: bool = False,
    now: datetime | None = None,
) -> Reply:
    """The organisation's answer to a verdict of another one. The window counts to the second: its end is too late.

    Raises Assessment.DoesNotExist, Organisation.DoesNotExist, Refused, InvalidInput (no words, its own verdict, a state
    on which it does not speak, evidence it may not see), TransitionRefused (too early, too late, answered already).
    """
    at = moment(now)
    said = required_words(text, "text", LONGEST_REPLY)
    with transaction.atomic():
        hold_round_of(uid)
        rows = Assessment.objects.select_for_update(of=("self",)).select_related(*TOGETHER)
        one = visible_to(actor, rows).get(uid=uid)
        whose = Organisation.objects.get(code=organisation)
        reply = Reply(
            assessment=one, organisation=whose, constituency=whose.constituency, text=said, received_at=at,
            author_id=actor.account_id, is_name_protected=is_name_protected,
        )  # fmt: skip
        require(actor, Action.CREATE, reply)
        _require_standing(one, whose)
        replied = frozenset(one.replies.values_list("organisation__code", flat=True))
        case = case_of(one, replying=whose.code, replied=replied, now=at)
        advance(one, AssessmentAction.RECEIVE_REPLY, case)
        known = Q(organisation=whose) | Q(pk__in=visible_to(actor, EvidenceItem.objects.all()).values("pk"))
        items = rows_named(EvidenceItem.objects.filter(known, is_withdrawn=False), evidence, "evidence")
        reply.save(force_insert=True)
        reply.evidence.set(items)
        keep(one, AssessmentAction.RECEIVE_REPLY, actor=actor, now=at)
        changes = [*assessment_changes(one), reply_change(reply)]
        record(actor=actor, action="reply_to_assessment", subject=f"assessment {uid}", changes=changes)
    return reply


def _require_standing(one: Assessment, whose: Organisation) -> None:
    if one.organisation_id == whose.pk:
        raise wrong("organisation", _("nobody answers their own verdict"), record=one.uid)
    if not whose.states.filter(pk=one.state_commitment.state_id).exists():
        raise wrong("organisation", _("the organisation does not speak on this state"), record=one.uid)
