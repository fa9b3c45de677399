"""What a text asks, as symbols that can be compared: instruments, numbers, states, persons, acts and their direction.

The words for acts, states, persons and numbers are those of the lexicons of `reading.classification`; instruments are
those that `reading.citations` knows. Where a language has no lexicon a signature says so, and less is concluded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from ubada.reading.citations import citations
from ubada.reading.classification import cues
from ubada.reading.classification.cues import Match, Span, Word
from ubada.reading.classification.lexicon import LANGUAGES, lexicon
from ubada.reading.states import brackets, states_in
from ubada.search.normalise import fold, stem

SIGNS: Final = {
    "join": 1, "sign": 1, "make": 1, "restore": 1, "raise": 1, "allow": 1,
    "leave": -1, "end": -1, "lower": -1, "forbid": -1, "fight": 0,
}  # fmt: skip
"""The direction of each act: towards more of its object, or away from it. To fight an ill opposes no law on it."""
KINDS: Final = (
    "instruments", "provisions", "numbers", "addressees", "states", "persons", "acts", "lead", "force", "denials",
)  # fmt: skip
"""The kinds of symbol, in the order in which reasons name them. ``lead`` is the leading verb where it is no act."""
WEAK: Final = "considers"
_CONSIDERING: Final = frozenset({"1", "3"})
_SPECIFIC: Final = "5"
_NAMED: Final = frozenset({"instrument", "osce", "ilo-convention", "resolution", "general-comment", "un-document"})
_NAMED_STATES: Final = frozenset({"en", "ru"})
# A point after one or two letters shortens a word, as in "No. 190".
_CLAUSE_END: Final = re.compile(r"[;:!?](?=\s|$)|(?<=[^\W\d_]{3})\.(?=\s|$)")
_COMMA: Final = re.compile(r",(?=\s)")
_DIGITS: Final = re.compile(r"\d+")
_MARK: Final = "§"
_DENIAL_REACHES: Final = 3
"""Words between "not" and the act it denies."""


@dataclass(frozen=True, slots=True)
class Item:
    """A text to be matched. ``states`` are those it is addressed to (alpha-3), none where that is not known."""

    key: str
    text: str
    language: str
    states: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Signature:
    """What one text asks.

    ``wording`` is the text's words in order, folded, instruments by their codes and light words left out. ``forms`` are
    stems of the words that are no act; each has in ``directions`` the sign of the act that governs it, 0 where none
    is known. ``symbols`` has a set for each of `KINDS`, and ``spans`` says where each symbol stands in the text.
    """

    key: str
    language: str
    wording: tuple[str, ...]
    forms: frozenset[str]
    directions: dict[str, int]
    symbols: dict[str, frozenset[str]]
    spans: dict[str, tuple[Span, ...]]
    is_read: bool

    @property
    def blocks(self) -> frozenset[str]:
        """What candidates are found by: forms and acts."""
        return self.forms | {f"act:{one}" for one in self.symbols["acts"]}


@dataclass(frozen=True, slots=True)
class _Named:
    code: str
    kind: str
    span: Span


def signature(item: Item) -> Signature:
    """The signature of an item. Never fails: in a language without a lexicon acts and persons stay unread."""
    text = _without_recommenders(item.text)
    language = item.language.partition("-")[0]
    is_read = item.language in LANGUAGES
    named = list(_instruments(text))
    taken = [one.span for one in named]
    everything = [word for word in cues.words(text) if not _inside(word.span, taken)]
    found = _Found(text, item.language if is_read else "", everything, taken)
    numbers = dict(_numbers(everything, found))
    light = _light(language) if is_read else frozenset()
    act_spans = [one.span for one in found.acts]
    state_spans = [one.span for one in found.states]
    wording = [(one.span.start, _MARK + one.code) for one in named]
    forms = list(wording)
    for word in everything:
        if word.form in light:
            continue
        number = numbers.get(word.span)
        wording.append((word.span.start, number or fold(word.form, language)))
        if not _inside(word.span, [*act_spans, *found.general, *state_spans]):
            forms.append((word.span.start, number or stem(word.form, language)))
    symbols, spans = _symbols(item, text, named, numbers, found)
    return Signature(
        key=item.key,
        language=item.language,
        wording=tuple(form for _, form in sorted(wording)),
        forms=frozenset(form for _, form in forms if form),
        directions=_directions(text, forms, found) if is_read else {},
        symbols=symbols,
        spans=spans,
        is_read=is_read,
    )


class _Found:
    """The cues of a text that matching asks for."""

    def __init__(self, text: str, language: str, everything: Sequence[Word], taken: Sequence[Span]) -> None:
        def layer(name: str) -> list[Match]:
            # "Elimination" and "women" in the name of a convention ask for nothing of their own.
            return [one for one in cues.find(text, language, name) if not _inside(one.span, taken)] if language else []

        self.language = language
        self.everything = everything
        polarity = layer("polarity")
        self.acts = [one for one in polarity if one.label in SIGNS]
        self.turns = [one for one in polarity if one.label == "turns"]
        self.denials = [one.span for one in polarity if one.label == "not"]
        if language:
            denied = _denied(language)
            self.denials += [word.span for word in everything if any(one.search(word.form) for one in denied)]
        self.states = layer("states")
        self.values = layer("values")
        self.persons = [*layer("persons"), *layer("more_persons")]
        self.action = cues.action(text, language) if language else None
        self.considers = self.action is not None and self.action.category in _CONSIDERING
        self.general: tuple[Span, ...] = ()
        """Where a leading verb stands that says no more than its category does."""
        if self.action is not None and self.action.category != _SPECIFIC:
            self.general = self.action.spans

    def lead(self) -> tuple[str, Span] | None:
        """The leading verb: its category where that is general, its stem where it is specific and no known act."""
        if not self.language or not self.everything:
            return None
        if self.action is not None and self.considers:
            return None  # then its force says so
        last_first = lexicon(self.language)["head"] == "last"
        heavy = [one for one in self.everything if one.form not in _light(self.language)] or self.everything
        span = self.action.spans[0] if self.action else heavy[-1 if last_first else 0].span
        if any(one.span.end >= span.start if last_first else one.span.start < span.end for one in self.acts):
            return None
        if self.action is not None and self.action.category != _SPECIFIC:
            return self.action.category, span
        return " ".join(stem(one.form, self.language) for one in self.everything if _inside(one.span, [span])), span


def _symbols(
    item: Item, text: str, named: Sequence[_Named], numbers: dict[Span, str], found: _Found
) -> tuple[dict[str, frozenset[str]], dict[str, tuple[Span, ...]]]:
    spans: dict[str, list[Span]] = {}

    def gather(kind: str, pairs: Iterable[tuple[str, Span]]) -> frozenset[str]:
        values = []
        for value, span in pairs:
            values.append(value)
            spans.setdefault(f"{kind}:{value}", []).append(span)
        return frozenset(values)

    states = gather("states", ((one.label, one.span) for one in found.states))
    if found.language in _NAMED_STATES:
        states |= {code for code, _ in states_in(text)}
    lead = found.lead()
    symbols = {
        "instruments": gather("instruments", ((one.code, one.span) for one in named if one.kind != "provision")),
        "provisions": gather("provisions", ((one.code, one.span) for one in named if one.kind == "provision")),
        "numbers": gather("numbers", ((value, span) for span, value in numbers.items())),
        "addressees": item.states,
        "states": states - item.states,
        "persons": gather("persons", ((one.label, one.span) for one in found.persons)),
        "acts": gather("acts", ((one.label, one.span) for one in found.acts)),
        "lead": gather("lead", [lead] if lead else []),
        "force": gather("force", ((WEAK, span) for span in (found.general if found.considers else ()))),
        "denials": gather("denials", ((str(at), span) for at, span in enumerate(found.denials))),
    }
    return symbols, {symbol: tuple(places) for symbol, places in spans.items()}


def _without_recommenders(text: str) -> str:
    """The text with brackets that name who recommends it blanked, every other character in its place."""
    if "(" not in text:
        return text
    kept = list(text)
    for one in brackets(text):
        if one.is_whole:
            kept[one.start : one.end] = " " * (one.end - one.start)
    return "".join(kept)


def _instruments(text: str) -> Iterator[_Named]:
    for one in citations(text):
        if one.kind not in _NAMED and one.kind != "provision":
            continue
        written = r"\s+".join(re.escape(part) for part in one.text.split())
        for found in re.finditer(rf"(?<!\w){written}(?!\w)", text):
            yield _Named(one.code, one.kind, Span(*found.span()))


def _numbers(everything: Sequence[Word], found: _Found) -> Iterator[tuple[Span, str]]:
    """Each number in figures or words and where it stands: "30%" is 30 and a per cent sign; 22nd is 22."""
    in_words = {one.span: one.label for one in found.values}
    for word in everything:
        if word.span in in_words:
            yield word.span, in_words[word.span]
        elif digits := _DIGITS.findall(word.form):
            # The letters of a code stay with it: C87 is no number 87, but 87th and 87-статья are.
            if word.form[0].isalpha():
                yield word.span, word.form.replace("-", "")
            else:
                yield word.span, ".".join(one.lstrip("0") or "0" for one in digits)


def _directions(text: str, forms: Sequence[tuple[int, str]], found: _Found) -> dict[str, int]:
    """For each form the sign of the act that governs it.

    Verbs govern what follows them, or what stands before them in a language whose verbs end the sentence. A noun such
    as "moratorium" turns the direction of what it is about, and a denial that of its act.
    """
    last_first = lexicon(found.language)["head"] == "last"
    steps = 1 if not last_first else -1
    stops = [one.start() for one in _CLAUSE_END.finditer(text)]
    events: list[tuple[int, int, str, str]] = [(at, 3, "form", form) for at, form in forms]
    events += [(one.span.start, 1, "act", one.label) for one in _outermost(found.acts)]
    events += [(one.span.start, 2, "turn", "") for one in found.turns]
    events += [(span.start, 0, "not", "") for span in found.denials]
    events += [(at, 4 * steps, "stop", "") for at in stops]
    events += [(one.start(), 4 * steps, "comma", "") for one in _COMMA.finditer(text)]
    governing = _Governing()
    given: dict[str, int] = {}
    for _, _, kind, value in sorted(events, key=lambda one: (steps * one[0], one[1])):
        if kind != "form":
            governing.take(kind, value)
            continue
        direction = governing.passes()
        # A form that stands in two clauses of two directions has none.
        given[value] = direction if given.get(value, direction) == direction else 0
    return given


class _Governing:
    """The direction in force while a text is gone through: of the last act, what denies it and what turns it."""

    def __init__(self) -> None:
        self._act = ""
        self._sign, self._turned, self._is_denied, self._passed = 0, 1, False, 0

    def take(self, kind: str, value: str) -> None:
        """An act, a turning noun, a denial, a comma or the end of a clause."""
        if kind == "act":
            near = self._passed <= _DENIAL_REACHES
            # To end what forbids is to allow.
            undone = near and self._act == "end" and value == "forbid"
            self._turned = -1 if (near and self._is_denied) or undone else 1
            self._act, self._sign, self._is_denied, self._passed = value, SIGNS[value], False, 0
        elif kind == "turn":
            self._sign, self._turned = self._sign or 1, -self._turned
        elif kind == "not":
            self._is_denied, self._turned, self._passed = True, -1, 0
        elif kind == "stop" or self._is_denied:
            self._act = ""
            self._sign, self._turned, self._is_denied, self._passed = 0, 1, False, 0

    def passes(self) -> int:
        """The direction of the next form."""
        self._passed += 1
        return (self._sign or (1 if not self._act and self._turned < 0 else 0)) * self._turned


def _outermost(found: Iterable[Match]) -> list[Match]:
    """Of matches that overlap the one that begins first and is longest."""
    kept: list[Match] = []
    for one in sorted(found, key=lambda match: (match.span.start, -match.span.end, match.label)):
        if not kept or one.span.start >= kept[-1].span.end:
            kept.append(one)
    return kept


def _inside(span: Span, others: Sequence[Span]) -> bool:
    return any(other.start <= span.start and span.end <= other.end for other in others)


@cache
def _light(language: str) -> frozenset[str]:
    return frozenset(word.form for listed in lexicon(language)["light"] for word in cues.words(str(listed)))


@cache
def _denied(language: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one) for one in lexicon(language)["negated"])
