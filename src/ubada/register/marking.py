"""Where two texts agree and differ, piece by piece: symbols and words. Pure: nothing here touches a database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from ubada.reading.classification import cues
from ubada.reading.classification.cues import Span
from ubada.reading.matching.relations import Reason, relate
from ubada.reading.matching.signature import Item, Signature, signature
from ubada.search.normalise import fold

Mark = Literal["", "shared", "differs"]
_UNTOLD: Final = frozenset({"lead", "force", "denials"})
"""Kinds of symbol that are the same words as others, or that are counted and not named."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: in both texts as a symbol, in this one alone, or nothing that decides."""

    text: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Compared:
    """Two texts in pieces, and the reasons that rules would give today for what they are to each other.

    ``leads``: the leading verb of each text as it is written, by the symbol that stands for it.
    """

    first: tuple[Piece, ...]
    second: tuple[Piece, ...]
    reasons: tuple[Reason, ...]
    leads: dict[str, str]


def compare(first: Item, second: Item) -> Compared:
    """The pieces of both texts. Put together again they are the texts, character by character."""
    mine, others = signature(first), signature(second)
    found = relate(mine, others)
    return Compared(
        _pieces(first, mine, others),
        _pieces(second, others, mine),
        found.reasons if found is not None else (),
        dict([*_leads(second, others), *_leads(first, mine)]),
    )


def _pieces(item: Item, mine: Signature, others: Signature) -> tuple[Piece, ...]:
    marks: list[Mark] = [""] * len(item.text)
    for span, mark in (*_words(item, mine, others), *_symbols(mine, others)):
        marks[span.start : span.end] = [mark] * (span.end - span.start)
    return tuple(_stretches(item.text, marks))


def _leads(item: Item, own: Signature) -> Iterator[tuple[str, str]]:
    for value in own.symbols["lead"]:
        span = own.spans[f"lead:{value}"][0]
        yield value, item.text[span.start : span.end]


def _words(item: Item, mine: Signature, others: Signature) -> Iterator[tuple[Span, Mark]]:
    """The words that only this text has; light words are in no wording and so in none of these."""
    own = set(mine.wording) - set(others.wording)
    for word in cues.words(item.text):
        if fold(word.form, mine.language) in own:
            yield word.span, "differs"


def _symbols(mine: Signature, others: Signature) -> Iterator[tuple[Span, Mark]]:
    """The symbols with a place: first what both have, so that what only one has stays marked where two overlap."""
    both: list[tuple[Span, Mark]] = []
    single: list[tuple[Span, Mark]] = []
    for symbol, spans in mine.spans.items():
        kind, _, value = symbol.partition(":")
        if kind in _UNTOLD:
            continue
        is_shared = value in others.symbols[kind]
        (both if is_shared else single).extend((span, "shared" if is_shared else "differs") for span in spans)
    yield from both
    yield from single


def _stretches(text: str, marks: Sequence[Mark]) -> Iterator[Piece]:
    """Neighbours of one mark as one piece; the space between two marked words is marked with them."""
    filled = list(marks)
    for at in range(1, len(text) - 1):
        if text[at].isspace() and filled[at - 1] == filled[at + 1]:
            filled[at] = filled[at - 1]
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or filled[at] != filled[start]:
            yield Piece(text[start:at], filled[start])
            start = at
