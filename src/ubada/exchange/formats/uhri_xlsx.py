"""UHRI's "Export to Excel": one annotation a row, several values in a cell as lines that begin with a dash."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ubada.exchange.engine.columns import Columns, match_columns
from ubada.exchange.engine.files import InputFile
from ubada.exchange.engine.sheets import padded, serial_date, sheet_rows
from ubada.exchange.formats import Context
from ubada.exchange.formats.uhri import Annotation, take

SUMMARY: Final = "recommendations of UN mechanisms, from a workbook of OHCHR's index (UHRI)"
_STEP: Final = 200


def read(file: InputFile, context: Context) -> str:
    """Check every row of the first sheet and draft what recommends something to a state that is followed."""
    rows = sheet_rows(file, context.faults)
    header = next(rows, (1, []))[1]
    context.faults.stop_if_any()
    mapping = context.mapping
    columns = match_columns(
        header, mapping.columns, context.faults, optional=mapping.optional, passed_over=mapping.passed_over
    )
    context.faults.stop_if_any()
    for name in columns.unknown:
        context.drafts.notes[f"column {name!r} is in no mapping and was not imported"] += 1
    seen: dict[str, int] = {}
    count = 0
    for number, cells in rows:
        if not cells:
            continue
        count += 1
        one = _annotation(number, padded(cells, len(header)), columns)
        if one.key in seen and one.key:
            context.faults.add(number, header[columns.at["key"]], f"{one.key} is in row {seen[one.key]} too")
        else:
            seen[one.key] = number
            take(one, context)
        if count % _STEP == 0:
            context.advance(count, max(count, file.size // 500))
    if not count:
        context.faults.add(1, "", "has a header and no rows")
    return f"XLSX, first sheet, {count} rows"


def finish(_context: Context) -> None:
    """Nothing is left over when the last file is read."""


def _annotation(number: int, cells: Sequence[str], columns: Columns) -> Annotation:
    def cell(field: str) -> str:
        return columns.cell(cells, field)

    def lines(field: str) -> tuple[str, ...]:
        return tuple(line for line in cell(field).splitlines() if line.strip(" -\u2013\u00a0"))

    try:
        published = serial_date(cell("published"))
    except ValueError:
        published = cell("published")
    return Annotation(
        where=number, key=cell("key"), text=cell("text"), published=published, symbol=cell("symbol"),
        kind=cell("kind"), body=cell("body"), countries=lines("countries"), themes=lines("themes"),
        persons=lines("persons"), sdgs=lines("sdgs"), recommending=lines("recommending"), position=cell("position"),
        session=cell("session"),
    )  # fmt: skip
