"""How many commitments stand at each level in the eyes of one constituency. Counts, never a figure for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from ubada.assessments.rules.positions import Position
from ubada.assessments.rules.scale import Level
from ubada.assessments.rules.verdicts import Constituency, PositionKey


@dataclass(frozen=True, slots=True)
class Distribution:
    """One constituency's positions on a set of commitments, counted by level.

    ``counts`` names all eight levels in their order, also with nought: what was searched for in vain and what nobody
    assessed stand beside the grades, so that all counts make up ``in_scope``. ``n_split`` of the positions hide a
    constituency divided in itself; ``n_regression`` come with at least one finding of regression.
    """

    constituency: Constituency
    counts: Mapping[Level, int]
    n_split: int
    n_regression: int

    @property
    def in_scope(self) -> int:
        """How many commitments the counts are of."""
        return Counter(self.counts).total()

    @property
    def n(self) -> int:
        """How many commitments have a level on the scale."""
        return self.in_scope - self.n_unknown - self.n_not_assessed

    @property
    def n_unknown(self) -> int:
        """On how many commitments all who searched found too little."""
        return self.counts[Level.INSUFFICIENT]

    @property
    def n_not_assessed(self) -> int:
        """On how many commitments nobody of the constituency gave a verdict."""
        return self.counts[Level.NOT_ASSESSED]


def distribution(
    constituency: Constituency, scope: Collection[str], positions: Mapping[PositionKey, Position]
) -> Distribution:
    """The distribution of one constituency over the commitments in scope, each counted once."""
    counted: Counter[Level] = Counter()
    n_split = n_regression = 0
    for name in set(scope):
        position = positions.get(PositionKey(name, constituency))
        if position is None:
            counted[Level.NOT_ASSESSED] += 1
            continue
        counted[position.level] += 1
        n_split += position.is_split
        n_regression += position.names_regression
    return Distribution(constituency, {level: counted[level] for level in Level}, n_split, n_regression)


def distributions(
    constituencies: Iterable[Constituency], scope: Collection[str], positions: Mapping[PositionKey, Position]
) -> dict[Constituency, Distribution]:
    """The distribution of each constituency over the same commitments, side by side."""
    return {one: distribution(one, scope, positions) for one in constituencies}
