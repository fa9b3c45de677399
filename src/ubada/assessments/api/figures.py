"""Counts of commitments by level, group beside group, and what changed since the round before. Nothing is averaged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from ubada.access.actors import Actor
from ubada.assessments.api.asking import (
    KEY_MEANS,
    LEVEL_MEANS,
    PRACTICE_MEANS,
    ROUND_MEANS,
    VOICE_MEANS,
    LevelCode,
    OfOneRound,
    Voice,
    parts_of,
    reader_asking,
    require_round,
    require_state,
    theme_key,
)
from ubada.assessments.models import Round
from ubada.assessments.queries import ChangesSince, lists
from ubada.assessments.queries.by_state import OfState, changes_by_state, distributions_by_state
from ubada.assessments.rules.comparison import Change, Move, MoveKind
from ubada.assessments.rules.distribution import Distribution
from ubada.assessments.rules.verdicts import Constituency
from ubada.assessments.words import REMEDY, UNMET
from ubada.resources.lists import Listing, paged
from ubada.resources.values import Record

router = Router(tags=["Counts"])

MoveCode = Literal[
    "up", "same", "down", "became-known", "became-unknown", "still-unknown", "first-heard", "fell-silent",
    "still-silent",
]  # fmt: skip
QUIET = frozenset({MoveKind.SAME, MoveKind.STILL_SILENT})
"""What is counted and not listed: nothing became of it."""


class Levels(Record):
    """How many commitments stand at each of the eight levels, so that all of them make up what is in scope."""

    I4: int = Field(description="Implemented, a count.", examples=[12])
    I3: int = Field(description="Substantially implemented, a count.", examples=[20])
    I2: int = Field(description="Partially implemented, a count.", examples=[41])
    I1: int = Field(description="Initial steps, a count.", examples=[30])
    I0: int = Field(description="No action, a count.", examples=[25])
    IR: int = Field(description="Contrary measures or regression, a count.", examples=[8])
    IU: int = Field(description="Insufficient information, a count.", examples=[22])
    IN: int = Field(description="Not assessed, a count.", examples=[40])


class GroupLevels(Record):
    """The counts of one group."""

    constituency: Voice = Field(description=VOICE_MEANS, examples=["CSO"])
    levels: Levels = Field(description="Its positions by level.")
    n: int = Field(description="Commitments with a level on the scale, a count.", examples=[136])
    n_unknown: int = Field(description="Commitments on which all who searched found too little.", examples=[22])
    n_not_assessed: int = Field(description="Commitments on which nobody of the group spoke.", examples=[40])
    n_divided: int = Field(description="Positions that hide a group divided in itself, a count.", examples=[3])
    n_regression: int = Field(description="Positions with at least one finding of regression.", examples=[9])


class StateLevels(Record):
    """How many commitments of one state stand at each level, for each group by itself."""

    key: str = Field(description="round:state.", examples=["2026-2:KGZ"])
    round: str = Field(description=ROUND_MEANS, examples=["2026-2"])
    state: str = Field(description="Code of the state.", examples=["KGZ"])
    theme: str | None = Field(description="Key of the theme asked for.", examples=["themes:equality.gender"])
    in_scope: int = Field(description="How many commitments were looked at, a count.", examples=[198])
    constituencies: list[GroupLevels] = Field(description="Every group that was asked or that spoke.")
    is_practice: bool = Field(description=PRACTICE_MEANS, examples=[False])


class MoveOf(Record):
    """What became of a group's position on one commitment."""

    state_commitment: str = Field(description=KEY_MEANS, examples=["CEDAW-7@KGZ"])
    commitment: str = Field(description="Reference of the commitment.", examples=["CEDAW-7"])
    kind: MoveCode = Field(description="What became of it.", examples=["up"])
    before: LevelCode = Field(description=LEVEL_MEANS, examples=["I1"])
    after: LevelCode = Field(description="The level in the later round.", examples=["I2"])
    steps: int | None = Field(
        description="How far it moved, upwards positive; null unless both are on the scale.", examples=[1]
    )
    same_voices: bool = Field(
        description="Whether the same organisations spoke; if not, part of it may be who spoke.", examples=[True]
    )


class Moves(Record):
    """How many positions moved which way, with every way named."""

    up: int = Field(description="Moved up, a count.", examples=[4])
    same: int = Field(description="Stayed, a count.", examples=[90])
    down: int = Field(description="Moved down, a count.", examples=[2])
    became_known: int = Field(description="Too little was known before, a count.", examples=[3])
    became_unknown: int = Field(description="Too little is known now, a count.", examples=[1])
    still_unknown: int = Field(description="Too little is known in both, a count.", examples=[9])
    first_heard: int = Field(description="Nobody had spoken before, a count.", examples=[12])
    fell_silent: int = Field(description="Nobody spoke any more, a count.", examples=[5])
    still_silent: int = Field(description="Nobody spoke in either, a count.", examples=[60])


class GroupChange(Record):
    """What changed in the eyes of one group."""

    constituency: Voice = Field(description=VOICE_MEANS, examples=["CSO"])
    before: Levels = Field(description="Its positions in the earlier round, on what both looked at.")
    after: Levels = Field(description="Its positions in the later round, on the same.")
    counts: Moves = Field(description="How many moved which way.")
    moves: list[MoveOf] = Field(description="Each position of which something became, in the order of commitments.")


class Reason(Record):
    """Why two rounds are not compared."""

    code: str = Field(description="The reason.", examples=["another-scale"])
    what: str = Field(description="The reason in words.", examples=["The two rounds use different scales."])
    remedy: str = Field(description="What to do.", examples=["Show each round by itself."])


