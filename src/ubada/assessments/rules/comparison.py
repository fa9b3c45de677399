"""What changed between two rounds in the eyes of one constituency.

Only what both rounds looked at is compared, and only if scale and method are the same: a change of the yardstick is not
a change of the world.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ubada.assessments.rules.distribution import Distribution, distribution
from ubada.assessments.rules.positions import Position, absent
from ubada.assessments.rules.refusal import RuleBroken, Unmet
from ubada.assessments.rules.scale import Level
from ubada.assessments.rules.verdicts import Constituency, PositionKey


class NotComparable(RuleBroken):
    """The two rounds must not be compared; ``unmet`` says why not."""


@dataclass(frozen=True, slots=True)
class RoundResult:
    """What a round found: its place in the sequence of rounds, what it was measured by, its scope and its positions.

    ``scope`` are the commitments that the round looked at, assessed or not. ``scale`` and ``method`` are the ids that
    the round froze when it opened.
    """

    round: str
    sequence: int
    scale: str
    method: str
    scope: frozenset[str]
    positions: Mapping[PositionKey, Position]


class MoveKind(StrEnum):
    """What became of one position between two rounds."""

    UP = "up"
    SAME = "same"
    DOWN = "down"
    BECAME_KNOWN = "became-known"
    BECAME_UNKNOWN = "became-unknown"
    STILL_UNKNOWN = "still-unknown"
    FIRST_HEARD = "first-heard"
    FELL_SILENT = "fell-silent"
    STILL_SILENT = "still-silent"


@dataclass(frozen=True, slots=True)
class Move:
    """One constituency on one commitment, before and after.

    ``steps`` is how far the level moved, upwards positive, None unless both rounds have one. ``same_voices`` tells
    whether the same organisations were counted; if not, part of the change may be who spoke and not what happened.
    """

    before: Position
    after: Position
    kind: MoveKind
    steps: int | None
    same_voices: bool

    @property
    def state_commitment(self) -> str:
        """What the position is on."""
        return self.after.state_commitment


@dataclass(frozen=True, slots=True)
class Change:
    """One constituency between two rounds, on the commitments that were in scope of both.

    ``only_earlier`` and ``only_later`` are how many commitments were in scope of one round alone and are left out.
    """

    constituency: Constituency
    earlier: str
    later: str
    before: Distribution
    after: Distribution
    moves: tuple[Move, ...]
    only_earlier: int
    only_later: int

    @property
    def counts(self) -> Mapping[MoveKind, int]:
        """How many positions moved which way; every kind is named, also with nought."""
        counted = Counter(move.kind for move in self.moves)
        return {kind: counted[kind] for kind in MoveKind}


def change_between(earlier: RoundResult, later: RoundResult, constituency: Constituency) -> Change:
    """What changed for one constituency. Raises `NotComparable` with every reason that stands against comparing."""
    unmet = tuple(reasons_against(earlier, later))
    if unmet:
        raise NotComparable(f"{earlier.round} and {later.round}", *unmet)
    common = earlier.scope & later.scope
    return Change(
        constituency,
        earlier.round,
        later.round,
        before=distribution(constituency, common, earlier.positions),
        after=distribution(constituency, common, later.positions),
        moves=tuple(_move(PositionKey(name, constituency), earlier, later) for name in sorted(common)),
        only_earlier=len(earlier.scope - common),
        only_later=len(later.scope - common),
    )


def reasons_against(earlier: RoundResult, later: RoundResult) -> Iterator[Unmet]:
    """Why two rounds must not be compared; nothing if they may be."""
    if earlier.sequence >= later.sequence:
        yield NOT_LATER
    if earlier.scale != later.scale:
        yield ANOTHER_SCALE
    if earlier.method != later.method:
        yield ANOTHER_METHOD
    if not earlier.scope & later.scope:
        yield NOTHING_IN_COMMON


NOT_LATER: Final = Unmet("not-later", "name-the-earlier-round-first")
ANOTHER_SCALE: Final = Unmet("another-scale", "show-the-rounds-apart")
ANOTHER_METHOD: Final = Unmet("another-method", "show-the-rounds-apart")
NOTHING_IN_COMMON: Final = Unmet("nothing-in-common", "show-the-rounds-apart")


def kind_of(before: Level, after: Level) -> MoveKind:
    """What became of a position between two levels; `Level.NOT_ASSESSED` is that of a side that did not speak."""
    old, new = before.ordinal, after.ordinal
    if old is not None and new is not None:
        return MoveKind.SAME if old == new else MoveKind.UP if new > old else MoveKind.DOWN
    if after is Level.NOT_ASSESSED:
        return MoveKind.STILL_SILENT if before is Level.NOT_ASSESSED else MoveKind.FELL_SILENT
    if before is Level.NOT_ASSESSED:
        return MoveKind.FIRST_HEARD
    if after is Level.INSUFFICIENT:
        return MoveKind.STILL_UNKNOWN if before is Level.INSUFFICIENT else MoveKind.BECAME_UNKNOWN
    return MoveKind.BECAME_KNOWN


def _move(key: PositionKey, earlier: RoundResult, later: RoundResult) -> Move:
    before = earlier.positions.get(key) or absent(key)
    after = later.positions.get(key) or absent(key)
    old, new = before.level.ordinal, after.level.ordinal
    steps = None if old is None or new is None else new - old
    same_voices = before.organisations == after.organisations
    return Move(before, after, kind_of(before.level, after.level), steps, same_voices)
