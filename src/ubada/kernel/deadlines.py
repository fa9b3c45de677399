"""When something falls due.

The day an act happens is not counted: a period of one day that starts on the 1st ends on the 2nd. Days are whole
civil dates; no time of day and no time zone enters.
"""

from __future__ import annotations

import calendar as civil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from ubada.kernel.errors import UbadaError

SATURDAY_SUNDAY = frozenset({5, 6})


class DayCount(StrEnum):
    """How days are counted: every day, or only working days."""

    CALENDAR = "calendar"
    BUSINESS = "business"


class DeadlineError(UbadaError, ValueError):
    """The period or calendar gives no due date."""


@dataclass(frozen=True, slots=True)
class HolidayCalendar:
    """The working days of one authority.

    ``owner`` is whose days these are (a state's code or an organisation's); ``weekend`` holds weekday numbers, Monday
    0; ``holidays`` are single dates without work; ``working`` are weekend or holiday dates on which work is done all
    the same, as when a government moves a working day. Raises `DeadlineError` where no weekday is left for work.
    """

    owner: str
    weekend: frozenset[int] = SATURDAY_SUNDAY
    holidays: frozenset[date] = field(default_factory=frozenset)
    working: frozenset[date] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        if not self.weekend <= set(range(7)):
            raise DeadlineError(f"Calendar {self.owner}: weekdays are numbered 0 (Monday) to 6 (Sunday).")
        if len(self.weekend) == 7:
            raise DeadlineError(f"Calendar {self.owner}: a week needs at least one working day.")

    def is_business_day(self, day: date) -> bool:
        """Whether work is done on the day."""
        return day in self.working or (day.weekday() not in self.weekend and day not in self.holidays)

    def on_or_after(self, day: date) -> date:
        """The day itself if it is a working day, else the next one."""
        while not self.is_business_day(day):
            day = next(_following(day))
        return day


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time as a rule writes it: years and months first, then days counted by ``rule``.

    End of month: a period in months or years ends on the day of the same number, or on the last day of a month that
    has no such day (31 January + 1 month = 28 or 29 February; 29 February + 1 year = 28 February). This is the rule
    of Regulation (EEC, Euratom) No 1182/71, article 3(2)(c).
    """

    years: int = 0
    months: int = 0
    days: int = 0
    rule: DayCount = DayCount.CALENDAR

    def __post_init__(self) -> None:
        if min(self.years, self.months, self.days) < 0:
            raise DeadlineError("A period cannot be negative.")

    def due(self, start: date, calendar: HolidayCalendar | None = None) -> date:
        """The last day of the period that starts on ``start``. Raises `DeadlineError`."""
        return due_date(add_months(start, 12 * self.years + self.months), self.days, self.rule, calendar)


def due_date(start: date, days: int, rule: DayCount, calendar: HolidayCalendar | None = None) -> date:
    """The last day of a period of ``days`` after ``start``, ``start`` not counted.

    CALENDAR counts every day and does not move a due date off a day without work: use `HolidayCalendar.on_or_after`
    where a rule says so. BUSINESS counts working days only and needs a calendar; zero business days is the start
    itself if work is done on it, else the next working day. Raises `DeadlineError` for a negative number, a missing
    calendar, or a date beyond the year 9999.
    """
    if days < 0:
        raise DeadlineError("A period cannot be negative.")
    if rule is DayCount.CALENDAR:
        try:
            return start + timedelta(days=days)
        except OverflowError:
            raise _beyond_calendar() from None
    if calendar is None:
        raise DeadlineError("Business days need a calendar of holidays.", hint="Name whose working days count.")
    if days == 0:
        return calendar.on_or_after(start)
    left = days
    for day in _following(start):
        left -= calendar.is_business_day(day)
        if not left:
            return day
    raise _beyond_calendar()


def add_months(start: date, months: int) -> date:
    """The day of the same number so many months later, or that month's last day if it has no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise _beyond_calendar()
    return date(year, month + 1, min(start.day, civil.monthrange(year, month + 1)[1]))


def _following(day: date) -> Iterator[date]:
    while day < date.max:
        day += timedelta(days=1)
        yield day
    raise _beyond_calendar()


def _beyond_calendar() -> DeadlineError:
    return DeadlineError("The due date lies beyond the year 9999.")
