"""How two texts stand to each other, and which symbols decided: by rules alone, the same in whatever order they come.

Wording makes two texts candidates; symbols decide. "Duplicate" is said only where every symbol agrees and the words
are the same; one number, state, instrument, act or word more or less makes it something else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rapidfuzz import fuzz

from ubada.reading.classification.cues import Span
from ubada.reading.matching.signature import KINDS, Signature

SAME_ORDER: Final = 0.9
"""Likeness of two sequences of words, from which their order is the same."""
REITERATES: Final = 0.82
"""Share of common forms (Dice) from which equal symbols make a reiteration, though words were exchanged for others."""
ADDED_ONLY: Final = 0.5
"""The same where one text merely adds words to the other and exchanges none."""
CONTAINED: Final = 0.8
"""Share of the shorter text's forms that the longer one has, from which it asks the same and more."""
SAME_OBJECT: Final = 0.5
"""Share of common forms (Dice) from which opposite acts are about one object."""
SAME_TOPIC: Final = 0.6
"""Share of common forms (Dice) from which two texts have one topic."""
_OBJECTS: Final = ("addressees", "states", "instruments", "provisions")
"""Symbols that say what an act is done to, and by whom."""
_FEWEST: Final = 2
"""Forms that the shorter text must share for anything to be said."""


class Type(StrEnum):
    """What one text is to another, read from the first to the second."""

    DUPLICATE = "duplicate"
    REITERATES = "reiterates"
    NARROWER = "narrower"
    BROADER = "broader"
    SAME_TOPIC = "same_topic"
    CONFLICTS = "conflicts"


_INVERSE: Final[Mapping[Type, Type]] = {Type.NARROWER: Type.BROADER, Type.BROADER: Type.NARROWER}


class Verdict(StrEnum):
    """How the symbols of one kind compare, read from the first text to the second."""

    SAME = "same"
    MORE = "more"
    LESS = "less"
    DIFFERENT = "different"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class Reason:
    """How one kind of symbol compares: what both texts have, and what only one of them has."""

    kind: str
    verdict: Verdict
    both: tuple[str, ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]

    def inverse(self) -> Reason:
        """The same from the second text to the first."""
        turned = {Verdict.MORE: Verdict.LESS, Verdict.LESS: Verdict.MORE}
        return Reason(self.kind, turned.get(self.verdict, self.verdict), self.both, self.only_second, self.only_first)

    def as_dict(self) -> dict[str, str | list[str]]:
        """A plain dictionary for JSON."""
        return {
            "kind": self.kind,
            "verdict": str(self.verdict),
            "both": list(self.both),
            "only_first": list(self.only_first),
            "only_second": list(self.only_second),
        }


@dataclass(frozen=True, slots=True)
class Relation:
    """A suggested relation from the first text to the second. ``score`` is per mille of likeness of the wording."""

    type: Type
    score: int
    reasons: tuple[Reason, ...]
    first_spans: tuple[Span, ...]
    second_spans: tuple[Span, ...]

    def inverse(self) -> Relation:
        """The same from the second text to the first."""
        return Relation(
            _INVERSE.get(self.type, self.type),
            self.score,
            tuple(one.inverse() for one in self.reasons),
            self.second_spans,
            self.first_spans,
        )


def relate(first: Signature, second: Signature) -> Relation | None:
    """The relation of two texts with its reasons, or None where they have too little in common.

    `relate(b, a)` is the inverse of `relate(a, b)`.
    """
    if first.language != second.language:
        return None
    shared = first.forms & second.forms
    fewer = min(len(first.forms), len(second.forms))
    if not fewer or len(shared) < min(_FEWEST, fewer):
        return None
    likeness = _Likeness(
        dice=2 * len(shared) / (len(first.forms) + len(second.forms)),
        contained=len(shared) / fewer,
        added_only=len(shared) == fewer,
        opposed=_opposed(first, second, shared),
    )
    reasons = [one for kind in KINDS if (one := _compare(kind, first, second)) is not None]
    found = _type(first, second, likeness, reasons)
    if found is None:
        return None
    words = _words(first, second)
    ordered = sorted(reasons, key=lambda one: (one.verdict == Verdict.SAME, KINDS.index(one.kind)))
    return Relation(
        found,
        round(500 * (likeness.dice + fuzz.ratio(first.wording, second.wording) / 100)),
        (*ordered, *words),
        _evidence(first, [(one.kind, (*one.both, *one.only_first)) for one in reasons]),
        _evidence(second, [(one.kind, (*one.both, *one.only_second)) for one in reasons]),
    )


