"""Any other document: list items under a heading of recommendations, or the paragraphs there if no list is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ubada.reading.blocks import is_heading
from ubada.reading.model import Block, Document
from ubada.reading.profiles.base import Candidate, Fit
from ubada.reading.profiles.listed import candidates_of
from ubada.reading.profiles.sections import Section, form_of, sections

_ASKS: Final = re.compile(
    r"\b(?:should|must|recommends?|urges?|calls? (?:up)?on|needs? to be|следует|необходимо|рекоменду\w+|призыва\w+"
    r"|долж\w+)\b",
    re.IGNORECASE,
)
_INTRODUCES: Final = re.compile(r":$")
_LONGEST: Final = 1500


class GenericProfile:
    """A document of no known form that has a section of recommendations."""

    name = "generic"

    def fit(self, document: Document) -> Fit:
        """Scores low: the heading alone says that these are recommendations."""
        found = list(sections(document))
        items = sum(len(one.items) for one in found)
        if items:
            return Fit(0.7, (f"{items} list items stand under a heading of recommendations",))
        if any(_asking(one) for one in found):
            return Fit(0.5, ("paragraphs under a heading of recommendations ask for something",))
        return Fit(0.01, ("no section of recommendations was found",))

    def read(self, document: Document) -> Sequence[Candidate]:
        """The items of the sections; in a section without items, its paragraphs that ask for something."""
        found: list[Candidate] = []
        for place, section in enumerate(sections(document)):
            if section.items:
                found += [one for one in candidates_of(section, f"s{place}") if one.parent or _is_asking(one.text)]
            else:
                found += [Candidate.of(f"s{place}@{block.start}", "", block) for block in _asking(section)]
        return found


def _is_asking(text: str) -> bool:
    """Whether a wording asks for something: it says who should, or begins with what is to be done."""
    return bool(_ASKS.search(text)) or form_of(text) in ("verb", "fragment")


def _asking(section: Section) -> list[Block]:
    """The paragraphs that say what should be done; one that merely begins with a verb counts among others alone."""
    likely = [
        block
        for block in section.blocks
        if not is_heading(block)
        and not _INTRODUCES.search(block.text)
        and len(block.text) < _LONGEST
        and (_ASKS.search(block.text) or (form_of(block.text) == "verb" and block.text.endswith((".", ";"))))
    ]
    return [block for block in likely if len(likely) > 1 or _ASKS.search(block.text)]
