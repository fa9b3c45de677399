"""Every read of rounds, verdicts, positions and what is said on them; the first argument is who reads."""

from ubada.assessments.queries.results import (
    DivergenceShown,
    JointShown,
    PositionShown,
    divergences_on,
    positions_on,
)
from ubada.assessments.queries.rounds import (
    MyRound,
    Task,
    may_take_for_review,
    my_round,
    round_or_none,
    rounds,
    rounds_in_hand,
)
from ubada.assessments.queries.showing import EvidenceShown, ReplyShown, VerdictShown, VersionShown
from ubada.assessments.queries.verdicts import assessment, assessments_on, replies_to, versions_of

__all__ = [
    "DivergenceShown",
    "EvidenceShown",
    "JointShown",
    "MyRound",
    "PositionShown",
    "ReplyShown",
    "Task",
    "VerdictShown",
    "VersionShown",
    "assessment",
    "assessments_on",
    "divergences_on",
    "may_take_for_review",
    "my_round",
    "positions_on",
    "replies_to",
    "round_or_none",
    "rounds",
    "rounds_in_hand",
    "versions_of",
]
