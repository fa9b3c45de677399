"""Numbers as sources write them: "2024.0" for a year, "49,11" or "49.11", "N/A" or nothing for what is missing."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

MISSING: Final = ("", "-", "–", "—", "..", "...", "n/a", "na", "nan", "null", "none")
_NUMBER: Final = re.compile(r"[+\-]?\d+(?:\.\d+)?(?:[eE][+\-]?\d{1,2})?", re.ASCII)
_MOST_DIGITS: Final = 30
FIRST_YEAR: Final = 1700
LAST_YEAR: Final = 2100


class NotANumber(ValueError):
    """The cell holds no number in the notation of the file; the message says why."""


def is_missing(cell: str) -> bool:
    """Whether a cell says that there is no value. Nought is a value."""
    return cell.strip().casefold() in MISSING


def number(cell: str, *, comma: bool = False) -> Decimal:
    """The exact value of a cell, with a comma before the decimals if ``comma``.

    Raises NotANumber for anything else, the other decimal sign included: guessing is how a score of 49.11 becomes 4911.
    """
    text = cell.strip().replace("\u00a0", "").replace("−", "-")
    other = "." if comma else ","
    if other in text:
        raise NotANumber(f"{cell[:30]!r} is no number with a decimal {'comma' if comma else 'point'}")
    text = text.replace(",", ".")
    if len(text) > _MOST_DIGITS or not _NUMBER.fullmatch(text):
        raise NotANumber(f"{cell[:30]!r} is no number")
    return Decimal(text)


def written(value: Decimal, decimals: int | None = None) -> str:
    """A number as text, without an exponent and without noughts at the end; rounded where ``decimals`` are given."""
    if decimals is not None:
        value = value.quantize(Decimal(1).scaleb(-decimals))
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def whole(cell: str) -> int:
    """A whole number, also where it is written "180.0". Raises NotANumber."""
    value = number(cell)
    if value != value.to_integral_value():
        raise NotANumber(f"{cell[:30]!r} is no whole number")
    return int(value)


def year(cell: str) -> int:
    """A year, also where it is written "2024.0". Raises NotANumber."""
    value = whole(cell)
    if not FIRST_YEAR <= value <= LAST_YEAR:
        raise NotANumber(f"{cell[:30]!r} is no year")
    return value
