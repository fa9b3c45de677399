"""The desk of a party that may answer: for whom it answers, what there is to answer, and what it said."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.assessments.models import Assessment, Reply, Round
from ubada.assessments.policies import EXPLAINING, OPEN, REPLYING, WRITING, knows_names, organisations_of
from ubada.assessments.queries.showing import is_own
from ubada.assessments.rules.scale import Level
from ubada.assessments.rules.verdicts import PLACE, Constituency
from ubada.kernel.text import TranslatedText
from ubada.organisations.models import Membership, Organisation

COORDINATING = frozenset({Membership.Role.COORDINATOR.value})


@dataclass(frozen=True, slots=True)
class Answerable:
    """A verdict of somebody else that may be answered. ``organisation`` is None where its name is protected."""

    uid: str
    ref: str
    title: TranslatedText
    state_code: str
    constituency: Constituency
    organisation: TranslatedText | None
    level: Level | None
    is_answered: bool


def answering_for(actor: Actor, one: Round) -> list[Organisation]:
    """The actor's organisations that may answer verdicts of the round, by code."""
    return _of_round(actor, one, WRITING, REPLYING)


def explaining_for(actor: Actor, one: Round) -> list[Organisation]:
    """The actor's organisations that may explain why sides differ in the round, by code."""
    return _of_round(actor, one, WRITING, EXPLAINING)


def voting_for(actor: Actor, one: Round, sides: frozenset[Constituency]) -> list[Organisation]:
    """The actor's organisations that may speak for their group on a joint finding of the round, by code."""
    return _of_round(actor, one, COORDINATING, sides)


def answerable(actor: Actor, organisation: Organisation, one: Round, *, answered: bool) -> list[Answerable]:
    """The verdicts of others on the organisation's states that it has answered, or has not, by reference."""
    rows = Assessment.objects.filter(
        round=one, state__in=sorted(OPEN), state_commitment__state__in=organisation.states.all()
    ).exclude(organisation=organisation)
    said = Exists(Reply.objects.filter(assessment=OuterRef("pk"), organisation=organisation))
    rows = rows.filter(said if answered else ~said)
    columns = (
        "uid", "state_commitment__commitment_id", "state_commitment__commitment__title", "state_commitment__state_id",
        "constituency", "organisation__name", "level", "is_name_protected", "organisation_id",
    )  # fmt: skip
    found = visible_to(actor, rows)
    named = knows_names(actor)
    shown = []
    for uid, ref, title, state, side, name, level, is_protected, pk in found.values_list(*columns):
        is_hidden = is_protected and not named and not is_own(actor, pk)
        shown.append(
            Answerable(
                uid, ref, title, state, Constituency(side), None if is_hidden else name,
                Level(level) if level else None, answered,
            )
        )  # fmt: skip
    return sorted(shown, key=lambda each: (each.ref, each.state_code, PLACE[each.constituency], each.uid))


def _of_round(actor: Actor, one: Round, roles: frozenset[str], sides: frozenset[Constituency]) -> list[Organisation]:
    rows = Organisation.objects.filter(
        pk__in=organisations_of(roles, sides)(actor), is_practice=one.is_practice, states__in=one.states.all()
    )
    return list(rows.prefetch_related("states").order_by("code").distinct())