class Changes(Record):
    """What changed in one state since the published round before, for each group by itself."""

    key: str = Field(description="round:state.", examples=["2026-2:KGZ"])
    round: str = Field(description="Code of the later round.", examples=["2026-2"])
    earlier: str | None = Field(description="Code of the round before; null if there is none.", examples=["2026-1"])
    state: str = Field(description="Code of the state.", examples=["KGZ"])
    is_compared: bool = Field(
        description="Whether the two are compared: only on one scale and method, and on what both looked at.",
        examples=[True],
    )
    why_not: list[Reason] = Field(description="Why they are not.")
    in_both: int = Field(description="Commitments that both looked at, a count.", examples=[190])
    only_earlier: int = Field(description="Commitments of the earlier round alone, left out, a count.", examples=[2])
    only_later: int = Field(description="Commitments of the later round alone, left out, a count.", examples=[8])
    constituencies: list[GroupChange] = Field(description="Every group that spoke in one of the two.")
    is_practice: bool = Field(description=PRACTICE_MEANS, examples=[False])


class DistributionFilters(OfOneRound):
    """What counts are asked for."""

    theme: str | None = Field(
        None,
        min_length=1,
        max_length=100,
        description="Code or key of a theme; its parts are included.",
        examples=["civic-space"],
    )


def _levels(one: Distribution) -> dict[str, int]:
    return {level.value: count for level, count in one.counts.items()}


def _group(one: Distribution) -> dict[str, object]:
    return {
        "constituency": one.constituency,
        "levels": _levels(one),
        "n": one.n,
        "n_unknown": one.n_unknown,
        "n_not_assessed": one.n_not_assessed,
        "n_divided": one.n_split,
        "n_regression": one.n_regression,
    }


def _move(one: Move) -> dict[str, object]:
    return {
        "state_commitment": one.state_commitment,
        "commitment": parts_of(one.state_commitment)[0],
        "kind": one.kind,
        "before": one.before.level,
        "after": one.after.level,
        "steps": one.steps,
        "same_voices": one.same_voices,
    }


def _change(one: Change) -> dict[str, object]:
    return {
        "constituency": one.constituency,
        "before": _levels(one.before),
        "after": _levels(one.after),
        "counts": {kind.value.replace("-", "_"): count for kind, count in one.counts.items()},
        "moves": [_move(move) for move in one.moves if move.kind not in QUIET],
    }


def _pairs(actor: Actor, asked: OfOneRound) -> list[OfState]:
    """The published rounds that were asked for with each of their states, in the order of their codes."""
    require_round(actor, asked)
    require_state(actor, asked)
    rows = lists.published_rounds(actor, practice=asked.practice).order_by("pk")
    found = rows.filter(pk=asked.round) if asked.round is not None else rows
    return [(one, state) for one in found for state in _states(one) if asked.state in (None, state)]


def _states(one: Round) -> Iterator[str]:
    yield from sorted(state.code for state in one.states.all())


@router.get("/distributions", response=Listing[StateLevels], summary="Counts by level", url_name="distributions")
def distributions(request: HttpRequest, asked: Query[DistributionFilters]) -> Listing[StateLevels]:
    """How many commitments stand at each level, state by state and group by group. There is no figure for a state."""
    actor = reader_asking(request, practice=asked.practice)
    theme = theme_key(actor, asked.theme)
    pairs = _pairs(actor, asked)

    def part(start: int, end: int) -> Iterator[tuple[OfState, tuple[int, dict[Constituency, Distribution]]]]:
        return zip(pairs[start:end], distributions_by_state(actor, pairs[start:end], theme=theme), strict=True)

    def show(row: tuple[OfState, tuple[int, dict[Constituency, Distribution]]]) -> StateLevels:
        (one, state), (in_scope, found) = row
        return StateLevels.model_validate(
            {
                "key": f"{one.code}:{state}",
                "round": one.code,
                "state": state,
                "theme": theme,
                "in_scope": in_scope,
                "constituencies": [_group(each) for each in found.values()],
                "is_practice": one.is_practice,
            }
        )

    return paged(request, len(pairs), part, asked, show)


@router.get("/changes", response=Listing[Changes], summary="What changed", url_name="changes")
def changes(request: HttpRequest, asked: Query[OfOneRound]) -> Listing[Changes]:
    """What changed since the round before, state by state and group by group, on what both rounds looked at alone."""
    actor = reader_asking(request, practice=asked.practice)
    pairs = _pairs(actor, asked)

    def part(start: int, end: int) -> Iterator[tuple[OfState, ChangesSince]]:
        return zip(pairs[start:end], changes_by_state(actor, pairs[start:end]), strict=True)

    return paged(request, len(pairs), part, asked, lambda row: _changes(*row))


def _changes(of: OfState, found: ChangesSince) -> Changes:
    one, state = of
    first = found.changes[0] if found.changes else None
    return Changes.model_validate(
        {
            "key": f"{one.code}:{state}",
            "round": one.code,
            "earlier": found.earlier.code if found.earlier is not None else None,
            "state": state,
            "is_compared": found.earlier is not None and not found.unmet,
            "why_not": [
                {"code": unmet.code, "what": str(UNMET[unmet.code]), "remedy": str(REMEDY[unmet.remedy])}
                for unmet in found.unmet
            ],
            "in_both": len(first.moves) if first is not None else 0,
            "only_earlier": first.only_earlier if first is not None else 0,
            "only_later": first.only_later if first is not None else 0,
            "constituencies": [_change(each) for each in found.changes],
            "is_practice": one.is_practice,
        }
    )
