"""The public pages of rounds: which there are, and each with its dates and, once published, its results."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ubada.access.actors import Actor
from ubada.assessments.models import DateMoved, Round
from ubada.assessments.policies import ROUND_PUBLIC
from ubada.assessments.queries import differ_most, round_or_none, rounds, tallies
from ubada.assessments.queries.by_state import distributions_by_state
from ubada.assessments.queries.changes import changes_counted
from ubada.assessments.queries.figures import may_see_results
from ubada.assessments.queries.readers import moves_of, scope_of
from ubada.assessments.rules.calendar import Milestone
from ubada.assessments.rules.verdicts import VOICES, Constituency
from ubada.assessments.tables import rows_of
from ubada.register.views.answering import actor_of, same_for_readers

DISPUTES_SHOWN: Final = 10
"""How many commitments the page of a round lists where sides differ most; those of each state are on its own page."""


@dataclass(frozen=True, slots=True)
class Dated:
    """One date of a round: whether it has come, whether it is the next, and what it was moved from and why."""

    milestone: Milestone
    day: date
    is_past: bool
    is_next: bool
    moves: tuple[DateMoved, ...]


@require_safe
@same_for_readers
def round_list(request: HttpRequest) -> HttpResponse:
    """The real rounds, newest first; with ``?practice=1`` those for practice, in their place."""
    actor = actor_of(request)
    is_practice = request.GET.get("practice") == "1"
    found = rounds(actor, practice=is_practice)
    listed = [(one, sorted(one.states.all(), key=lambda state: state.order)) for one in found]
    has_practice = is_practice or rounds(actor, practice=True).exists()
    return render(
        request,
        "assessments/public/rounds.html",
        {"rounds": listed, "is_practice": is_practice, "has_practice": has_practice},
    )


@require_safe
@same_for_readers
def one_round(request: HttpRequest, code: str) -> HttpResponse:
    """One round: its dates, what it looks at and by what measure, and, once that is for the actor, what it found."""
    actor = actor_of(request)
    one = round_or_none(actor, code)
    if one is None:
        raise Http404
    scope = scope_of(actor, one)
    found = (
        distributions_by_state(actor, [(one, each.state.code) for each in scope]) if may_see_results(actor, one) else []
    )
    context: dict[str, Any] = {
        "one": one,
        "crumbs": crumbs_of(one),
        "is_practice": one.is_practice,
        "is_public": one.state in ROUND_PUBLIC,
        "dates": list(dates_of(actor, one)),
        "scope": [(each, asked_of(one, each.state.code)) for each in scope],
        "has_results": bool(found),
    }
    if found:
        context |= {
            "tables": [
                (each.state, rows_of(one, each.state.code, by_side))
                for each, (_in_scope, by_side) in zip(scope, found, strict=True)
            ],
            "disputes": differ_most(actor, one, limit=DISPUTES_SHOWN),
            "states_named": {each.state.code: each.state.name for each in scope},
            "tallies": tallies(actor, one),
            "changed": changes_counted(actor, one),
        }
    context["parts"] = _parts(context)
    return render(request, "assessments/public/round.html", context)


def dates_of(actor: Actor, one: Round) -> Iterator[Dated]:
    """The dates of a round in their order, as they stand today in its time zone."""
    today = one.calendar.day_of(datetime.now(UTC))
    moves: dict[str, list[DateMoved]] = {}
    for move in moves_of(actor, one):
        moves.setdefault(move.milestone, []).append(move)
    to_come = [each for each in Milestone if one.calendar.on(each) >= today]
    for each in Milestone:
        day = one.calendar.on(each)
        yield Dated(each, day, day < today, to_come[:1] == [each], tuple(moves.get(each.value, ())))


def asked_of(one: Round, state: str) -> list[Constituency]:
    """The constituencies that the round asks about a state; none before it opens."""
    return [side for side in VOICES if side.value in one.asked.get(state, ())]


def crumbs_of(one: Round, *more: dict[str, Any]) -> list[dict[str, Any]]:
    """The way to a page of a round."""
    rounds_url = reverse("rounds") + ("?practice=1" if one.is_practice else "")
    here = {"title": one.title, "url": one.get_absolute_url()}
    return [{"title": _("Rounds"), "url": rounds_url}, here, *more]


def _parts(context: dict[str, Any]) -> list[dict[str, str]]:
    parts = [("dates", _("Dates"), True), ("scope", _("What it looks at, and who is asked"), True)]
    if context["has_results"]:
        parts[:0] = [
            ("levels", _("What each group found"), True),
            ("differ", _("Where sides differ most"), True),
            ("pairs", _("How often sides were far apart"), bool(context["tallies"])),
            ("changes", _("What changed since the last round"), True),
        ]
    return [{"id": name, "title": title} for name, title, is_there in parts if is_there]
