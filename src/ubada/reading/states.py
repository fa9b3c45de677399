"""Names of states in running text, and the states that stand behind a recommendation in its brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

import yaml

from ubada.reading.folding import fold

_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Between the names in one bracket, and around them.
_BETWEEN: Final = re.compile(
    r"(?:[\s,;/&.:*|+]|\band\b|\bthe\b|\bи\b|\bor\b|\bjointly\b|\bas well as\b|\bа также\b|\d{1,3}|[-–—](?=\s))*",
    re.IGNORECASE,
)
_FOR_OTHERS: Final = re.compile(
    r"\s*,?\s*(?:on behalf of|speaking for|also for|от имени|по поручению)\b[^()]*", re.IGNORECASE
)
# In small letters these initials are a word, so they count with their case and in brackets alone.
_UNITED_STATES: Final = re.compile(r"\bUS\b|\bU\.\s?S\.(?:A\.)?")
_ARTICLE: Final = re.compile(r"\bthe (?=\w)")
_TYPED_SPACE: Final = re.compile(r"(?<=\w)(?=\()|(?<=\() +| +(?=\))|(?<=\w-) +| +(?=-\w)")
_OPEN_SCAN: Final = 400
# A name without its opening bracket, at the very end: "… of the Court Ghana);".
_NEVER_OPENED: Final = re.compile(r"(?P<before>[^()]*?)\)\s*[;.,]?\s*$")
_LONGEST_NAME: Final = 60
# A misspelt name has the first letter of the right one and, the longer it is, one, two or three slips.
_SLIPS: Final = ((5, 0), (8, 1), (17, 2), (60, 3))
_ONE_NAME: Final = re.compile(r"[^,;/()]+(?:\([^()]*\))?")
_SEPARATED: Final = re.compile(r"\s+(?:and|и|jointly|as well as|а также)\s+|\s+[-–—]\s+")
_NO_SLIP: Final = re.compile(r"(?:n|ns|an|ans|i|is|ese|s|'s)")


@dataclass(frozen=True, slots=True)
class Bracket:
    """A bracket that names states: where it stands in the text, and whom it names, as alpha-3 codes in order.

    ``is_whole`` is false where the bracket was never closed or holds other words too; ``guessed`` are names in it that
    are misspelt and were taken for the only ones they resemble.
    """

    start: int
    end: int
    states: tuple[str, ...]
    is_whole: bool
    guessed: tuple[str, ...] = ()


@cache
def names() -> Mapping[str, str]:
    """Folded name to alpha-3, from ``data/states.yaml``."""
    table: dict[str, str] = {}
    for code, spellings in _spelled().items():
        for language in spellings.values():
            for name in language:
                folded = _plain(name)
                if table.setdefault(folded, code) != code:
                    raise ValueError(f"the name {name!r} is given to two states, {table[folded]} and {code}")
    return table


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(names(), key=len, reverse=True)
    return re.compile("(" + "|".join(re.escape(name) for name in longest_first) + r")(?![\w-])")


@cache
def _inflected() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Russian names in the other cases too ("доклад Таджикистана"), by the endings of their words."""
    table = dict(names())
    for name, code in names().items():
        if re.match(r"[а-я]", name):
            for form in _cases(name):
                table.setdefault(form, code)
    longest_first = sorted(table, key=len, reverse=True)
    body = "|".join(re.escape(name) for name in longest_first)
    return re.compile(rf"(?<![\w-])({body})(?![\w-])"), table


