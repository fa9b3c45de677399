"""Rounds made up for properties: who said what on which commitment, with texts that are handed round."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from ubada.assessments.rules.positions import Position, find_positions
from ubada.assessments.rules.scale import Level
from ubada.assessments.rules.verdicts import VOICES, Constituency, PositionKey, Verdict

COMMITMENTS = ("CAT-12@KAZ", "CAT-12@KGZ", "CEDAW-7-A@KGZ")
COMMITMENT = COMMITMENTS[0]

levels = st.sampled_from(Level)
grades = st.sampled_from([one for one in Level if one.is_graded])
voices = st.sampled_from(VOICES)
texts = st.frozensets(st.sampled_from("abcdef"), max_size=2)
drafts = st.sampled_from(["", "", "", "joint", "other"])


@st.composite
def ballots(draw: st.DrawFn, constituency: Constituency = Constituency.CIVIL_SOCIETY) -> list[Verdict]:
    """The verdicts of one constituency on one commitment, each of another organisation."""
    names = draw(st.lists(st.integers(0, 30), unique=True, max_size=9))
    return [
        Verdict(COMMITMENT, constituency, f"org-{name:02}", draw(levels), draw(texts), draw(drafts)) for name in names
    ]


@st.composite
def rounds(draw: st.DrawFn) -> list[Verdict]:
    """The verdicts of a whole round: an organisation stays in one constituency and speaks once on a commitment."""
    home = draw(st.dictionaries(st.integers(0, 14).map(lambda number: f"org-{number:02}"), voices, max_size=15))
    return [
        Verdict(commitment, constituency, organisation, draw(levels), draw(texts), draw(drafts))
        for commitment in COMMITMENTS
        for organisation, constituency in home.items()
        if draw(st.booleans())
    ]


def verdict(level: Level, organisation: str = "a", side: Constituency = Constituency.CIVIL_SOCIETY) -> Verdict:
    """A verdict of an organisation on the first commitment, with no text to share."""
    return Verdict(COMMITMENT, side, organisation, level)


def position(level: Level, side: Constituency = Constituency.CIVIL_SOCIETY, commitment: str = COMMITMENT) -> Position:
    """The position of a constituency of which one organisation spoke; nobody did if the level is IN."""
    given = replace(verdict(level, f"of {side}", side), state_commitment=commitment)
    return find_positions([given])[PositionKey(commitment, side)]
