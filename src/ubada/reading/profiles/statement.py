"""Statements and appeals: lists under headings that say whom they address ("Recommendations to the authorities:")."""

from __future__ import annotations

from collections.abc import Sequence

from ubada.reading.model import Document
from ubada.reading.profiles.base import Candidate, Fit
from ubada.reading.profiles.listed import candidates_of
from ubada.reading.profiles.sections import sections


class StatementProfile:
    """A statement: items under headings that name addressees."""

    name = "statement"

    def fit(self, document: Document) -> Fit:
        """Scores by sections of recommendations whose headings name an addressee."""
        addressed = [one for one in sections(document) if one.addressee and one.items]
        count = sum(len(one.items) for one in addressed)
        if not addressed or count < 2:
            return Fit(0.0)
        score = 0.86 if len(addressed) == 1 else 0.92
        return Fit(score, (f"{count} list items stand under {len(addressed)} headings that name addressees",))

    def read(self, document: Document) -> Sequence[Candidate]:
        """The items of every section of recommendations."""
        found: list[Candidate] = []
        for place, section in enumerate(sections(document)):
            found += candidates_of(section, f"s{place}")
        return found
