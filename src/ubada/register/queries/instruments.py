"""Instruments, and where each state stands towards them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.register.models import Commitment, Conflict, Fact, Instrument, State, TreatyAction, VerificationTask
from ubada.register.policies import PRACTICE_BODY
from ubada.register.queries.commitments import listed
from ubada.register.queries.states import states

TREATY_COLUMNS = (
    "status", "action", "action_date", "date_basis", "signature_date", "absent_from_source", "instrument_id",
    "fact__as_of", "fact__source_title", "fact__source_url", "fact__confidence", "state__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """One state towards one instrument: its action, or that one is still to be verified, or that no source speaks."""

    state: State
    action: TreatyAction | None
    is_to_verify: bool
    is_date_withheld: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One instrument of the matrix."""

    instrument: Instrument
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class InstrumentPage:
    """One instrument, the states towards it, what it promises, and where sources on it conflict."""

    instrument: Instrument
    cells: tuple[Cell, ...]
    commitments: tuple[Commitment, ...]
    total: int
    conflicts: tuple[Conflict, ...]
    facts: tuple[Fact, ...]
    """What sources say of the text itself, apart from any state."""


def instruments(actor: Actor) -> QuerySet[Instrument]:
    """Instruments in the order of the matrix."""
    return visible_to(actor, Instrument.objects.select_related("body"))


def treaty_actions(actor: Actor) -> QuerySet[TreatyAction]:
    """Treaty actions on published facts, with the line of the source; the practice state's where they are asked for."""
    rows = TreatyAction.objects.filter(fact__is_published=True, state__is_practice=actor.asks_for_practice)
    return visible_to(actor, rows.select_related("fact", "state").only(*TREATY_COLUMNS))


def matrix(actor: Actor) -> tuple[list[State], list[Row], list[tuple[Instrument, int]]]:
    """The states; each instrument that a state can become party to; each other one with its count of commitments."""
    columns = list(states(actor))
    actions = {(one.instrument_id, one.state_id): one for one in treaty_actions(actor)}
    pending = _pending(actor)
    counts: dict[str | None, int] = dict(
        visible_to(actor, Commitment.objects.all()).order_by().values_list("instrument_id").annotate(n=Count("pk"))
    )
    rows: list[Row] = []
    others: list[tuple[Instrument, int]] = []
    for instrument in instruments(actor):
        cells = tuple(_cell(state, instrument.code, actions, pending) for state in columns)
        if any(cell.action or cell.is_to_verify for cell in cells):
            rows.append(Row(instrument, cells))
        else:
            others.append((instrument, counts.get(instrument.code, 0)))
    return columns, rows, others


def is_practice_instrument(actor: Actor, code: str) -> bool:  # noqa: ARG001 - that it is invented is told to everybody
    """Whether the instrument is one of the practice state, which is invented."""
    return Instrument.objects.filter(code=code, body=PRACTICE_BODY).exists()


def instrument_page(actor: Actor, code: str, *, shown: int = 60) -> InstrumentPage:
    """One instrument's page with at most ``shown`` of its commitments. Raises Instrument.DoesNotExist.

    That of the practice state is there for an actor who asks for practice.
    """
    rows = instruments(actor).select_related("document").prefetch_related("monitored_by")
    instrument = rows.get(code=code)
    actions = {(one.instrument_id, one.state_id): one for one in treaty_actions(actor).filter(instrument=code)}
    pending = _pending(actor, code)
    promised = listed(actor).filter(instrument=code)
    keys = [action.fact_id for action in actions.values()]
    conflicts = visible_to(actor, Conflict.objects.filter(facts__in=keys)).select_related("state").distinct()
    return InstrumentPage(
        instrument,
        tuple(
            _cell(state, code, actions, pending)
            for state in states(actor, practice=True).filter(is_practice=actor.asks_for_practice)
        ),
        tuple(promised[:shown]),
        promised.count(),
        tuple(conflicts),
        tuple(visible_to(actor, Fact.objects.filter(kind="osce", detail__document=code))),
    )


Pending = dict[tuple[str, str], list[str]]


def _pending(actor: Actor, code: str | None = None) -> Pending:
    """What is missing of treaty facts, by instrument and state. Of an unpublished fact only its subject is read."""
    tasks = visible_to(actor, VerificationTask.objects.filter(fact__kind="treaty", is_open=True))
    if code is not None:
        tasks = tasks.filter(fact__detail__instrument=code)
    rows = tasks.filter(fact__detail__in_matrix__isnull=True).order_by()
    return {
        (instrument, state): missing
        for instrument, state, missing in rows.values_list("fact__detail__instrument", "state_id", "missing")
    }


def _cell(state: State, code: str, actions: dict[tuple[str, str], TreatyAction], pending: Pending) -> Cell:
    key = (code, state.code)
    missing = pending.get(key, [])
    return Cell(state, actions.get(key), bool(missing) and key not in actions, "date" in missing)
