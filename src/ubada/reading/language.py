"""The language and script of a text: alphabets and function words first, a statistical model only for the rest."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Any, Final

_WORD: Final = re.compile(r"[^\W\d_]+(?:[ʻʼ’‘'`][^\W\d_]+)*")
_SAMPLE: Final = 20_000
_BEGINNING: Final = 400
# Letters that one of the languages has and the others written in that script have not.
_OWN_LETTERS: Final = {
    "kk": "әғұһі",
    "ky": "",
    "tg": "ҷӣӯ",
    "uz-cyrl": "ў",
    "kaa": "",
    "tk": "ňýäžş",
    "uz": "",
}
# Letters that exclude a language.
_FOREIGN_LETTERS: Final = {
    "ru": "әғқңөұүһіҷӣӯҳўқ",
    "kk": "ҷӣӯҳў",
    "ky": "әғқұһіҷӣӯҳў",
    "tg": "әңөұүіңўщыьц",
    "uz-cyrl": "әңөұүіӣӯҷщы",
    "en": "ňýäžşöüç",
}
_FUNCTION_WORDS: Final = {
    "en": "the of and to in that for on with by is be as all from its their should are this it has an at or",
    "ru": "и в на по с к для о что не от за из а также при его их или как все том обеспечить прав",
    "kk": "және мен үшін бойынша бар осы бұл болып туралы керек оның деп емес тиіс жөніндегі жоқ пен бен сондай",
    "ky": "жана менен үчүн боюнча бул болуп керек анын деп эмес тийиш жөнүндө жок ошондой аркылуу ар бир болгон",
    "tg": "ва дар ба аз ки барои бо ин ҳар бояд шуд аст онҳо худ ё то дигар мебошад инчунин кардан",
    "uz": "va bilan uchun bu boʻyicha boʻlgan kerak har ham yoki bir esa lozim oʻz shu haqida toʻgʻrisida hamda",
    "uz-cyrl": "ва билан учун бу бўйича бўлган керак ҳар ҳам ёки бир эса лозим ўз шу ҳақида тўғрисида ҳамда",
    "tk": "we bilen üçin bu boýunça bolan gerek her hem ýa bir öz şeýle hakda barada hakynda däl eden bolup",
    "kaa": "hám menen ushın hәм менен ушын бул бойынша болған керек ҳәр ямаса бир өз ҳаққында емес",
}
_LATIN_LETTER: Final = re.compile(r"[A-Za-zÀ-ɏ]")
_CYRILLIC_LETTER: Final = re.compile(r"[Ѐ-ӿ]")
_SURE: Final = ("en", "ru")
_WORDS: Final = {code: frozenset(words.split()) for code, words in _FUNCTION_WORDS.items()}
_LATIN: Final = ("en", "uz", "tk")
_CYRILLIC: Final = ("ru", "kk", "ky", "tg", "uz-cyrl", "kaa")


def script_of(text: str) -> str:
    """Latn or Cyrl, whichever has more letters; Zyyy (undetermined) without letters of either."""
    sample = text[:_SAMPLE]
    latin, cyrillic = len(_LATIN_LETTER.findall(sample)), len(_CYRILLIC_LETTER.findall(sample))
    if not latin and not cyrillic:
        return "Zyyy"
    return "Cyrl" if cyrillic >= latin else "Latn"


def is_probably(code: str, text: str) -> bool:
    """Whether function words alone make the language likely; cheaper than `detect` where one is expected."""
    words = _WORD.findall(text[:_BEGINNING].casefold())
    return code in _SURE and len(words) > 5 and sum(word in _WORDS[code] for word in words) >= 0.2 * len(words)


def detect(text: str, *, model: bool = True) -> tuple[str, str]:
    """The language code and script of a text; ("", script) where there is too little to tell.

    Codes are those of the register's language table; a language outside it is given by its ISO 639-1 code. Without
    ``model`` alphabets and function words alone decide, and "" means that they do not.
    """
    sample = text[:_SAMPLE].casefold()
    script = script_of(sample)
    if script == "Zyyy":
        return "", script
    candidates = _CYRILLIC if script == "Cyrl" else _LATIN
    words = [word.translate(_APOSTROPHES) for word in _WORD.findall(sample)]
    if not words:
        return "", script
    letters = Counter(sample)
    scores = {code: _score(code, words, letters) for code in candidates}
    best, second = sorted(scores, key=lambda code: -scores[code])[:2]
    if scores[best] >= 0.08 and scores[best] > 1.3 * scores[second]:
        return best, script
    if len(words) < 4 or not model:
        return best if scores[best] > scores[second] else "", script
    return _by_model(text[:_SAMPLE], script, best if scores[best] >= 0.08 else ""), script


_APOSTROPHES: Final = str.maketrans({"ʼ": "ʻ", "’": "ʻ", "‘": "ʻ", "'": "ʻ", "`": "ʻ"})


def _score(code: str, words: list[str], letters: Counter[str]) -> float:
    """The share of function words, raised by letters of the language's own and lowered by letters it lacks."""
    common = sum(word in _WORDS[code] for word in words) / len(words)
    total = sum(count for one, count in letters.items() if one.isalpha()) or 1
    own = sum(letters[one] for one in _OWN_LETTERS.get(code, "")) / total
    foreign = sum(letters[one] for one in set(_FOREIGN_LETTERS.get(code, ""))) / total
    if code == "uz":
        own = sum("oʻ" in word or "gʻ" in word for word in words) / len(words) / 2
    if code == "ky" and (letters["ң"] or letters["ө"] or letters["ү"]):
        own = (letters["ң"] + letters["ө"] + letters["ү"]) / total
    return max(0.0, common + min(own * 4, 0.5) - foreign * 20)


@cache
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - loaded only where it is needed

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _by_model(text: str, script: str, guess: str) -> str:
    code, certainty = _model().classify(text)
    if float(certainty) < 0.6:
        return guess
    if script == "Cyrl" and code == "uz":
        return "uz-cyrl"
    return str(code)
