"""Folding: the one spelling that all spellings of a word share.

Every language: NFKC and case folding, stress marks and soft hyphens dropped, Latin letters without diacritics, ё as е.
Then, by language, letters that a Russian or English keyboard lacks become those that people type in their place.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from ubada.search.normalise.alphabets import APOSTROPHES, effective_language, is_cyrillic

_INVISIBLE: Final = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_MARKS: Final[dict[int, None]] = dict.fromkeys([*range(0x300, 0x370), *map(ord, _INVISIBLE)])
_SIGNS: Final[dict[int, None]] = dict.fromkeys(map(ord, APOSTROPHES))
# Letters of one script inside a word of the other are look-alikes, typed by mistake or for want of the key.
_TO_CYRILLIC: Final = str.maketrans("aceiopxyh", "асеіорхуһ")
_TO_LATIN: Final = str.maketrans("асеіорхуһ", "aceiopxyh")
_UNDECOMPOSED: Final = str.maketrans("ıøłđŋəæ", "ioldnaa")

_RUSSIAN: Final = {"ё": "е"}
_KAZAKH: Final = _RUSSIAN | dict(zip("әғқңөұүһіўҳ", "агкноуухиух", strict=True))
_LETTERS: Final[dict[str, dict[int, str]]] = {
    "ru": str.maketrans(_RUSSIAN),
    "ky": str.maketrans(_RUSSIAN | {"ң": "н", "ө": "о", "ү": "у"}),
    "kk": str.maketrans(_KAZAKH),
    "kaa": str.maketrans(_KAZAKH),
    # ҷ is typed as ч or as ж, ӣ as и or as й, and ъ left out: each group becomes one letter.
    "tg": str.maketrans(_RUSSIAN | dict(zip("ғӣқӯўҳҷжй", "гикуухччи", strict=True)) | {"ъ": "", "ь": ""}),
}
_UZBEK_CYRILLIC: Final = str.maketrans(
    dict(zip("абвгджзийклмнопрстуфхыэқғҳ", "abvgdjziyklmnoprstufhieqgh", strict=True))
    | {"ё": "yo", "ю": "yu", "я": "ya", "ч": "ch", "ш": "sh", "щ": "sh", "ў": "oʻ", "ъ": "", "ь": ""}
)
_UZBEK_YE: Final = re.compile(r"(^|[аеёиоуўэюяыъь])е")
_UZBEK_TS: Final = re.compile(r"(?<=[аеёиоуўэюяы])ц")
_UZBEK_O: Final = re.compile(f"o[{APOSTROPHES}]+")
_UZBEK_LOAN_TS: Final = re.compile(r"(?<=[^aeiouʻ])ts(?=[ei])")


def clean(text: str) -> str:
    """The text in NFKC, case-folded, without stress marks and invisible signs; its letters stay as typed."""
    if text.isascii():
        return text.lower()
    text = text.replace("´", "'")  # NFKC would make a space and a mark of it
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).translate(_MARKS)


def compose(word: str) -> str:
    """The cleaned word in the script most of its letters have; look-alikes of the other script are exchanged."""
    composed = clean(word)
    latin = sum("a" <= letter <= "z" for letter in composed)
    if not latin or not is_cyrillic(composed):
        return composed
    return composed.translate(_TO_LATIN if 2 * latin > len(composed) else _TO_CYRILLIC)


def fold(word: str, language: str) -> str:
    """The shared spelling of a word in a text of ``language`` (a code of the language table).

    A word that the language cannot write is folded as the likeliest language that can. Folding a folded word that the
    language can write changes nothing.
    """
    composed = compose(word)
    return fold_as(composed, effective_language(composed, language))


@lru_cache(maxsize=1 << 15)
def fold_as(composed: str, language: str) -> str:
    """The shared spelling of a composed word, read as a word of ``language`` (a key of the alphabets)."""
    if language == "uz":
        return _fold_uzbek(composed) or composed.translate(_SIGNS)
    if is_cyrillic(composed):
        folded = composed.translate(_LETTERS.get(language, _LETTERS["ru"])).translate(_SIGNS)
        # A sign standing alone is all that is left of its word and is kept.
        return (folded.replace("дч", "ч") if language == "tg" else folded) or composed.translate(_SIGNS)
    latin = _plain_latin(composed)
    if language == "en":
        return latin.translate(_SIGNS | {ord(sign): "'" for sign in "'’ʼ"}).strip("'")
    return latin.translate(_SIGNS)


def _fold_uzbek(composed: str) -> str:
    """Latin and Cyrillic Uzbek in one spelling.

    Of all apostrophes only that of oʻ is kept, as it makes another vowel; gʻ is g and x is h, which people mix up.
    Cyrillic follows the correspondences of the 1995 alphabet law: е is ye at the start and after vowels, ц is ts
    after a vowel and otherwise s.
    """
    if is_cyrillic(composed):
        word = _UZBEK_TS.sub("тс", _UZBEK_YE.sub(r"\1йэ", composed)).replace("ц", "с").replace("е", "э")
        word = word.translate(_UZBEK_CYRILLIC)
    else:
        word = _plain_latin(composed)
    marked = _UZBEK_O.sub("ö", word).translate(_SIGNS).replace("ö", "oʻ")
    return _UZBEK_LOAN_TS.sub("s", marked.replace("x", "h"))


def _plain_latin(word: str) -> str:
    if word.isascii():
        return word
    return unicodedata.normalize("NFKD", word).translate(_MARKS).translate(_UNDECOMPOSED)