@dataclass(frozen=True, slots=True)
class _Likeness:
    dice: float
    contained: float
    added_only: bool
    opposed: bool


def _type(first: Signature, second: Signature, likeness: _Likeness, reasons: list[Reason]) -> Type | None:
    verdicts = {one.kind: one.verdict for one in reasons}
    found: Type | None = None
    if likeness.opposed:
        if likeness.dice >= SAME_OBJECT and not any(verdicts.get(kind) == Verdict.DIFFERENT for kind in _OBJECTS):
            found = Type.CONFLICTS
    elif all(one == Verdict.SAME for one in verdicts.values()) and _same_words(first, second):
        found = Type.DUPLICATE
    elif first.is_read:  # unread symbols may differ without our knowing it
        found = _reworded(first, second, likeness, verdicts)
    return found or (Type.SAME_TOPIC if likeness.dice >= SAME_TOPIC else None)


def _reworded(first: Signature, second: Signature, likeness: _Likeness, verdicts: Mapping[str, Verdict]) -> Type | None:
    if all(one == Verdict.SAME for one in verdicts.values()):
        return Type.REITERATES if likeness.dice >= (ADDED_ONLY if likeness.added_only else REITERATES) else None
    direction = _direction(verdicts)
    longer = len(first.forms) - len(second.forms)
    if likeness.contained < CONTAINED or direction is None:
        return None
    if direction == Verdict.MORE:
        return Type.NARROWER if longer >= 0 else None
    return Type.BROADER if longer <= 0 else None


def _direction(verdicts: Mapping[str, Verdict]) -> Verdict | None:
    """MORE if the first text asks all the second asks and more, LESS the other way round, None if neither.

    To consider doing is less than to do. More addressees ask the same of more states, so they say nothing of what is
    asked.
    """
    seen = set()
    for kind, verdict in verdicts.items():
        if kind == "denials" and verdict != Verdict.SAME:
            return None
        if kind == "addressees":
            if verdict == Verdict.DIFFERENT:
                return None
        elif kind == "force":
            if verdict != Verdict.SAME:
                seen.add(Verdict.LESS if verdict == Verdict.MORE else Verdict.MORE)
        elif verdict not in (Verdict.SAME, Verdict.UNSAID):
            seen.add(verdict)
    return seen.pop() if len(seen) == 1 and Verdict.DIFFERENT not in seen else None


def _compare(kind: str, first: Signature, second: Signature) -> Reason | None:
    mine, others = first.symbols[kind], second.symbols[kind]
    if not mine and not others:
        return None
    if mine == others:
        verdict = Verdict.SAME
    elif kind in ("addressees", "states") and not (mine and others):
        verdict = Verdict.UNSAID
    elif mine > others:
        verdict = Verdict.MORE
    elif mine < others:
        verdict = Verdict.LESS
    else:
        verdict = Verdict.DIFFERENT
    return Reason(
        kind, verdict, tuple(sorted(mine & others)), tuple(sorted(mine - others)), tuple(sorted(others - mine))
    )


def _words(first: Signature, second: Signature) -> list[Reason]:
    """The words in which the texts differ, as the last reason."""
    if _same_words(first, second):
        return []
    mine, others = set(first.wording), set(second.wording)
    verdict = Verdict.DIFFERENT
    if mine > others:
        verdict = Verdict.MORE
    elif mine < others:
        verdict = Verdict.LESS
    elif mine == others:
        verdict = Verdict.SAME
    return [Reason("words", verdict, (), tuple(sorted(mine - others)), tuple(sorted(others - mine)))]


def _same_words(first: Signature, second: Signature) -> bool:
    """Whether the same words stand in nearly the same order; light words apart."""
    if first.wording == second.wording:
        return True
    return (
        sorted(first.wording) == sorted(second.wording)
        and fuzz.ratio(first.wording, second.wording) / 100 >= SAME_ORDER
    )


def _opposed(first: Signature, second: Signature, shared: frozenset[str]) -> bool:
    """Whether what both texts speak of is done in one and undone in the other."""
    products = [first.directions.get(form, 0) * second.directions.get(form, 0) for form in shared]
    return -1 in products and products.count(-1) > 2 * products.count(1)


def _evidence(one: Signature, symbols: list[tuple[str, tuple[str, ...]]]) -> tuple[Span, ...]:
    found = {span for kind, values in symbols for value in values for span in one.spans.get(f"{kind}:{value}", ())}
    return tuple(sorted(found, key=lambda span: (span.start, span.end)))
