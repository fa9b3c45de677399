"""The way of a commitment of one state: from its registration to the day it is kept, replaced or missed.

It closes as implemented only after two rounds in a row in which at least two constituencies stood at the highest level;
as no constituency counts twice, one of them is always another than the state. It opens again on regression: a position
of regression, a recorded event, or a side that has fallen from the highest level so that two no longer stand there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from ubada.assessments.rules.lifecycle.machine import Guard, Machine, Transition
from ubada.assessments.rules.positions import Position
from ubada.assessments.rules.refusal import Unmet
from ubada.assessments.rules.scale import Level
from ubada.assessments.rules.states import CommitmentState as State
from ubada.assessments.rules.verdicts import Constituency

ROUNDS_NEEDED: Final = 2
VOICES_NEEDED: Final = 2
_TOP: Final = Level.IMPLEMENTED


class CommitmentAction(StrEnum):
    """What can be done with a commitment of a state."""

    AWAIT_RESPONSE = "await-response"
    OPEN = "open"
    CLAIM = "claim"
    VERIFY = "verify"
    NOT_CONFIRMED = "not-confirmed"
    CLOSE = "close"
    REOPEN = "reopen"
    SUPERSEDE = "supersede"
    EXPIRE = "expire"


@dataclass(frozen=True, slots=True)
class RoundStanding:
    """What one published round found on the commitment: its place in the sequence, its yardstick, every position."""

    sequence: int
    scale: str
    method: str
    positions: Mapping[Constituency, Position]

    def at_the_top(self) -> frozenset[Constituency]:
        """The constituencies whose position is the highest level."""
        return frozenset(one for one, position in self.positions.items() if position.level is _TOP)

    def sees_regression(self) -> bool:
        """Whether the position of any constituency is regression."""
        return any(position.level is Level.REGRESSION for position in self.positions.values())


@dataclass(frozen=True, slots=True)
class CommitmentCase:
    """A commitment of a state as its guards see it.

    ``history`` are the published rounds that had it in scope, in any order. ``expects_response`` tells whether the
    state is asked to answer it at all, as it is a recommendation. ``claimed`` tells whether anybody says that it is
    kept. ``regression_recorded`` tells of an event that leads away from it and still holds, such as a law repealed.
    ``due_on`` is the last day on which it may be kept, ``successor`` the commitment that replaces it.
    """

    history: tuple[RoundStanding, ...] = ()
    expects_response: bool = False
    has_response: bool = False
    response_overdue: bool = False
    claimed: bool = False
    regression_recorded: bool = False
    due_on: date | None = None
    today: date = date.min
    successor: str = ""

    def latest_first(self) -> list[RoundStanding]:
        """The rounds from the newest to the oldest."""
        return sorted(self.history, key=lambda one: one.sequence, reverse=True)


def against_closing(case: CommitmentCase) -> tuple[Unmet, ...]:
    """What stands against closing the commitment as implemented; empty if the two newest rounds carry it."""
    return tuple(guard.unmet for guard in CLOSING if not guard.holds(case))


def signs_of_regression(case: CommitmentCase) -> tuple[Unmet, ...]:
    """Why a commitment that was closed as implemented is to be opened again; empty if there is no reason."""
    return tuple(_regression(case))


REGRESSION_SEEN: Final = Unmet("regression-seen", "open-it-again")
REGRESSION_RECORDED: Final = Unmet("regression-recorded", "open-it-again")
NO_LONGER_AT_THE_TOP: Final = Unmet("no-longer-implemented", "open-it-again")


def _regression(case: CommitmentCase) -> Iterator[Unmet]:
    if case.regression_recorded:
        yield REGRESSION_RECORDED
    rounds = case.latest_first()
    if rounds and rounds[0].sees_regression():
        yield REGRESSION_SEEN
    if rounds and _has_fallen(rounds[0], rounds[1:]):
        yield NO_LONGER_AT_THE_TOP


def _has_fallen(newest: RoundStanding, earlier: Sequence[RoundStanding]) -> bool:
    """Whether too few sides stand at the top and one of them has a lower level than when it was last heard.

    Silence and too little information are no fall, and a level of another yardstick is none to fall from.
    """
    if len(newest.at_the_top()) >= VOICES_NEEDED:
        return False
    comparable = [one for one in earlier if (one.scale, one.method) == (newest.scale, newest.method)]
    return any(
        position.is_graded and position.level is not _TOP and _last_level(side, comparable) is _TOP
        for side, position in newest.positions.items()
    )


def _last_level(side: Constituency, latest_first: Sequence[RoundStanding]) -> Level | None:
    heard = (one.positions[side] for one in latest_first if side in one.positions)
    return next((position.level for position in heard if position.is_graded), None)


def _last_two(case: CommitmentCase) -> list[RoundStanding]:
    return case.latest_first()[:ROUNDS_NEEDED]


def _rounds_in_a_row(case: CommitmentCase) -> bool:
    rounds = _last_two(case)
    return len(rounds) == ROUNDS_NEEDED and rounds[0].sequence - rounds[1].sequence == 1


def _same_yardstick(case: CommitmentCase) -> bool:
    return len({(one.scale, one.method) for one in _last_two(case)}) <= 1


def _enough_voices(case: CommitmentCase) -> bool:
    rounds = _last_two(case)
    return len(rounds) == ROUNDS_NEEDED and all(len(one.at_the_top()) >= VOICES_NEEDED for one in rounds)


Check = Guard[CommitmentCase]

TWO_ROUNDS: Final = Check("no-two-rounds-in-a-row", "wait-for-the-next-round", _rounds_in_a_row)
SAME_YARDSTICK: Final = Check("yardstick-changed", "wait-for-two-rounds-of-one-method", _same_yardstick)
TWO_VOICES: Final = Check("no-two-constituencies-at-the-top", "wait-for-the-next-round", _enough_voices)
NO_REGRESSION: Final = Check(
    "regression-seen", "look-into-the-regression",
    lambda case: not case.regression_recorded and not any(one.sees_regression() for one in _last_two(case)[:1]),
)  # fmt: skip
CLOSING: Final = (TWO_ROUNDS, SAME_YARDSTICK, TWO_VOICES, NO_REGRESSION)
NOT_CLOSING: Final = Check("closing-rule-holds", "close-it-as-implemented", lambda case: bool(against_closing(case)))
REGRESSED: Final = Check("no-regression", "leave-it-closed", lambda case: bool(signs_of_regression(case)))
EXPECTS_RESPONSE: Final = Check("no-response-expected", "open-it-at-once", lambda case: case.expects_response)
RESPONSE_SETTLED: Final = Check(
    "response-pending", "record-the-response-or-wait-until-it-is-due",
    lambda case: not case.expects_response or case.has_response or case.response_overdue,
)  # fmt: skip
CLAIMED: Final = Check("nobody-claims-it", "record-the-claim-with-its-claimant", lambda case: case.claimed)
SUCCESSOR: Final = Check("successor-missing", "name-the-commitment-that-replaces-it", lambda case: bool(case.successor))
OVERDUE: Final = Check(
    "not-past-its-date", "wait-for-the-date", lambda case: case.due_on is not None and case.today > case.due_on
)

Step = Transition[CommitmentAction, State, CommitmentCase]
A = CommitmentAction
_PENDING: Final = frozenset({State.REGISTERED, State.RESPONSE_PENDING})
_FOLLOWED: Final = frozenset({State.OPEN, State.CLAIMED, State.UNDER_VERIFICATION})

COMMITMENT: Final = Machine[CommitmentAction, State, CommitmentCase](
    State.REGISTERED,
    (
        Step(A.AWAIT_RESPONSE, frozenset({State.REGISTERED}), State.RESPONSE_PENDING, (EXPECTS_RESPONSE,)),
        Step(A.OPEN, _PENDING, State.OPEN, (RESPONSE_SETTLED,)),
        Step(A.CLAIM, frozenset({State.OPEN}), State.CLAIMED, (CLAIMED,)),
        Step(A.VERIFY, frozenset({State.OPEN, State.CLAIMED}), State.UNDER_VERIFICATION),
        Step(A.NOT_CONFIRMED, frozenset({State.CLAIMED, State.UNDER_VERIFICATION}), State.OPEN, (NOT_CLOSING,)),
        Step(A.CLOSE, frozenset({State.UNDER_VERIFICATION}), State.CLOSED, CLOSING),
        Step(A.REOPEN, frozenset({State.CLOSED}), State.OPEN, (REGRESSED,)),
        Step(A.SUPERSEDE, _PENDING | _FOLLOWED | {State.CLOSED}, State.SUPERSEDED, (SUCCESSOR,)),
        Step(A.EXPIRE, _PENDING | _FOLLOWED, State.EXPIRED, (OVERDUE, NOT_CLOSING)),
    ),
)
"""Every step of a commitment of a state. What is superseded or has expired unmet stays so."""
