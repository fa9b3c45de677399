"""One form for names however they are typed: case, accents, apostrophes, dashes and spaces made alike."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_ALIKE: Final = str.maketrans(
    {"–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-", "ё": "е", "\u00a0": " "}
    | dict.fromkeys("’‘ʼ`´‛‟′ʹʻ", "'")
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", "")
)

_LOOK_ALIKES: Final = str.maketrans("aceopxykABCEHKMOPTX", "асеорхукАВСЕНКМОРТХ")
_MIXED: Final = re.compile(r"[а-яё][aceopxyk]|[aceopxykABCEHKMOPTX][а-яё]")
_CYRILLIC_WORD: Final = re.compile(r"[A-Za-zА-Яа-яЁё-]*[а-яё][A-Za-zА-Яа-яЁё-]*")


def unmixed(text: str) -> str:
    """The text with Latin letters made Cyrillic that stand in Cyrillic words and look the same; its length is kept."""
    if not _MIXED.search(text):
        return text
    return _CYRILLIC_WORD.sub(lambda word: word[0].translate(_LOOK_ALIKES), text)


def fold(text: str) -> str:
    """The text in small letters without accents; its length may differ from the original's."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_ALIKE))
    # й is и with a breve to Unicode, and another letter to its readers.
    kept = [one for at, one in enumerate(decomposed) if not unicodedata.combining(one) or _is_short_i(decomposed, at)]
    return unicodedata.normalize("NFKC", " ".join("".join(kept).split()))


def _is_short_i(text: str, at: int) -> bool:
    return text[at] == "\u0306" and at > 0 and text[at - 1] == "и"
