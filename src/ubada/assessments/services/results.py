"""Positions and divergences as rows, worked out by the rules from the verdicts that are open to all.

The rows are a projection and nobody's word, so the ledger does not know them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Model
from psycopg.types.json import Jsonb

from ubada.assessments.models import Assessment, Divergence, Position, Round
from ubada.assessments.policies import OPEN
from ubada.assessments.rules import divergence as divergences
from ubada.assessments.rules import positions
from ubada.assessments.rules.scale import Level
from ubada.assessments.rules.verdicts import Constituency, PositionKey, Verdict
from ubada.register.models import StateCommitment

POSITION_COLUMNS: Final = (
    "round_id", "state_commitment_id", "state_id", "constituency", "level", "lowest", "highest", "n", "n_unknown",
    "organisations", "is_split", "detail",
)  # fmt: skip
DIVERGENCE_COLUMNS: Final = (
    "round_id", "state_commitment_id", "state_id", "first", "second", "pair_class", "steps", "gravity",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many rows a refresh wrote."""

    positions: int
    divergences: int


def refresh_results(one: Round, state_commitment: str | None = None) -> Refreshed:
    """Bring the rows of a round, or of one commitment in it, to what follows from its open verdicts today.

    Part of a larger change or on its own; either way all rows or none.
    """
    scope: dict[str, Any] = {"round": one}
    if state_commitment is not None:
        scope["state_commitment"] = state_commitment
    with transaction.atomic():
        found = positions.find_positions(open_verdicts(one, state_commitment))
        states = _states_of({key.state_commitment for key in found})
        pairs = list(_pairs(one, found, states))
        Position.objects.filter(**scope).delete()
        Divergence.objects.filter(**scope).delete()
        # Rows of one state lie together, so that counting them reads no others.
        by_state = sorted(found.values(), key=lambda each: states[each.state_commitment])
        _copy(Position, POSITION_COLUMNS, (_position_row(one, each, states) for each in by_state))
        _copy(Divergence, DIVERGENCE_COLUMNS, (_divergence_row(one, each, states) for each in pairs))
        if state_commitment is None:
            count_rows(Position, Divergence)
    return Refreshed(len(found), len(pairs))


def open_verdicts(one: Round, state_commitment: str | None = None) -> list[Verdict]:
    """The verdicts of a round that are open to all, as the rules take them."""
    rows = Assessment.objects.filter(round=one, state__in=sorted(OPEN)).order_by()
    if state_commitment is not None:
        rows = rows.filter(state_commitment=state_commitment)
    columns = ("state_commitment_id", "constituency", "organisation__code", "level", "fingerprints", "shared_draft")
    return [
        Verdict(key, Constituency(side), code, Level(level), frozenset(marks), shared)
        for key, side, code, level, marks, shared in rows.values_list(*columns)
    ]


def _states_of(keys: Collection[str]) -> dict[str, str]:
    """The state of each of these commitments by states."""
    return dict(StateCommitment.objects.filter(pk__in=keys).order_by().values_list("pk", "state_id"))


def _pairs(
    one: Round, found: Mapping[PositionKey, positions.Position], states: Mapping[str, str]
) -> Iterator[divergences.Divergence]:
    """Every pair of a round; whom it asked differs from state to state."""
    asked = {state: tuple(Constituency(side) for side in sides) for state, sides in one.asked.items()}
    by_state: dict[str, dict[PositionKey, positions.Position]] = {}
    for key, position in found.items():
        by_state.setdefault(states[key.state_commitment], {})[key] = position
    for state, of_state in by_state.items():
        for pairs in divergences.find_divergences(of_state, asked.get(state, ())).values():
            yield from pairs


def _position_row(one: Round, each: positions.Position, states: Mapping[str, str]) -> tuple[Any, ...]:
    joint = [
        {"counted": text.counted, "verdicts": [[code, level.value] for code, level in text.verdicts],
         "because": sorted(ground.value for ground in text.because)}
        for text in each.joint_texts
    ]  # fmt: skip
    return (
        one.pk, each.state_commitment, states[each.state_commitment], each.constituency.value, each.level.value,
        each.lowest.value if each.lowest else "", each.highest.value if each.highest else "", each.n, each.n_unknown,
        Jsonb(list(each.organisations)), each.is_split, Jsonb({"joint_texts": joint} if joint else {}),
    )  # fmt: skip


def _divergence_row(one: Round, each: divergences.Divergence, states: Mapping[str, str]) -> tuple[Any, ...]:
    first, second = each.sides
    return (
        one.pk, each.state_commitment, states[each.state_commitment], first.value, second.value,
        each.pair_class.value, each.difference, -each.order[0],
    )  # fmt: skip


def _copy(model: type[Model], columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    table = model._meta.db_table
    quoted = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({quoted}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)


def count_rows(*models: type[Model]) -> None:
    """Let the planner know at once what rows there are now: a whole round was written, and much is asked of it."""
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f'ANALYZE "{model._meta.db_table}"')
