"""Finding a wording again in the text of a document, whatever its line breaks, hyphens and footnote marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ubada.reading.model import Span

_UNCOUNTED: Final = re.compile(r"[\s\-\u00ad\u2010\u2011\u200b-\u200f\u2060\ufeff]+")
"""White space and hyphens: a line break may have added either or swallowed them."""


def locate(text: str, wording: str, within: Sequence[Span] | None = None) -> tuple[Span, ...]:
    """The stretches of ``text`` that hold the wording, in order; none if it is not there.

    White space and hyphens count for nothing. ``within`` keeps the search to some
    stretches and passes over what lies between them, such as footnote marks. The first place is taken.
    """
    wanted = "".join(char for _, char in _signs(wording, ((0, len(wording)),)))
    if not wanted:
        return ()
    places, signs = [], []
    for place, char in _signs(text, within if within is not None else ((0, len(text)),)):
        places.append(place)
        signs.append(char)
    found = "".join(signs).find(wanted)
    if found < 0:
        return ()
    return _joined(text, places[found : found + len(wanted)], within)


def divide(text: str, segments: Sequence[Span], parts: Sequence[str]) -> list[tuple[Span, ...]] | None:
    """The stretches of each part of a wording that stands in ``segments``; None unless the parts make up the whole.

    Nothing may be left out, added or moved: the parts of a split recommendation cover its text.
    """
    signs = list(_signs(text, segments))
    divided, begin = [], 0
    for part in parts:
        wanted = [char for _, char in _signs(part, ((0, len(part)),))]
        taken = signs[begin : begin + len(wanted)]
        if not wanted or [char for _, char in taken] != wanted:
            return None
        divided.append(_joined(text, [place for place, _ in taken], segments))
        begin += len(wanted)
    return divided if begin == len(signs) else None


def _signs(text: str, spans: Sequence[Span]) -> Iterator[tuple[int, str]]:
    """Each character that counts, with its place."""
    for start, end in spans:
        for place in range(start, end):
            if not _UNCOUNTED.match(text[place]):
                yield place, text[place]


def _joined(text: str, places: Sequence[int], within: Sequence[Span] | None) -> tuple[Span, ...]:
    """Places as stretches: broken only where something that counts, or a boundary of ``within``, lies between."""
    starts = {start for start, _ in within} if within is not None else set()
    joined: list[Span] = []
    for place in places:
        if joined and place not in starts and _is_empty(text, joined[-1][1], place):
            joined[-1] = (joined[-1][0], place + 1)
        else:
            joined.append((place, place + 1))
    return tuple(joined)


def _is_empty(text: str, start: int, end: int) -> bool:
    return start <= end and not _UNCOUNTED.sub("", text[start:end])
