"""What makes a commitment checkable: how much, by when, how often, under what, by whom; and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ubada.reading.classification.cues import Span, find

FEATURES: Final = ("quantity", "deadline", "periodicity", "instrument", "body")
"""In the order of the question: how much, by when, how often, under which instrument, which body acts."""


@dataclass(frozen=True, slots=True)
class Specificity:
    """For each of `FEATURES` where the text states it; what it does not state is in `missing`."""

    found: dict[str, tuple[Span, ...]]

    @property
    def missing(self) -> tuple[str, ...]:
        """The features without a place in the text. A deadline and a period are one question: either answers it."""
        timed = bool(self.found["deadline"] or self.found["periodicity"])
        return tuple(
            name for name in FEATURES if not self.found[name] and not (timed and name in {"deadline", "periodicity"})
        )


def specificity(text: str, language: str) -> Specificity:
    """The features of `text`; raises InvalidInput for a language without a lexicon."""
    matches = find(text, language, "specificity")
    return Specificity({name: tuple(one.span for one in matches if one.label == name) for name in FEATURES})
