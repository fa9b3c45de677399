"""The dates of a round: how they follow from its plan, which state they give on a day, and how they may be moved.

Days are civil days in the one time zone of the round, the same for everybody: a window ends when its last day does
there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from ubada.assessments.rules.refusal import RuleBroken, Unmet
from ubada.assessments.rules.states import RoundState
from ubada.kernel.deadlines import HolidayCalendar, Period

REPLY_WINDOW: Final = Period(days=30)
"""How long every party may reply unless the plan of a round says otherwise: 30 calendar days."""


class Milestone(StrEnum):
    """The dates of a round, in their order; each is the name of a field of `RoundCalendar`."""

    OPENS = "opens"
    CLOSES = "closes"
    REVIEW_FROM = "review_from"
    REVIEW_UNTIL = "review_until"
    REPLY_FROM = "reply_from"
    REPLY_UNTIL = "reply_until"
    FREEZES = "freezes"
    PUBLISHES = "publishes"

    @property
    def is_last_day(self) -> bool:
        """Whether the date is the last day of something, which it still belongs to, and not the first."""
        return self in (Milestone.CLOSES, Milestone.REVIEW_UNTIL, Milestone.REPLY_UNTIL)


class DatesRefused(RuleBroken):
    """The dates make no round, or may not be moved like this."""


@dataclass(frozen=True, slots=True)
class ReplyWindow:
    """The time in which parties may reply: from the first moment on, up to but without the last. Both bear a zone."""

    opens: datetime
    ends: datetime

    def holds(self, moment: datetime) -> bool:
        """Whether the moment lies in the window. The moment must bear a time zone."""
        return self.opens <= moment < self.ends


@dataclass(frozen=True, slots=True)
class RoundCalendar:
    """The dates of one round. Last days belong to what ends with them.

    Verdicts are collected from ``opens`` to ``closes``, reviewed from ``review_from`` to ``review_until``, and open to
    all from the start of ``reply_from`` to the end of ``reply_until``. Then sides are reconciled until the edition
    ``freezes``; it is published on ``publishes``, whoever is silent. Raises `DatesRefused` if they are out of order.
    """

    opens: date
    closes: date
    review_from: date
    review_until: date
    reply_from: date
    reply_until: date
    freezes: date
    publishes: date
    zone: ZoneInfo

    def __post_init__(self) -> None:
        wrong = tuple(
            _out_of_order(earlier, later)
            for earlier, later in pairwise(Milestone)
            if not _in_order(self.on(earlier), self.on(later), may_meet=(earlier, later) in _MAY_MEET)
        )
        if wrong:
            raise DatesRefused("The dates of the round", *wrong)

    def on(self, milestone: Milestone) -> date:
        """The day of a milestone."""
        day: date = getattr(self, milestone.value)
        return day

    def day_of(self, moment: datetime) -> date:
        """The day that a moment belongs to in the zone of the round. Raises ValueError for one without a zone."""
        if moment.tzinfo is None:
            message = "a moment without a time zone belongs to no day"
            raise ValueError(message)
        return moment.astimezone(self.zone).date()

    @property
    def reply_window(self) -> ReplyWindow:
        """The moments between which parties may reply: the same for every party, wherever it is."""
        return ReplyWindow(self._start(self.reply_from), self._start(self.reply_until + timedelta(days=1)))

    def state_on(self, day: date) -> RoundState:
        """The state that the dates give for a day. A round is archived by people, never by a date."""
        state = RoundState.PLANNED
        for first, begun in self._begins():
            if day >= first:
                state = begun
        return state

    def _begins(self) -> Sequence[tuple[date, RoundState]]:
        after = timedelta(days=1)
        return (
            (self.opens, RoundState.OPEN),
            (self.closes + after, RoundState.CLOSED),
            (self.review_from, RoundState.REVIEW),
            (self.reply_from, RoundState.REPLY),
            (self.reply_until + after, RoundState.RECONCILIATION),
            (self.freezes, RoundState.EDITION_FROZEN),
            (self.publishes, RoundState.PUBLISHED),
        )

    def _start(self, day: date) -> datetime:
        return datetime.combine(day, time.min, self.zone).astimezone(UTC)


_MAY_MEET: Final = {
    (Milestone.OPENS, Milestone.CLOSES),
    (Milestone.REVIEW_FROM, Milestone.REVIEW_UNTIL),
    (Milestone.REPLY_FROM, Milestone.REPLY_UNTIL),
    (Milestone.FREEZES, Milestone.PUBLISHES),
}


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """How a round is meant to run: when it opens, and how long each part lasts after the one before.

    Each period says itself whether it counts calendar or working days. ``holidays`` are whose days without work count;
    with them no part begins or ends on a day without work, which can only lengthen it.
    """

    opens: date
    zone: ZoneInfo
    collecting: Period
    reviewing: Period
    reconciling: Period
    preparing: Period
    replying: Period = REPLY_WINDOW
    holidays: HolidayCalendar | None = None

    def calendar(self) -> RoundCalendar:
        """The dates that follow. Raises `DatesRefused` for parts too short, DeadlineError as the kernel does."""
        opens = self._working(self.opens)
        closes = self._end(self.collecting, opens)
        review_from = self._next(closes)
        review_until = self._end(self.reviewing, review_from)
        reply_from = self._next(review_until)
        reply_until = self._end(self.replying, reply_from)
        freezes = self._next(self._end(self.reconciling, reply_until))
        return RoundCalendar(
            opens, closes, review_from, review_until, reply_from, reply_until, freezes,
            publishes=self._end(self.preparing, freezes), zone=self.zone,
        )  # fmt: skip

    def _end(self, period: Period, start: date) -> date:
        return self._working(period.due(start, self.holidays))

    def _next(self, day: date) -> date:
        return self._working(Period(days=1).due(day))

    def _working(self, day: date) -> date:
        return day if self.holidays is None else self.holidays.on_or_after(day)


class MoveReason(StrEnum):
    """Why a date is moved. That a party has not answered is no reason: there is a right of reply and no veto."""

    PLANNING = "planning"
    HOLIDAY = "holiday"
    SECURITY = "security"
    TECHNICAL = "technical"


@dataclass(frozen=True, slots=True)
class Moved:
    """A round's dates after a move, and what was moved, for everybody to read."""

    calendar: RoundCalendar
    changes: tuple[tuple[Milestone, date, date], ...]
    reason: MoveReason
    decided_on: date


