"""What a round found, from the frozen records and by the rules of the site. Knows nothing of languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Any, Final

from ubada.assessments.rules.distribution import Distribution, distributions
from ubada.assessments.rules.divergence import Dispute, divergences_of, where_sides_differ_most
from ubada.assessments.rules.positions import Position
from ubada.assessments.rules.scale import Level
from ubada.assessments.rules.verdicts import PLACE, VOICES, Constituency, PositionKey
from ubada.editions.freeze import Frozen
from ubada.register.shapes import Record

ON: Final = "state_commitment"


class Found:
    """Everything a page asks of a round, worked out once. An edition without a round has nothing of it."""

    def __init__(self, frozen: Frozen) -> None:
        self.frozen = frozen
        self.round = frozen.round
        self._groups: dict[tuple[str, str], dict[str, list[Record]]] = {}

    def of(self, kind: str) -> list[Record]:
        """All records of a kind, by key; none where the edition has no such kind."""
        return list(self.frozen.records.get(kind, {}).values())

    def get(self, kind: str, key: str) -> Record:
        """One record. Raises KeyError."""
        return self.frozen.records[kind][key]

    def on(self, kind: str, key: str) -> list[Record]:
        """The records of a kind on a commitment of a state."""
        return self._by(kind, ON).get(key, [])

    def answers_to(self, verdict: str) -> list[Record]:
        """The answers to a verdict, in the order in which they came."""
        return sorted(self._by("reply", "verdict").get(verdict, []), key=lambda one: (one["received_on"], one["key"]))

    def measures_on(self, key: str) -> list[Record]:
        """What was said to have been done about a commitment of a state."""
        return [one for one in self.of("measure") if key in one["state_commitments"]]

    def _by(self, kind: str, link: str) -> dict[str, list[Record]]:
        if (kind, link) not in self._groups:
            groups = self._groups[kind, link] = {}
            for one in self.of(kind):
                groups.setdefault(one[link], []).append(one)
        return self._groups[kind, link]

    def state_of(self, key: str) -> str:
        """The state of a commitment of a state."""
        return str(self.get("state_commitment", key)["state"])

    def ref_of(self, key: str) -> str:
        """The reference of a commitment of a state."""
        return str(self.get("state_commitment", key)["commitment"])

    @cached_property
    def scope(self) -> frozenset[str]:
        """The commitments of states that the round looked at."""
        return frozenset(one[ON] for one in self.of("scope"))

    def scope_of(self, state: str) -> frozenset[str]:
        """Those of one state."""
        return frozenset(key for key in self.scope if self.state_of(key) == state)

    @cached_property
    def spoken_on(self) -> list[str]:
        """The commitments of states with a verdict or a tombstone, by key."""
        return sorted({one[ON] for kind in ("verdict", "tombstone") for one in self.of(kind)})

    @cached_property
    def positions(self) -> dict[PositionKey, Position]:
        """Every position as the rules know it, without who was counted."""
        return {position.key: position for position in map(_position, self.of("position"))}

    def asked(self, state: str | None = None) -> list[Constituency]:
        """The constituencies that could speak on a state, or on any, and those that spoke, in their order."""
        asked = (self.round or {}).get("asked", {})
        sides = {side for code, own in asked.items() if state in (None, code) for side in own}
        spoke = {key.constituency.value for key in self.positions if state in (None, self.state_of(key[0]))}
        return [side for side in VOICES if side.value in sides | spoke]

    def distributions(self, state: str | None = None) -> list[Distribution]:
        """How many commitments stand at each level in the eyes of each constituency."""
        scope = self.scope if state is None else self.scope_of(state)
        return list(distributions(self.asked(state), scope, self.positions).values())

    @cached_property
    def disputes(self) -> list[Dispute]:
        """Where sides differ, the gravest first: the order of the rules."""
        by_key: dict[str, dict[Constituency, Position]] = {}
        for key, position in self.positions.items():
            by_key.setdefault(key.state_commitment, {})[key.constituency] = position
        return where_sides_differ_most(pair for key, own in by_key.items() for pair in divergences_of(own, key))

    def disputes_in(self, state: str) -> list[Dispute]:
        """Those on commitments of a state."""
        return [one for one in self.disputes if self.state_of(one.state_commitment) == state]

    def moves(self, side: str, state: str | None = None) -> Counter[str]:
        """What became of the positions of a constituency since the round before, counted."""
        own = [one for one in self.of("change") if one["constituency"] == side]
        return Counter(one["kind"] for one in own if state in (None, self.state_of(one[ON])))

    def in_order(self, records: Iterable[Record]) -> list[Record]:
        """Records of constituencies in the order in which these are always shown, then by key."""
        return sorted(records, key=lambda one: (PLACE[Constituency(one["constituency"])], one.get("voice", 0)))


def _position(one: Record) -> Position:
    def level(name: str) -> Any:
        return Level(one[name]) if one[name] else None

    return Position(
        one[ON], Constituency(one["constituency"]), Level(one["level"]), level("lowest"), level("highest"), one["n"],
        one["n_unknown"], 0, tuple(map(str, one["voices"])),
    )  # fmt: skip
