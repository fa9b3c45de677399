"""The alphabetical order of each language, for lists of names."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from ubada.kernel.text import normal_code

_RUSSIAN: Final = "а б в г д е ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я"
_ENGLISH: Final = "a b c d e f g h i j k l m n o p q r s t u v w x y z"
ALPHABETS: Final[dict[str, str]] = {
    "en": _ENGLISH,
    "ru": _RUSSIAN,
    "kk": "а ә б в г ғ д е ж з и й к қ л м н ң о ө п р с т у ұ ү ф х һ ц ч ш щ ъ ы і ь э ю я",
    "ky": "а б в г д е ж з и й к л м н ң о ө п р с т у ү ф х ц ч ш щ ъ ы ь э ю я",
    "tg": "а б в г ғ д е ж з и ӣ й к қ л м н о п р с т у ӯ ф х ҳ ч ҷ ш ъ э ю я",
    "tk": "a b c ç d e ä f g h i j ž k l m n ň o ö p q r s ş t u ü v w x y ý z",
    "uz": "a b d e f g h i j k l m n o p q r s t u v x y z oʻ gʻ sh ch c w",
    "uz-cyrl": "а б в г д е ж з и й к л м н о п р с т у ф х ц ч ш ъ ь э ю я ў қ ғ ҳ",
    "kaa": "а ә б в г ғ д е ж з и й к қ л м н ң о ө п р с т у ү ў ф х ҳ ц ч ш щ ъ ы ь э ю я",
}
"""Letters in the order of CLDR's collations. A letter that is not listed (ё, й with a breve apart, á) stands with the
letter it is built on; one of another script comes after the alphabet."""

Key = tuple[tuple[tuple[int, str], ...], str]


def sort_key(text: str, language: str) -> Key:
    """What to sort names by, so that they stand in the alphabetical order of the language. Case decides last."""
    order = _order(normal_code(language))
    folded = unicodedata.normalize("NFC", text).casefold().replace("ʼ", "").replace("’", "")
    weights: list[tuple[int, str]] = []
    position = 0
    while position < len(folded):
        pair = folded[position : position + 2]
        letter = pair if len(pair) == 2 and pair in order else folded[position]
        position += len(letter)
        if letter.isalnum() or letter in order:
            base = letter if letter in order else unicodedata.normalize("NFD", letter)[0]
            weights.append((order.get(base, len(order) + 10 if letter.isalpha() else -1), base))
        elif not weights or weights[-1][0] != -2:
            weights.append((-2, " "))
    return tuple(weights), text


@lru_cache(maxsize=16)
def _order(language: str) -> dict[str, int]:
    alphabet = ALPHABETS.get(language) or ALPHABETS.get(language.partition("-")[0]) or _ENGLISH
    return {letter: place for place, letter in enumerate(alphabet.split())}
