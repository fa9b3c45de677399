"""The states in which a round, an assessment, a commitment of a state and a piece of evidence can be."""

from __future__ import annotations

from enum import StrEnum


class RoundState(StrEnum):
    """Half a year of work, from its plan to the archive."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    REVIEW = "review"
    REPLY = "reply"
    RECONCILIATION = "reconciliation"
    EDITION_FROZEN = "edition-frozen"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class AssessmentState(StrEnum):
    """One organisation's verdict, from its draft to publication."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in-review"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    OPEN_FOR_REPLY = "open-for-reply"
    REPLIED = "replied"
    REPLY_LAPSED = "reply-lapsed"
    FINAL = "final"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"

    @property
    def is_editable(self) -> bool:
        """Whether its author may change it: in a draft alone."""
        return self is AssessmentState.DRAFT

    @property
    def is_frozen(self) -> bool:
        """Whether nobody may change its content any more."""
        return self in _FROZEN

    @property
    def is_open_to_all(self) -> bool:
        """Whether every constituency may read it and it counts in positions.

        Before that only its own organisation and its reviewers see it; a state official sees nothing of it.
        """
        return self in _OPEN_TO_ALL


_FROZEN = frozenset(
    {AssessmentState.FINAL, AssessmentState.PUBLISHED, AssessmentState.CORRECTED, AssessmentState.WITHDRAWN}
)
_OPEN_TO_ALL = frozenset(
    {
        AssessmentState.OPEN_FOR_REPLY,
        AssessmentState.REPLIED,
        AssessmentState.REPLY_LAPSED,
        AssessmentState.FINAL,
        AssessmentState.PUBLISHED,
        AssessmentState.CORRECTED,
    }
)


class CommitmentState(StrEnum):
    """A commitment of one state, from its registration to the day it is kept, replaced or missed."""

    REGISTERED = "registered"
    RESPONSE_PENDING = "response-pending"
    OPEN = "open"
    CLAIMED = "implemented-claimed"
    UNDER_VERIFICATION = "under-verification"
    CLOSED = "closed-implemented"
    SUPERSEDED = "superseded"
    EXPIRED = "expired-unmet"


class EvidenceState(StrEnum):
    """A piece of evidence, from its arrival to its certified end."""

    RECEIVED = "received"
    HASHED = "hashed"
    SCREENED = "screened"
    CLASSIFIED = "classified"
    VERIFIED = "verified"
    UNVERIFIABLE = "unverifiable"
    LINKED = "linked"
    REDACTED = "redacted"
    PUBLISHED = "published"
    SEALED = "sealed"
    RETENTION_DUE = "retention-due"
    DESTROYED = "destroyed"
