"""The thematic list of recommendations of a review: a table of recommendation, position, themes, and comments.

In DOCX, ODT and HTML the table is there; the number and the recommending states may stand in columns of their own. In
plain text and PDF its rows are paragraphs that end in a line on the source of the position. A recommendation listed
under several themes is one recommendation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final

from ubada.reading.model import Block, Document
from ubada.reading.numbering import parse_label
from ubada.reading.profiles.base import Candidate, Fit, cut_segments, offset_of
from ubada.reading.profiles.positions import position_of
from ubada.reading.profiles.upr import doubts_about, state_under_review
from ubada.reading.states import recommending_states

_SOURCE: Final = re.compile(r"\s*(?:Source of [Pp]osition|Источник позиции)\s*:")
_HEADERS: Final = {
    "number": re.compile(r"(?:no|nos|number|paragraph|para|item|номер|пункт|п)\b\.?|[#№]|n[°º]", re.IGNORECASE),
    "states": re.compile(
        r"recommending|(?:made|proposed|put forward) by|from\b|recommended by|states?\b"
        r"|рекомендующ|внес[её]н|государств\w*(?:,|\s|$)",
        re.IGNORECASE,
    ),
    "wording": re.compile(r"(?:text of (?:the )?)?recommendations?\b|(?:текст )?рекомендаци[яи]\b", re.IGNORECASE),
    "position": re.compile(
        r"(?:position|response|status|reply|decision|accepted|supported|state'?s? (?:position|response))\b"
        r"|(?:позиция|ответ|решение|статус)\b",
        re.IGNORECASE,
    ),
    "beside": re.compile(
        r"(?:full list of |human rights )?themes?\b|assessment|relevant sdg|темы?\b|оценка|измерени\w+", re.IGNORECASE
    ),
}
_HEADER_ROWS: Final = 4
_ANSWERS: Final = r"\s*\b(?:Not supported|Supported|Noted|Accepted|Rejected|Поддержан\w*|Прин[ия]\w+(?: к сведению)?)"
_ANSWER: Final = re.compile(_ANSWERS)
_POSITION: Final = re.compile(rf"{_ANSWERS}(?=\s+-\s|\s*$)")
_MINIMUM: Final = 3


@dataclass(slots=True)
class _Row:
    """A recommendation in the table: its blocks (the first has the number, or not), and what other cells say of it."""

    number: str
    wording: list[Block]
    states: str = ""
    position: str = ""


@dataclass(slots=True)
class _Table:
    """The columns of a table by what their headings say, and its rows of cells under them."""

    columns: dict[str, int]
    rows: dict[int, dict[int, list[Block]]] = field(default_factory=dict)


class MatrixProfile:
    """The thematic list: rows of a table, or paragraphs with a line on the source of the position."""

    name = "upr_matrix"

    def fit(self, document: Document) -> Fit:
        """Scores by a table of that heading, or by lines on the source of the position."""
        rows = list(_table_rows(document))
        if len(rows) >= _MINIMUM:
            named = sum(bool(one.states or recommending_states(_text(one))[0]) for one in rows)
            if 2 * named >= len(rows):
                return Fit(0.99, (f"a table of recommendations and positions with {len(rows)} numbered rows",))
        typed = list(_typed_rows(document))
        if len(typed) >= _MINIMUM:
            return Fit(0.97, (f"{len(typed)} numbered paragraphs end in a line on the source of the position",))
        return Fit(0.0)

    def read(self, document: Document) -> Sequence[Candidate]:
        """One candidate for each numbered row; a number that comes back with the same wording counts once."""
        under_review = state_under_review(document)
        seen: dict[tuple[str, str], Candidate] = {}
        for row in list(_table_rows(document)) or list(_typed_rows(document)):
            one = _candidate(document, row)
            if under_review:
                one.addressees = one.duty_bearers = (under_review,)
            seen.setdefault((one.number, one.text), one)
        return list(seen.values())


def _text(row: _Row) -> str:
    return " ".join(block.text for block in row.wording)


def _table_rows(document: Document) -> Iterator[_Row]:
    """The numbered rows of the tables whose heading names a recommendation and a position, or themes, beside it.

    A table that goes on with one before (a new table on each page, or under each theme) may have no heading of its own.
    """
    known: dict[str, int] = {}
    for table in _tables(document):
        columns = table.columns or known
        if not columns:
            continue
        known = columns
        for cells in table.rows.values():
            row = _row(columns, cells)
            if row is not None:
                yield row


def _row(columns: dict[str, int], cells: dict[int, list[Block]]) -> _Row | None:
    wording = cells.get(columns["wording"], [])
    if not wording:
        return None
    label = wording[0].label
    number = label.value if label is not None and label.scheme in ("dotted", "number") else ""
    if not number and "number" in columns:
        number = _number_in(cells.get(columns["number"], []))
    if not number:
        return None
    said = {name: " ".join(block.text for block in cells.get(columns.get(name, -1), ())) for name in columns}
    return _Row(number, wording, said.get("states", ""), position_of(said.get("position", "")))


def _number_in(blocks: list[Block]) -> str:
    """The number that a cell of its own holds: "121.1", "5." or "A/HRC/40/5, 121.1"."""
    for block in blocks:
        if block.label is not None and block.label.scheme in ("dotted", "number"):
            return block.label.value
        found = parse_label(f"{block.text} ") or re.search(r"(?<![\d.])(\d{1,3}\.\d{1,3})\.?$", block.text)
        if isinstance(found, tuple) and found[0].scheme in ("dotted", "number"):
            return found[0].value
        if isinstance(found, re.Match):
            return str(found[1])
        if re.fullmatch(r"\d{1,3}", block.text):
            return block.text
    return ""


def _tables(document: Document) -> Iterator[_Table]:
    tables: dict[int, dict[int, dict[int, list[Block]]]] = {}
    for block in document.blocks:
        if block.cell is not None:
            number, row, column = block.cell
            tables.setdefault(number, {}).setdefault(row, {}).setdefault(column, []).append(block)
    for rows in tables.values():
        header = next((row for row in sorted(rows)[:_HEADER_ROWS] if _columns(rows[row])), None)
        columns = _columns(rows[header]) if header is not None else {}
        yield _Table(columns, {row: cells for row, cells in rows.items() if header is None or row > header})


def _columns(cells: dict[int, list[Block]]) -> dict[str, int]:
    """What each column holds, by its heading; empty if this row is no heading of such a table."""
    found: dict[str, int] = {}
    beside = False
    for column, blocks in sorted(cells.items()):
        text = " ".join(block.text for block in blocks)
        for name, pattern in _HEADERS.items():
            if pattern.match(text) and len(text) < 120:
                beside = beside or name in ("position", "beside")
                # "Recommendation and recommending State" is the column of the wording, whatever else it holds.
                found.setdefault("wording" if _HEADERS["wording"].match(text) else name, column)
                break
    return found if "wording" in found and beside else {}


def _typed_rows(document: Document) -> Iterator[_Row]:
    pending: Block | None = None
    last: _Row | None = None
    for block in document.blocks:
        if block.cell is not None:
            continue
        if block.label is not None and block.label.scheme in ("dotted", "number"):
            pending = block
            if _SOURCE.search(block.text):
                if last is not None:
                    yield last
                last, pending = _Row(block.label.value, [block], position=_position_in(block.text)), None
        elif pending is not None and pending.label is not None and _SOURCE.match(block.text):
            if last is not None:
                yield last
            last, pending = _Row(pending.label.value, [pending], position=_position_in(block.text)), None
        elif last is not None and not last.position and pending is None and len(block.text.split()) <= 3:
            last.position = position_of(block.text)
    if last is not None:
        yield last


def _position_in(text: str) -> str:
    """The answer that is typed behind the source of the position."""
    source = _SOURCE.search(text)
    found = _ANSWER.search(text, source.end()) if source is not None else None
    return position_of(found[0]) if found is not None else ""


def _candidate(document: Document, row: _Row) -> Candidate:
    block = row.wording[0]
    one = Candidate.of(f"{row.number}@{block.start}", row.number, block)
    end = next((found.start() for found in (_SOURCE.search(one.text), _POSITION.search(one.text)) if found), None)
    if end is not None:
        one.segments = cut_segments(document.text, block.segments, block.start, offset_of(document, block, end))
        one.text = one.text[:end].rstrip()
    else:
        for other in takewhile(lambda other: not _SOURCE.match(other.text), row.wording[1:]):
            one.extend(other)
    one.states, found_brackets = recommending_states(one.text)
    if not one.states and row.states:
        one.states, found_brackets = recommending_states(f"({row.states.strip(' ()')})")
        one.doubts += doubts_about("", found_brackets) if not one.states else []
    else:
        one.doubts += doubts_about(one.text, found_brackets)
    one.position, one.position_text = row.position, row.position
    return one
