"""Dates known as well as the source knows them, written in a subset of EDTF (ISO 8601-2:2019, levels 0 and 1).

Read and written::

    2022   2024-01   2024-01-31      year, month, day
    201X   20XX   2019-XX            unspecified digits (also 2019-XX-XX, 2019-01-XX)
    2019/2021   2019/..   ../2021    interval, open interval
    2019?   2010~   2015-06%         uncertain, approximate, both

Years run from 0001 to 9999. Seasons, negative years, times and the level 2 forms are refused.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Literal

from ubada.kernel.errors import UbadaError

Precision = Literal["year", "month", "day", "interval"]
Fault = Literal["empty", "form", "year", "month", "day", "order", "type"]

OPEN: Final = ".."
_SHAPE: Final = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?(?P<mark>[?~%])?"
)
_LONGEST_SHOWN: Final = 40


class InvalidDate(UbadaError, ValueError):
    """The text is not a date that Ubada reads; ``text`` is what was given and ``fault`` the kind of mistake."""

    def __init__(self, text: str, fault: Fault, reason: str) -> None:
        shown = text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
        super().__init__(f"“{shown}” is not a date: {reason}")
        self.text = text
        self.fault: Fault = fault


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A span of days within which something happened or held, and how sure the source is of it.

    ``earliest`` and ``latest`` are the first and last day the text allows, both included; an open end is
    ``date.min`` or ``date.max``. The marks ``?`` and ``~`` do not widen the span. ``precision`` is what is known:
    ``2019-XX`` has the precision of a year, and a decade or century (``201X``) that of an interval of years.
    Ordered by earliest, then latest day; equal only where the EDTF text is equal.
    """

    text: str
    earliest: date
    latest: date
    precision: Precision
    uncertain: bool = False
    approximate: bool = False
    _firm_start: bool = True
    _firm_end: bool = True

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """The date that an EDTF text says. Raises `InvalidDate`, naming the text and what is wrong with it."""
        stripped = text.strip()
        if not stripped:
            raise InvalidDate(text, "empty", "it is empty")
        if "/" in stripped:
            return _interval(stripped)
        return _single(stripped, whole=stripped)

    @classmethod
    def of(cls, value: PartialDate | date | int | str) -> PartialDate:
        """The date behind a value as YAML gives it: text, a ``date``, or a bare year. Raises `InvalidDate`."""
        if isinstance(value, PartialDate):
            return value
        if isinstance(value, (datetime, bool)):
            raise InvalidDate(str(value), "type", f"a {type(value).__name__} is not a day")
        if isinstance(value, date):
            return cls.parse(value.isoformat())
        return cls.parse(f"{value:04d}" if isinstance(value, int) else value)

    @property
    def is_open(self) -> bool:
        """Whether one end of the interval is open."""
        return self.earliest == date.min or self.latest == date.max

    def covers(self, day: date) -> bool:
        """Whether the day lies within the span as written."""
        return self.earliest <= day <= self.latest

    def certainly_before(self, other: PartialDate | date) -> bool | None:
        """True where every day of this date lies before every day of the other, False where none does, else None.

        A bound marked uncertain or approximate proves nothing, so the answer is None wherever it would be needed.
        """
        theirs = PartialDate.of(other)
        if self._firm_end and theirs._firm_start and self.latest < theirs.earliest:
            return True
        if self._firm_start and theirs._firm_end and self.earliest >= theirs.latest:
            return False
        return None

    def certainly_after(self, other: PartialDate | date) -> bool | None:
        """True where every day of this date lies after every day of the other, False where none does, else None."""
        return PartialDate.of(other).certainly_before(self)

    def __str__(self) -> str:
        return self.text

    def _order(self) -> tuple[date, date, str]:
        return self.earliest, self.latest, self.text

    def __lt__(self, other: PartialDate) -> bool:
        return self._order() < other._order() if isinstance(other, PartialDate) else NotImplemented

    def __le__(self, other: PartialDate) -> bool:
        return self._order() <= other._order() if isinstance(other, PartialDate) else NotImplemented

    def __gt__(self, other: PartialDate) -> bool:
        return self._order() > other._order() if isinstance(other, PartialDate) else NotImplemented

    def __ge__(self, other: PartialDate) -> bool:
        return self._order() >= other._order() if isinstance(other, PartialDate) else NotImplemented


def _single(part: str, *, whole: str) -> PartialDate:
    shape = _SHAPE.fullmatch(part)
    if shape is None:
        raise InvalidDate(
            whole,
            "form",
            f"“{part[:_LONGEST_SHOWN]}” is not YYYY, YYYY-MM or YYYY-MM-DD, with one of ? ~ % at its end at most",
        )
    year, month, day, mark = shape.group("year", "month", "day", "mark")
    earliest, latest, precision = _span(year, month, day, whole)
    firm = mark is None
    return PartialDate(
        text=part,
        earliest=earliest,
        latest=latest,
        precision=precision,
        uncertain=mark in ("?", "%"),
        approximate=mark in ("~", "%"),
        _firm_start=firm,
        _firm_end=firm,
    )


def _span(year: str, month: str | None, day: str | None, whole: str) -> tuple[date, date, Precision]:
    if "X" in year:
        if month is not None:
            raise InvalidDate(whole, "form", "a month cannot follow a year with unspecified digits")
        first, last = max(int(year.replace("X", "0")), date.min.year), int(year.replace("X", "9"))
        return date(first, 1, 1), date(last, 12, 31), "interval"
    y = int(year)
    if y < date.min.year:
        raise InvalidDate(whole, "year", "years begin at 0001")
    if month is None or month == "XX":
        if day is not None and day != "XX":
            raise InvalidDate(whole, "form", "a day cannot follow an unspecified month")
        return date(y, 1, 1), date(y, 12, 31), "year"
    m = int(month)
    if not 1 <= m <= 12:
        raise InvalidDate(whole, "month", f"there is no month {month}")
    length = calendar.monthrange(y, m)[1]
    if day is None or day == "XX":
        return date(y, m, 1), date(y, m, length), "month"
    d = int(day)
    if d < 1:
        raise InvalidDate(whole, "day", "there is no day 00")
    if d > length:
        raise InvalidDate(whole, "day", f"{calendar.month_name[m]} {year} has {length} days")
    return date(y, m, d), date(y, m, d), "day"


def _interval(whole: str) -> PartialDate:
    parts = whole.split("/")
    if len(parts) != 2:
        raise InvalidDate(whole, "form", "an interval has one / between two dates")
    first, last = parts
    if not first or not last:
        raise InvalidDate(whole, "form", "an open end of an interval is written ..")
    if first == last == OPEN:
        raise InvalidDate(whole, "form", "an interval open at both ends says nothing")
    if first == OPEN:
        end = _single(last, whole=whole)
        return replace(end, text=whole, earliest=date.min, precision="interval", _firm_start=True)
    start = _single(first, whole=whole)
    if last == OPEN:
        return replace(start, text=whole, latest=date.max, precision="interval", _firm_end=True)
    end = _single(last, whole=whole)
    if end.latest < start.earliest:
        raise InvalidDate(whole, "order", f"the end {last} lies before the start {first}")
    return PartialDate(
        text=whole,
        earliest=start.earliest,
        latest=max(start.latest, end.latest),
        precision="interval",
        uncertain=start.uncertain or end.uncertain,
        approximate=start.approximate or end.approximate,
        _firm_start=start._firm_start,
        _firm_end=end._firm_end,
    )
