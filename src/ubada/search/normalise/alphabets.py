"""Which letters each language writes, and which language a word can be in."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

APOSTROPHES: Final = "ʻʼ'’‘`´ʹ＇"
"""Signs people type for the Uzbek modifier (oʻ, gʻ), the glottal stop and the English apostrophe."""
_RUSSIAN: Final = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_ENGLISH: Final = "abcdefghijklmnopqrstuvwxyz"

ALPHABETS: Final[dict[str, frozenset[str]]] = {
    "ru": frozenset(_RUSSIAN),
    "ky": frozenset(_RUSSIAN + "ңөү"),
    "kk": frozenset(_RUSSIAN + "әғқңөұүһі"),
    "tg": frozenset(_RUSSIAN + "ғӣқӯҳҷ"),
    "uz": frozenset(_RUSSIAN + "ўқғҳ" + _ENGLISH),
    "kaa": frozenset(_RUSSIAN + "әғқңөүўҳ"),
    "en": frozenset(_ENGLISH),
    "tk": frozenset(_ENGLISH + "äçžňöşüý"),
}
CYRILLIC_ORDER: Final = ("ru", "ky", "kk", "tg", "uz", "kaa")
"""Languages a Cyrillic word is tried in, the likeliest first."""
LATIN_ORDER: Final = ("en", "uz", "tk")
"""Languages a Latin word is tried in, the likeliest first."""


def is_cyrillic(word: str) -> bool:
    """Whether the word holds a letter of the Cyrillic blocks."""
    return any("\u0400" <= letter <= "\u052f" for letter in word)


@lru_cache(maxsize=1 << 14)
def languages_of(word: str) -> tuple[str, ...]:
    """The languages whose alphabets hold every letter of a composed, case-folded word, the likeliest first.

    Where none does, the first language of the script alone: Russian for Cyrillic, English for all else.
    """
    order = CYRILLIC_ORDER if is_cyrillic(word) else LATIN_ORDER
    letters = {letter for letter in word if letter.isalpha() and letter not in APOSTROPHES}
    fitting = tuple(language for language in order if letters <= ALPHABETS[language])
    if "ʻ" in word and "uz" in fitting:  # no other language of ours writes this letter
        return ("uz",)
    return fitting or order[:1]


def effective_language(word: str, language: str) -> str:
    """The language a word in a text of ``language`` is treated as: that one if it can write the word.

    A Tajik name in a Russian text is read as Tajik, a Latin word in a Kazakh text as English. English takes every
    Latin word, as it writes foreign names with their marks or without them.
    """
    base = language.partition("-")[0].lower()
    if base == "en" and not is_cyrillic(word):
        return base
    candidates = languages_of(word)
    return base if base in candidates else candidates[0]
