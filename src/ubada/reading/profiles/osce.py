"""Reports of OSCE/ODIHR: numbered recommendations under headings such as "Priority" and "Other recommendations"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ubada.reading.model import Document
from ubada.reading.profiles.base import Candidate, Fit
from ubada.reading.profiles.listed import candidates_of
from ubada.reading.profiles.sections import Section, sections

_RANKED: Final = re.compile(r"\b(?:priority|other|приоритетн|другие|прочие)", re.IGNORECASE)
_HOUSE: Final = re.compile(r"\b(?:OSCE|ODIHR|ОБСЕ|БДИПЧ|Venice Commission|Венецианск\w+ комисси\w+)\b")
_MINIMUM: Final = 3
_MENTIONS: Final = 4


class OsceProfile:
    """ODIHR reports: numbered items in the section of recommendations."""

    name = "osce"

    def fit(self, document: Document) -> Fit:
        """Scores by numbered items under headings of recommendations and by whose report it is."""
        found = list(_numbered(document))
        count = sum(len(section.items) for section in found)
        if count < _MINIMUM:
            return Fit(0.0)
        reasons = [f"{count} numbered items stand under headings of recommendations"]
        score = 0.65
        if any(_RANKED.search(section.heading.text) for section in found):
            score += 0.25
            reasons.append("the headings tell priority from other recommendations")
        if sum(bool(_HOUSE.search(block.text)) for block in document.blocks) >= _MENTIONS:
            score += 0.15
            reasons.append("the report speaks of OSCE commitments or ODIHR throughout")
        return Fit(min(score, 0.97), tuple(reasons)) if len(reasons) > 1 else Fit(0.0)

    def read(self, document: Document) -> Sequence[Candidate]:
        """The numbered items of the sections, those below them as children."""
        found: list[Candidate] = []
        for place, section in enumerate(_numbered(document)):
            found += candidates_of(section, f"s{place}")
        return found


def _numbered(document: Document) -> list[Section]:
    """The sections whose items are numbered, at least as to the first of them."""
    kept = []
    for section in sections(document):
        first = next(iter(section.items), None)
        if (
            first is not None
            and first.label is not None
            and first.label.scheme in ("number", "dotted", "named", "upper")
        ):
            kept.append(section)
    return kept
