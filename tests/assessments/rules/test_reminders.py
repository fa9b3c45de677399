"""Reminders come once, on their day, to those with something left to do; calendars can be read by other programs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.assessments.rules.test_calendar import DATES
from ubada.assessments.rules.calendar import Milestone
from ubada.assessments.rules.icalendar_text import CalendarEvent, calendar_text
from ubada.assessments.rules.reminders import REMINDERS, Audience, ReminderRule, reminders, reminders_due

STAMP = datetime(2027, 1, 1, 12, 30, tzinfo=UTC)


def on(day, after=None):
    before = day - timedelta(days=1) if after is None else after
    return [(one.milestone, one.days, one.audience) for one in reminders_due(DATES, after=before, until=day)]


def test_every_window_is_reminded_of_before_it_ends_and_after():
    for milestone in (Milestone.CLOSES, Milestone.REVIEW_UNTIL, Milestone.REPLY_UNTIL):
        days = [rule.days for rule in REMINDERS if rule.milestone is milestone]
        assert len([one for one in days if one < 0]) >= 2
        assert len([one for one in days if one > 0]) >= 1


def test_parties_are_told_when_texts_open_and_reminded_twice_before_their_window_ends():
    told = [one.on for one in reminders(DATES) if one.audience is Audience.PARTIES]
    assert told == [date(2027, 3, 31), date(2027, 4, 16), date(2027, 4, 27)]


def test_a_reminder_comes_on_its_day():
    assert on(date(2027, 4, 27)) == [(Milestone.REPLY_UNTIL, -3, Audience.PARTIES)]
    assert on(date(2027, 4, 28)) == []
    assert on(date(2027, 5, 1)) == [(Milestone.REPLY_UNTIL, 1, Audience.EDITORS)]


def test_after_a_gap_nobody_is_told_to_be_ready_by_yesterday_but_all_learn_what_has_begun():
    found = on(date(2027, 4, 2), after=date(2027, 3, 1))
    assert found == [
        (Milestone.CLOSES, 1, Audience.COORDINATORS),
        (Milestone.REVIEW_FROM, 0, Audience.REVIEWERS),
        (Milestone.REVIEW_UNTIL, 1, Audience.EDITORS),
        (Milestone.REPLY_FROM, 0, Audience.PARTIES),
    ]
    last_day = [ReminderRule(Milestone.CLOSES, 0, Audience.ASSESSORS)]
    assert reminders_due(DATES, after=None, until=DATES.closes, rules=last_day)
    assert not reminders_due(DATES, after=None, until=DATES.closes + timedelta(days=1), rules=last_day)


def test_a_clock_that_goes_back_sends_nothing_twice():
    assert reminders_due(DATES, after=date(2027, 5, 1), until=date(2027, 4, 27)) == []


@given(st.lists(st.dates(date(2026, 12, 1), date(2027, 7, 1)), min_size=1, max_size=30).map(sorted))
def test_however_often_the_clock_is_looked_at_a_reminder_comes_at_most_once(days):
    sent = [
        one.key
        for last, today in zip([None, *days], days, strict=False)
        for one in reminders_due(DATES, after=last, until=today)
    ]
    assert len(sent) == len(set(sent))
    assert set(sent) <= {one.key for one in reminders(DATES)}


def test_a_date_that_was_moved_is_reminded_of_anew():
    moved = replace(DATES, publishes=date(2027, 5, 31))
    before, after = ({one.key for one in reminders(calendar)} for calendar in (DATES, moved))
    assert {key.split(":")[0] for key in before ^ after} == {"publishes"}


def unfolded(text):
    """The content lines of a calendar file, as RFC 5545 says to read them."""
    assert text.endswith("\r\n")
    lines = text.removesuffix("\r\n").split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert not any("\n" in line or "\r" in line for line in lines)
    joined = []
    for line in lines:
        if line.startswith(" "):
            joined[-1] += line[1:]
        else:
            joined.append(line)
    return joined


def values(text, name):
    """The values of a property, unescaped."""
    found = [line.split(":", 1)[1] for line in unfolded(text) if line.split(":", 1)[0].split(";")[0] == name]
    return [_plain(value) for value in found]


def visible(text):
    return [one for one in text if one.isprintable() and not one.isspace()]


def _plain(value):
    out, marked = "", False
    for one in value:
        if marked:
            out += "\n" if one == "n" else one
            marked = False
        elif one == "\\":
            marked = True
        else:
            out += one
    return out


def test_a_calendar_is_whole_days_in_order_and_the_same_every_time():
    events = [
        CalendarEvent(
            "round-1-closes@ubada", date(2027, 3, 11), "Сбор оценок заканчивается", url="https://example.org/ru/"
        ),
        CalendarEvent(
            "round-1-opens@ubada", date(2027, 1, 11), "Collecting begins", "KAZ, KGZ; all\nof it", revision=2
        ),
    ]
    text = calendar_text("Ubada: round 1", events, stamp=STAMP)
    assert unfolded(text) == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Ubada//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        "X-WR-CALNAME:Ubada: round 1",
        "BEGIN:VEVENT", "UID:round-1-opens@ubada", "DTSTAMP:20270101T123000Z", "SEQUENCE:2",
        "DTSTART;VALUE=DATE:20270111", "DTEND;VALUE=DATE:20270112",
        "SUMMARY:Collecting begins", "DESCRIPTION:KAZ\\, KGZ\\; all\\nof it",
        "TRANSP:TRANSPARENT", "END:VEVENT",
        "BEGIN:VEVENT", "UID:round-1-closes@ubada", "DTSTAMP:20270101T123000Z", "SEQUENCE:0",
        "DTSTART;VALUE=DATE:20270311", "DTEND;VALUE=DATE:20270312",
        "SUMMARY:Сбор оценок заканчивается", "URL:https://example.org/ru/",
        "TRANSP:TRANSPARENT", "END:VEVENT",
        "END:VCALENDAR",
    ]  # fmt: skip
    assert calendar_text("Ubada: round 1", reversed(events), stamp=STAMP) == text


@pytest.mark.parametrize("letter", ["x", "ӣ", "€", "🕊", ","])
@pytest.mark.parametrize("length", [60, 66, 67, 68, 75, 76, 140, 900])
def test_long_lines_are_folded_at_75_octets_and_no_character_is_cut(letter, length):
    text = calendar_text("x", [CalendarEvent("u", date(2027, 1, 1), letter * length)], stamp=STAMP)
    assert values(text, "SUMMARY") == [letter * length]


def test_a_stamp_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        calendar_text("", [], stamp=datetime(2027, 1, 1))  # noqa: DTZ001


@given(st.text(), st.text(), st.text(max_size=300))
def test_no_text_can_begin_a_line_of_its_own_or_get_lost(uid, summary, description):
    text = calendar_text("x", [CalendarEvent(uid, date(2027, 1, 1), summary, description, url=summary)], stamp=STAMP)
    names = [line.split(":", 1)[0].split(";")[0] for line in unfolded(text)]
    assert names.count("BEGIN") == names.count("END") == 2
    assert names.count("SUMMARY") == names.count("UID") == names.count("DTSTART") == 1
    assert visible(values(text, "SUMMARY")[0]) == visible(summary)