_ENDINGS: Final = (
    ("ская", ("ской", "скую")),
    ("кая", ("кой", "кую")),
    ("ная", ("ной", "ную")),
    ("ские", ("ских", "ским", "скими")),
    ("ные", ("ных", "ным", "ными")),
    ("ое", ("ого", "ому", "ым", "ом")),
    ("ый", ("ого", "ому", "ым", "ом")),
    ("ой", ("ого", "ому", "ым", "ом")),
    ("ия", ("ии", "ию", "ией")),
    ("ея", ("еи", "ее", "ею", "еей")),
    ("ка", ("ки", "ке", "ку", "кой")),
    ("а", ("ы", "е", "у", "ой")),
    ("ство", ("ства", "ству", "ством", "стве")),
    ("острова", ("островов", "островам", "островами", "островах")),
    ("овы", ("овых", "овым", "овыми", "овых")),
    ("ды", ("дов", "дам", "дами", "дах")),
    ("ты", ("тов", "там", "тами", "тах")),
    ("ы", ("", "ам", "ами", "ах")),
    ("ь", ("и", "ью")),
    ("й", ("я", "ю", "ем", "е")),
)


def _cases(name: str) -> Iterator[str]:
    """The name in the genitive and the other cases; what follows a noun that governs it stays as it is."""
    first, also, second = name.partition(" и ")
    if also:
        yield from (f"{one} и {other}" for one, other in zip(_cases(first), _cases(second), strict=False))
        return
    words = name.split(" ")
    # «Республика Корея»: the first word is declined alone, and so is a single noun after its adjectives.
    last = next(
        (at for at, word in enumerate(words) if not re.search(r"(?:ая|ые|ие|ое|ый|овы)$", word)), len(words) - 1
    )
    forms = [_forms(word) for word in words[: last + 1]]
    for case in range(max(len(one) for one in forms)):
        declined = [one[min(case, len(one) - 1)] for one in forms]
        yield " ".join([*declined, *words[last + 1 :]])
        # «Республики Молдовы»: official names decline the second noun too.
        if len(words) == last + 2 and not words[-1].startswith("("):
            beside = _forms(words[-1])
            yield " ".join([*declined, beside[min(case, len(beside) - 1)]])


def _forms(word: str) -> tuple[str, ...]:
    if word.endswith("уа"):
        return (word,)
    for ending, others in _ENDINGS:
        if word.endswith(ending):
            stem = word[: len(word) - len(ending)]
            return tuple(stem + other for other in others)
    return (
        tuple(word + ending for ending in ("а", "у", "ом", "е"))
        if re.search(r"[бвгдзклмнпрстфхцчшщ]$", word)
        else (word,)
    )


def _plain(name: str) -> str:
    """A name in the form the table has: folded, without articles, its brackets and hyphens spaced as usual."""
    spaced = _TYPED_SPACE.sub(lambda found: "" if found[0] else " ", fold(name))
    return _ARTICLE.sub("", spaced).strip()


def state_code(name: str) -> str:
    """The alpha-3 code of a state by any of its names, "" if it is none."""
    return names().get(_plain(name), "")


@cache
def _spelled() -> dict[str, dict[str, list[str]]]:
    text = files("ubada.reading").joinpath("data/states.yaml").read_text(encoding="utf-8")
    table: dict[str, dict[str, list[str]]] = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader, by its C name
    return table


def name_of(code: str, language: str = "en") -> str:
    """The usual name of a state in English or Russian, in English for any other language."""
    spellings = _spelled()[code]
    return spellings.get(language, spellings["en"])[0]


def states_in(text: str, *, inflected: bool = False) -> list[tuple[str, str]]:
    """Every state named in running text, as (alpha-3, the name folded), in order, each once.

    ``inflected`` finds Russian names in all their cases, among which are common words («того»): for titles alone.
    """
    pattern, table = _inflected() if inflected else (_named(), names())
    seen: dict[str, str] = {}
    for found in pattern.finditer(_plain(text)):
        seen.setdefault(table[found[1]], found[1])
    return list(seen.items())


@cache
def _named() -> re.Pattern[str]:
    return re.compile(r"(?<![\w-])" + _pattern().pattern)


