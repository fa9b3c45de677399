"""What every profile works with: candidates for recommendations, and the evidence that a profile fits a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ubada.reading.blocks import INVISIBLE
from ubada.reading.model import Block, Document, Span


@dataclass(slots=True)
class Candidate:
    """A recommendation as a profile found it, before languages, citations and states are added.

    ``key`` is its identity among the candidates of the document and ``parent`` the key of the one above. ``text`` and
    ``segments`` correspond as in `Block`. ``doubts`` become reasons for review and lower the confidence.
    """

    key: str
    number: str
    text: str
    segments: tuple[Span, ...]
    page: int
    refs: tuple[str, ...] = ()
    parent: str | None = None
    heading: str | None = None
    addressees: tuple[str, ...] = ()
    duty_bearers: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    position: str = ""
    position_text: str = ""
    doubts: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, key: str, number: str, block: Block) -> Candidate:
        """A candidate with the whole wording of a block."""
        return cls(key, number, block.text, block.segments, block.page, refs=block.refs)

    def extend(self, block: Block, label: str = "") -> None:
        """Adds a further block, with its label, to the wording."""
        self.text = " ".join(part for part in (self.text, label, block.text) if part)
        self.segments = (*self.segments, *block.segments)
        self.refs = (*self.refs, *block.refs)


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a profile fits: 0 (not at all) to 1, and the reasons, each a short sentence."""

    score: float
    reasons: tuple[str, ...] = ()


class Profile(Protocol):
    """A way of reading one family of documents."""

    name: str

    def fit(self, document: Document) -> Fit:
        """How well the profile fits the structure of the document."""
        ...

    def read(self, document: Document) -> Sequence[Candidate]:
        """The candidates, in the order of the document."""
        ...


def cut_segments(text: str, segments: tuple[Span, ...], start: int, end: int) -> tuple[Span, ...]:
    """The parts of the segments between two offsets of the document, without white space at the outer ends."""
    kept: list[Span] = []
    for one, other in segments:
        first, last = max(one, start), min(other, end)
        piece = text[first:last]
        first += len(piece) - len(piece.lstrip())
        last -= len(piece) - len(piece.rstrip())
        if first < last:
            kept.append((first, last))
    return tuple(kept)


def offset_of(document: Document, block: Block, position: int) -> int:
    """The offset in the document of a character of ``block.text``.

    The two differ in white space, marks, hyphens and what is not seen, so letters are counted.
    """
    wanted = sum(not one.isspace() and one != "-" for one in block.text[:position])
    seen = 0
    for start, end in block.segments:
        for at in range(start, end):
            one = document.text[at]
            if one.isspace() or one == "-" or ord(one) in INVISIBLE:
                continue
            if seen == wanted:
                return at
            seen += 1
    return block.end
