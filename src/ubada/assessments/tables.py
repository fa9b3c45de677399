"""Distributions as readers see them: a row for each constituency, each count with the list behind it, and a bar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from ubada.assessments.models import Round
from ubada.assessments.rules.distribution import Distribution
from ubada.assessments.rules.scale import Level
from ubada.assessments.rules.states import RoundState
from ubada.assessments.rules.verdicts import Constituency
from ubada.assessments.showing import SIGNS

_OUT: Final = (RoundState.PUBLISHED, RoundState.ARCHIVED)
WIDTH: Final = 1000
"""Units across a bar. Parts of it are whole, so that they read alike in every language."""


@dataclass(frozen=True, slots=True)
class Part:
    """One level of a row: its count, the page that lists what was counted, and its place in the bar."""

    level: Level
    count: int
    url: str
    start: int
    width: int


@dataclass(frozen=True, slots=True)
class DistributionRow:
    """One constituency's row."""

    sign: str
    distribution: Distribution
    parts: tuple[Part, ...]

    @property
    def constituency(self) -> Constituency:
        """Whose row it is."""
        return self.distribution.constituency


@dataclass(frozen=True, slots=True)
class Silence:
    """Why there is nothing to read yet: the round under way or to come, and whether any could have had verdicts."""

    coming: Round | None
    was_asked: bool


def silence(rounds: Iterable[Round]) -> Silence:
    """What may honestly be said where no verdict can be read, from all rounds that look at something."""
    known = list(rounds)
    coming = [one for one in known if one.stage not in _OUT]
    return Silence(coming[0] if coming else None, any(one.stage is not RoundState.PLANNED for one in known))


def rows_of(
    one: Round, state: str, found: Mapping[Constituency, Distribution], theme: str = ""
) -> list[DistributionRow]:
    """The rows of one state, in the order in which constituencies are always shown."""
    return [
        DistributionRow(SIGNS[side], each, tuple(_parts(one, state, each, theme)))
        for side, each in found.items()
        if side in SIGNS
    ]


def list_url(one: Round, state: str, side: Constituency, level: Level, theme: str = "") -> str:
    """The page that lists what one count is of."""
    url = reverse("round_list", args=[one.code, state, side.value, level.value])
    return f"{url}?theme={theme}" if theme else url


def _parts(one: Round, state: str, found: Distribution, theme: str) -> Iterable[Part]:
    before = 0
    for level, count in found.counts.items():
        start, end = (WIDTH * n // found.in_scope if found.in_scope else 0 for n in (before, before + count))
        url = list_url(one, state, found.constituency, level, theme) if count else ""
        yield Part(level, count, url, start, end - start)
        before += count
