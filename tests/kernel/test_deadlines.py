from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ubada.kernel.deadlines import DayCount, DeadlineError, HolidayCalendar, Period, add_months, due_date

CALENDAR, BUSINESS = DayCount.CALENDAR, DayCount.BUSINESS
KGZ = HolidayCalendar("KGZ", holidays=frozenset({date(2026, 5, 1), date(2026, 5, 5)}))

starts = st.dates(date(1990, 1, 1), date(2090, 1, 1))
calendars = st.builds(
    HolidayCalendar,
    owner=st.just("TEST"),
    weekend=st.frozensets(st.integers(0, 6), max_size=6),
    holidays=st.frozensets(st.dates(date(2026, 1, 1), date(2026, 3, 1)), max_size=20),
    working=st.frozensets(st.dates(date(2026, 1, 1), date(2026, 3, 1)), max_size=5),
)


def test_the_first_day_is_not_counted():
    assert due_date(date(2026, 3, 1), 1, CALENDAR) == date(2026, 3, 2)
    assert due_date(date(2026, 3, 2), 1, BUSINESS, KGZ) == date(2026, 3, 3)


@given(starts, st.integers(0, 4000))
def test_calendar_days_count_every_day(start, days):
    assert due_date(start, days, CALENDAR) - start == timedelta(days=days)


def test_business_days_skip_weekends_and_holidays():
    # Thursday 30 April 2026; 1 and 5 May are holidays, 2 and 3 May a weekend.
    assert due_date(date(2026, 4, 30), 1, BUSINESS, KGZ) == date(2026, 5, 4)
    assert due_date(date(2026, 4, 30), 2, BUSINESS, KGZ) == date(2026, 5, 6)


def test_a_moved_working_day_counts():
    moved = HolidayCalendar("KAZ", holidays=frozenset({date(2026, 5, 1)}), working=frozenset({date(2026, 5, 2)}))
    assert due_date(date(2026, 4, 30), 1, BUSINESS, moved) == date(2026, 5, 2)


@given(st.dates(date(2025, 12, 20), date(2026, 3, 10)), st.integers(1, 60), calendars)
def test_exactly_so_many_working_days_lie_up_to_the_due_date(start, days, calendar):
    due = due_date(start, days, BUSINESS, calendar)
    counted = [start + timedelta(days=n) for n in range(1, (due - start).days + 1)]
    assert sum(map(calendar.is_business_day, counted)) == days
    assert calendar.is_business_day(due)


@given(st.dates(date(2025, 12, 20), date(2026, 3, 10)), calendars)
def test_zero_business_days_is_the_next_day_with_work(start, calendar):
    due = due_date(start, 0, BUSINESS, calendar)
    assert due == calendar.on_or_after(start) >= start
    assert calendar.is_business_day(due)


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 2, 28), 1, date(2026, 3, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 1, 15), 12, date(2027, 1, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(start, months, due):
    assert add_months(start, months) == due


@given(starts, st.integers(0, 240))
def test_months_keep_the_day_or_shorten_it(start, months):
    due = add_months(start, months)
    assert (due.year * 12 + due.month) - (start.year * 12 + start.month) == months
    assert due.day == start.day or (due.day < start.day and (due + timedelta(days=1)).day == 1)


def test_a_period_counts_years_and_months_before_days():
    assert Period(years=1, months=1, days=1).due(date(2024, 1, 31)) == date(2025, 3, 1)
    assert Period(months=1, days=1, rule=BUSINESS).due(date(2026, 3, 30), KGZ) == date(2026, 5, 4)


def test_what_gives_no_deadline_is_refused():
    with pytest.raises(DeadlineError, match="negative"):
        due_date(date(2026, 1, 1), -1, CALENDAR)
    with pytest.raises(DeadlineError, match="negative"):
        Period(months=-1)
    with pytest.raises(DeadlineError, match="need a calendar"):
        due_date(date(2026, 1, 1), 5, BUSINESS)
    with pytest.raises(DeadlineError, match="9999"):
        due_date(date(9999, 12, 30), 5, CALENDAR)
    with pytest.raises(DeadlineError, match="9999"):
        due_date(date(9999, 12, 30), 5, BUSINESS, KGZ)
    with pytest.raises(DeadlineError, match="9999"):
        add_months(date(9999, 12, 30), 1)


@pytest.mark.parametrize("weekend", [range(7), {7}, {-1}])
def test_a_week_without_work_or_with_an_unknown_day_is_refused(weekend):
    with pytest.raises(DeadlineError, match="Calendar X"):
        HolidayCalendar("X", weekend=frozenset(weekend))
