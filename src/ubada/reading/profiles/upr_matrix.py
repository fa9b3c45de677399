"""The thematic list of recommendations of a review: a table of recommendation, position, themes, and comments.

In DOCX, ODT and HTML the table is there; in plain text and PDF its rows are paragraphs that end in a line on the
source of the position. A recommendation listed under several themes is one recommendation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from ubada.reading.model import Block, Document, Label
from ubada.reading.profiles.base import Candidate, Fit, cut_segments, offset_of
from ubada.reading.profiles.upr import doubts_about, state_under_review
from ubada.reading.states import recommending_states

_SOURCE: Final = re.compile(r"\s*(?:Source of [Pp]osition|Источник позиции)\s*:")
_HEADER: Final = re.compile(r"(?:recommendations?|рекомендаци[яи])\b", re.IGNORECASE)
_BESIDE: Final = re.compile(
    r"(?:position|response|full list of themes|themes?|assessment|позиция|ответ|темы|оценка)\b", re.IGNORECASE
)
_POSITION: Final = re.compile(
    r"\s*\b(?:Supported|Noted|Accepted|Rejected|Not supported|Поддержан\w*|Принят\w*|Принима\w+ к сведению)(?=\s+-\s"
    r"|\s*$)"
)
_MINIMUM: Final = 3


class MatrixProfile:
    """The thematic list: rows of a table, or paragraphs with a line on the source of the position."""

    name = "upr_matrix"

    def fit(self, document: Document) -> Fit:
        """Scores by a table of that heading, or by lines on the source of the position."""
        rows = list(_table_rows(document))
        if len(rows) >= _MINIMUM:
            named = sum(bool(recommending_states(block.text)[0]) for block, _ in rows)
            if 2 * named >= len(rows):
                return Fit(0.99, (f"a table of recommendations and positions with {len(rows)} numbered rows",))
        typed = list(_typed_rows(document))
        if len(typed) >= _MINIMUM:
            return Fit(0.97, (f"{len(typed)} numbered paragraphs end in a line on the source of the position",))
        return Fit(0.0)

    def read(self, document: Document) -> Sequence[Candidate]:
        """One candidate for each numbered row; a number that comes back with the same wording counts once."""
        rows = list(_table_rows(document)) or list(_typed_rows(document))
        under_review = state_under_review(document)
        seen: dict[tuple[str, str], Candidate] = {}
        cells: dict[tuple[int, int, int], list[Block]] = {}
        for block in document.blocks:
            if block.cell is not None:
                cells.setdefault(block.cell, []).append(block)
        for block, label in rows:
            one = _candidate(document, block, label, _rest(block, cells[block.cell] if block.cell else []))
            if under_review:
                one.addressees = one.duty_bearers = (under_review,)
            seen.setdefault((one.number, one.text), one)
        return list(seen.values())


def _table_rows(document: Document) -> Iterator[tuple[Block, Label]]:
    """The cells with numbered recommendations, in tables whose heading names a recommendation and a position."""
    columns: dict[int, int] = {}
    for table, cells in _tables(document).items():
        first = [block for block in cells if block.cell and block.cell[1] == 0]
        column = next((block.cell[2] for block in first if block.cell and _HEADER.match(block.text)), -1)
        if column >= 0 and any(_BESIDE.match(block.text) for block in first):
            columns[table] = column
    for block in document.blocks:
        if block.cell is None or block.cell[2] != columns.get(block.cell[0], -1) or block.cell[1] == 0:
            continue
        if block.label is not None and block.label.scheme in ("dotted", "number"):
            yield block, block.label


def _rest(block: Block, cell: list[Block]) -> list[Block]:
    """The further paragraphs of a cell after its first, up to the line on the source of the position."""
    if _SOURCE.search(block.text) or not cell or cell[0] is not block:
        return []
    return list(takewhile(lambda other: not _SOURCE.match(other.text), cell[1:]))


def _tables(document: Document) -> dict[int, list[Block]]:
    tables: dict[int, list[Block]] = {}
    for block in document.blocks:
        if block.cell is not None:
            tables.setdefault(block.cell[0], []).append(block)
    return tables


def _typed_rows(document: Document) -> Iterator[tuple[Block, Label]]:
    pending: Block | None = None
    for block in document.blocks:
        if block.cell is not None:
            continue
        if block.label is not None and block.label.scheme in ("dotted", "number"):
            pending = block
            if _SOURCE.search(block.text):
                yield block, block.label
                pending = None
        elif pending is not None and pending.label is not None and _SOURCE.match(block.text):
            yield pending, pending.label
            pending = None


def _candidate(document: Document, block: Block, label: Label, rest: list[Block]) -> Candidate:
    one = Candidate.of(f"{label.value}@{block.start}", label.value, block)
    end = next((found.start() for found in (_SOURCE.search(one.text), _POSITION.search(one.text)) if found), None)
    if end is not None:
        one.segments = cut_segments(document.text, block.segments, block.start, offset_of(document, block, end))
        one.text = one.text[:end].rstrip()
    else:
        for other in rest:
            one.extend(other)
    one.states, found_brackets = recommending_states(one.text)
    one.doubts += doubts_about(one.text, found_brackets)
    return one
