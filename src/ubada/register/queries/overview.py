"""What the home page says of the whole register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils import timezone

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.ledger.models import Touch
from ubada.register.models import Commitment, Conflict, Fact, State, Term, VerificationTask
from ubada.register.queries.answers import answers_by_theme, published_facts
from ubada.register.queries.states import Answers, answers_by_state, in_reading_order, states
from ubada.register.queries.themes import THEMES


@dataclass(frozen=True, slots=True)
class Tally:
    """How much the register holds."""

    commitments: int
    facts: int
    to_verify: int
    conflicts: int


@dataclass(frozen=True, slots=True)
class LedgerChange:
    """One act on the register in numbers: when, what was done, and how many commitments and facts it touched."""

    recorded_at: datetime
    action: str
    commitments: int
    facts: int


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A top theme with the answers of each state, in the order of the states."""

    theme: Term
    cells: tuple[tuple[State, Answers], ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on the home page that comes from the register."""

    states: tuple[State, ...]
    answers: dict[str, Answers]
    tally: Tally
    themes: tuple[ThemeRow, ...]
    newest: tuple[Fact, ...]
    changes: tuple[LedgerChange, ...]


def overview(actor: Actor, language: str) -> Overview:
    """The register at a glance."""
    columns = tuple(in_reading_order(states(actor), language))
    by_theme = answers_by_theme(actor)
    terms = visible_to(actor, Term.objects.filter(vocabulary=THEMES, parent__isnull=True)).order_by("order", "code")
    return Overview(
        states=columns,
        answers=answers_by_state(actor),
        tally=tally(actor),
        themes=tuple(
            ThemeRow(term, tuple((state, by_theme[term.key].get(state.code, Answers())) for state in columns))
            for term in terms
            if term.key in by_theme
        ),
        newest=newest_facts(actor),
        changes=newest_changes(actor),
    )


def tally(actor: Actor) -> Tally:
    """The counts of the register."""
    return Tally(
        visible_to(actor, Commitment.objects.all()).count(),
        published_facts(actor).count(),
        visible_to(actor, VerificationTask.objects.filter(is_open=True)).count(),
        visible_to(actor, Conflict.objects.all()).count(),
    )


def newest_facts(actor: Actor, count: int = 6) -> tuple[Fact, ...]:
    """What happened last in the states, as far as published facts say: by the day of the event, none in the future.

    Ratings are left out: they come every year in bulk and would be all that is ever new.
    """
    today = timezone.now().date().isoformat()
    rows = published_facts(actor).filter(date__isnull=False, date__lte=today, state__is_practice=False)
    return tuple(rows.exclude(kind="rating").select_related("state").order_by("-date", "key")[:count])


def newest_changes(actor: Actor, count: int = 4) -> tuple[LedgerChange, ...]:
    """The last acts on commitments and facts, without who acted."""
    touched = visible_to(actor, Touch.objects.filter(type__in=("commitment", "fact"))).order_by()
    rows = touched.values_list("entry_id", "entry__recorded_at", "entry__action", "type").annotate(n=Count("pk"))
    acts: dict[int, tuple[datetime, str, dict[str, int]]] = {}
    for entry, recorded_at, action, kind, n in rows.order_by("-entry_id", "type")[: 2 * count]:
        acts.setdefault(entry, (recorded_at, action, {}))[2][kind] = n
    return tuple(
        LedgerChange(recorded_at, action, counts.get("commitment", 0), counts.get("fact", 0))
        for recorded_at, action, counts in list(acts.values())[:count]
    )
