"""The dates of rounds as everybody may know them: of all, of those of one state, of those that ask an organisation."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Min, QuerySet

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.assessments.models import DateMoved, Round
from ubada.assessments.policies import REPLYING
from ubada.assessments.rules.calendar import Milestone
from ubada.assessments.rules.verdicts import Constituency
from ubada.ledger.models import Touch
from ubada.organisations.models import Organisation
from ubada.register.models import State

_WRITING: Final = (Milestone.OPENS, Milestone.CLOSES, Milestone.REVIEW_FROM, Milestone.REVIEW_UNTIL)
_ANSWERING: Final = (Milestone.REPLY_FROM, Milestone.REPLY_UNTIL)
_ENDING: Final = (Milestone.FREEZES, Milestone.PUBLISHES)


@dataclass(frozen=True, slots=True)
class RoundDate:
    """One date of a round. ``moved`` are its moves, oldest first; ``changed`` is when it was set or last moved."""

    round: Round
    milestone: Milestone
    day: date
    moved: tuple[DateMoved, ...]
    changed: datetime | None


def dates_of_all(actor: Actor) -> list[RoundDate]:
    """The dates of all rounds but those for practice."""
    return _dates(actor, Round.objects.filter(is_practice=False), frozenset(Milestone))


def dates_of_state(actor: Actor, state: State) -> list[RoundDate]:
    """The dates of the rounds that look at the state; for the practice state those for practice."""
    return _dates(actor, Round.objects.filter(states=state, is_practice=state.is_practice), frozenset(Milestone))


def dates_of_organisation(actor: Actor, organisation: Organisation) -> list[RoundDate]:
    """The dates that concern the organisation's group, of the rounds that look at its states.

    It is the same for everybody: what the organisation has done or left to do is not in it.
    """
    side = Constituency(organisation.constituency)
    wanted = {
        *(_WRITING if side.may_grade else ()),
        *(_ANSWERING if side in REPLYING else ()),
        *_ENDING,
    }  # fmt: skip
    rows = Round.objects.filter(states__in=organisation.states.all(), is_practice=organisation.is_practice)
    return _dates(actor, rows.distinct(), wanted)


def _dates(actor: Actor, rows: QuerySet[Round], wanted: Collection[Milestone]) -> list[RoundDate]:
    found = list(visible_to(actor, rows).prefetch_related("states").order_by("opens", "code"))
    moves: dict[tuple[str, str], list[DateMoved]] = {}
    for move in visible_to(actor, DateMoved.objects.filter(round__in=found)).order_by("moved_at", "pk"):
        moves.setdefault((move.round_id, move.milestone), []).append(move)
    planned = _planned(found)
    dates = []
    for one in found:
        for milestone in Milestone:
            if milestone in wanted:
                moved = tuple(moves.get((one.pk, milestone.value), ()))
                changed = moved[-1].moved_at if moved else planned.get(one.pk)
                dates.append(RoundDate(one, milestone, one.calendar.on(milestone), moved, changed))
    return dates


def _planned(rounds: Iterable[Round]) -> dict[str, datetime]:
    """When each round was entered, by its code."""
    touched = Touch.objects.filter(type="round", key__in=[one.pk for one in rounds])
    return dict(touched.values("key").annotate(first=Min("entry__recorded_at")).values_list("key", "first"))
