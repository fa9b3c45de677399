"""Measures: what a state or another says was done. A claim of whoever makes it, for everybody to read and to weigh."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ubada.access.actors import Actor
from ubada.access.engine import Action, require, visible_to
from ubada.assessments.clock import moment
from ubada.assessments.models import Measure
from ubada.assessments.records import measure_change
from ubada.assessments.services.input import line, required_words, rows_named, words, wrong
from ubada.evidence.models import EvidenceItem
from ubada.kernel.dates import InvalidDate, PartialDate
from ubada.ledger.services import record
from ubada.organisations.models import Organisation
from ubada.register.models import StateCommitment

LONGEST_SUMMARY: Final = 5000


def claim_measure(
    *,
    actor: Actor,
    organisation: str,
    state: str,
    kind: str,
    title: Mapping[str, str],
    state_commitments: Iterable[str],
    summary: Mapping[str, str] | None = None,
    dated: str | PartialDate | None = None,
    body: str = "",
    evidence: Iterable[str] = (),
    now: datetime | None = None,
) -> Measure:
    """Say in public, in the organisation's name, that something was done about commitments of a state.

    Raises Refused, Organisation.DoesNotExist, and InvalidInput naming the field: a state on which the organisation does
    not speak, a kind or a date that is none, no commitment or one of another state, evidence it may not see.
    """
    at = moment(now)
    with transaction.atomic():
        whose = Organisation.objects.get(code=organisation)
        one = Measure(
            state_id=state, kind=kind, title=required_words(title, "title", 300),
            summary=words(summary, "summary", LONGEST_SUMMARY), dated=_date(dated), body=line(body, "body", 300),
            claimant=whose, claimed_as=whose.constituency, made_at=at,
        )  # fmt: skip
        require(actor, Action.CREATE, one)
        if kind not in Measure.Kind.values:
            raise wrong("kind", _("choose from the list"))
        if not whose.states.filter(pk=state).exists():
            raise wrong("state", _("the organisation does not speak on this state"))
        about = rows_named(StateCommitment.objects.filter(state=state), state_commitments, "state_commitments")
        if not about:
            raise wrong("state_commitments", _("say which commitment it is about"))
        known = Q(organisation=whose) | Q(pk__in=visible_to(actor, EvidenceItem.objects.all()).values("pk"))
        items = rows_named(EvidenceItem.objects.filter(known, is_withdrawn=False), evidence, "evidence")
        one.save(force_insert=True)
        one.state_commitments.set(about)
        one.evidence.set(items)
        record(actor=actor, action="claim_measure", subject=f"measure {one.uid}", changes=[measure_change(one)])
    return one


def _date(value: str | PartialDate | None) -> PartialDate | None:
    if value is None or value == "":
        return None
    if isinstance(value, PartialDate):
        return value
    try:
        return PartialDate.parse(value)
    except InvalidDate as error:
        raise wrong("dated", str(error)) from None
