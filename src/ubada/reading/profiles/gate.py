"""Documents that address no single state: what they recommend is nobody's commitment in particular."""

from __future__ import annotations

import re
from typing import Final

from ubada.reading.model import Document
from ubada.reading.profiles.upr import is_for_review

_GENERAL_TITLE: Final = re.compile(
    r"(?:joint\s+)?general\s+(?:comment|recommendation)s?\s+(?:No\.?\s*)?\d+|"
    r"(?:замечани[ея] общего порядка|общая рекомендация)\s+№\s*\d+",
    re.IGNORECASE,
)
_GENERAL_SYMBOL: Final = re.compile(r"\b[A-Z]+/C(?:\.12)?/GC/\d+")
_FRONT: Final = 25
_TITLE_WIDTH: Final = 300


def addresses_no_single_state(document: Document) -> str:
    """Why nothing in the document is a recommendation to one state, "" where that is not so."""
    front = [block for block in document.blocks[:_FRONT] if len(block.text) <= _TITLE_WIDTH]
    if any(_GENERAL_TITLE.match(block.text) or _GENERAL_SYMBOL.fullmatch(block.text) for block in front):
        return "a general comment or general recommendation addresses all States parties"
    if is_for_review(document):
        return "this document went into a review; it reports recommendations and makes none"
    return ""
