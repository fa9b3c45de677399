"""A place in a document in the reader's language: the register keeps it once, with the abbreviations of English."""

from __future__ import annotations

import re
from typing import Final

from django.utils.translation import pgettext_lazy

_WORDS: Final = {
    "art.": pgettext_lazy("place in a document", "art."),
    "arts.": pgettext_lazy("place in a document", "arts."),
    "para.": pgettext_lazy("place in a document", "para."),
    "paras.": pgettext_lazy("place in a document", "paras."),
    "item": pgettext_lazy("place in a document", "item"),
    "preamble": pgettext_lazy("place in a document", "preamble"),
    "whole decision": pgettext_lazy("place in a document", "whole decision"),
    "whole declaration": pgettext_lazy("place in a document", "whole declaration"),
}
_PATTERN: Final = re.compile("|".join(rf"(?<![\w.]){re.escape(word)}(?!\w)" for word in _WORDS))


def place_in_words(locator: str) -> str:
    """The place with its abbreviations translated, all else as it is: ``art. 7 (a)`` is ``ст. 7 (a)`` in Russian."""
    return _PATTERN.sub(lambda found: str(_WORDS[found.group()]), locator)
