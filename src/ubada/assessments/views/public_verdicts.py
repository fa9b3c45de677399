"""What each side says of one commitment in one state: every verdict with its reasons, evidence and answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ubada.access.actors import Actor
from ubada.assessments.models import Round
from ubada.assessments.policies import ROUND_PUBLIC
from ubada.assessments.queries import (
    DivergenceShown,
    NoteShown,
    PositionShown,
    assessments_on,
    divergences_on,
    findings_on,
    grades_on,
    measures_on,
    notes_on,
    positions_on,
)
from ubada.assessments.queries.figures import asked_of
from ubada.assessments.queries.readers import followed, rounds_on, rounds_with_verdicts
from ubada.assessments.rules.divergence import PairClass
from ubada.assessments.showing import Stand, stands
from ubada.assessments.tables import silence
from ubada.register.models import State, StateCommitment
from ubada.register.queries.states import state_with_code
from ubada.register.views.answering import actor_of, page_of

VERDICTS_A_PAGE: Final = 20
"""How many verdicts one page holds, so that it stays light where forty organisations spoke."""


@dataclass(frozen=True, slots=True)
class Pair:
    """How two sides differ, with what they say of it themselves."""

    divergence: DivergenceShown
    notes: tuple[NoteShown, ...]

    @property
    def is_heard(self) -> bool:
        """Whether both sides spoke, or one explains itself."""
        return self.divergence.pair_class is not PairClass.MISSING or bool(self.notes)


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier round, folded: where every side stood."""

    round: Round
    stands: tuple[Stand, ...]


@require_safe
def verdicts(request: HttpRequest, ref: str, state: str) -> HttpResponse:
    """One round of verdicts on a commitment of a state: the newest, or the one that ``?round=`` names.

    It is made anew for everybody who asks: a piece of evidence that is taken out of the public is gone at once.
    """
    actor = actor_of(request)
    about = _about(actor, ref, state)
    if about.state.is_practice:
        actor = actor.asking_for_practice()
    among = rounds_with_verdicts(actor, about)
    one = _chosen(request, among)
    context: dict[str, Any] = {
        "about": about,
        "commitment": about.commitment,
        "state": about.state,
        "crumbs": [
            {"title": ref, "url": reverse("commitment", args=[ref])},
            {"title": about.state.name, "url": about.state.get_absolute_url()},
            {"title": _("Verdicts")},
        ],
        "is_practice": about.state.is_practice,
        "one": one,
        "is_public": one is not None and one.state in ROUND_PUBLIC,
        "silence": silence(rounds_on(actor, [about], is_practice=about.state.is_practice)),
        "measures": measures_on(actor, about.key),
        "grades": grades_on(actor, about.key),
    }
    if one is not None:
        context |= _in_round(request, actor, about, one)
        context["earlier"] = _earlier(actor, about, [each for each in among if each.pk != one.pk])
    context["parts"] = _parts(context)
    return render(request, "assessments/public/verdicts.html", context)


def _about(actor: Actor, ref: str, state: str) -> StateCommitment:
    """The commitment of the state, which everybody may read of the practice state too, on a page that says so."""
    try:
        asks = actor.asking_for_practice() if state_with_code(actor, state).is_practice else actor
    except State.DoesNotExist as error:
        raise Http404 from error
    about = followed(asks, ref, state)
    if about is None:
        raise Http404
    return about


def _chosen(request: HttpRequest, among: Sequence[Round]) -> Round | None:
    wanted = request.GET.get("round")
    if wanted is None:
        return among[0] if among else None
    found = next((one for one in among if one.code == wanted), None)
    if found is None:
        raise Http404
    return found


def _in_round(request: HttpRequest, actor: Actor, about: StateCommitment, one: Round) -> dict[str, Any]:
    positions = positions_on(actor, about.key, one)
    page = page_of(request, assessments_on(actor, about.key, one), VERDICTS_A_PAGE)
    pairs = _pairs(divergences_on(actor, about.key, one), notes_on(actor, about.key, one))
    return {
        "stands": stands(positions, asked_of(one, about.state_id)),
        "positions": positions,
        "pairs": pairs,
        "has_pairs": any(each.is_heard for each in pairs),
        "findings": [each for each in findings_on(actor, about.key, one) if each.adopted_at is not None],
        "page": page,
    }


def _pairs(divergences: Iterable[DivergenceShown], notes: Iterable[NoteShown]) -> list[Pair]:
    said: dict[frozenset[str], list[NoteShown]] = {}
    for note in notes:
        said.setdefault(frozenset((note.first.value, note.second.value)), []).append(note)
    return [Pair(each, tuple(said.get(frozenset((each.first.value, each.second.value)), ()))) for each in divergences]


def _earlier(actor: Actor, about: StateCommitment, rounds: Iterable[Round]) -> list[Earlier]:
    stood: dict[str, list[PositionShown]] = {}
    for position in positions_on(actor, about.key):
        stood.setdefault(position.round.code, []).append(position)
    return [Earlier(each, tuple(stands(stood.get(each.code, ()), asked_of(each, about.state_id)))) for each in rounds]


def _parts(context: dict[str, Any]) -> list[dict[str, str]]:
    has_round = context["one"] is not None
    parts = [
        ("positions", _("Where each side stands"), has_round),
        ("pairs", _("How sides differ"), has_round and context["has_pairs"]),
        ("findings", _("What was found together"), has_round and bool(context["findings"])),
        ("verdicts", _("The verdicts"), has_round),
        ("measures", _("Measures claimed"), bool(context["measures"])),
        ("grades", _("Grades by others"), bool(context["grades"])),
        ("earlier", _("Other rounds"), has_round and bool(context["earlier"])),
    ]
    return [{"id": name, "title": title} for name, title, is_there in parts if is_there]
