"""Positions as readers see them: a row for each constituency, with its words, its range and how many did not know.

Nothing here joins two rows. What is shown of one constituency depends on its own position alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ubada.assessments.rules.scale import Level
from ubada.assessments.rules.verdicts import PLACE, VOICES, Constituency

SCALE: Final = (Level.REGRESSION, Level.NO_ACTION, Level.INITIAL, Level.PARTIAL, Level.SUBSTANTIAL, Level.IMPLEMENTED)
"""The levels with a place on the scale, from left to right."""
SIGNS: Final[Mapping[Constituency, str]] = {
    Constituency.STATE: "●",
    Constituency.CIVIL_SOCIETY: "▲",
    Constituency.OMBUDSMAN: "■",
    Constituency.INTERNATIONAL: "◆",
    Constituency.COMMUNITY: "✚",
    Constituency.EXPERT: "▼",
}
"""A sign of its own for each constituency, so that colour is needed by nobody (domain model, 13.3)."""
_COLUMN: Final = {level: column for column, level in enumerate(SCALE, start=1)}


@dataclass(frozen=True, slots=True)
class Stand:
    """Where one constituency stands, for one row of the drawing. Columns count from 1; None where there is no grade.

    ``n`` organisations gave a grade, ``n_unknown`` had too little information for one.
    """

    constituency: Constituency
    sign: str
    level: Level
    at: int | None
    lowest: int | None
    highest: int | None
    n: int
    n_unknown: int
    is_split: bool

    @property
    def has_range(self) -> bool:
        """Whether its organisations gave different grades."""
        return self.lowest is not None and self.lowest != self.highest


def stand(constituency: Constituency, position: Any | None) -> Stand:
    """One row, from a row of `models.Position`; a constituency that did not speak has a row as well."""
    if position is None:
        return Stand(constituency, SIGNS[constituency], Level.NOT_ASSESSED, None, None, None, 0, 0, is_split=False)
    level = Level(position.level)
    lowest, highest = (Level(one) if one else None for one in (position.lowest, position.highest))
    return Stand(
        constituency,
        SIGNS[constituency],
        level,
        _COLUMN.get(level),
        _COLUMN.get(lowest) if lowest is not None else None,
        _COLUMN.get(highest) if highest is not None else None,
        position.n,
        position.n_unknown,
        is_split=position.is_split,
    )


def stands(positions: Iterable[Any], expected: Iterable[Constituency] = ()) -> list[Stand]:
    """A row for each constituency that spoke or was expected to, in the one order in which they are always shown."""
    by_constituency = {Constituency(one.constituency): one for one in positions}
    wanted = sorted({*by_constituency, *expected} & set(VOICES), key=lambda one: PLACE[one])
    return [stand(one, by_constituency.get(one)) for one in wanted]
