"""Listed words found in a text, each with the place where it stands.

The layer that needs no training and works in seven languages. A cue is one or more words in a row; `*` stands for any
ending, `<n>` for a number and `<year>` for a year. Comparison is in lower case, with every apostrophe alike.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from ubada.kernel.errors import InvalidInput, Problem
from ubada.reading.classification.lexicon import lexicon

LAYERS: Final = ("themes", "persons", "specificity", "polarity", "states", "more_persons", "values")
SHORTEST_PREFIX: Final = 3
_WORD: Final = re.compile(r"[^\W_]+(?:['-][^\W_]+)*|%")
_SENTENCE_END: Final = re.compile(r"[.;!?](?=\s|$)")
_YEAR: Final = re.compile(r"(?:19|20)\d\d(?:-\w+)?")
_NUMBER: Final = re.compile(r"\d+(?:-\w+)?")
_SAME: Final = str.maketrans({"ʻ": "'", "ʼ": "'", "’": "'", "‘": "'", "`": "'", "ё": "е"})


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text: `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Match:
    """A cue of `label` that stands at `span`."""

    label: str
    span: Span


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text as cues compare it, and where it stands."""

    form: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Cue:
    label: str
    parts: tuple[str, ...]


def words(text: str) -> list[Word]:
    """The words of `text`, folded without changing any position."""
    return list(_words(text))


@lru_cache(maxsize=4)  # every layer asks for the words of the same text
def _words(text: str) -> tuple[Word, ...]:
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    lowered = lowered.translate(_SAME)
    return tuple(Word(one[0], Span(one.start(), one.end())) for one in _WORD.finditer(lowered))


class _Layer:
    """The cues of one part of a lexicon, found by the first letters of their first word."""

    def __init__(self, language: str, name: str, labelled: dict[str, list[str]], numbers: Iterable[str]) -> None:
        self._by_start: dict[str, list[_Cue]] = defaultdict(list)
        self._by_number: list[_Cue] = []
        self._numbers = [str(one).translate(_SAME) for one in numbers]
        for label, cues in labelled.items():
            for written in cues:
                parts = tuple(part.rstrip("'") for part in str(written).lower().translate(_SAME).split())
                if not parts or (parts[0].endswith("*") and len(parts[0]) <= SHORTEST_PREFIX):
                    problem = Problem(f"{language}.yaml", name, label, f"“{written}” is too short to be a cue")
                    raise InvalidInput("A lexicon has a faulty cue.", problems=[problem])
                first = parts[0].removesuffix("*")
                place = self._by_number if first.startswith("<") else self._by_start[first[:SHORTEST_PREFIX]]
                place.append(_Cue(label, parts))

    def matches(self, sentence: Sequence[Word]) -> Iterator[Match]:
        """Every cue in every place, in the order of the text."""
        for position, word in enumerate(sentence):
            cues = self._by_start.get(word.form[:SHORTEST_PREFIX], ())
            if self._by_number and self._is_number(word.form):
                cues = [*cues, *self._by_number]
            for cue in cues:
                last = position + len(cue.parts) - 1
                if last < len(sentence) and all(
                    self._fits(part, sentence[position + offset].form) for offset, part in enumerate(cue.parts)
                ):
                    yield Match(cue.label, Span(word.span.start, sentence[last].span.end))

    def _fits(self, part: str, form: str) -> bool:
        if part == "<year>":
            return _YEAR.fullmatch(form) is not None
        if part == "<n>":
            return self._is_number(form) and _YEAR.fullmatch(form) is None
        return form.startswith(part[:-1]) if part.endswith("*") else form == part

    def _is_number(self, form: str) -> bool:
        return _NUMBER.fullmatch(form) is not None or any(
            form.startswith(one[:-1]) if one.endswith("*") else form == one for one in self._numbers
        )


@cache
def _layer(language: str, name: str) -> _Layer:
    listed = lexicon(language)
    return _Layer(language, name, listed[name], listed["numbers"] if name == "specificity" else ())


def find(text: str, language: str, layer: str) -> list[Match]:
    """The cues of a layer in `text`, in order. A cue inside a longer one is left out.

    Raises InvalidInput for a language without a lexicon.
    """
    found = list(_layer(language, layer).matches(words(text)))
    kept = [
        one
        for one in found
        if not any(
            other.span.start <= one.span.start
            and one.span.end <= other.span.end
            and (other.span.end - other.span.start) > (one.span.end - one.span.start)
            for other in found
        )
    ]
    return list(dict.fromkeys(sorted(kept, key=lambda one: (one.span.start, one.span.end, one.label))))


@dataclass(frozen=True, slots=True)
class CuedAction:
    """The action category that the cue words give, the words that decide, and the rule by which they do."""

    category: str
    spans: tuple[Span, ...]
    rule: str


def action(text: str, language: str) -> CuedAction | None:
    """The action category by the published coding rules, or None where no verb of the lexicon stands.

    Rules of UPR Info, October 2014: the first action counts; of two opening verbs the second; a general opening with a
    specific means is specific. Where the verb ends the sentence, the last verb of the first sentence is the opening
    one, since what it governs stands before it.
    """
    listed = lexicon(language)
    everything = words(text)
    stop = _SENTENCE_END.search(text)
    sentence = [one for one in everything if stop is None or one.span.end <= stop.end()] or everything
    verbs = _longest(_layer(language, "action").matches(sentence))
    if not verbs:
        return None
    if listed["head"] == "last":
        chosen, rule = verbs[-1], "the verb that ends the sentence"
    else:
        chosen, rule = verbs[0], "the first verb"
        if len(verbs) > 1 and _joined(text, verbs[0], verbs[1], listed["joining"]):
            chosen, rule = verbs[1], "the second of two opening verbs"
    if chosen.label == "4":
        means = _means(sentence, [one for one in verbs if one.label == "5"], listed, chosen)
        if means:
            return CuedAction("5", (chosen.span, *means), "a general opening with a specific means")
    return CuedAction(chosen.label, (chosen.span,), rule)


def _longest(found: Iterable[Match]) -> list[Match]:
    """Matches that do not overlap, the longer one first where two begin together."""
    kept: list[Match] = []
    for one in sorted(found, key=lambda match: (match.span.start, -match.span.end)):
        if not kept or one.span.start >= kept[-1].span.end:
            kept.append(one)
    return kept


def _joined(text: str, first: Match, second: Match, joining: Sequence[str]) -> bool:
    between = [one.form for one in words(text[first.span.end : second.span.start])]
    return 0 < len(between) <= 3 and between[0] in joining


def _means(
    sentence: Sequence[Word], specific: Sequence[Match], listed: dict[str, object], chosen: Match
) -> tuple[Span, Span] | None:
    """A word for "by" with a specific verb within three words of it, on the side where the language puts it."""
    by = _Layer("", "means", {"means": list(listed["means"])}, ())  # type: ignore[call-overload]
    place = {word.span.start: position for position, word in enumerate(sentence)}
    for marker in by.matches(sentence):
        for verb in specific:
            distance = place[verb.span.start] - place[marker.span.start]
            if listed["head"] == "last":
                distance = -distance
            if 0 < distance <= 5 and verb.span != chosen.span:
                return marker.span, verb.span
    return None
