"""The way of a round from its plan to the archive, on the dates of its calendar.

No step looks at who has replied or signed: a round publishes on its date even if a party is silent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from ubada.assessments.rules.calendar import RoundCalendar
from ubada.assessments.rules.lifecycle.machine import Guard, Machine, Transition
from ubada.assessments.rules.scale import IMPLEMENTATION_SCALE, METHODS, SCALES
from ubada.assessments.rules.states import RoundState as State


class RoundAction(StrEnum):
    """What can be done with a round."""

    OPEN = "open"
    CLOSE = "close"
    BEGIN_REVIEW = "begin-review"
    OPEN_REPLIES = "open-replies"
    BEGIN_RECONCILIATION = "begin-reconciliation"
    FREEZE_EDITION = "freeze-edition"
    PUBLISH = "publish"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class RoundCase:
    """A round as its guards see it. ``today`` is the day in the round's own zone.

    ``scale`` and ``method`` are the ids that the round freezes when it opens; ``states`` and ``in_scope`` are the codes
    of its states and the number of their commitments; ``edition`` names the frozen edition once there is one.
    """

    calendar: RoundCalendar
    today: date
    scale: str
    method: str
    states: frozenset[str]
    in_scope: int
    edition: str = ""


def steps_due(state: State, case: RoundCase) -> tuple[RoundAction, ...]:
    """The steps that the calendar asks for by today, in their order, each to be taken one after the other.

    None is skipped after a gap, and none is taken back when a clock goes back. Archiving is left to people. Publishing
    is due only once there is a frozen edition.
    """
    due: list[RoundAction] = []
    while state in _BY_CALENDAR:
        action = _BY_CALENDAR[state]
        if ROUND.unmet(state, action, case):
            break
        due.append(action)
        state = ROUND.of(action).target
    return tuple(due)


Check = Guard[RoundCase]


def _scale_is_in_use(case: RoundCase) -> bool:
    scale = SCALES.get(case.scale)
    return (
        scale is not None
        and scale.vocabulary == IMPLEMENTATION_SCALE.vocabulary
        and scale.may_begin_on(case.calendar.opens)
    )


SCOPE: Final = Check(
    "scope-empty", "choose-states-and-commitments", lambda case: bool(case.states) and case.in_scope > 0
)
SCALE: Final = Check("scale-not-in-use", "choose-a-scale-in-use", _scale_is_in_use)
KNOWN_METHOD: Final = Check("method-unknown", "choose-a-method-in-use", lambda case: case.method in METHODS)
OPENS: Final = Check("not-yet-opening", "wait-for-the-day", lambda case: case.today >= case.calendar.opens)
CLOSES: Final = Check("not-yet-closing", "wait-for-the-day", lambda case: case.today > case.calendar.closes)
REVIEW: Final = Check("not-yet-review", "wait-for-the-day", lambda case: case.today >= case.calendar.review_from)
REPLY: Final = Check("not-yet-reply", "wait-for-the-day", lambda case: case.today >= case.calendar.reply_from)
REPLY_ENDED: Final = Check(
    "reply-window-still-open", "wait-until-the-window-ends", lambda case: case.today > case.calendar.reply_until
)
FREEZES: Final = Check("not-yet-frozen", "wait-for-the-day", lambda case: case.today >= case.calendar.freezes)
PUBLISHES: Final = Check("not-yet-published", "wait-for-the-day", lambda case: case.today >= case.calendar.publishes)
EDITION: Final = Check("no-edition", "freeze-an-edition", lambda case: bool(case.edition))

Step = Transition[RoundAction, State, RoundCase]
A = RoundAction

ROUND: Final = Machine[RoundAction, State, RoundCase](
    State.PLANNED,
    (
        Step(A.OPEN, frozenset({State.PLANNED}), State.OPEN, (OPENS, SCOPE, SCALE, KNOWN_METHOD)),
        Step(A.CLOSE, frozenset({State.OPEN}), State.CLOSED, (CLOSES,)),
        Step(A.BEGIN_REVIEW, frozenset({State.CLOSED}), State.REVIEW, (REVIEW,)),
        Step(A.OPEN_REPLIES, frozenset({State.REVIEW}), State.REPLY, (REPLY,)),
        Step(A.BEGIN_RECONCILIATION, frozenset({State.REPLY}), State.RECONCILIATION, (REPLY_ENDED,)),
        Step(A.FREEZE_EDITION, frozenset({State.RECONCILIATION}), State.EDITION_FROZEN, (FREEZES,)),
        Step(A.PUBLISH, frozenset({State.EDITION_FROZEN}), State.PUBLISHED, (PUBLISHES, EDITION)),
        Step(A.ARCHIVE, frozenset({State.PUBLISHED}), State.ARCHIVED),
    ),
)
"""Every step of a round. There is no way back and none past a state."""
_BY_CALENDAR: Final = {
    source: step.action for step in ROUND.transitions for source in step.sources if step.action is not A.ARCHIVE
}
