"""Who speaks, and what a verdict is to the rules."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from ubada.assessments.rules.scale import Level


class Constituency(StrEnum):
    """The groups that each keep a ledger of verdicts of their own, in the order in which they are shown."""

    STATE = "STA"
    CIVIL_SOCIETY = "CSO"
    OMBUDSMAN = "NHR"
    INTERNATIONAL = "IGO"
    COMMUNITY = "COM"
    EXPERT = "EXP"
    DONOR = "DON"

    @property
    def may_grade(self) -> bool:
        """Whether members may give verdicts: all but those who give money, who write criteria and grade nothing."""
        return self is not Constituency.DONOR

    @property
    def may_review(self) -> bool:
        """Whether members may review verdicts of others before they are open to all."""
        return self in _REVIEWING

    @property
    def term(self) -> str:
        """The code of this group in the vocabulary ``constituencies``, which holds its names."""
        return _TERMS[self]


_REVIEWING: Final = frozenset(
    {Constituency.CIVIL_SOCIETY, Constituency.OMBUDSMAN, Constituency.INTERNATIONAL, Constituency.EXPERT}
)
_TERMS: Final = {
    Constituency.STATE: "state",
    Constituency.CIVIL_SOCIETY: "civil-society",
    Constituency.OMBUDSMAN: "ombudsman",
    Constituency.INTERNATIONAL: "international",
    Constituency.COMMUNITY: "community",
    Constituency.EXPERT: "expert",
    Constituency.DONOR: "donor",
}
VOICES: Final[tuple[Constituency, ...]] = tuple(one for one in Constituency if one.may_grade)
"""The constituencies that may hold a position, in the order in which they are shown."""
PLACE: Final[dict[Constituency, int]] = {one: place for place, one in enumerate(Constituency)}
"""The place of each constituency in that order."""


class PositionKey(NamedTuple):
    """Whose position on what: never without the constituency."""

    state_commitment: str
    constituency: Constituency


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one organisation found in one round on one commitment of one state, as far as positions depend on it.

    ``constituency`` is the organisation's at the moment of submitting, whatever became of it since.
    ``fingerprints`` are those of its reasons, one a language (`drafting.fingerprint`). ``shared_draft`` names the joint
    text that the organisation has declared itself part of; empty if there is none.
    """

    state_commitment: str
    constituency: Constituency
    organisation: str
    level: Level
    fingerprints: frozenset[str] = frozenset()
    shared_draft: str = ""

    @property
    def key(self) -> PositionKey:
        """The position that this verdict belongs to."""
        return PositionKey(self.state_commitment, self.constituency)
