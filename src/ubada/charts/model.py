"""What a chart is: a specification to draw, words for who cannot see it, and the rows both came from."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

EDITION_OF_DRAWING: Final = 1
"""Raised whenever the drawing itself changes, so that no chart drawn the old way is found again."""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of a chart: what it is, its value in a unit (None where there is none), its source and as-of date.

    ``source_url`` leads to the source, ``fact`` is the key of the fact that the figure is taken from.
    """

    label: str
    value: Decimal | int | None
    unit: str = ""
    source: str = ""
    as_of: str | None = None
    source_url: str = ""
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart to be drawn by Vega-Lite.

    ``title`` and ``description`` are its text alternative, ``note`` states scale and direction beside it, ``rows``
    its table. ``language`` is the reader's, whose number separators the axes use.
    """

    title: str
    description: str
    note: str
    spec: Mapping[str, Any]
    rows: tuple[Row, ...]
    language: str
    key: str = field(init=False)

    def __post_init__(self) -> None:
        content = [EDITION_OF_DRAWING, self.title, self.description, self.spec, self.language]
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        object.__setattr__(self, "key", hashlib.sha256(text.encode()).hexdigest())


def to_csv(rows: Iterable[Row]) -> str:
    """The rows as CSV (RFC 4180, CRLF) with a heading; a missing value is an empty cell.

    A cell that a spreadsheet would read as a formula is written with an apostrophe before it.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["label", "value", "unit", "source", "source_url", "as_of"])
    for row in rows:
        value = "" if row.value is None else f"{row.value:f}" if isinstance(row.value, Decimal) else str(row.value)
        writer.writerow(
            [_inert(row.label), value, _inert(row.unit), _inert(row.source), row.source_url, row.as_of or ""]
        )
    return out.getvalue()


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
