"""A workbook with verdicts to fill in: an explanation, the verdicts, the evidence, and the lists to choose from.

Every cell is text, written so that no program runs it: what would be a formula gets an apostrophe before it, which
comes off again when the sheet is read (`kernel.cells`).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from ubada.assessments.sheets.layout import ITEM, KEY, READ_ONLY, Book, Column, list_of
from ubada.kernel.cells import guarded

LONGEST_CELL: Final = 32_767
"""Characters; no workbook can hold more in one cell."""
_LONGEST_TITLE: Final = 31
_NOT_IN_TITLES: Final = re.compile(r"[\[\]:*?/\\]")
_TEXT: Final = "@"
_TOP: Final = Alignment(vertical="top", wrap_text=True)
_HEAD: Final = PatternFill("solid", start_color="FF1F5C57")
_QUIET: Final = PatternFill("solid", start_color="FFF1EEE7")
_ONE_LINE: Final = Alignment(vertical="top")
_LINE_POINTS: Final = 14.5
_FEWEST_LINES: Final = 3
_MOST_LINES: Final = 10
"""Lines a row is high: no program works the height out for text that it breaks, and none is higher than a screen."""
_KEPT_COLUMNS: Final = "E2"
"""Reference, state and promise stay in sight, and the row of titles."""


def written(book: Book) -> bytes:
    """The workbook as an XLSX file."""
    file = Workbook(write_only=True)
    _guide(file, book)
    places = _lists_of(book)
    _verdicts(file, book, places)
    _evidence(file, book)
    _choices(file, book, places)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _guide(file: Workbook, book: Book) -> None:
    sheet = file.create_sheet(_title(book, "guide"))
    width = 96
    sheet.column_dimensions["A"].width = width
    number = 0
    for group in book.guide:
        for place, line in enumerate(group):
            number += 1
            sheet.row_dimensions[number].height = _LINE_POINTS * (_lines(line, width) + (0.4 if place == 0 else 0.2))
            sheet.append([_cell(sheet, line, font=Font(bold=True, size=13) if place == 0 else None)])
        number += 1
        sheet.append([])
    sheet.protection.sheet = True


def _verdicts(file: Workbook, book: Book, places: dict[str, str]) -> None:
    sheet = file.create_sheet(_title(book, "verdicts"))
    for number, column in enumerate(book.columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.freeze_panes = _KEPT_COLUMNS
    head = Font(bold=True, color="FFFFFFFF")
    sheet.row_dimensions[1].height = _LINE_POINTS * _FEWEST_LINES
    sheet.append([_cell(sheet, column.title, font=head, fill=_HEAD) for column in book.columns])
    small = Font(size=8, color="FF8A8578")
    for number, row in enumerate(book.rows, start=2):
        lines = max(_lines(row.get(column.field, ""), column.width) for column in book.columns if column.field != KEY)
        sheet.row_dimensions[number].height = _LINE_POINTS * min(max(lines, _FEWEST_LINES), _MOST_LINES)
        sheet.append([_filled(sheet, column, row.get(column.field, ""), small) for column in book.columns])
    for validation in _validations(book, places):
        sheet.data_validations.append(validation)
    protection = sheet.protection
    protection.sheet = True
    # In what follows False is what stays allowed (ECMA-376, 18.3.1.85).
    protection.formatColumns = protection.formatRows = protection.sort = protection.autoFilter = False
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(book.columns))}{len(book.rows) + 1}"


def _filled(sheet: Any, column: Column, text: str, small: Font) -> WriteOnlyCell:
    if column.field in READ_ONLY:
        cell = _cell(sheet, text, font=small if column.field == KEY else None, fill=_QUIET)
        cell.alignment = _ONE_LINE if column.field == KEY else _TOP
        return cell
    cell = _cell(sheet, text)
    cell.protection = Protection(locked=False)
    return cell


def _validations(book: Book, places: dict[str, str]) -> Iterable[DataValidation]:
    last = len(book.rows) + 1
    for number, column in enumerate(book.columns, start=1):
        place = places.get(list_of(column.field))
        if place is None or last < 2:
            continue
        validation = DataValidation(type="list", formula1=place, allow_blank=True, showErrorMessage=True)
        validation.error = book.hint[:255]
        validation.errorTitle = column.title[:32]
        letter = get_column_letter(number)
        validation.add(f"{letter}2:{letter}{last}")
        yield validation


def _evidence(file: Workbook, book: Book) -> None:
    sheet = file.create_sheet(_title(book, "evidence"))
    sheet.column_dimensions["A"].width = 70
    sheet.column_dimensions["B"].width = 40
    sheet.freeze_panes = "A2"
    head = Font(bold=True, color="FFFFFFFF")
    sheet.append([_cell(sheet, one, font=head, fill=_HEAD) for one in book.item_titles])
    for row in book.items:
        sheet.append([_cell(sheet, one) for one in row])
    sheet.protection.sheet = True


def _choices(file: Workbook, book: Book, places: dict[str, str]) -> None:
    sheet = file.create_sheet(_title(book, "lists"))
    sheet.sheet_state = "hidden"
    columns = [book.lists[name] for name in places if name != ITEM]
    for place in range(max((len(one) for one in columns), default=0)):
        sheet.append([_cell(sheet, one[place]) if place < len(one) else None for one in columns])
    sheet.protection.sheet = True


def _lists_of(book: Book) -> dict[str, str]:
    """Where each list stands, as a drop-down names it. A list of nothing is none."""
    title = _title(book, "lists").replace("'", "''")
    named = [name for name, choices in book.lists.items() if choices]
    places = {
        name: f"'{title}'!${get_column_letter(number)}$1:${get_column_letter(number)}${len(book.lists[name])}"
        for number, name in enumerate(named, start=1)
    }
    if book.items:
        evidence = _title(book, "evidence").replace("'", "''")
        places[ITEM] = f"'{evidence}'!$A$2:$A${len(book.items) + 1}"
    return places


def _cell(sheet: Any, text: str, *, font: Font | None = None, fill: PatternFill | None = None) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, "")
    cell.value = guarded(ILLEGAL_CHARACTERS_RE.sub("", text))[:LONGEST_CELL]
    cell.data_type = "s"
    cell.number_format = _TEXT
    cell.alignment = _TOP
    if font is not None:
        cell.font = font
    if fill is not None:
        cell.fill = fill
    return cell


def _lines(text: str, width: int) -> int:
    """About how many lines a text takes in a column of that many characters."""
    return sum(1 + len(line) // width for line in text.split("\n"))


def _title(book: Book, name: str) -> str:
    return _NOT_IN_TITLES.sub(" ", book.titles[name])[:_LONGEST_TITLE]
