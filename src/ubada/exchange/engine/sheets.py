"""XLSX workbooks as rows of values: within limits, without formulas, dates as dates."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from ubada.exchange.engine.faults import Faults
from ubada.exchange.engine.files import MEBIBYTE, InputFile

MOST_PARTS: Final = 10_000
MOST_UNPACKED: Final = 1024 * MEBIBYTE
WORST_RATIO: Final = 400
_SMALL: Final = MEBIBYTE
_HEAD: Final = 64 * 1024
_DOCTYPE: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_CONTENTS: Final = "[Content_Types].xml"
_EPOCH: Final = date(1899, 12, 30)
"""Day nought of Excel's serial dates, with its leap year of 1900 allowed for."""
_ERRORS: Final = frozenset({"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"})

Row = tuple[int, list[str]]


def sheet_rows(file: InputFile, faults: Faults, *, sheet: str | None = None) -> Iterator[Row]:
    """The rows of one sheet (the first unless named) with their numbers; every cell as text, a date as ISO 8601.

    Faults are noted for a file that is no workbook, is damaged or would unpack without measure, for formulas (their
    result is not stored in a way that can be trusted) and for cells that hold an error of the spreadsheet.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 - large, and every command knows the formats
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    if not _is_sound(file, faults):
        return
    try:
        book = load_workbook(file.path, read_only=True, data_only=False, keep_links=False)
        try:
            if sheet is not None and sheet not in book.sheetnames:
                faults.add("workbook", sheet, f"is no sheet of it; there are {', '.join(book.sheetnames)}")
                return
            cells = book[sheet] if sheet is not None else book.worksheets[0]
            yield from _rows(cells, faults)
        finally:
            book.close()
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError, EOFError, OSError) as error:
        faults.add("workbook", "", f"is damaged or cut off ({type(error).__name__})")


def _is_sound(file: InputFile, faults: Faults) -> bool:
    """Whether the package can be opened at all and unpacks to something that can be read."""
    try:
        with zipfile.ZipFile(file.path) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                where, fault = "", f"would unpack to over {MOST_UNPACKED // MEBIBYTE} MiB; it is not read"
            elif _CONTENTS not in package.namelist():
                where, fault = "", "is a ZIP file, but no workbook"
            else:
                faulty = ((part.filename, _fault_of(package, part)) for part in parts)
                where, fault = next((pair for pair in faulty if pair[1]), ("", ""))
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError):
        where, fault = "", "is no XLSX workbook, or was cut off"
    if fault:
        faults.add("workbook", where, fault)
    return not fault


def _fault_of(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> str:
    if part.flag_bits & 0x1:
        return "is protected by a password"
    if part.file_size > _SMALL and part.file_size > WORST_RATIO * max(1, part.compress_size):
        return f"unpacks to more than {WORST_RATIO} times its size; it is not read"
    with package.open(part) as opened:
        if _DOCTYPE.search(opened.read(_HEAD)):
            return "declares XML entities, which no honest workbook does"
    return ""


def _rows(cells: Any, faults: Faults) -> Iterator[Row]:
    for number, row in enumerate(cells.iter_rows(), start=1):
        values: list[str] = []
        for position, cell in enumerate(row, start=1):
            value = cell.value
            if cell.data_type == "f" or (cell.data_type == "e" or value in _ERRORS):
                what = "a formula" if cell.data_type == "f" else f"the error {value}"
                faults.add(number, f"column {position}", f"holds {what}; save the values alone and import that")
            values.append(_text(value))
        while values and not values[-1]:
            values.pop()
        yield number, values


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(timespec="seconds")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def padded(cells: Sequence[str], width: int) -> list[str]:
    """The cells of a row with as many as the header has: a workbook leaves out empty ones at the end."""
    return [*cells, *([""] * (width - len(cells)))]


def serial_date(text: str) -> str:
    """The ISO date of a cell: a serial number of Excel, with or without a time of day, or a date written out.

    "" stands for an empty cell. Raises ValueError for anything else, and for serials that no document carries (before
    1945, after 2100).
    """
    stripped = text.strip()
    if not stripped:
        return ""
    if re.fullmatch(r"\d{4,6}(?:\.\d+)?", stripped) and len(stripped.partition(".")[0]) == 5:
        day = _EPOCH + timedelta(days=int(float(stripped)))
        if not 1945 <= day.year <= 2100:
            raise ValueError(stripped)
        return day.isoformat()
    return date.fromisoformat(stripped[:10]).isoformat()
