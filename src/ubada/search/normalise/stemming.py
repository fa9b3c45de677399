"""Stems by language: Snowball for Russian and English, suffix rules of our own for the five state languages."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final

import snowballstemmer

from ubada.search.normalise.alphabets import effective_language
from ubada.search.normalise.folding import compose, fold_as
from ubada.search.normalise.tajik import TAJIK
from ubada.search.normalise.turkic import KAZAKH, KYRGYZ, TURKMEN, UZBEK

_russian: Final = snowballstemmer.stemmer("russian")
_english: Final = snowballstemmer.stemmer("english")


def _stem_russian(folded: str) -> str:
    stemmed = str(_russian.stemWord(folded))
    # Snowball takes the -ен of омбудсмен for a participle's in some cases of the noun and not in others.
    return stemmed[:-2] if stemmed.endswith("смен") and len(stemmed) > len("смен") else stemmed


def _stem_english(folded: str) -> str:
    return str(_english.stemWord(folded))


def _stem_uzbek(folded: str) -> str:
    # One letter for oʻ while stripping, so that lengths are counted in letters.
    return UZBEK.strip(folded.replace("oʻ", "ö")).replace("ö", "oʻ")


_STEMMERS: Final[dict[str, Callable[[str], str]]] = {
    "ru": _stem_russian,
    "en": _stem_english,
    "kk": KAZAKH.strip,
    "kaa": KAZAKH.strip,
    "ky": KYRGYZ.strip,
    "uz": _stem_uzbek,
    "tk": TURKMEN.strip,
    "tg": TAJIK.strip,
}


@lru_cache(maxsize=1 << 16)
def stem_as(composed: str, language: str) -> str:
    """The index form of a composed word, read as a word of ``language`` (a key of the alphabets)."""
    return _STEMMERS[language](fold_as(composed, language))


def stem(word: str, language: str) -> str:
    """The index form of one word in a text of ``language``: folded, and without inflection."""
    composed = compose(word)
    return stem_as(composed, effective_language(composed, language))
