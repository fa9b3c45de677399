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
    r"(?:[\s,;/&.:*]|\band\b|\bthe\b|\bи\b|\bor\b|\bjointly\b|\bas well as\b|\bа также\b|\d{1,3})*", re.IGNORECASE
)
_FOR_OTHERS: Final = re.compile(
    r"\s*,?\s*(?:on behalf of|speaking for|also for|от имени|по поручению)\b[^()]*", re.IGNORECASE
)
# In small letters these initials are a word, so they count with their case and in brackets alone.
_UNITED_STATES: Final = re.compile(r"\bUS\b|\bU\.\s?S\.(?:A\.)?")
_OPEN_SCAN: Final = 400


@dataclass(frozen=True, slots=True)
class Bracket:
    """A bracket that names states: where it stands in the text, and whom it names, as alpha-3 codes in order.

    ``is_whole`` is false where the bracket was never closed or holds other words too.
    """

    start: int
    end: int
    states: tuple[str, ...]
    is_whole: bool


@cache
def names() -> Mapping[str, str]:
    """Folded name to alpha-3, from ``data/states.yaml``."""
    text = files("ubada.reading").joinpath("data/states.yaml").read_text(encoding="utf-8")
    table: dict[str, str] = {}
    for code, spellings in yaml.load(text, Loader=_LOADER).items():  # noqa: S506 - a safe loader, by its C name
        for language in spellings.values():
            for name in language:
                folded = fold(name).removeprefix("the ")
                if table.setdefault(folded, code) != code:
                    raise ValueError(f"the name {name!r} is given to two states, {table[folded]} and {code}")
    return table


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(names(), key=len, reverse=True)
    return re.compile(r"(?:the )?(" + "|".join(re.escape(name) for name in longest_first) + r")(?![\w-])")


def state_code(name: str) -> str:
    """The alpha-3 code of a state by any of its names, "" if it is none."""
    return names().get(fold(name).removeprefix("the "), "")


def state_at(text: str) -> tuple[str, int] | None:
    """The state whose name ``text`` (already folded) begins with, and the length of the name."""
    found = _pattern().match(text)
    return (names()[found[1]], found.end()) if found else None


def states_in(text: str) -> list[tuple[str, str]]:
    """Every state named in running text, as (alpha-3, the name folded), in order, each once."""
    folded = fold(text)
    seen: dict[str, str] = {}
    for found in re.finditer(r"(?<![\w-])" + _pattern().pattern, folded):
        seen.setdefault(names()[found[1]], found[1])
    return list(seen.items())


def brackets(text: str) -> Iterator[Bracket]:
    """The brackets of a text that name states, in order.

    Brackets may hold brackets, as in "(Iran (Islamic Republic of))". One with other words in it counts only if it
    begins with a state; one that is never closed counts up to the first other word.
    """
    position = 0
    while (start := text.find("(", position)) >= 0:
        end = _closing(text, start)
        inner = text[start + 1 : end] if end else text[start + 1 : start + _OPEN_SCAN]
        codes, whole = _only_states(inner)
        if codes and whole:
            yield Bracket(start, end + 1 if end else start + 1 + len(inner), codes, is_whole=bool(end))
            position = (end or start) + 1
        elif codes and (not end or _is_list(inner)):
            yield Bracket(start, start + 1, codes, is_whole=False)
            position = start + 1
        else:
            position = start + 1


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


def _only_states(inner: str) -> tuple[tuple[str, ...], bool]:
    """The states that the text begins with, and whether it names nothing else."""
    folded = _FOR_OTHERS.sub("", fold(_UNITED_STATES.sub("USA", inner)))
    codes: list[str] = []
    position = 0
    while True:
        between = _BETWEEN.match(folded, position)
        position = between.end() if between else position
        if position >= len(folded):
            return tuple(dict.fromkeys(codes)), bool(codes)
        found = state_at(folded[position:])
        if found is None:
            return tuple(dict.fromkeys(codes)), False
        codes.append(found[0])
        position += found[1]


def _is_list(inner: str) -> bool:
    """Whether a bracket that also holds other words still starts as a list of states does."""
    first = re.split(r"[,;]", inner, maxsplit=1)[0]
    return "," in inner and bool(state_code(first))


@lru_cache(maxsize=4096)
def recommending_states(text: str) -> tuple[tuple[str, ...], tuple[Bracket, ...]]:
    """The states behind a recommendation, each once in the order of the text, and the brackets that name them."""
    found = tuple(brackets(text))
    return tuple(dict.fromkeys(code for one in found for code in one.states)), found
