"""Reading a filled-in workbook cell by cell: nothing in it is evaluated, followed or guessed.

Columns are known by the words above them, in any language of the interface, wherever they stand.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries

from ubada.assessments.sheets.layout import KEY, MOST_ROWS, READ_ONLY, CellFault, ReadRow, ReadSheet
from ubada.kernel.cells import unguarded
from ubada.kernel.text import NO_TEXT

LOOKED_AT: Final = 20
"""Rows in which the words above the columns are looked for, and sheets."""
MOST_COLUMNS: Final = 200
_HEAD: Final = 64 * 1024
_PIECE: Final = 1 << 20
_OVERLAP: Final = 200
_ENTITIES: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_REACHES_OUT: Final = ("externallinks/", "connections.xml", "querytables/", "embeddings/", "webextensions/")
"""Parts of names, in lower case, that only what leads out of the workbook has."""
_MERGED: Final = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]{1,3}\d{1,7}(?::[A-Z]{1,3}\d{1,7})?)[\"']")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


class CannotRead(Exception):
    """The workbook as a whole cannot be taken; ``code`` says why and ``detail`` names the place."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def folded(words: str) -> str:
    """Words without the differences that make none: case, spaces, quotation marks."""
    return " ".join(words.casefold().replace("“", "").replace("”", "").replace('"', "").split())


def read_sheet(data: bytes, headings: Mapping[str, str]) -> ReadSheet:
    """The sheet with verdicts in a workbook. ``headings`` are the fields by their `folded` words.

    Raises `CannotRead`: damaged, leading out of itself, without a column of keys, a column that stands twice, or more
    rows than a round has. What is wrong with single cells is in the rows.
    """
    try:
        _require_sound(data)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        found = _found(book, headings)
        if found is None:
            raise CannotRead("no-key-column")
        sheet, heading_row, columns = found
        merged = _merged(data, sheet)
        return ReadSheet(
            {name: get_column_letter(place) for place, name in columns.items()},
            tuple(_rows(sheet, heading_row, columns, merged)),
        )
    except CannotRead:
        raise
    except (MemoryError, RecursionError):
        raise CannotRead("too-much") from None
    except Exception:  # noqa: BLE001 - whatever a hostile file provokes becomes one clear sentence
        raise CannotRead("damaged") from None


def _require_sound(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for part in package.infolist():
            if any(mark in part.filename.lower() for mark in _REACHES_OUT):
                raise CannotRead("reaches-out")
            with package.open(part) as opened:
                if _ENTITIES.search(opened.read(_HEAD)):
                    raise CannotRead("damaged")


def _found(book: Any, headings: Mapping[str, str]) -> tuple[Any, int, dict[int, str]] | None:
    """The sheet, the row of the words above its columns, and the fields by the place of their columns."""
    for sheet in book.worksheets[:LOOKED_AT]:
        for number, row in enumerate(_cells(sheet, LOOKED_AT), start=1):
            named = {place: headings.get(folded(unguarded(str(cell.value)))) for place, cell in row}
            columns = {place: name for place, name in named.items() if name}
            if KEY not in columns.values():
                continue
            twice = [name for name in columns.values() if list(columns.values()).count(name) > 1]
            if twice:
                raise CannotRead("column-twice", twice[0])
            return sheet, number, columns
    return None


def _cells(sheet: Any, most: int | None = None) -> Iterator[list[tuple[int, Any]]]:
    """The cells of each row that hold something, with the number of their column."""
    for row in sheet.iter_rows(max_row=most, max_col=MOST_COLUMNS):
        yield [(place, cell) for place, cell in enumerate(row, start=1) if cell.value is not None]


def _rows(
    sheet: Any, heading_row: int, columns: Mapping[int, str], merged: list[tuple[int, int, int, int, str]]
) -> Iterator[ReadRow]:
    count = 0
    for number, row in enumerate(_cells(sheet), start=1):
        if number <= heading_row:
            continue
        cells: dict[str, str] = {}
        faults: list[CellFault] = []
        for place, cell in row:
            name = columns.get(place)
            if name is None:
                continue
            text, code = _text(cell)
            if code and name not in READ_ONLY[1:]:
                faults.append(CellFault(get_column_letter(place), name, code))
            elif text:
                cells[name] = text
        if not cells and not faults:
            continue
        faults += _merged_here(number, columns, merged)
        count += 1
        if count > MOST_ROWS:
            raise CannotRead("too-many-rows", str(MOST_ROWS))
        yield ReadRow(number, cells, tuple(faults))


def _merged_here(
    number: int, columns: Mapping[int, str], merged: list[tuple[int, int, int, int, str]]
) -> Iterator[CellFault]:
    for left, top, right, bottom, span in merged:
        place = next((one for one in sorted(columns) if left <= one <= right), None)
        if top <= number <= bottom and place is not None:
            yield CellFault(get_column_letter(place), columns[place], "merged", span)


def _text(cell: Any) -> tuple[str, str]:
    """What a cell says, and a code if that cannot be taken: a formula, an error, a date, what is no text."""
    value = cell.value
    if cell.data_type == "f":
        return "", "formula"
    if cell.data_type == "e":
        return "", "error"
    if isinstance(value, datetime | date | time | timedelta):
        return "", "date"
    if isinstance(value, bool):
        return ("true" if value else "false"), ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value)), ""
    text = unguarded(_ESCAPED.sub(_unescaped, str(value)).replace("\r\n", "\n").replace("\r", "\n").strip())
    return ("", "no-text") if NO_TEXT.search(text) else (text, "")


def _unescaped(found: re.Match[str]) -> str:
    """A carriage return as spreadsheet programs write it; any other such sequence is what somebody wrote."""
    return "\r" if found[1].upper() == "000D" else found[0]


def _merged(data: bytes, sheet: Any) -> list[tuple[int, int, int, int, str]]:
    """The spans of merged cells: left, top, right, bottom, and how they are named."""
    found: dict[str, tuple[int, int, int, int, str]] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as package, package.open(sheet._worksheet_path) as opened:
        rest = b""
        while piece := opened.read(_PIECE):
            window = rest + piece
            for match in _MERGED.finditer(window):
                span = match[1].decode()
                left, top, right, bottom = range_boundaries(span)
                found[span] = (left, top, right, bottom, span)
            rest = window[-_OVERLAP:]
    return list(found.values())
