"""How two constituencies differ on one commitment: a class for each pair, never a level for both.

====================  ==============================================================================
`PairClass.CONCUR`     the same level
`PairClass.MINOR`      one step apart
`PairClass.MAJOR`      two or three steps apart
`PairClass.OPPOSED`    four steps or more apart; or one side sees regression and the other does not
`PairClass.INFO_GAP`   one side has a level, the other searched and found too little
`PairClass.BOTH_UNKNOWN`  both searched and found too little
`PairClass.MISSING`    one side said nothing; that is no disagreement
====================  ==============================================================================
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Final

from ubada.assessments.rules.positions import Position, absent
from ubada.assessments.rules.refusal import RuleBroken, Unmet
from ubada.assessments.rules.scale import Level
from ubada.assessments.rules.verdicts import PLACE, Constituency, PositionKey


class PairClass(StrEnum):
    """How two positions relate; the terms of the vocabulary ``divergence-classes``, gravest disagreement first."""

    OPPOSED = "OPPOSED"
    MAJOR = "MAJOR"
    MINOR = "MINOR"
    CONCUR = "CONCUR"
    INFO_GAP = "INFO_GAP"
    BOTH_UNKNOWN = "BOTH_UNKNOWN"
    MISSING = "MISSING"

    @property
    def is_graded(self) -> bool:
        """Whether both sides have a level, so that it makes sense to say how far apart they are."""
        return self in _GRADED

    @property
    def is_far_apart(self) -> bool:
        """Whether the sides are far apart: MAJOR or OPPOSED."""
        return self in (PairClass.OPPOSED, PairClass.MAJOR)


_GRADED: Final = frozenset({PairClass.OPPOSED, PairClass.MAJOR, PairClass.MINOR, PairClass.CONCUR})
_GRAVITY: Final = {PairClass.OPPOSED: 3, PairClass.MAJOR: 2, PairClass.MINOR: 1}
MINOR_AT, OPPOSED_FROM = 1, 4


class NothingToCompare(RuleBroken):
    """The two positions make no pair."""


@dataclass(frozen=True, slots=True)
class Divergence:
    """Two positions on the same commitment beside each other, and how they differ. Computed, never edited.

    ``first`` and ``second`` stand in the order of the constituencies. ``difference`` is how many steps lie between
    them, None unless both are on the scale.
    """

    first: Position
    second: Position
    pair_class: PairClass
    difference: int | None

    @property
    def state_commitment(self) -> str:
        """What both speak of."""
        return self.first.state_commitment

    @property
    def sides(self) -> tuple[Constituency, Constituency]:
        """Whose positions these are."""
        return self.first.constituency, self.second.constituency

    @property
    def silent(self) -> Constituency | None:
        """The side that said nothing, if one did: shown as missing, for the state with its (lack of) cooperation."""
        if self.pair_class is not PairClass.MISSING:
            return None
        return self.first.constituency if self.first.is_absent else self.second.constituency

    @property
    def order(self) -> tuple[int, int]:
        """Sorts the gravest disagreement first: by class, then by distance. How many voted plays no part."""
        return -_GRAVITY.get(self.pair_class, 0), -(self.difference or 0)


def divergence(one: Position, other: Position) -> Divergence:
    """How two constituencies differ; the same whichever is named first.

    Raises `NothingToCompare` for positions on two commitments, of one constituency, or if neither side said anything.
    """
    if one.state_commitment != other.state_commitment:
        raise NothingToCompare(f"{one.state_commitment} and {other.state_commitment}", TWO_COMMITMENTS)
    if one.constituency is other.constituency:
        raise NothingToCompare(f"{one.constituency} and itself", ONE_CONSTITUENCY)
    first, second = (one, other) if PLACE[one.constituency] < PLACE[other.constituency] else (other, one)
    if first.is_absent and second.is_absent:
        raise NothingToCompare(f"{first.constituency} and {second.constituency}", BOTH_SILENT)
    return _divergence(first, second)


def divergences_of(
    positions: Mapping[Constituency, Position], state_commitment: str, expected: Iterable[Constituency] = ()
) -> list[Divergence]:
    """Every pair on one commitment in the order of the constituencies.

    ``expected`` are the constituencies that the round asked: where one of them said nothing, its pairs are MISSING. A
    pair of which neither side said anything is no pair.
    """
    sides = sorted({*positions, *expected}, key=PLACE.__getitem__)
    stands = [positions.get(one) or absent(PositionKey(state_commitment, one)) for one in sides if one.may_grade]
    return [
        divergence(first, second)
        for first, second in combinations(stands, 2)
        if not (first.is_absent and second.is_absent)
    ]


def find_divergences(
    positions: Mapping[PositionKey, Position], expected: Iterable[Constituency] = ()
) -> dict[str, list[Divergence]]:
    """The pairs of every commitment that anybody spoke on, as `divergences_of` gives them, by commitment."""
    asked = tuple(expected)
    by_commitment: dict[str, dict[Constituency, Position]] = {}
    for key, position in positions.items():
        by_commitment.setdefault(key.state_commitment, {})[key.constituency] = position
    return {name: divergences_of(found, name, asked) for name, found in by_commitment.items()}


@dataclass(frozen=True, slots=True)
class Dispute:
    """A commitment on which sides disagree, with the pairs that do, gravest first."""

    state_commitment: str
    pairs: tuple[Divergence, ...]


def where_sides_differ_most(pairs: Iterable[Divergence]) -> list[Dispute]:
    """The commitments on which two sides have levels and differ, the gravest disagreement first.

    Ordered by the gravest pair, then by the next one, and so on; then by name. A gap in information and a side that is
    missing are no disagreement and are left out.
    """
    apart: dict[str, list[Divergence]] = {}
    for pair in pairs:
        if pair.pair_class in _GRAVITY:
            apart.setdefault(pair.state_commitment, []).append(pair)
    disputes = [
        Dispute(name, tuple(sorted(found, key=lambda pair: (pair.order, PLACE[pair.sides[0]], PLACE[pair.sides[1]]))))
        for name, found in apart.items()
    ]
    # The end mark sorts after every pair: of two disputes that begin alike, the one with more to it comes first.
    return sorted(disputes, key=lambda one: ([*(pair.order for pair in one.pairs), (1, 0)], one.state_commitment))


@dataclass(frozen=True, slots=True)
class PairTally:
    """How often two constituencies stood in each class towards each other. Every class is named, also with nought.

    A share of what is far apart is to be printed as "``far_apart`` of ``graded``" together with the pairs that could
    not be compared.
    """

    sides: tuple[Constituency, Constituency]
    counts: Mapping[PairClass, int]

    @property
    def graded(self) -> int:
        """Pairs of which both sides have a level."""
        return Counter({one: count for one, count in self.counts.items() if one.is_graded}).total()

    @property
    def n_unknown(self) -> int:
        """Pairs in which one side or both searched and found too little."""
        return self.counts[PairClass.INFO_GAP] + self.counts[PairClass.BOTH_UNKNOWN]

    @property
    def far_apart(self) -> int:
        """Pairs that are MAJOR or OPPOSED."""
        return Counter({one: count for one, count in self.counts.items() if one.is_far_apart}).total()


def tally_pairs(pairs: Iterable[Divergence]) -> list[PairTally]:
    """The tally of every two constituencies that make a pair, in their order."""
    counted: dict[tuple[Constituency, Constituency], Counter[PairClass]] = {}
    for pair in pairs:
        counted.setdefault(pair.sides, Counter())[pair.pair_class] += 1
    in_order = sorted(counted, key=lambda sides: (PLACE[sides[0]], PLACE[sides[1]]))
    return [PairTally(sides, {one: counted[sides][one] for one in PairClass}) for sides in in_order]


TWO_COMMITMENTS: Final = Unmet("two-commitments", "compare-positions-on-one-commitment")
ONE_CONSTITUENCY: Final = Unmet("one-constituency", "compare-two-constituencies")
BOTH_SILENT: Final = Unmet("both-silent", "leave-this-pair-out")


def _divergence(first: Position, second: Position) -> Divergence:
    if first.is_absent or second.is_absent:
        return Divergence(first, second, PairClass.MISSING, None)
    here, there = first.level.ordinal, second.level.ordinal
    if here is None or there is None:
        both = here is None and there is None
        return Divergence(first, second, PairClass.BOTH_UNKNOWN if both else PairClass.INFO_GAP, None)
    difference = abs(here - there)
    if (first.level is Level.REGRESSION) != (second.level is Level.REGRESSION) or difference >= OPPOSED_FROM:
        return Divergence(first, second, PairClass.OPPOSED, difference)
    if difference > MINOR_AT:
        return Divergence(first, second, PairClass.MAJOR, difference)
    return Divergence(first, second, PairClass.MINOR if difference else PairClass.CONCUR, difference)
