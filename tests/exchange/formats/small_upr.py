"""A small export of UPR Info in the shape and bytes of the real ones, with sentences of our own."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

COLUMNS = ("To", "To-Rgrp", "To-Org", "Text", "From", "From-Rgrp", "From-Org", "Response", "Action", "Issue", "Session")
ROW = {
    "To": "Kyrgyzstan", "To-Rgrp": "Asia", "To-Org": "OIC, OSCE", "Text": "Give every shelter a safe budget ",
    "From": "Norway", "From-Rgrp": "WEOG", "From-Org": "", "Response": "Accepted", "Action": "5",
    "Issue": "Women's rights,Justice", "Session": "8",
}  # fmt: skip


def row(**fields: str) -> dict[str, str]:
    """A row that is right but for the fields given; names have _ for -."""
    return ROW | {name.replace("_", "-"): value for name, value in fields.items()}


ROWS = (
    row(),
    row(From="Canada"),
    row(From="Côte d'Ivoire", Text="Teach judges — all of them — “the law of equality”", Response="Noted", Action="4"),
    row(To="Kazakhstan", Session="7", Text="Ratify the protocol on prisons; open the prisons", Issue="Detention"),
    row(To="Albania", Session="6", Text="Plant trees in cities"),
    row(To="Uzbekistan", Session="3", From="Uzbekistan", Text="We will build courts", Response="Voluntary Pledge"),
    row(From="&#40;Unknown&#41;", Text="Count the votes in public", Issue="Elections,A label of nobody"),
)


def data_of(
    rows: Iterable[Mapping[str, str]] = ROWS, *, encoding: str = "mac_roman", ends: str = "\r",
    delimiter: str = ",", columns: Iterable[str] = COLUMNS,
) -> bytes:  # fmt: skip
    """The bytes of an export; as the real ones are, unless told."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(columns), lineterminator=ends, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def write(folder: Path, rows: Iterable[Mapping[str, str]] = ROWS, name: str = "6-9.csv", **how: str) -> Path:
    """A file with these rows."""
    path = folder / name
    path.write_bytes(data_of(rows, **how))  # type: ignore[arg-type]
    return path
