"""Who sees a verdict and when, and who may give, review and answer one (domain model, 13.5).

Before its round opens replies a verdict is its own organisation's, and the reviewer's while a review is under way;
editors see that it exists and how far it has come, and nothing of what it says. From that moment all parties of the
round read it, at once; everybody once it is published. An official of a state sees nothing of anybody else's before,
whatever else that person belongs to. Donors are no party: they read what is published.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ubada.access.actors import Actor, Standing
from ubada.access.engine import Action, declare
from ubada.access.rules import Anyone, Has, IfActor, Rule, Where
from ubada.assessments.models import (
    Assessment,
    AssessmentVersion,
    DateMoved,
    Divergence,
    DivergenceNote,
    EvidenceLink,
    Finding,
    FindingVote,
    GradeGiven,
    Measure,
    Position,
    ReminderSent,
    Reply,
    Review,
    Round,
    ScopedCommitment,
)
from ubada.assessments.rules.lifecycle.assessment import AssessmentAction
from ubada.assessments.rules.states import AssessmentState, RoundState
from ubada.assessments.rules.verdicts import Constituency
from ubada.organisations.models import Membership
from ubada.organisations.policies import IS_SYSTEM
from ubada.register.policies import IS_EDITOR

WRITING: Final = frozenset({Membership.Role.COORDINATOR.value, Membership.Role.ASSESSOR.value})
REVIEWING: Final = frozenset({Membership.Role.COORDINATOR.value, Membership.Role.REVIEWER.value})
REPLYING: Final = frozenset(Constituency) - {Constituency.EXPERT, Constituency.DONOR}
EXPLAINING: Final = frozenset(Constituency) - {Constituency.COMMUNITY, Constituency.DONOR}
VOTING: Final = frozenset(
    {Constituency.STATE, Constituency.CIVIL_SOCIETY, Constituency.OMBUDSMAN, Constituency.INTERNATIONAL}
)
"""Which constituencies may answer verdicts, explain a divergence, and vote on a joint finding (domain model, 13.5)."""

OPEN: Final = frozenset(one.value for one in AssessmentState if one.is_open_to_all)
PUBLIC: Final = frozenset({AssessmentState.PUBLISHED.value, AssessmentState.CORRECTED.value})
ROUND_OPEN: Final = frozenset(
    one.value
    for one in (
        RoundState.REPLY,
        RoundState.RECONCILIATION,
        RoundState.EDITION_FROZEN,
        RoundState.PUBLISHED,
        RoundState.ARCHIVED,
    )
)
"""The states of a round in which its parties may read each other's verdicts and what is computed from them."""
ROUND_PUBLIC: Final = frozenset({RoundState.PUBLISHED.value, RoundState.ARCHIVED.value})
_PUBLISHING: Final = frozenset(
    one.value for one in (AssessmentAction.PUBLISH, AssessmentAction.CORRECT, AssessmentAction.PUBLISH_AGAIN)
)
_OPENING: Final = _PUBLISHING | {AssessmentAction.OPEN_FOR_REPLY.value, AssessmentAction.FINALISE.value}
"""The steps whose versions the public, and all parties, may read."""


def is_official(actor: Actor) -> bool:
    """Whether the actor speaks for a state, whatever else they belong to."""
    return any(one.constituency == Constituency.STATE for one in actor.memberships)


def knows_names(actor: Actor) -> bool:
    """Whether protected names are known to the actor: to the secretariat they are, and to no official of a state."""
    return actor.is_system or (IS_EDITOR.test(actor) and not is_official(actor))


def organisations_of(
    roles: frozenset[str] | None = None, constituencies: frozenset[Constituency] = frozenset(Constituency)
) -> Callable[[Actor], frozenset[int]]:
    """The actor's organisations in these constituencies, where the actor has one of these roles; an official's own
    are those of the state alone."""

    def wanted(one: Standing, *, official: bool) -> bool:
        side = Constituency(one.constituency)
        return (
            (roles is None or one.role in roles)
            and side in constituencies
            and (not official or side is Constituency.STATE)
        )

    def ids(actor: Actor) -> frozenset[int]:
        official = is_official(actor)
        return frozenset(one.organisation_id for one in actor.memberships if wanted(one, official=official))

    return ids


def party_states(actor: Actor) -> frozenset[str]:
    """The states on which the actor's organisations speak, where these take part in rounds."""
    return frozenset(
        state for one in actor.memberships if Constituency(one.constituency).may_grade for state in one.states
    )


def _account(actor: Actor) -> int | frozenset[int]:
    return frozenset() if actor.account_id is None else actor.account_id


def _may_review(actor: Actor) -> bool:
    return not is_official(actor) and any(
        one.role in REVIEWING and Constituency(one.constituency).may_review for one in actor.memberships
    )


def states_reviewed(actor: Actor) -> frozenset[str]:
    """The states on which the actor may review verdicts of others; none for an official of a state."""
    if not _may_review(actor):
        return frozenset()
    return frozenset(
        state
        for one in actor.memberships
        if one.role in REVIEWING and Constituency(one.constituency).may_review
        for state in one.states
    )


