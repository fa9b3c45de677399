"""A document laid out for reading beside its passages: parts that fit a page, blocks, and the stretches marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from ubada.intake.models import Passage

MOST_CHARACTERS: Final = 14_000
"""Of the document's text in one part: with its marks and cards the page stays well under 150 kB."""
MOST_PASSAGES: Final = 14


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a block: plain, or of a passage."""

    text: str
    passage: Passage | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """One block of the document as it is shown."""

    kind: str
    level: int
    label: str
    page: int
    is_new_page: bool
    pieces: tuple[Piece, ...]


@dataclass(slots=True)
class Part:
    """One part of the document: its number (from 1), its blocks, and the passages that begin in it."""

    number: int
    blocks: list[Mapping[str, Any]] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)

    @property
    def pages(self) -> tuple[int, int]:
        """The first and the last page it has a block of."""
        return (self.blocks[0]["page"], self.blocks[-1]["page"]) if self.blocks else (0, 0)

    def waiting(self) -> int:
        """How many of its passages wait."""
        return sum(one.state == Passage.State.WAITING for one in self.passages)


def parts_of(text: str, blocks: Sequence[Mapping[str, Any]], passages: Sequence[Passage]) -> list[Part]:
    """The whole document in parts, cut between blocks. A passage belongs to the part in which it begins.

    One that has no stretch in this reading stands after the one before it in the list.
    """
    parts = [Part(1)]
    characters = 0
    rest = _with_starts(passages)
    for position, block in enumerate(blocks):
        size = block["end"] - block["start"]
        until = blocks[position + 1]["start"] if position + 1 < len(blocks) else len(text) + 1
        here = [one for start, one in rest if start < until]
        part = parts[-1]
        if part.blocks and (characters + size > MOST_CHARACTERS or len(part.passages) + len(here) > MOST_PASSAGES):
            parts.append(Part(part.number + 1))
            characters = 0
        parts[-1].blocks.append(block)
        parts[-1].passages += here
        characters += size
        rest = rest[len(here) :]
    parts[-1].passages += [one for _, one in rest]
    return parts


def _with_starts(passages: Sequence[Passage]) -> list[tuple[int, Passage]]:
    placed: list[tuple[int, Passage]] = []
    start = 0
    for one in passages:
        start = one.start if one.segments else start
        placed.append((start, one))
    return sorted(placed, key=lambda each: each[0])


def shown(text: str, part: Part, passages: Sequence[Passage]) -> list[Shown]:
    """The blocks of a part with the stretches of passages marked, those of other parts that reach into it too."""
    spans = sorted((start, end, position) for position, one in enumerate(passages) for start, end in one.segments)
    laid: list[Shown] = []
    page = 0
    for block in part.blocks:
        inside = [span for span in spans if span[0] < block["end"] and span[1] > block["start"]]
        pieces = tuple(_pieces(text, block["start"], block["end"], inside, passages))
        laid.append(Shown(block["kind"], block["level"], block["label"], block["page"], block["page"] != page, pieces))
        page = block["page"]
    return laid


def _pieces(
    text: str, start: int, end: int, spans: Sequence[tuple[int, int, int]], passages: Sequence[Passage]
) -> Iterator[Piece]:
    at = start
    last: Piece | None = None
    for span_start, span_end, position in spans:
        begin, finish = max(span_start, at), min(span_end, end)
        if begin >= finish:
            continue
        between, here = text[at:begin], passages[position]
        if last is not None and last.passage is here and not between.strip():
            last = Piece(last.text + text[at:finish], here)  # the same one goes on in the next line
        else:
            if last is not None:
                yield last
            if between:
                yield Piece(between)
            last = Piece(text[begin:finish], here)
        at = finish
    if last is not None:
        yield last
    if at < end:
        yield Piece(text[at:end])
