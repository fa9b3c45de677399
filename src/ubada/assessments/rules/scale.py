"""The scales of a verdict: how far a promise is kept, how the state cooperates, where things are heading.

Codes and order are those of the vocabularies of the register, which hold the words. A scale is frozen by its version:
a round keeps the version it began with, and no later version grades an old round anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from ubada.kernel.canonical import record_hash
from ubada.kernel.errors import UbadaError


class Level(StrEnum):
    """How far a commitment is implemented; the terms of the vocabulary ``implementation-levels``.

    Six levels stand on a scale from 4 to -1. Two are flags and have no place on it: `INSUFFICIENT` is a result (asked
    and searched for, and not enough to grade), `NOT_ASSESSED` is the absence of one. Neither is ever a number.
    """

    IMPLEMENTED = "I4"
    SUBSTANTIAL = "I3"
    PARTIAL = "I2"
    INITIAL = "I1"
    NO_ACTION = "I0"
    REGRESSION = "IR"
    INSUFFICIENT = "IU"
    NOT_ASSESSED = "IN"

    @property
    def ordinal(self) -> int | None:
        """The place on the scale, 4 to -1; None for the two flags."""
        return _LEVEL_ORDINALS.get(self)

    @property
    def is_graded(self) -> bool:
        """Whether the level is a grade, and not one of the two flags."""
        return self in _LEVEL_ORDINALS


_LEVEL_ORDINALS: Final[dict[Level, int]] = {
    Level.IMPLEMENTED: 4,
    Level.SUBSTANTIAL: 3,
    Level.PARTIAL: 2,
    Level.INITIAL: 1,
    Level.NO_ACTION: 0,
    Level.REGRESSION: -1,
}


class InformationGap(StrEnum):
    """Why there is not enough to grade; the terms of ``information-gaps``. `Level.INSUFFICIENT` always carries one."""

    NOT_PUBLISHED = "not-published"
    REFUSED = "refused"
    NOT_COLLECTED = "not-collected"
    NOT_ACCESSIBLE = "not-accessible"


class Cooperation(StrEnum):
    """How the state answers, apart from what it did; the terms of ``cooperation-levels``."""

    FULL = "K3"
    PARTIAL = "K2"
    BESIDE_THE_POINT = "K1"
    NO_REPLY = "K0"
    REFUSAL = "KX"
    NOT_ASKED = "KN"

    @property
    def ordinal(self) -> int | None:
        """The place on the scale, 3 to -1; None where nobody asked."""
        return _COOPERATION_ORDINALS.get(self)


_COOPERATION_ORDINALS: Final[dict[Cooperation, int]] = {
    Cooperation.FULL: 3,
    Cooperation.PARTIAL: 2,
    Cooperation.BESIDE_THE_POINT: 1,
    Cooperation.NO_REPLY: 0,
    Cooperation.REFUSAL: -1,
}


def cooperation_of_silence(*, asked: bool, reminded: bool) -> Cooperation | None:
    """What a state's silence says: not asked, no reply after a reminder, or nothing yet (None) before the reminder."""
    if not asked:
        return Cooperation.NOT_ASKED
    return Cooperation.NO_REPLY if reminded else None


class Trend(StrEnum):
    """Where things are heading in the eyes of whoever gave the verdict; the terms of ``trends``."""

    IMPROVING = "improving"
    UNCHANGED = "unchanged"
    WORSENING = "worsening"
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class ScaleVersion:
    """One scale as it stood: the vocabulary, its version, and each code with its ordinal in the order of the list.

    A round keeps its `id`. ``retired_on`` is the first day on which no new round may begin with it; rounds that began
    before go on with it to their end.
    """

    vocabulary: str
    version: str
    terms: tuple[tuple[str, int | None], ...]
    retired_on: date | None = None

    @property
    def id(self) -> str:
        """What a round and an edition store, such as ``implementation-levels@2026-11``."""
        return f"{self.vocabulary}@{self.version}"

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of codes and ordinals: two versions with the same one differ in words alone."""
        return record_hash([list(term) for term in self.terms])

    def may_begin_on(self, day: date) -> bool:
        """Whether a new round that opens on the day may use this version."""
        return self.retired_on is None or day < self.retired_on


IMPLEMENTATION_SCALE: Final = ScaleVersion(
    "implementation-levels", "2026-11", tuple((one.value, one.ordinal) for one in Level)
)
COOPERATION_SCALE: Final = ScaleVersion(
    "cooperation-levels", "2026-11", tuple((one.value, one.ordinal) for one in Cooperation)
)
TREND_SCALE: Final = ScaleVersion("trends", "2026-11", tuple((one.value, None) for one in Trend))

SCALES: Final[dict[str, ScaleVersion]] = {one.id: one for one in (IMPLEMENTATION_SCALE, COOPERATION_SCALE, TREND_SCALE)}
"""Every version that a round may have begun with. A version is retired, never removed."""

METHOD: Final = "positions@2026-11"
"""The version of the rule by which positions and divergences are found; it changes with any change of their result."""
METHODS: Final = frozenset({METHOD})


class UnknownScale(UbadaError, LookupError):
    """No such version of a scale was ever in use."""


def scale_version(scale_id: str) -> ScaleVersion:
    """The scale with this id. Raises `UnknownScale`."""
    try:
        return SCALES[scale_id]
    except KeyError:
        raise UnknownScale(f"There is no scale {scale_id[:80]!r}.", hint=f"There are {', '.join(SCALES)}.") from None
