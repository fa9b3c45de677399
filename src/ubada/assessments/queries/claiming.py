"""The desk of measures: what organisations of the actor say was done, and what a claim could be about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db.models import QuerySet

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.assessments.models import Measure
from ubada.assessments.policies import WRITING, organisations_of
from ubada.assessments.rules.verdicts import VOICES
from ubada.organisations.models import Organisation
from ubada.register.models import StateCommitment

FOUND: Final = 20
"""How many commitments a search offers."""


def claiming_for(actor: Actor) -> list[Organisation]:
    """The actor's organisations that may say that something was done, by code."""
    rows = Organisation.objects.filter(pk__in=organisations_of(WRITING, frozenset(VOICES))(actor))
    return list(rows.prefetch_related("states").order_by("code"))


def claims_of(actor: Actor, organisation: Organisation) -> QuerySet[Measure]:
    """What an organisation said was done, newest first."""
    rows = visible_to(actor, Measure.objects.filter(claimant=organisation))
    return (
        rows.select_related("state").prefetch_related("state_commitments__commitment", "evidence").order_by("-made_at")
    )


def claimable(
    actor: Actor, organisation: Organisation, *, words: str = "", chosen: Iterable[str] = ()
) -> list[StateCommitment]:
    """The commitments that are chosen, then those of its states with these words in reference or title."""
    rows = visible_to(actor, StateCommitment.objects.filter(state__in=organisation.states.all()))
    rows = rows.select_related("commitment", "state")
    kept = list(rows.filter(pk__in=list(chosen)).order_by("pk"))
    sought = words.replace("\x00", " ").split()[:10]
    if not sought:
        return kept
    among = rows.exclude(pk__in=[one.pk for one in kept])
    for word in sought:
        among = among.filter(pk__icontains=word) | among.filter(commitment__title__icontains=word)
    return kept + list(among.order_by("pk")[:FOUND])
