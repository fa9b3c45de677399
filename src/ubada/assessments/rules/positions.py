"""The position of a constituency: what its organisations found, without a word from any other constituency.

The rule, the same for all: the low median of the ordinals of its organisations, one vote an organisation and round,
shown with the lowest and highest, how many graded and how many found too little to grade. Organisations on one text are
one vote.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ubada.assessments.rules.drafting import SharedBecause, texts_of
from ubada.assessments.rules.refusal import RuleBroken, Unmet
from ubada.assessments.rules.scale import Level
from ubada.assessments.rules.verdicts import Constituency, PositionKey, Verdict

SPLIT_FROM: Final = 3
"""The distance between the highest and the lowest level from which a constituency is divided in itself."""
_LEVEL_AT: Final[dict[int, Level]] = {one.ordinal: one for one in Level if one.ordinal is not None}


class VotesRefused(RuleBroken):
    """The verdicts handed in cannot make up positions."""


@dataclass(frozen=True, slots=True)
class JointText:
    """Several organisations of one constituency on one text, counted once and never hidden.

    The text counts with the low median of its own grades; too little to grade, if none of them graded. ``counted`` is
    the organisation, first by code, whose verdict is at that level; ``verdicts`` holds what each of them said.
    """

    counted: str
    verdicts: tuple[tuple[str, Level], ...]
    because: frozenset[SharedBecause]

    @property
    def organisations(self) -> tuple[str, ...]:
        """All who stand on this text, by code."""
        return tuple(organisation for organisation, _ in self.verdicts)

    @property
    def levels_differ(self) -> bool:
        """Whether one text came with different levels, which a reviewer should look into."""
        return len({level for _, level in self.verdicts}) > 1


@dataclass(frozen=True, slots=True)
class Position:
    """Where one constituency stands on one commitment of one state in one round. Computed, never edited.

    ``level`` is the low median of the ``n`` grades counted; `Level.INSUFFICIENT` if there are no grades but somebody
    searched and found too little; `Level.NOT_ASSESSED` if nobody said anything. ``lowest`` and ``highest`` are the ends
    of the range, None without a grade. ``n_unknown`` votes found too little and are never part of a level.
    ``organisations`` are those counted, ``n + n_unknown`` of them; `joint_texts` names the others on the same texts.
    ``n_not_assessed`` organisations recorded that they did not assess; they have no vote.
    """

    state_commitment: str
    constituency: Constituency
    level: Level
    lowest: Level | None
    highest: Level | None
    n: int
    n_unknown: int
    n_not_assessed: int
    organisations: tuple[str, ...]
    joint_texts: tuple[JointText, ...] = ()

    @property
    def key(self) -> PositionKey:
        """Whose position on what."""
        return PositionKey(self.state_commitment, self.constituency)

    @property
    def is_graded(self) -> bool:
        """Whether there is a level on the scale."""
        return self.n > 0

    @property
    def is_unknown(self) -> bool:
        """Whether all who voted found too little to grade."""
        return self.n == 0 and self.n_unknown > 0

    @property
    def is_absent(self) -> bool:
        """Whether nobody of the constituency voted."""
        return self.n == 0 and self.n_unknown == 0

    @property
    def is_split(self) -> bool:
        """Whether the constituency is divided in itself: highest and lowest are 3 or more apart."""
        low, high = self._ends()
        return high - low >= SPLIT_FROM

    @property
    def names_regression(self) -> bool:
        """Whether an organisation counted found a measure that leads away from the commitment."""
        return self.lowest is Level.REGRESSION

    def _ends(self) -> tuple[int, int]:
        if self.lowest is None or self.highest is None:
            return 0, 0
        low, high = self.lowest.ordinal, self.highest.ordinal
        assert low is not None and high is not None  # noqa: S101, PT018 - a range has ends only on the scale
        return low, high


def absent(key: PositionKey) -> Position:
    """The position of a constituency that said nothing."""
    return Position(*key, Level.NOT_ASSESSED, None, None, 0, 0, 0, ())


def find_positions(verdicts: Iterable[Verdict]) -> dict[PositionKey, Position]:
    """The position of every constituency on every commitment that any of its organisations spoke on.

    Raises `VotesRefused` for a second vote of an organisation on a commitment, in the same or another constituency, and
    for a vote of a constituency that grades nothing.
    """
    ballots: dict[PositionKey, list[Verdict]] = {}
    voted: set[tuple[str, str]] = set()
    for vote in verdicts:
        voter = (vote.state_commitment, vote.organisation)
        if voter in voted:
            raise VotesRefused(f"{vote.organisation} on {vote.state_commitment}", SECOND_VOTE)
        voted.add(voter)
        ballots.setdefault(PositionKey(vote.state_commitment, vote.constituency), []).append(vote)
    return {key: _position(key, ballot) for key, ballot in ballots.items()}


def position_of(key: PositionKey, verdicts: Iterable[Verdict]) -> Position:
    """The position of one constituency on one commitment; `absent` if there are no verdicts.

    Raises `VotesRefused` for a verdict on another commitment or of another constituency, and as `find_positions` does.
    """
    ballot = list(verdicts)
    if any(vote.key != key for vote in ballot):
        raise VotesRefused(f"{key.constituency} on {key.state_commitment}", OTHER_BALLOT)
    return find_positions(ballot).get(key) or absent(key)


SECOND_VOTE: Final = Unmet("second-vote", "keep-one-verdict-an-organisation")
OTHER_BALLOT: Final = Unmet("other-ballot", "give-verdicts-of-one-constituency-on-one-commitment")
GRADES_NOTHING: Final = Unmet("constituency-grades-nothing", "leave-these-verdicts-out")


def _position(key: PositionKey, ballot: Sequence[Verdict]) -> Position:
    if not key.constituency.may_grade:
        raise VotesRefused(f"{key.constituency} on {key.state_commitment}", GRADES_NOTHING)
    votes = [vote for vote in ballot if vote.level is not Level.NOT_ASSESSED]
    votes.sort(key=lambda vote: vote.organisation)
    counted: list[Verdict] = []
    joint: list[JointText] = []
    for members, because in texts_of(votes):
        speaker = _speaker(members)
        counted.append(speaker)
        if len(members) > 1:
            verdicts = tuple((one.organisation, one.level) for one in members)
            joint.append(JointText(speaker.organisation, verdicts, because))
    grades = _grades(counted)
    return Position(
        *key,
        level=_low_median(grades) if grades else (Level.INSUFFICIENT if counted else Level.NOT_ASSESSED),
        lowest=_LEVEL_AT[grades[0]] if grades else None,
        highest=_LEVEL_AT[grades[-1]] if grades else None,
        n=len(grades),
        n_unknown=len(counted) - len(grades),
        n_not_assessed=len(ballot) - len(votes),
        organisations=tuple(sorted(one.organisation for one in counted)),
        joint_texts=tuple(sorted(joint, key=lambda one: one.counted)),
    )


def _speaker(members: Sequence[Verdict]) -> Verdict:
    """The verdict that stands for a text: at the low median of its grades, first by the organisation's code."""
    if len(members) == 1:
        return members[0]
    grades = _grades(members)
    level = _low_median(grades) if grades else Level.INSUFFICIENT
    return next(one for one in members if one.level is level)


def _grades(votes: Iterable[Verdict]) -> list[int]:
    return sorted(ordinal for vote in votes if (ordinal := vote.level.ordinal) is not None)


def _low_median(grades: Sequence[int]) -> Level:
    """The middle grade; of two in the middle the lower, so that the result is always a grade somebody gave."""
    return _LEVEL_AT[grades[(len(grades) - 1) // 2]]
