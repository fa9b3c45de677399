"""The way of a verdict from draft to publication.

draft → submitted → in review → (returned → draft) → accepted → open for reply → replied or reply lapsed → final →
published → (corrected → published). It may be withdrawn from anywhere, and leaves a tombstone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from ubada.assessments.rules.calendar import ReplyWindow
from ubada.assessments.rules.lifecycle.machine import Guard, Machine, Transition
from ubada.assessments.rules.scale import InformationGap, Level
from ubada.assessments.rules.states import AssessmentState as State
from ubada.assessments.rules.states import RoundState
from ubada.assessments.rules.verdicts import Constituency


class AssessmentAction(StrEnum):
    """What can be done with an assessment."""

    SUBMIT = "submit"
    BEGIN_REVIEW = "begin-review"
    RETURN = "return"
    REVISE = "revise"
    ACCEPT = "accept"
    OPEN_FOR_REPLY = "open-for-reply"
    RECEIVE_REPLY = "receive-reply"
    LET_REPLY_LAPSE = "let-reply-lapse"
    FINALISE = "finalise"
    PUBLISH = "publish"
    CORRECT = "correct"
    PUBLISH_AGAIN = "publish-again"
    WITHDRAW = "withdraw"


class WithdrawalReason(StrEnum):
    """The class of reason for which a verdict is taken back; the terms of ``withdrawal-reasons``."""

    ERROR = "error"
    SECURITY = "security"
    CONSENT_WITHDRAWN = "consent-withdrawn"


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who reviews: the person, and every organisation and constituency they belonged to since the review began.

    Somebody who changes organisation in mid-review belongs to both.
    """

    person: str
    organisations: frozenset[str]
    constituencies: frozenset[Constituency]


@dataclass(frozen=True, slots=True)
class AssessmentCase:
    """An assessment as its guards see it, at the moment of the step.

    ``evidence`` is how many pieces are linked and not withdrawn. ``returned`` tells whether a reviewer sent it back in
    this round. ``window`` is the reply window of the round, one for all, and ``now`` the moment of the step;
    ``replying`` is the party that answers, ``replied`` those that have. ``edition`` names the edition it is published
    in, ``correction`` what a correction says.
    """

    organisation: str
    constituency: Constituency
    author: str
    round_state: RoundState
    level: Level | None = None
    gap: InformationGap | None = None
    narrative_languages: frozenset[str] = frozenset()
    evidence: int = 0
    interest_declared: bool = False
    returned: bool = False
    reviewer: Reviewer | None = None
    window: ReplyWindow | None = None
    now: datetime | None = None
    replying: str = ""
    replied: frozenset[str] = frozenset()
    edition: str = ""
    correction: str = ""
    withdrawal: WithdrawalReason | None = None


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left in place of a verdict taken back: that there was one, whose group's, how far it came and why."""

    assessment: str
    constituency: Constituency
    was: State
    reason: WithdrawalReason
    on: date


def withdraw(assessment: str, state: State, case: AssessmentCase, *, on: date) -> Tombstone:
    """The tombstone of an assessment that is withdrawn. Raises TransitionRefused without a reason, or a second time."""
    ASSESSMENT.advance(state, AssessmentAction.WITHDRAW, case)
    assert case.withdrawal is not None  # noqa: S101 - the guard has seen to it; for the type checker
    return Tombstone(assessment, case.constituency, state, case.withdrawal, on)


def _is_insufficient_with_reason(case: AssessmentCase) -> bool:
    return case.level is Level.INSUFFICIENT and case.gap is not None


def _takes_submissions(case: AssessmentCase) -> bool:
    if case.round_state is RoundState.OPEN:
        return True
    return case.returned and case.round_state in (RoundState.CLOSED, RoundState.REVIEW)


def _is_of_another_organisation(case: AssessmentCase) -> bool:
    return case.reviewer is None or case.organisation not in case.reviewer.organisations


def _has_no_forbidden_constituency(case: AssessmentCase) -> bool:
    return case.reviewer is None or all(one.may_review for one in case.reviewer.constituencies)


def _window_began(case: AssessmentCase) -> bool:
    return case.window is not None and case.now is not None and case.now >= case.window.opens


def _window_ended(case: AssessmentCase) -> bool:
    return case.window is not None and case.now is not None and case.now >= case.window.ends


Check = Guard[AssessmentCase]

