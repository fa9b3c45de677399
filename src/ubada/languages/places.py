"""A place in a document in the reader's language: the register keeps it once, with the words of English."""

from __future__ import annotations

import re
from typing import Final

from django.utils.translation import pgettext, pgettext_lazy

_WORDS: Final = {
    "art.": pgettext_lazy("place in a document", "art."),
    "arts.": pgettext_lazy("place in a document", "arts."),
    "para.": pgettext_lazy("place in a document", "para."),
    "paras.": pgettext_lazy("place in a document", "paras."),
    "part": pgettext_lazy("place in a document", "part"),
    "item": pgettext_lazy("place in a document", "item"),
    "commitment": pgettext_lazy("place in a document", "commitment"),
    "first part": pgettext_lazy("place in a document", "first part"),
    "second part": pgettext_lazy("place in a document", "second part"),
    "third part": pgettext_lazy("place in a document", "third part"),
    "preamble": pgettext_lazy("place in a document", "preamble"),
    "whole decision": pgettext_lazy("place in a document", "whole decision"),
    "whole declaration": pgettext_lazy("place in a document", "whole declaration"),
    "no paragraph given": pgettext_lazy("place in a document", "no paragraph given"),
    # headings of parts that have no number
    "Recommendations to the authorities": pgettext_lazy("place in a document", "Recommendations to the authorities"),
    "Recommendations for the OSCE Partners": pgettext_lazy(
        "place in a document", "Recommendations for the OSCE Partners"
    ),
    "Recommendations for donors on development": pgettext_lazy(
        "place in a document", "Recommendations for donors on development"
    ),
    "Competence and responsibilities": pgettext_lazy("place in a document", "Competence and responsibilities"),
    "Composition and guarantees of independence and pluralism": pgettext_lazy(
        "place in a document", "Composition and guarantees of independence and pluralism"
    ),
    "Methods of operation": pgettext_lazy("place in a document", "Methods of operation"),
    "Principles section": pgettext_lazy("place in a document", "Principles section"),
    "Charter for European Security": pgettext_lazy("place in a document", "Charter for European Security"),
    "Strategy Document for the Economic and Environmental Dimension": pgettext_lazy(
        "place in a document", "Strategy Document for the Economic and Environmental Dimension"
    ),
    "accountability and redress parts": pgettext_lazy("place in a document", "accountability and redress parts"),
    "on equipment": pgettext_lazy("place in a document", "on equipment"),
}
_LONGEST_FIRST: Final = sorted(_WORDS, key=len, reverse=True)
_PATTERN: Final = re.compile("|".join(rf"(?<![\w.]){re.escape(word)}(?!\w)" for word in _LONGEST_FIRST))
_NUMBER: Final = r"\d[\d.]*(?: \(\w+\))*"
_SEVERAL: Final = re.compile(rf"({_NUMBER}) (and|to) ({_NUMBER})")


def place_in_words(locator: str) -> str:
    """The place with its words translated, all else as it is: ``arts. 7 (a) and 8`` is ``ст. 7 (a) и 8`` in Russian."""
    return _SEVERAL.sub(_joined, _PATTERN.sub(lambda found: str(_WORDS[found.group()]), locator))


def _joined(found: re.Match[str]) -> str:
    numbers = {"first": found[1], "last": found[3]}
    if found[2] == "and":
        return pgettext("place in a document", "%(first)s and %(last)s") % numbers
    return pgettext("place in a document", "%(first)s to %(last)s") % numbers
