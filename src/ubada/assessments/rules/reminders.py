"""Who is reminded of which date of a round, how long before or after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from ubada.assessments.rules.calendar import Milestone, RoundCalendar


class Audience(StrEnum):
    """Whom a reminder goes to, as far as something is left for them to do."""

    ASSESSORS = "assessors"
    COORDINATORS = "coordinators"
    REVIEWERS = "reviewers"
    PARTIES = "parties"
    EDITORS = "editors"


@dataclass(frozen=True, slots=True)
class ReminderRule:
    """A reminder ``days`` after a milestone; before it where negative, on the day itself where nought."""

    milestone: Milestone
    days: int
    audience: Audience


REMINDERS: Final[tuple[ReminderRule, ...]] = (
    ReminderRule(Milestone.OPENS, -14, Audience.COORDINATORS),
    ReminderRule(Milestone.OPENS, 0, Audience.ASSESSORS),
    ReminderRule(Milestone.CLOSES, -14, Audience.ASSESSORS),
    ReminderRule(Milestone.CLOSES, -3, Audience.ASSESSORS),
    ReminderRule(Milestone.CLOSES, 1, Audience.COORDINATORS),
    ReminderRule(Milestone.REVIEW_FROM, 0, Audience.REVIEWERS),
    ReminderRule(Milestone.REVIEW_UNTIL, -7, Audience.REVIEWERS),
    ReminderRule(Milestone.REVIEW_UNTIL, -2, Audience.REVIEWERS),
    ReminderRule(Milestone.REVIEW_UNTIL, 1, Audience.EDITORS),
    ReminderRule(Milestone.REPLY_FROM, 0, Audience.PARTIES),
    ReminderRule(Milestone.REPLY_UNTIL, -14, Audience.PARTIES),
    ReminderRule(Milestone.REPLY_UNTIL, -3, Audience.PARTIES),
    ReminderRule(Milestone.REPLY_UNTIL, 1, Audience.EDITORS),
    ReminderRule(Milestone.FREEZES, -3, Audience.EDITORS),
    ReminderRule(Milestone.FREEZES, 0, Audience.EDITORS),
    ReminderRule(Milestone.PUBLISHES, -3, Audience.EDITORS),
    ReminderRule(Milestone.PUBLISHES, 0, Audience.COORDINATORS),
    ReminderRule(Milestone.PUBLISHES, 1, Audience.EDITORS),
    ReminderRule(Milestone.PUBLISHES, 3, Audience.EDITORS),
    ReminderRule(Milestone.PUBLISHES, 7, Audience.EDITORS),
)
"""What a round reminds of unless it is given other rules. A party is reminded twice before its window ends, so that its
silence is silence after a reminder. Editors are told after the date only of a round that is not published."""


@dataclass(frozen=True, slots=True, order=True)
class Reminder:
    """One reminder on its day. ``key`` is the same however often it is computed, so that it is sent once."""

    on: date
    milestone_on: date
    milestone: Milestone
    days: int
    audience: Audience

    @property
    def key(self) -> str:
        """Names milestone, its date, distance and audience; a date that was moved is reminded of anew."""
        return f"{self.milestone.value}:{self.milestone_on.isoformat()}:{self.days:+d}:{self.audience.value}"


def reminders(calendar: RoundCalendar, rules: Sequence[ReminderRule] = REMINDERS) -> list[Reminder]:
    """Every reminder of a round, in the order of their days."""
    return sorted(
        Reminder(
            calendar.on(rule.milestone) + timedelta(days=rule.days),
            calendar.on(rule.milestone), rule.milestone, rule.days, rule.audience,
        )
        for rule in rules
    )  # fmt: skip


def reminders_due(
    calendar: RoundCalendar, *, after: date | None, until: date, rules: Sequence[ReminderRule] = REMINDERS
) -> list[Reminder]:
    """The reminders of the days after ``after`` (the day of the last run; None: there was none) up to ``until``.

    After a gap, what has lost its sense is left out: nobody is told today to be ready by yesterday. A clock that went
    back gives nothing.
    """
    return [
        one
        for one in reminders(calendar, rules)
        if one.on <= until and (after is None or one.on > after) and not _is_stale(one, until)
    ]


def _is_stale(reminder: Reminder, today: date) -> bool:
    if reminder.milestone_on >= today:
        return False
    return reminder.days < 0 or (reminder.days == 0 and reminder.milestone.is_last_day)