def brackets(text: str) -> Iterator[Bracket]:
    """The brackets of a text that name states, in order.

    Brackets may hold brackets, as in "(Iran (Islamic Republic of))". One with other words in it counts only if it
    begins with a state; one that is never closed counts up to the first other word, and one that is never opened if
    nothing but a state's name stands before it at the end.
    """
    position, count = 0, 0
    while (start := text.find("(", position)) >= 0:
        end = _closing(text, start)
        inner = text[start + 1 : end] if end else text[start + 1 : start + _OPEN_SCAN]
        codes, whole, guessed = _only_states(inner)
        if codes and whole:
            yield Bracket(start, end + 1 if end else start + 1 + len(inner), codes, bool(end), guessed)
            position = (end or start) + 1
            count += 1
        elif codes and (not end or _is_list(inner)):
            yield Bracket(start, start + 1, codes, is_whole=False)
            position = start + 1
            count += 1
        else:
            position = start + 1
    if not count and text.count("(") < text.count(")"):
        yield from _never_opened(text)


def _never_opened(text: str) -> Iterator[Bracket]:
    tail = text[-_LONGEST_NAME:]
    found = _NEVER_OPENED.search(tail)
    if found is None:
        return
    words = list(re.finditer(r"[^\W\d_]\S*", found["before"]))
    for word in words:
        code = state_code(found["before"][word.start() :])
        if code:
            start = len(text) - len(tail) + found.start("before") + word.start()
            yield Bracket(start, len(text), (code,), is_whole=False)
            return


def _closing(text: str, start: int) -> int:
    depth = 0
    for at in range(start, min(len(text), start + 1500)):
        if text[at] == "(":
            depth += 1
        elif text[at] == ")":
            depth -= 1
            if depth == 0:
                return at
    return 0


def _only_states(inner: str) -> tuple[tuple[str, ...], bool, tuple[str, ...]]:
    """The states that the text begins with, whether it names nothing else, and which names are misspelt."""
    folded = _FOR_OTHERS.sub("", _plain(_UNITED_STATES.sub("USA", inner)))
    codes: list[str] = []
    guessed: list[str] = []
    position = 0
    while True:
        between = _BETWEEN.match(folded, position)
        position = between.end() if between else position
        if position >= len(folded):
            return tuple(dict.fromkeys(codes)), bool(codes), tuple(guessed)
        one = _ONE_NAME.match(folded, position)
        segment = _SEPARATED.split(one[0])[0].strip(" .*0123456789") if one is not None else ""
        found = _pattern().match(folded, position)
        if found is not None and (found.end() - position >= len(segment) or not _misspelt(segment)):
            codes.append(names()[found[1]])
            position = found.end()
            continue
        code = _misspelt(segment)
        if not code:
            return tuple(dict.fromkeys(codes)), False, ()
        codes.append(code)
        guessed.append(segment)
        position += len(segment)


@lru_cache(maxsize=4096)
def _misspelt(name: str) -> str:
    """The one state whose name this must be but for a slip or two, "" if there is none or more than one."""
    allowed = next((slips for longest, slips in _SLIPS if len(name) <= longest), 0)
    if not allowed or not name:
        return ""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - seldom needed, and slow to load

    near: dict[str, int] = {}
    for known, code in names().items():
        if known[0] != name[0] or abs(len(known) - len(name)) > allowed:
            continue
        if name.startswith(known) and " " not in name and _NO_SLIP.fullmatch(name[len(known) :]):
            return ""
        slips = OSA.distance(known, name, score_cutoff=allowed)
        if slips <= allowed:
            near[code] = min(slips, near.get(code, allowed))
    least = min(near.values(), default=0)
    best = [code for code, slips in near.items() if slips == least]
    return best[0] if len(best) == 1 else ""


def _is_list(inner: str) -> bool:
    """Whether a bracket that also holds other words still starts as a list of states does."""
    first = re.split(r"[,;]", inner, maxsplit=1)[0]
    return "," in inner and bool(state_code(first))


@lru_cache(maxsize=4096)
def recommending_states(text: str) -> tuple[tuple[str, ...], tuple[Bracket, ...]]:
    """The states behind a recommendation, each once in the order of the text, and the brackets that name them."""
    found = tuple(brackets(text))
    return tuple(dict.fromkeys(code for one in found for code in one.states)), found
