"""Writing a verdict: begun once an organisation and commitment, saved as often as one likes, resting on evidence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ubada.access.actors import Actor
from ubada.access.engine import Action, require, visible_to
from ubada.assessments.clock import moment
from ubada.assessments.models import Assessment, EvidenceLink, Measure, Round
from ubada.assessments.queries.writing import evidence_to_copy
from ubada.assessments.records import assessment_changes, content_of
from ubada.assessments.rules.lifecycle.assessment import AssessmentAction
from ubada.assessments.rules.states import AssessmentState, RoundState
from ubada.assessments.rules.verdicts import Constituency
from ubada.assessments.services.input import (
    LONGEST_REASONS,
    choice,
    line,
    rows_named,
    scale_fields,
    words,
    wrong,
)
from ubada.assessments.services.steps import advance, case_of, held, keep, require_seen
from ubada.evidence.models import EvidenceItem
from ubada.kernel.errors import InvalidInput
from ubada.ledger.services import record
from ubada.organisations.models import Organisation
from ubada.register.models import Fact

SCALES: Final = ("level", "gap", "cooperation", "trend")
TRUTHS: Final = ("has_declared", "is_name_protected")
EDITABLE: Final = frozenset(
    {*SCALES, *TRUTHS, "narrative", "shared_draft", "conflict_of_interest", "measures", "facts"}
)
"""The fields of a draft that `save_draft` takes."""
IN_HAND: Final = (RoundState.OPEN, RoundState.CLOSED, RoundState.REVIEW)
"""The states of a round in which a draft may still be written: late in them for what a reviewer sent back."""


def begin_assessment(
    *, actor: Actor, round_code: str, state_commitment: str, organisation: str, now: datetime | None = None
) -> Assessment:
    """The organisation's draft on this commitment in this round, begun if there is none yet.

    Raises Refused, Round.DoesNotExist, Organisation.DoesNotExist, and InvalidInput: the round is not open, the
    commitment is not in its scope, or it is of a state on which the organisation does not speak.
    """
    at = moment(now)
    with transaction.atomic():
        one = visible_to(actor, Round.objects.select_for_update(no_key=True)).get(pk=round_code)
        whose = Organisation.objects.get(code=organisation)
        fresh = Assessment(
            round=one, state_commitment_id=state_commitment, organisation=whose, constituency=whose.constituency,
            author_id=actor.account_id, began_at=at,
        )  # fmt: skip
        require(actor, Action.CREATE, fresh)
        there = (
            Assessment.objects.filter(round=one, state_commitment=state_commitment, organisation=whose)
            .order_by("pk")
            .first()
        )
        if there is not None:
            return there
        _require_open_to(one, state_commitment, whose)
        fresh.save(force_insert=True)
        record(actor=actor, action="begin_assessment", subject=_subject(fresh), changes=assessment_changes(fresh))
    return fresh


def save_draft(*, actor: Actor, uid: str, seen_version: int, **fields: Any) -> Assessment:
    """Save the fields named; the others stay as they are. Nothing is saved twice: equal values change no version.

    ``seen_version`` is the version the person saw. Raises EditConflict if it is no longer that one, Refused,
    Assessment.DoesNotExist, InvalidInput naming the field; KeyError for a field that no draft has.
    """
    unknown = fields.keys() - EDITABLE
    if unknown:
        raise KeyError(*sorted(unknown))
    with transaction.atomic():
        one = _draft(actor, uid, seen_version, fields)
        before = content_of(one)
        _fill(one, actor, fields)
        if content_of(one) != before:
            one.version += 1
            one.save()
            record(actor=actor, action="save_draft", subject=_subject(one), changes=assessment_changes(one))
    return one


def link_evidence(
    *,
    actor: Actor,
    uid: str,
    item: str,
    bearing: str,
    reliability: str,
    credibility: str,
    pinpoint: str = "",
    seen_version: int | None = None,
) -> EvidenceLink:
    """Rest the draft on an item: where in it, for or against, and how far source and piece can be relied on.

    Linking the same place of the same item again changes the rest. Raises Refused, Assessment.DoesNotExist,
    EditConflict, and InvalidInput: no such item for this person, or a withdrawn one; a code that is none.
    """
    given = {"item": item, "bearing": bearing, "pinpoint": pinpoint}
    with transaction.atomic():
        one = _draft(actor, uid, seen_version, given)
        known = Q(organisation=one.organisation_id) | Q(
            pk__in=visible_to(actor, EvidenceItem.objects.all()).values("pk")
        )
        found = EvidenceItem.objects.filter(known, pk=item, is_withdrawn=False).first()
        if found is None:
            raise wrong("item", _("choose from the list"))
        link, _made = EvidenceLink.objects.update_or_create(
            assessment=one,
            item=found,
            pinpoint=line(pinpoint, "pinpoint", 200),
            defaults={
                "bearing": _chosen(bearing, "bearing", EvidenceLink.Bearing.values),
                "reliability": _chosen(reliability, "reliability", "ABCDEF"),
                "credibility": _chosen(credibility, "credibility", "123456"),
            },
        )
        one.version += 1
        one.save(update_fields=["version"])
        record(actor=actor, action="link_evidence", subject=_subject(one), changes=assessment_changes(one))
    return link


def unlink_evidence(
    *,
    actor: Actor,
    uid: str,
    item: str = "",
    pinpoint: str | None = None,
    link: int | None = None,
    seen_version: int | None = None,
) -> int:
    """Take an item from under the draft, at one place of it or at all; gives how many links went.

    By the key of its ``link`` a piece goes as well that the person may not see, or that was withdrawn. Raises Refused,
    Assessment.DoesNotExist, EditConflict, InvalidInput.
    """
    with transaction.atomic():
        one = _draft(actor, uid, seen_version, {"item": item})
        links = one.evidence_links.filter(item=item) if link is None else one.evidence_links.filter(pk=link)
        if pinpoint is not None:
            links = links.filter(pinpoint=pinpoint)
        count, _kinds = links.delete()
        if count:
            one.version += 1
            one.save(update_fields=["version"])
            record(actor=actor, action="unlink_evidence", subject=_subject(one), changes=assessment_changes(one))
    return count


def copy_evidence_of_last_round(*, actor: Actor, uid: str, seen_version: int | None = None) -> int:
    """Rest the draft on what the organisation's last verdict on the promise rested on; gives how many links came.

    Nothing else is taken over, above all no level. What is there stays, and what was withdrawn or is not for the
    organisation any more does not come. Raises Refused, Assessment.DoesNotExist, EditConflict, InvalidInput.
    """
    with transaction.atomic():
        one = _draft(actor, uid, seen_version, {})
        fresh = [
            EvidenceLink(
                assessment=one,
                item=link.item,
                bearing=link.bearing,
                pinpoint=link.pinpoint,
                reliability=link.reliability,
                credibility=link.credibility,
            )
            for link in evidence_to_copy(actor, uid)
        ]
        if fresh:
            EvidenceLink.objects.bulk_create(fresh)
            one.version += 1
            one.save(update_fields=["version"])
            record(actor=actor, action="copy_evidence", subject=_subject(one), changes=assessment_changes(one))
    return len(fresh)


def revise_assessment(
    *, actor: Actor, uid: str, seen_version: int | None = None, now: datetime | None = None
) -> Assessment:
    """A verdict that a reviewer sent back becomes a draft again. Raises Refused, EditConflict, TransitionRefused."""
    at = moment(now)
    with transaction.atomic():
        one = held(actor, uid)
        require_seen(one, seen_version, {})
        advance(one, AssessmentAction.REVISE, case_of(one))
        keep(one, AssessmentAction.REVISE, actor=actor, now=at)
        record(actor=actor, action="revise_assessment", subject=_subject(one), changes=assessment_changes(one))
    return one


def _draft(actor: Actor, uid: str, seen_version: int | None, yours: Mapping[str, Any]) -> Assessment:
    """The draft, held. Raises EditConflict before anything else: who saw an old one learns first what it is now."""
    one = held(actor, uid)
    require_seen(one, seen_version, yours)
    if not AssessmentState(one.state).is_editable:
        raise InvalidInput(_("This is no draft any more."), hint=_("Look where it stands now."))
    if one.round.stage not in IN_HAND:
        raise InvalidInput(_("This round takes no verdicts any more."), hint=_("Your draft is kept."))
    return one


def _require_open_to(one: Round, state_commitment: str, whose: Organisation) -> None:
    if not Constituency(whose.constituency).may_grade:
        raise wrong("organisation", _("this group writes criteria and grades nothing"))
    if one.stage is not RoundState.OPEN:
        raise InvalidInput(_("This round takes no verdicts now."))
    scoped = (
        one.scope.filter(state_commitment=state_commitment).select_related("state_commitment").order_by("pk").first()
    )
    if scoped is None:
        raise wrong("state_commitment", _("this commitment is not in the round"))
    if not whose.states.filter(pk=scoped.state_commitment.state_id).exists():
        raise wrong("state_commitment", _("the organisation does not speak on this state"))


def _fill(one: Assessment, actor: Actor, fields: Mapping[str, Any]) -> None:
    for name, code in scale_fields(one, fields).items():
        setattr(one, name, code)
    if "level" in fields and one.level != "IU" and "gap" not in fields:
        one.gap = ""
    for name in TRUTHS:
        if name in fields:
            setattr(one, name, bool(fields[name]))
    if "narrative" in fields:
        one.narrative = words(fields["narrative"], "narrative", LONGEST_REASONS)
    if "shared_draft" in fields:
        one.shared_draft = line(fields["shared_draft"], "shared_draft", 80)
    if "conflict_of_interest" in fields:
        one.conflict_of_interest = line(fields["conflict_of_interest"], "conflict_of_interest", 1000)
    if "measures" in fields:
        state = one.state_commitment.state_id
        known = visible_to(actor, Measure.objects.filter(state=state))
        one.measures.set(rows_named(known, fields["measures"], "measures"))
    if "facts" in fields:
        state = one.state_commitment.state_id
        about = visible_to(actor, Fact.objects.filter(Q(state=state) | Q(state=None), is_published=True))
        one.facts.set(rows_named(about, fields["facts"], "facts"))


def _chosen(value: str, field: str, known: Any) -> str:
    chosen = choice(value, field, list(known))
    if not chosen:
        raise wrong(field, _("choose from the list"))
    return chosen


def _subject(one: Assessment) -> str:
    return f"assessment {one.uid}"
