"""Delimited text as rows under a header."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ubada.exchange.engine.decoding import decode
from ubada.exchange.engine.faults import Faults

DELIMITERS: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
LONGEST_CELL: Final = 1_000_000

Row = tuple[int, list[str]]


@dataclass(frozen=True)
class Table:
    """A header, and the numbered rows below it (the header is row 1). ``described`` states how it was read."""

    header: list[str]
    rows: Iterator[Row]
    described: str


def read_table(data: bytes, faults: Faults) -> Table:
    """The table in the bytes of a file, with encoding, line ends and delimiter found out.

    Rows that have not as many cells as the header are noted as faults while the rows are read, and so is a file that
    ends within a quotation: it was cut off.
    """
    decoded = decode(data, faults)
    delimiter = delimiter_of(decoded.text)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(decoded.text, newline=""), delimiter=delimiter, strict=True)
    described = f"{decoded.encoding}, {decoded.line_ends} line ends, {DELIMITERS[delimiter]} between cells"
    try:
        header = [cell.strip() for cell in next(reader, [])]
    except csv.Error as error:
        faults.add(1, "", f"is not CSV: {error}")
        header = []
    if header and not any(header):
        faults.add(1, "", "has no names of columns")
    return Table(header, _rows(reader, len(header), faults), described)


def delimiter_of(text: str) -> str:
    """The delimiter that stands most often outside quotation marks in the first line; a comma if none does."""
    line = text.lstrip("\r\n").splitlines()[0] if text.strip() else ""
    outside = "".join(part for number, part in enumerate(line.split('"')) if number % 2 == 0)
    return max(DELIMITERS, key=lambda sign: (outside.count(sign), sign == ","))


def _rows(reader: Iterator[list[str]], width: int, faults: Faults) -> Iterator[Row]:
    number = 1
    try:
        for number, cells in enumerate(reader, start=2):
            if len(cells) == width:
                yield number, cells
            elif any(cell.strip() for cell in cells):
                faults.add(number, "", f"has {len(cells)} cells instead of {width}")
    except csv.Error as error:
        cut = " (the file may have been cut off)" if "unexpected end" in str(error) else ""
        faults.add(number + 1, "", f"is not CSV: {error}{cut}")
