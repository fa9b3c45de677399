"""Texts and queries as forms: what goes into the index, what is asked of it, and what is highlighted.

A run with a digit in it is a code: C190, A/HRC/14/10, 16.10. A code gives its own spelling, the sequence of its parts
in one notation (``a.hrc.14.10``), each shorter sequence of neighbouring parts that has a digit, and each part alone, so
that it is found whole, in part, and with other separators. Words joined by hyphens, points or slashes are single words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from ubada.search.normalise.alphabets import is_cyrillic, languages_of
from ubada.search.normalise.folding import clean, compose
from ubada.search.normalise.stemming import stem, stem_as

_SUPERSCRIPTS: Final = "²³¹⁰⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉"
_LETTER: Final = rf"[^\W_{_SUPERSCRIPTS}]"
_WITHIN: Final = "\u0300-\u036f\u00ad\u200b-\u200d\u2060"
_APOSTROPHE: Final = "'’‘`´＇"
_JOINT: Final = r"\-‐‑./:"
_RUN: Final = re.compile(rf"{_LETTER}+(?:[{_WITHIN}]+|[{_APOSTROPHE}{_JOINT}](?={_LETTER})|{_LETTER}+)*")
_WORD: Final = re.compile(rf"[^{_JOINT}]+")
_PART: Final = re.compile(rf"[0-9]+|[^\d{_JOINT}{_APOSTROPHE}]+|\d+")
_LONGEST_CODE: Final = 6
"""Parts of a code whose every sequence is indexed; a longer one is indexed whole and by single parts."""
# In a code a Cyrillic letter is as often typed for the Latin one as not (А/HRC/14/10, С190).
_CODE_LETTERS: Final = str.maketrans("авсенікмортху", "abcehikmoptxy")
_SPELLED_OUT: Final = 5
"""Letters from which a query word without marks is also tried as Uzbek with its first o taken for oʻ."""


class Token(NamedTuple):
    """An index form and the span of the text it stands for, in characters of the original."""

    form: str
    start: int
    end: int


def tokens(text: str, language: str) -> list[Token]:
    """The tokens of a text in ``language``, by start; those of a code overlap, the whole code first."""
    found: list[Token] = []
    for run in _RUN.finditer(text):
        start = run.start()
        for form, first, last in _forms_of_run(run.group(), language):
            found.append(Token(form, start + first, start + last))
    return found


def index_forms(text: str, language: str) -> list[str]:
    """The forms of a text in ``language``, in reading order and with repetitions. No form holds white space."""
    return [form for run in _RUN.findall(text) for form, _, _ in _forms_of_run(run, language)]


def word_form(word: str, language: str) -> str:
    """The one form of a single word, as `stem` makes it."""
    return stem(word, language)


def query_forms(text: str) -> list[list[str]]:
    """For each word of a query, whatever its language, the forms it can have in the index, the likeliest first.

    A code asks for its own spelling or for the sequence of its parts. A text matches where it holds at least one form
    of every word.
    """
    words: list[list[str]] = []
    for run in _RUN.findall(text):
        if _has_digit(run):
            words.append(_code_alternatives(run))
        else:
            words.extend(_word_alternatives(compose(word.group())) for word in _WORD.finditer(run))
    return [alternatives for alternatives in words if alternatives]


def highlight(text: str, language: str, wanted: set[str]) -> list[tuple[str, bool]]:
    """The text cut into fragments that together are the text again, each with whether it matches a wanted form.

    ``wanted`` holds index forms, such as all alternatives of `query_forms`. Fragments are never empty, and hits that
    overlap are one.
    """
    fragments: list[tuple[str, bool]] = []
    done = 0
    for start, end in _merged(token for token in tokens(text, language) if token.form in wanted):
        if start > done:
            fragments.append((text[done:start], False))
        fragments.append((text[start:end], True))
        done = end
    if done < len(text):
        fragments.append((text[done:], False))
    return fragments


def _merged(hits: Iterator[Token]) -> Iterator[tuple[int, int]]:
    current: tuple[int, int] | None = None
    for _, start, end in sorted(hits, key=lambda hit: hit.start):
        if current is not None and start < current[1]:
            current = current[0], max(current[1], end)
            continue
        if current is not None:
            yield current
        current = start, end
    if current is not None:
        yield current


@lru_cache(maxsize=1 << 17)
def _forms_of_run(run: str, language: str) -> tuple[tuple[str, int, int], ...]:
    if _has_digit(run):
        return tuple(_forms_of_code(run, language))
    words = ((stem(word.group(), language), *word.span()) for word in _WORD.finditer(run))
    return tuple(found for found in words if found[0])


def _has_digit(run: str) -> bool:
    return any(letter.isdecimal() for letter in run)


def _forms_of_code(run: str, language: str) -> Iterator[tuple[str, int, int]]:
    parts = [(part.group(), *part.span()) for part in _PART.finditer(run)]
    if len(parts) > 1:
        alternatives = _code_alternatives(run)
        yield from ((form, 0, len(run)) for form in alternatives)
        names = [_code_letters(part) for part, _, _ in parts]
        if len(parts) <= _LONGEST_CODE:
            for length in range(len(parts) - 1, 1, -1):
                for first in range(len(parts) - length + 1):
                    last = first + length
                    if any(map(_has_digit, names[first:last])):
                        yield ".".join(names[first:last]), parts[first][1], parts[last - 1][2]
    for part, start, end in parts:
        form = compose(part) if _has_digit(part) else stem(part, language)
        if form:
            yield form, start, end


def _code_alternatives(run: str) -> list[str]:
    parts = [_code_letters(part) for part in _PART.findall(run)]
    return list(dict.fromkeys([_code_letters(run), ".".join(parts)]))


def _code_letters(text: str) -> str:
    return clean(text).translate(_CODE_LETTERS)


def _word_alternatives(composed: str) -> list[str]:
    languages = languages_of(composed)
    forms = [stem_as(composed, language) for language in languages]
    if not is_cyrillic(composed):
        forms.append(stem_as(composed, "en"))
    if "uz" in languages and len(composed) >= _SPELLED_OUT:
        forms.extend(stem_as(spelling, "uz") for spelling in _uzbek_spellings(composed))
    return [form for form in dict.fromkeys(forms) if form]


def _uzbek_spellings(composed: str) -> Iterator[str]:
    """The word with its first о taken for oʻ, or its first у for ў, as typed on a keyboard without them."""
    typed, meant = ("у", "ў") if is_cyrillic(composed) else ("o", "oʻ")
    if meant[-1] not in composed and typed in composed:
        yield composed.replace(typed, meant, 1)
