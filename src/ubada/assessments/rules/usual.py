"""How a round usually runs, for whoever plans one: how long each part lasts, and the time zones of its days."""

from __future__ import annotations

from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from ubada.assessments.rules.calendar import RoundCalendar, RoundPlan
from ubada.kernel.deadlines import Period

ZONES: Final = ("Asia/Almaty", "Asia/Ashgabat", "Asia/Bishkek", "Asia/Dushanbe", "Asia/Tashkent", "UTC")
COLLECTING: Final = Period(days=61)
REVIEWING: Final = Period(days=19)
RECONCILING: Final = Period(days=20)
PREPARING: Final = Period(days=16)
"""With thirty days to reply these make five months: a round that opens with a half-year is published before its end."""


def usual_calendar(opens: date, zone: str) -> RoundCalendar:
    """The dates of a round that opens on the day and runs as rounds usually do. Raises DeadlineError past year 9999."""
    return RoundPlan(opens, ZoneInfo(zone), COLLECTING, REVIEWING, RECONCILING, PREPARING).calendar()


def next_half_year(today: date) -> tuple[date, date]:
    """The first and the last day of the half-year after the one of today."""
    if today.month <= 6:
        return date(today.year, 7, 1), date(today.year, 12, 31)
    return date(today.year + 1, 1, 1), date(today.year + 1, 6, 30)
