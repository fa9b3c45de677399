"""Matching many texts: every suggestion, in order, with bounded memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from ubada.reading.matching.candidates import candidate_pairs
from ubada.reading.matching.relations import Relation, Type, relate
from ubada.reading.matching.signature import Item, Signature, signature

Advance = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Match:
    """A suggestion: how the text with the smaller key stands to the other. No person has confirmed it."""

    first: str
    second: str
    relation: Relation

    def as_dict(self) -> dict[str, Any]:
        """A plain dictionary for JSON."""
        return {
            "first": self.first,
            "second": self.second,
            "type": str(self.relation.type),
            "score": self.relation.score,
            "reasons": [one.as_dict() for one in self.relation.reasons],
            "first_spans": [[one.start, one.end] for one in self.relation.first_spans],
            "second_spans": [[one.start, one.end] for one in self.relation.second_spans],
        }


@dataclass(slots=True)
class Report:
    """What a run did, filled while it goes: texts read, groups of the same words, pairs compared, and suggestions."""

    items: int = 0
    groups: int = 0
    compared: int = 0
    suggested: Counter[Type] = field(default_factory=Counter)
    advance: Advance = lambda _done, _total: None


def match(items: Iterable[Item], report: Report | None = None) -> Iterator[Match]:
    """Suggestions over the items, by first key and then second. The order of the items does not matter.

    Items with the same words and symbols form a group, in which each is related to the first by key; other groups are
    compared with that first one alone. Raises ValueError where two items have one key.
    """
    report = report or Report()
    ordered = sorted(items, key=lambda one: one.key)
    _refuse_repeated(ordered)
    report.items = len(ordered)
    leaders: list[Signature] = []
    groups: dict[object, int] = {}
    followers: dict[int, list[Signature]] = {}
    for done, item in enumerate(ordered, 1):
        one = signature(item)
        same = (one.language, one.wording, tuple(sorted(item.states)), one.symbols["denials"])
        if one.wording and same in groups:
            followers.setdefault(groups[same], []).append(one)
        else:
            groups[same] = len(leaders)
            leaders.append(one)
        report.advance(done, 2 * len(ordered))
    report.groups = len(leaders)
    yield from _compared(leaders, followers, report)


def _compared(leaders: list[Signature], followers: dict[int, list[Signature]], report: Report) -> Iterator[Match]:
    waiting: list[Match] = []
    reached = -1

    def until(position: int) -> Iterator[Match]:
        """What is known of all leaders up to a position, in order."""
        nonlocal reached, waiting
        while reached < position:
            reached += 1
            waiting += _found(leaders[reached], followers.get(reached, ()), report)
            report.advance(report.items + round(report.items * reached / len(leaders)), 2 * report.items)
            yield from sorted(waiting, key=lambda one: (one.first, one.second))
            waiting = []

    for first, second in candidate_pairs([_blocks(one) for one in leaders]):
        if first > reached + 1:
            yield from until(first - 1)
        report.compared += 1
        waiting += _found(leaders[first], [leaders[second]], report)
    yield from until(len(leaders) - 1)


def _found(first: Signature, others: Iterable[Signature], report: Report) -> list[Match]:
    found = []
    for other in others:
        relation = relate(first, other)
        if relation is not None:
            report.suggested[relation.type] += 1
            found.append(Match(first.key, other.key, relation))
    return found


def _blocks(one: Signature) -> frozenset[str]:
    """What candidates are found by, apart for each language."""
    return frozenset(f"{one.language}:{form}" for form in one.blocks)


def _refuse_repeated(ordered: list[Item]) -> None:
    for before, after in pairwise(ordered):
        if before.key == after.key:
            raise ValueError(f"two items have the key {after.key}")