GRADES: Final = Check("constituency-grades-nothing", "write-criteria-instead", lambda case: case.constituency.may_grade)
ROUND_OPEN: Final = Check("round-takes-no-verdicts", "wait-for-the-next-round", _takes_submissions)
LEVEL: Final = Check("level-missing", "choose-a-level", lambda case: case.level not in (None, Level.NOT_ASSESSED))
GAP: Final = Check(
    "information-gap-missing", "say-why-it-is-not-enough",
    lambda case: case.level is not Level.INSUFFICIENT or case.gap is not None,
)  # fmt: skip
NARRATIVE: Final = Check(
    "reasons-missing", "write-reasons-in-one-language", lambda case: bool(case.narrative_languages)
)
EVIDENCE: Final = Check(
    "evidence-missing", "link-evidence-or-say-insufficient-information",
    lambda case: case.evidence > 0 or _is_insufficient_with_reason(case),
)  # fmt: skip
INTEREST: Final = Check(
    "interest-not-declared", "declare-interests-or-that-there-are-none", lambda case: case.interest_declared
)
REVIEWER: Final = Check("reviewer-missing", "name-a-reviewer", lambda case: case.reviewer is not None)
NOT_THE_AUTHOR: Final = Check(
    "reviewer-is-the-author", "name-another-reviewer",
    lambda case: case.reviewer is None or case.reviewer.person != case.author,
)  # fmt: skip
SOME_ORGANISATION: Final = Check(
    "reviewer-without-organisation", "name-another-reviewer",
    lambda case: case.reviewer is None or bool(case.reviewer.organisations),
)  # fmt: skip
OTHER_ORGANISATION: Final = Check(
    "reviewer-of-the-same-organisation", "name-another-reviewer", _is_of_another_organisation
)
MAY_REVIEW: Final = Check(
    "reviewer-of-a-constituency-that-does-not-review", "name-another-reviewer", _has_no_forbidden_constituency
)
REPLY_PHASE: Final = Check(
    "round-not-open-for-reply", "wait-until-the-round-opens-replies",
    lambda case: case.round_state is RoundState.REPLY,
)  # fmt: skip
SAME_MOMENT: Final = Check(
    "not-the-moment-of-all", "open-it-with-the-round-or-leave-it-for-the-next",
    lambda case: case.window is not None and case.now == case.window.opens,
)  # fmt: skip
WINDOW_BEGAN: Final = Check("reply-too-early", "wait-until-texts-are-open-to-all", _window_began)
WINDOW_NOT_ENDED: Final = Check(
    "reply-too-late", "reply-in-the-next-round-or-ask-for-a-correction",
    lambda case: case.window is not None and case.now is not None and not _window_ended(case),
)  # fmt: skip
PARTY: Final = Check("reply-of-nobody", "say-who-replies", lambda case: bool(case.replying))
FIRST_REPLY: Final = Check(
    "party-has-replied", "one-reply-a-party-and-round", lambda case: case.replying not in case.replied
)
WINDOW_ENDED: Final = Check("reply-window-still-open", "wait-until-the-window-ends", _window_ended)
EDITION: Final = Check("no-edition", "publish-it-in-an-edition", lambda case: bool(case.edition))
CORRECTION: Final = Check("correction-unexplained", "say-what-is-corrected-and-why", lambda case: bool(case.correction))
WITHDRAWAL: Final = Check(
    "withdrawal-unexplained", "choose-the-class-of-reason", lambda case: case.withdrawal is not None
)

_REVIEW: Final = (REVIEWER, NOT_THE_AUTHOR, SOME_ORGANISATION, OTHER_ORGANISATION, MAY_REVIEW)
_WELL_FOUNDED: Final = (LEVEL, GAP, NARRATIVE, EVIDENCE)
_REPLYING: Final = frozenset({State.OPEN_FOR_REPLY, State.REPLIED})

Step = Transition[AssessmentAction, State, AssessmentCase]
A = AssessmentAction

ASSESSMENT: Final = Machine[AssessmentAction, State, AssessmentCase](
    State.DRAFT,
    (
        Step(A.SUBMIT, frozenset({State.DRAFT}), State.SUBMITTED, (GRADES, ROUND_OPEN, *_WELL_FOUNDED, INTEREST)),
        Step(A.BEGIN_REVIEW, frozenset({State.SUBMITTED}), State.IN_REVIEW, _REVIEW),
        Step(A.RETURN, frozenset({State.IN_REVIEW}), State.RETURNED, _REVIEW),
        Step(A.REVISE, frozenset({State.RETURNED}), State.DRAFT),
        Step(A.ACCEPT, frozenset({State.IN_REVIEW}), State.ACCEPTED, (*_REVIEW, *_WELL_FOUNDED)),
        Step(A.OPEN_FOR_REPLY, frozenset({State.ACCEPTED}), State.OPEN_FOR_REPLY, (REPLY_PHASE, SAME_MOMENT)),
        Step(A.RECEIVE_REPLY, _REPLYING, State.REPLIED, (PARTY, FIRST_REPLY, WINDOW_BEGAN, WINDOW_NOT_ENDED)),
        Step(A.LET_REPLY_LAPSE, frozenset({State.OPEN_FOR_REPLY}), State.REPLY_LAPSED, (WINDOW_ENDED,)),
        Step(A.FINALISE, frozenset({State.REPLIED, State.REPLY_LAPSED}), State.FINAL, (WINDOW_ENDED,)),
        Step(A.PUBLISH, frozenset({State.FINAL}), State.PUBLISHED, (EDITION,)),
        Step(A.CORRECT, frozenset({State.PUBLISHED}), State.CORRECTED, (CORRECTION,)),
        Step(A.PUBLISH_AGAIN, frozenset({State.CORRECTED}), State.PUBLISHED, (EDITION,)),
        Step(A.WITHDRAW, frozenset(State) - {State.WITHDRAWN}, State.WITHDRAWN, (WITHDRAWAL,)),
    ),
)
"""Every step of an assessment. From final on its content is frozen: there is no way back to a draft."""
