"""Rounds, verdicts with every version of them, reviews, replies, findings, grades of others, and what is computed."""

from ubada.assessments.models.assessments import (
    Assessment,
    AssessmentVersion,
    EvidenceLink,
    Measure,
    Reply,
    Review,
)
from ubada.assessments.models.findings import DivergenceNote, Finding, FindingVote, GradeGiven
from ubada.assessments.models.results import Divergence, Position
from ubada.assessments.models.rounds import DateMoved, ReminderSent, Round, ScopedCommitment

__all__ = [
    "Assessment",
    "AssessmentVersion",
    "DateMoved",
    "Divergence",
    "DivergenceNote",
    "EvidenceLink",
    "Finding",
    "FindingVote",
    "GradeGiven",
    "Measure",
    "Position",
    "ReminderSent",
    "Reply",
    "Review",
    "Round",
    "ScopedCommitment",
]