NOT_OFFICIAL: Final = IfActor(lambda actor: not is_official(actor))
IS_SECRETARIAT: Final = IfActor(knows_names)
"""Editors and the installation itself; not an editor who speaks for a state."""
_mine: Final = organisations_of()
_written: Final = organisations_of(WRITING, frozenset(one for one in Constituency if one.may_grade))


def _own(path: str) -> Rule:
    return Where(f"{path}organisation", _mine)


def _party(path: str) -> Rule:
    """Whether the actor takes part in the round that ``path`` leads to, or is of the secretariat."""
    return Has(Round.states.through, "round", Where("state", party_states), path=path) | IS_SECRETARIAT


def _reviewing(path: str) -> Rule:
    """Whether the actor reviews the verdict at this moment."""
    under_way = Where("reviewer", _account) & Where("decision", "")
    return IfActor(_may_review) & Has(Review, "assessment", under_way, path=path)


def _opened(path: str = "") -> Rule:
    taken_back = Where(f"{path}state", AssessmentState.WITHDRAWN.value)
    return Where(f"{path}state", OPEN) | (taken_back & ~Where(f"{path}opened_at", None))


def _published(path: str = "") -> Rule:
    taken_back = Where(f"{path}state", AssessmentState.WITHDRAWN.value)
    return Where(f"{path}state", PUBLIC) | (taken_back & ~Where(f"{path}published_at", None))


def _of_round(path: str) -> Rule:
    """For what is computed or said on a round as a whole: its parties from reply on, everybody once published."""
    return (
        IS_SYSTEM
        | Where(f"{path}__state", ROUND_PUBLIC)
        | (Where(f"{path}__state", ROUND_OPEN) & _party(path))
    )  # fmt: skip


def _of_verdict(path: str) -> Rule:
    """For what belongs to a verdict and goes with it when it is taken back."""
    return (
        IS_SYSTEM
        | _own(path)
        | (Where(f"{path}state", OPEN) & _party(f"{path}round"))
        | Where(f"{path}state", PUBLIC)
    )  # fmt: skip


for _model in (Round, ScopedCommitment, DateMoved, GradeGiven, Measure):
    declare(Action.VIEW, _model, Anyone())
for _model in (Round, GradeGiven):
    declare(Action.CREATE, _model, IS_EDITOR)
declare(Action.CHANGE, Round, IS_EDITOR)
declare(Action.PUBLISH, Round, IS_EDITOR)
declare(Action.VIEW, ReminderSent, IS_SECRETARIAT)

declare(
    Action.VIEW,
    Assessment,
    IS_SYSTEM | _own("") | _reviewing("pk") | (_opened() & _party("round")) | _published(),
)
declare(Action.VIEW_EDITORIAL, Assessment, IS_SECRETARIAT)
declare(Action.CREATE, Assessment, Where("organisation", _written))
declare(Action.CHANGE, Assessment, Where("organisation", _written))
# Who may take a verdict for review knows of it no more than on which commitment it is, until the review is theirs.
declare(
    Action.REVIEW,
    Assessment,
    Where("state", AssessmentState.SUBMITTED.value)
    & (
        IS_SECRETARIAT
        | (
            IfActor(_may_review)
            & Where("state_commitment__state", states_reviewed)
            & ~Where("organisation", lambda actor: actor.organisation_ids)
        )
    ),
)
declare(
    Action.VIEW,
    AssessmentVersion,
    IS_SYSTEM
    | _own("assessment__")
    | _reviewing("assessment")
    | (Where("assessment__state", OPEN) & _party("assessment__round") & Where("action", _OPENING))
    | (Where("assessment__state", PUBLIC) & Where("action", _PUBLISHING)),
)
declare(Action.VIEW, EvidenceLink, _of_verdict("assessment__") | _reviewing("assessment"))
declare(
    Action.VIEW,
    Review,
    IS_SECRETARIAT | _own("assessment__") | (NOT_OFFICIAL & Where("reviewer", _account)),
)
declare(Action.CHANGE, Review, IfActor(_may_review) & Where("reviewer", _account))
declare(Action.VIEW, Reply, _of_verdict("assessment__") | _own(""))
declare(Action.CREATE, Reply, Where("organisation", organisations_of(WRITING, REPLYING)))
declare(Action.CREATE, Measure, Where("claimant", _written))

declare(Action.VIEW, Position, _of_round("round"))
declare(Action.VIEW, Divergence, _of_round("round"))
declare(Action.VIEW, DivergenceNote, _of_round("round"))
declare(Action.CREATE, DivergenceNote, Where("organisation", organisations_of(WRITING, EXPLAINING)))
declare(
    Action.VIEW,
    Finding,
    IS_SYSTEM
    | (Where("round__state", ROUND_OPEN) & _party("round"))
    | (Where("round__state", ROUND_PUBLIC) & ~Where("adopted_at", None)),
)
declare(
    Action.VIEW,
    FindingVote,
    IS_SYSTEM
    | (Where("finding__round__state", ROUND_OPEN) & _party("finding__round"))
    | (Where("finding__round__state", ROUND_PUBLIC) & ~Where("finding__adopted_at", None)),
)
declare(Action.CREATE, Finding, IS_EDITOR)
declare(Action.CHANGE, Finding, IS_EDITOR)
declare(
    Action.CREATE,
    FindingVote,
    Where("organisation", organisations_of(frozenset({Membership.Role.COORDINATOR.value}), VOTING)),
)
