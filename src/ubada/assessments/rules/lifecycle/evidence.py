"""The way of a piece of evidence from its arrival to its certified end.

received → hashed → screened → classified → verified or unverifiable → linked → (redacted copy) → published or sealed →
retention due → destroyed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from ubada.assessments.rules.lifecycle.machine import Guard, Machine, Transition
from ubada.assessments.rules.states import EvidenceState as State


class EvidenceAction(StrEnum):
    """What can be done with a piece of evidence."""

    HASH = "hash"
    SCREEN = "screen"
    CLASSIFY = "classify"
    VERIFY = "verify"
    FIND_UNVERIFIABLE = "find-unverifiable"
    LINK = "link"
    REDACT = "redact"
    PUBLISH = "publish"
    SEAL = "seal"
    RETIRE = "retire"
    DESTROY = "destroy"


class Access(StrEnum):
    """Who may see a piece of evidence."""

    PUBLIC = "public"
    PARTNERS = "partners"
    RESTRICTED = "restricted"
    SEALED = "sealed"


class Consent(StrEnum):
    """Whether whoever it concerns agrees. ``NOT_NEEDED``: it concerns nobody, as the text of a law."""

    NOT_NEEDED = "not-needed"
    GIVEN = "given"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class EvidenceCase:
    """A piece of evidence as its guards see it.

    ``is_safe`` is the outcome of looking into the file: None before, False for what is dangerous or no file of its
    kind. ``steps`` is how many steps of verification are written down. ``links`` is how many claims it is linked to.
    ``has_clean_copy`` tells of a copy without metadata and without what was blacked out; nothing else is published.
    ``sealed_zone`` tells whether this installation can keep sealed evidence at all.
    """

    sha256: str = ""
    size: int = 0
    is_safe: bool | None = None
    consent: Consent = Consent.UNKNOWN
    access: Access | None = None
    steps: int = 0
    links: int = 0
    has_clean_copy: bool = False
    sealed_zone: bool = False
    keep_until: date | None = None
    today: date = date.min
    certificate: str = ""


Check = Guard[EvidenceCase]


def _agreed(case: EvidenceCase) -> bool:
    return case.consent in (Consent.GIVEN, Consent.NOT_NEEDED)


def _must_go(case: EvidenceCase) -> bool:
    """Whether its time is over: the date has come, consent was withdrawn, or it was found unsafe."""
    expired = case.keep_until is not None and case.today > case.keep_until
    return expired or case.consent is Consent.WITHDRAWN or case.is_safe is False


NOT_EMPTY: Final = Check("file-empty", "hand-in-the-file-again", lambda case: case.size > 0)
HASHED: Final = Check("hash-missing", "compute-the-hash-of-the-original", lambda case: bool(case.sha256))
SAFE: Final = Check("not-found-safe", "look-into-the-file-or-retire-it", lambda case: case.is_safe is True)
AGREED: Final = Check("consent-missing", "record-consent-or-that-none-is-needed", _agreed)
ACCESS: Final = Check("access-class-missing", "say-who-may-see-it", lambda case: case.access is not None)
STEPS: Final = Check("verification-not-written-down", "write-down-what-was-done", lambda case: case.steps > 0)
LINKED: Final = Check("linked-to-nothing", "link-it-to-what-it-supports-or-contradicts", lambda case: case.links > 0)
CLEAN_COPY: Final = Check("clean-copy-missing", "make-a-copy-without-metadata", lambda case: case.has_clean_copy)
PUBLIC: Final = Check("not-public", "leave-it-with-those-who-may-see-it", lambda case: case.access is Access.PUBLIC)
SEALED: Final = Check("not-to-be-sealed", "classify-it-as-sealed", lambda case: case.access is Access.SEALED)
ZONE: Final = Check("no-sealed-zone", "keep-it-with-its-holder", lambda case: case.sealed_zone)
MUST_GO: Final = Check("still-to-be-kept", "wait-for-the-date", _must_go)
CERTIFICATE: Final = Check("certificate-missing", "certify-the-destruction", lambda case: bool(case.certificate))

Step = Transition[EvidenceAction, State, EvidenceCase]
A = EvidenceAction
_CHECKED: Final = frozenset({State.VERIFIED, State.UNVERIFIABLE})
_OVER: Final = frozenset({State.RETENTION_DUE, State.DESTROYED})

EVIDENCE: Final = Machine[EvidenceAction, State, EvidenceCase](
    State.RECEIVED,
    (
        Step(A.HASH, frozenset({State.RECEIVED}), State.HASHED, (NOT_EMPTY, HASHED)),
        Step(A.SCREEN, frozenset({State.HASHED}), State.SCREENED, (SAFE, AGREED)),
        Step(A.CLASSIFY, frozenset({State.SCREENED}), State.CLASSIFIED, (ACCESS,)),
        Step(A.VERIFY, frozenset({State.CLASSIFIED}), State.VERIFIED, (STEPS,)),
        Step(A.FIND_UNVERIFIABLE, frozenset({State.CLASSIFIED}), State.UNVERIFIABLE, (STEPS,)),
        Step(A.LINK, _CHECKED, State.LINKED, (LINKED,)),
        Step(A.REDACT, frozenset({State.LINKED}), State.REDACTED, (CLEAN_COPY,)),
        Step(A.PUBLISH, frozenset({State.LINKED, State.REDACTED}), State.PUBLISHED, (PUBLIC, AGREED, CLEAN_COPY)),
        Step(A.SEAL, frozenset({State.LINKED}), State.SEALED, (SEALED, ZONE)),
        Step(A.RETIRE, frozenset(State) - _OVER, State.RETENTION_DUE, (MUST_GO,)),
        Step(A.DESTROY, frozenset({State.RETENTION_DUE}), State.DESTROYED, (CERTIFICATE,)),
    ),
)
"""Every step of a piece of evidence. Whatever its state, what must go is retired, and nothing is destroyed without a
certificate."""
