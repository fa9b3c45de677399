"""The dates of a round follow from its plan, give one state a day, and move only by the rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ubada.assessments.rules.calendar import (
    DatesRefused,
    Milestone,
    MoveReason,
    RoundCalendar,
    RoundPlan,
    move_date,
)
from ubada.assessments.rules.lifecycle.machine import TransitionRefused
from ubada.assessments.rules.lifecycle.round import ROUND, RoundAction, RoundCase, steps_due
from ubada.assessments.rules.scale import IMPLEMENTATION_SCALE, METHOD, SCALES, ScaleVersion
from ubada.assessments.rules.states import RoundState
from ubada.kernel.deadlines import DayCount, HolidayCalendar, Period

ALMATY = ZoneInfo("Asia/Almaty")
NAURYZ = HolidayCalendar("KAZ", holidays=frozenset({date(2027, 3, 22), date(2027, 3, 23), date(2027, 5, 3)}))
WEEK = Period(days=7)
PLAN = RoundPlan(
    opens=date(2027, 1, 11),
    zone=ALMATY,
    collecting=Period(months=2),
    reviewing=Period(days=10, rule=DayCount.BUSINESS),
    reconciling=Period(days=14),
    preparing=WEEK,
    holidays=NAURYZ,
)
DATES = RoundCalendar(
    opens=date(2027, 1, 11),
    closes=date(2027, 3, 11),
    review_from=date(2027, 3, 12),
    review_until=date(2027, 3, 30),
    reply_from=date(2027, 3, 31),
    reply_until=date(2027, 4, 30),
    freezes=date(2027, 5, 17),
    publishes=date(2027, 5, 24),
    zone=ALMATY,
)
M = Milestone

periods = st.builds(Period, months=st.integers(0, 2), days=st.integers(0, 40), rule=st.sampled_from(DayCount))
holidays = st.builds(
    HolidayCalendar, owner=st.just("KGZ"), holidays=st.frozensets(st.dates(date(2027, 1, 1), date(2028, 6, 1)))
)
plans = st.builds(
    RoundPlan,
    opens=st.dates(date(2027, 1, 1), date(2027, 12, 31)),
    zone=st.sampled_from([ALMATY, ZoneInfo("Asia/Dushanbe")]),
    collecting=periods,
    reviewing=periods,
    reconciling=periods,
    preparing=periods,
    replying=periods.filter(lambda one: one.days or one.months),
    holidays=holidays,
)


def case(calendar=DATES, today=DATES.opens, **changed):
    whole = RoundCase(calendar, today, IMPLEMENTATION_SCALE.id, METHOD, frozenset({"KGZ"}), 40, edition="3")
    return replace(whole, **changed)


def test_the_dates_of_a_half_year_follow_from_its_plan():
    # ten working days from Friday 12 March, without the weekend and two days of Nauryz, end on Tuesday 30 March;
    # fourteen days of reconciling end on 14 May, a Friday, and the next working day is Monday
    assert PLAN.calendar() == DATES


def test_parties_have_thirty_days_to_reply_unless_the_plan_says_otherwise():
    assert DATES.reply_until - DATES.reply_from == timedelta(days=30)
    longer = replace(PLAN, replying=Period(days=45)).calendar()
    assert longer.reply_until - longer.reply_from >= timedelta(days=45)


@given(plans)
def test_every_plan_gives_dates_in_order_on_working_days_and_no_shorter_reply(plan):
    calendar = plan.calendar()
    days = [calendar.on(one) for one in M]
    assert days == sorted(days)
    assert all(plan.holidays.is_business_day(day) for day in days)
    assert calendar.reply_until >= plan.replying.due(calendar.reply_from, plan.holidays)


@pytest.mark.parametrize("milestone", [one for one in M if one is not M.OPENS])
def test_dates_out_of_order_are_refused_with_the_two_that_are(milestone):
    with pytest.raises(DatesRefused) as refused:
        replace(DATES, **{milestone.value: DATES.opens - timedelta(days=1)})
    assert refused.value.codes[0].startswith(milestone.value.replace("_", "-"))


def test_what_ends_and_what_begins_after_it_never_share_a_day():
    for earlier, later in ((M.CLOSES, M.REVIEW_FROM), (M.REVIEW_UNTIL, M.REPLY_FROM), (M.REPLY_UNTIL, M.FREEZES)):
        with pytest.raises(DatesRefused):
            replace(DATES, **{later.value: DATES.on(earlier)})
    replace(DATES, freezes=DATES.publishes)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2027, 1, 10), RoundState.PLANNED),
        (date(2027, 1, 11), RoundState.OPEN),
        (date(2027, 3, 11), RoundState.OPEN),
        (date(2027, 3, 12), RoundState.REVIEW),
        (date(2027, 3, 30), RoundState.REVIEW),
        (date(2027, 3, 31), RoundState.REPLY),
        (date(2027, 4, 30), RoundState.REPLY),
        (date(2027, 5, 1), RoundState.RECONCILIATION),
        (date(2027, 5, 17), RoundState.EDITION_FROZEN),
        (date(2027, 5, 24), RoundState.PUBLISHED),
        (date(2099, 1, 1), RoundState.PUBLISHED),
    ],
)
def test_each_day_has_its_state_and_last_days_belong_to_what_ends(day, state):
    assert DATES.state_on(day) is state


def test_between_the_last_day_of_collecting_and_review_a_round_is_closed():
    later = replace(DATES, review_from=date(2027, 3, 15))
    assert [later.state_on(date(2027, 3, day)) for day in (11, 12, 14, 15)] == [
        RoundState.OPEN, RoundState.CLOSED, RoundState.CLOSED, RoundState.REVIEW,
    ]  # fmt: skip


def test_the_window_is_the_same_moment_for_everybody_and_ends_with_the_last_day_in_the_zone_of_the_round():
    window = DATES.reply_window
    assert window.opens == datetime(2027, 3, 30, 19, 0, tzinfo=UTC)
    assert window.ends == datetime(2027, 4, 30, 19, 0, tzinfo=UTC)
    last_second = datetime(2027, 4, 30, 23, 59, 59, tzinfo=ALMATY)
    assert window.holds(last_second)
    assert not window.holds(last_second + timedelta(seconds=1))
    assert not window.holds(datetime(2027, 4, 30, 23, 59, 59, tzinfo=ZoneInfo("Europe/Vienna")))
    assert DATES.day_of(last_second) == DATES.reply_until
    assert DATES.day_of(datetime(2027, 4, 30, 20, 0, tzinfo=UTC)) == date(2027, 5, 1)
    with pytest.raises(ValueError, match="zone"):
        DATES.day_of(datetime(2027, 4, 30))  # noqa: DTZ001


@given(plans, st.integers(-40, 700))
def test_taking_every_step_that_is_due_leads_to_the_state_of_the_day(plan, days):
    calendar = plan.calendar()
    now = case(calendar, calendar.opens + timedelta(days=days))
    state = RoundState.PLANNED
    for action in steps_due(state, now):
        state = ROUND.advance(state, action, now)
    assert state is calendar.state_on(now.today)
    assert steps_due(state, now) == ()


@given(plans, st.lists(st.integers(-40, 700), max_size=12))
def test_a_clock_that_jumps_skips_no_step_and_takes_none_back(plan, days):
    calendar = plan.calendar()
    state, taken = RoundState.PLANNED, []
    for offset in days:
        now = case(calendar, calendar.opens + timedelta(days=offset))
        for action in steps_due(state, now):
            state = ROUND.advance(state, action, now)
            taken.append(action)
    assert taken == list(RoundAction)[: len(taken)]


def test_a_round_opens_only_with_a_scope_and_a_scale_and_method_in_use():
    for changed, code in (
        ({"states": frozenset()}, "scope-empty"),
        ({"in_scope": 0}, "scope-empty"),
        ({"scale": "trends@2026-11"}, "scale-not-in-use"),
        ({"scale": "none"}, "scale-not-in-use"),
        ({"method": "average"}, "method-unknown"),
        ({"today": DATES.opens - timedelta(days=1)}, "not-yet-opening"),
    ):
        assert [one.code for one in ROUND.unmet(RoundState.PLANNED, RoundAction.OPEN, case(**changed))] == [code]


@pytest.mark.parametrize(("opens", "codes"), [(date(2027, 1, 10), []), (date(2027, 1, 11), ["scale-not-in-use"])])
def test_no_round_opens_with_a_retired_scale_and_one_that_has_opened_goes_on_with_it(monkeypatch, opens, codes):
    old = ScaleVersion(IMPLEMENTATION_SCALE.vocabulary, "2020-01", (("I4", 4),), retired_on=date(2027, 1, 11))
    monkeypatch.setitem(SCALES, old.id, old)
    calendar = replace(DATES, opens=opens)
    opening = case(calendar, opens, scale=old.id)
    assert [one.code for one in ROUND.unmet(RoundState.PLANNED, RoundAction.OPEN, opening)] == codes
    later = replace(opening, today=calendar.publishes)
    assert steps_due(RoundState.OPEN, later) == tuple(RoundAction)[1:7]


@pytest.mark.parametrize(
    ("state", "action", "first_day", "code"),
    [
        (RoundState.OPEN, RoundAction.CLOSE, date(2027, 3, 12), "not-yet-closing"),
        (RoundState.CLOSED, RoundAction.BEGIN_REVIEW, date(2027, 3, 12), "not-yet-review"),
        (RoundState.REVIEW, RoundAction.OPEN_REPLIES, date(2027, 3, 31), "not-yet-reply"),
        (RoundState.REPLY, RoundAction.BEGIN_RECONCILIATION, date(2027, 5, 1), "reply-window-still-open"),
        (RoundState.RECONCILIATION, RoundAction.FREEZE_EDITION, date(2027, 5, 17), "not-yet-frozen"),
        (RoundState.EDITION_FROZEN, RoundAction.PUBLISH, date(2027, 5, 24), "not-yet-published"),
    ],
)
def test_no_step_is_taken_a_day_early_and_none_waits_a_day_longer(state, action, first_day, code):
    early = case(today=first_day - timedelta(days=1))
    assert [one.code for one in ROUND.unmet(state, action, early)] == [code]
    assert ROUND.unmet(state, action, case(today=first_day)) == ()


def test_publishing_needs_a_frozen_edition_and_nothing_of_any_party():
    with pytest.raises(TransitionRefused, match="no-edition"):
        ROUND.advance(RoundState.EDITION_FROZEN, RoundAction.PUBLISH, case(today=DATES.publishes, edition=""))
    assert not [name for name in RoundCase.__dataclass_fields__ if "repl" in name or "part" in name or "sign" in name]


def test_a_date_to_come_is_moved_and_everybody_can_read_by_how_much_and_why():
    moved = move_date(DATES, M.CLOSES, date(2027, 3, 10), today=date(2027, 1, 1), reason=MoveReason.PLANNING)
    assert moved.calendar == replace(DATES, closes=date(2027, 3, 10))
    assert moved.changes == ((M.CLOSES, date(2027, 3, 11), date(2027, 3, 10)),)
    assert (moved.reason, moved.decided_on) == (MoveReason.PLANNING, date(2027, 1, 1))


def test_later_dates_move_along_by_as_many_days():
    moved = move_date(
        DATES, M.REPLY_FROM, date(2027, 4, 7), today=date(2027, 2, 1), reason=MoveReason.HOLIDAY, and_later=True
    ).calendar
    assert moved.closes == DATES.closes
    assert [moved.on(one) - DATES.on(one) for one in list(M)[4:]] == [timedelta(days=7)] * 4


@pytest.mark.parametrize(
    ("milestone", "to", "today", "code"),
    [
        (M.CLOSES, date(2027, 3, 11), date(2027, 1, 1), "nothing-moves"),
        (M.OPENS, date(2027, 1, 12), date(2027, 1, 11), "date-has-come"),
        (M.OPENS, date(2027, 1, 5), date(2027, 1, 5), "date-in-the-past"),
        (M.REPLY_UNTIL, date(2027, 4, 29), date(2027, 1, 1), "reply-window-shortened"),
        (M.REPLY_FROM, date(2027, 4, 1), date(2027, 1, 1), "reply-window-shortened"),
        (M.CLOSES, date(2027, 3, 1), date(2027, 1, 11), "collecting-shortened"),
        (M.PUBLISHES, date(2027, 5, 25), date(2027, 3, 31), "edition-put-off"),
        (M.FREEZES, date(2027, 5, 18), date(2027, 4, 2), "edition-put-off"),
        (M.REPLY_UNTIL, date(2027, 5, 17), date(2027, 4, 2), "freezes-not-after-reply-until"),
    ],
)
def test_what_would_take_somebody_by_surprise_or_wait_for_a_party_is_refused(milestone, to, today, code):
    with pytest.raises(DatesRefused) as refused:
        move_date(DATES, milestone, to, today=today, reason=MoveReason.PLANNING)
    assert refused.value.codes == (code,)


@pytest.mark.parametrize("reason", MoveReason)
def test_once_parties_may_reply_only_danger_or_a_failure_puts_the_edition_off(reason):
    later = date(2027, 5, 31)
    if reason in (MoveReason.SECURITY, MoveReason.TECHNICAL):
        assert move_date(DATES, M.PUBLISHES, later, today=DATES.reply_from, reason=reason).calendar.publishes == later
        return
    with pytest.raises(DatesRefused):
        move_date(DATES, M.PUBLISHES, later, today=DATES.reply_from, reason=reason)
    before = DATES.reply_from - timedelta(days=1)
    assert move_date(DATES, M.PUBLISHES, later, today=before, reason=reason).calendar.publishes == later


def test_a_date_beyond_the_calendar_is_refused():
    with pytest.raises(DatesRefused) as refused:
        move_date(DATES, M.OPENS, date.max, today=date(2027, 1, 1), reason=MoveReason.PLANNING, and_later=True)
    assert refused.value.codes == ("date-beyond-the-calendar",)


@given(plans, st.sampled_from(M), st.integers(-60, 60), st.integers(-30, 400), st.data())
def test_whatever_is_moved_nothing_past_changes_and_nobody_gets_less_time_to_reply(plan, milestone, days, passed, data):
    calendar = plan.calendar()
    today = calendar.opens + timedelta(days=passed)
    to = calendar.on(milestone) + timedelta(days=days)
    how = {"reason": data.draw(st.sampled_from(MoveReason)), "and_later": data.draw(st.booleans())}
    try:
        after = move_date(calendar, milestone, to, today=today, **how).calendar
    except DatesRefused:
        return
    assert all(after.on(one) == calendar.on(one) for one in M if calendar.on(one) <= today)
    assert after.state_on(today) is calendar.state_on(today)
    assert after.reply_until - after.reply_from >= calendar.reply_until - calendar.reply_from
    assert all(after.on(one) <= after.on(other) for one, other in pairwise(M))