def move_date(
    calendar: RoundCalendar, milestone: Milestone, to: date, *, today: date, reason: MoveReason, and_later: bool = False
) -> Moved:
    """The dates after one is moved, alone or with all later ones by as many days.

    Raises `DatesRefused` if a date moved has come or would lie in the past; if the dates fall out of order; if the time
    to reply gets shorter; if collecting, once begun, ends earlier than announced; and if the edition is put off once
    parties may reply, save for security or for a technical failure.
    """
    days = to - calendar.on(milestone)
    places = list(Milestone)
    moved = places[places.index(milestone) :] if and_later else [milestone]
    try:
        dates = {one.value: calendar.on(one) + days for one in moved}
    except OverflowError:
        raise DatesRefused(f"{milestone.value} to {to.isoformat()}", BEYOND) from None
    after = replace(calendar, **dates)  # type: ignore[arg-type]
    unmet = tuple(_against(calendar, after, moved, today, reason)) if days else (NOTHING_MOVES,)
    if unmet:
        raise DatesRefused(f"{milestone.value} to {to.isoformat()}", *unmet)
    return Moved(after, tuple((one, calendar.on(one), after.on(one)) for one in moved), reason, today)


NOTHING_MOVES: Final = Unmet("nothing-moves", "name-another-day")
HAS_COME: Final = Unmet("date-has-come", "move-a-later-date")
BEYOND: Final = Unmet("date-beyond-the-calendar", "name-an-earlier-day")
IN_THE_PAST: Final = Unmet("date-in-the-past", "name-a-day-to-come")
REPLY_SHORTENED: Final = Unmet("reply-window-shortened", "move-the-end-of-reply-too")
COLLECTING_SHORTENED: Final = Unmet("collecting-shortened", "keep-the-day-announced-or-a-later-one")
WAITS_FOR_A_PARTY: Final = Unmet("edition-put-off", "publish-on-the-day-announced")


def _against(
    before: RoundCalendar, after: RoundCalendar, moved: Sequence[Milestone], today: date, reason: MoveReason
) -> Iterator[Unmet]:
    if any(before.on(one) <= today for one in moved):
        yield HAS_COME
    if any(after.on(one) <= today for one in moved):
        yield IN_THE_PAST
    if after.reply_until - after.reply_from < before.reply_until - before.reply_from:
        yield REPLY_SHORTENED
    if before.opens <= today and after.closes < before.closes:
        yield COLLECTING_SHORTENED
    put_off = after.freezes > before.freezes or after.publishes > before.publishes
    if before.reply_from <= today and put_off and reason not in (MoveReason.SECURITY, MoveReason.TECHNICAL):
        yield WAITS_FOR_A_PARTY


def _out_of_order(earlier: Milestone, later: Milestone) -> Unmet:
    return Unmet(f"{later.value}-not-after-{earlier.value}".replace("_", "-"), "put-the-dates-in-order")


def _in_order(earlier: date, later: date, *, may_meet: bool) -> bool:
    return earlier <= later if may_meet else earlier < later


EVERY_UNMET: Final = (
    NOTHING_MOVES, HAS_COME, BEYOND, IN_THE_PAST, REPLY_SHORTENED, COLLECTING_SHORTENED, WAITS_FOR_A_PARTY,
    *(_out_of_order(earlier, later) for earlier, later in pairwise(Milestone)),
)  # fmt: skip
"""Everything that can be wrong with dates or with moving them."""
