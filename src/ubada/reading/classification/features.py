"""The features of a text: what its words are, how it opens, and what its clauses ask for.

A feature is a string or a tuple of strings, and no two blocks share one. Blocks are weighted and brought to length one
each on its own, so that a long text does not drown its opening words. The published coding rules of the action
category decide what is looked at: the first verb and its object, a second verb joined to it, and the means ("by
amending …").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

import snowballstemmer

from ubada.reading.classification.lexicon import english_classes

VERSION: Final = 1
"""Goes up when a feature changes its meaning: a model made with another version is refused."""

Feature: TypeAlias = "str | tuple[str, ...]"
Blocks: TypeAlias = "tuple[list[Feature], ...]"
Extractor: TypeAlias = Callable[[str], Blocks]

_TOKEN: Final = re.compile(r"[^\W_]+(?:['-][^\W_]+)*|[,;:.()]")
_MARKS: Final = frozenset(",;:.()")
OPENING_WORDS: Final = 8
_OPENING_TAGS: Final = ("o",) * OPENING_WORDS
_POSITION_TAGS: Final = tuple(f"p{position}" for position in range(6))
_SKELETON_TAGS: Final = tuple(f"s{position}" for position in range(5))
_CACHED_WORDS: Final = 200_000

_DETERMINERS: Final = frozenset(
    [
        "the",
        "a",
        "an",
        "its",
        "their",
        "his",
        "her",
        "all",
        "any",
        "this",
        "that",
        "these",
        "those",
        "some",
        "such",
        "other",
        "own",
        "further",
        "also",
        "as",
        "well",
    ]
)
_PASSED_OVER: Final = _DETERMINERS | _MARKS
_SENTENCE_ENDS: Final = frozenset(".;:")
_LY_NO_ADVERB: Final = frozenset(
    ["early", "family", "assembly", "apply", "comply", "reply", "supply", "elderly", "anomaly", "monopoly"]
)
_RECOMMENDING: Final = frozenset(
    [
        "recommended",
        "recommends",
        "recommend",
        "recommendation",
        "recommendations",
        "encouraged",
        "encourages",
        "urged",
        "urges",
    ]
)
_AFTER_RECOMMENDING: Final = frozenset(
    ["that", "to", "the", "a", "government", "state", "party", "it", "authorities", "should", "be", "of", ","]
)
_PREAMBLE: Final = frozenset(
    [
        "in",
        "while",
        "with",
        "as",
        "given",
        "noting",
        "recognizing",
        "recognising",
        "taking",
        "bearing",
        "considering",
        "concerning",
        "regarding",
        "within",
        "on",
        "for",
        "at",
        "through",
        "following",
        "welcoming",
        "having",
        "by",
        "based",
        "pursuant",
        "under",
        "since",
        "after",
        "acknowledging",
        "despite",
    ]
)
_MEANS: Final = frozenset(["by", "through", "including", "via", "notably", "particular"])
EMPTY_WORDS: Final = _DETERMINERS | frozenset(
    ["of", "in", "on", "at", "to", "for", "and", "or", "with", "by", "from", "into", "it", "is", "be", "are"]
)
"""Words that are counted but never shown as evidence."""
_MEANS_CLASSES: Final = frozenset({"by", "through", "including"})
_MEANS_FILLER: Final = _DETERMINERS | frozenset([",", "by", "through", "in", "means", "of"])
_CLAUSE_OPENERS: Final = frozenset(["and", ",", ";", "to", "that", "should"])


class _Stems(dict[str, str]):
    """Word to stem, remembered; Snowball's English stemmer."""

    def __init__(self) -> None:
        super().__init__()
        self._stemmer = snowballstemmer.stemmer("english")

    def __missing__(self, word: str) -> str:
        if len(self) > _CACHED_WORDS:
            self.clear()
        stem: str = self._stemmer.stemWord(word)
        self[word] = stem
        return stem


_STEMS: Final = _Stems()


def tokens(text: str) -> list[str]:
    """Lower-case words and punctuation marks, in order."""
    return _TOKEN.findall(text.lower().replace("\u2019", "'"))


def word_spans(text: str) -> list[tuple[int, int, str]]:
    """Where each word of `text` begins and ends, and the word as the features see it."""
    lowered = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text).replace("\u2019", "'")
    return [(one.start(), one.end(), one[0]) for one in _TOKEN.finditer(lowered) if one[0] not in _MARKS]


def stem(word: str) -> str:
    """The word's stem as the features use it."""
    return _STEMS[word]


def ngrams(words: Sequence[str], longest: int) -> list[Feature]:
    """Words, then pairs, up to `longest` in a row. A single word is a string, more are a tuple."""
    found: list[Feature] = list(words)
    for length in range(2, longest + 1):
        found.extend(zip(*(words[offset:] for offset in range(length)), strict=False))
    return found


def first_action(words: Sequence[str]) -> int:
    """Where the request begins: after "recommended that the state …", or after an opening clause and its comma.

    `words` are `tokens`. Gives 0 where no preamble is seen.
    """
    for position, word in enumerate(words[:10]):
        if word in _RECOMMENDING:
            following = position + 1
            while following < len(words) and words[following] in _AFTER_RECOMMENDING:
                following += 1
            return following if following < len(words) else 0
    if words and words[0] in _PREAMBLE:
        for position, word in enumerate(words[:45]):
            if word == ",":
                following = position + 1
                while following < len(words) and words[following] in {"to", "that", "and", "also"}:
                    following += 1
                return following if following < len(words) else 0
    start = 0
    while start < len(words) and words[start] in {"to", "that", ",", "it", "also", "should"}:
        start += 1
    return start if start < len(words) else 0


def _is_adverb(word: str) -> bool:
    return word.endswith("ly") and len(word) > 4 and word not in _LY_NO_ADVERB


def _skeleton(words: Sequence[str], start: int, longest: int) -> list[str]:
    """Stems of the request's first words without determiners, adverbs and marks, up to the sentence's end."""
    found: list[str] = []
    for word in words[start : start + 20]:
        if word in _SENTENCE_ENDS or len(found) == longest:
            break
        if word not in _PASSED_OVER and not (word.endswith("ly") and _is_adverb(word)):
            found.append(_STEMS[word])
    return found


def _opening_features(words: Sequence[str]) -> list[Feature]:
    opening = words[:OPENING_WORDS]
    found: list[Feature] = list(zip(_OPENING_TAGS, opening, strict=False))
    found.extend(zip(_OPENING_TAGS, opening, opening[1:], strict=False))
    found.extend(zip(_OPENING_TAGS, opening, opening[1:], opening[2:], strict=False))
    return found


def _position_features(words: Sequence[str]) -> list[Feature]:
    found: list[Feature] = list(zip(_POSITION_TAGS, words, strict=False))
    found.extend(("P", *words[:length]) for length in (2, 3, 4))
    return found


def _skeleton_features(skeleton: Sequence[str], *, has_preamble: bool) -> list[Feature]:
    found: list[Feature] = list(zip(_SKELETON_TAGS, skeleton, strict=False))
    found.extend(("S", *skeleton[:length]) for length in (2, 3, 4))
    if skeleton:
        found.extend(("vo", skeleton[0], word) for word in skeleton[1:7])
        if len(skeleton) > 2 and skeleton[1] in {"and", "or"}:
            found += [("v2", skeleton[2]), ("vv", skeleton[0], skeleton[2])]
    found.append(("pre", str(has_preamble)))
    return found


def _clause_features(words: Sequence[str]) -> list[Feature]:
    """What follows "by", "through", "including" (the means), and what opens each further clause."""
    found: list[Feature] = []
    last = len(words) - 1
    for position, word in enumerate(words):
        if word in _CLAUSE_OPENERS:
            if position < last:
                found.append(("a", word, _STEMS[words[position + 1]]))
        elif word in _MEANS and position > 3:
            at = position + 1
            while at <= last and (words[at] in _MEANS_FILLER or _is_adverb(words[at])):
                at += 1
            if at <= last:
                means = _STEMS[words[at]]
                found += [("m", means), ("ming", str(words[at].endswith("ing")))]
                if at < last:
                    found.append(("m", means, _STEMS[words[at + 1]]))
    return found


def _class_features(words: Sequence[str], stems: Sequence[str], start: int, skeleton: Sequence[str]) -> list[Feature]:
    """The lexicon's classes of the first verbs, their objects and the means."""
    verbs, objects = english_classes(stem)
    verb_of = verbs.get
    seen_verbs = [(word, category) for word in skeleton if (category := verb_of(word))]
    seen_objects = [kind for kind in map(objects.get, skeleton[1:]) if kind]
    first, category = seen_verbs[0] if seen_verbs else ("", "?")
    second = seen_verbs[1][1] if len(seen_verbs) > 1 else ""
    third = seen_verbs[2][1] if len(seen_verbs) > 2 else ""
    kind = seen_objects[0] if seen_objects else ""
    kinds = list(map(objects.get, stems))
    found: list[Feature] = [
        ("LS", category, second, third, *seen_objects[:2]),
        ("L1", category),
        ("L1w", first),
        ("L2", category, second),
        ("LO", category, kind),
        ("LwO", first, kind),
        ("O1", kind),
        ("nsp", str(min(4, kinds.count("S")))),
    ]
    categories = list(map(verb_of, stems))
    for position, word in enumerate(words):
        if word in _MEANS_CLASSES and position > 3:
            means = next(filter(None, categories[position + 1 : position + 6]), None)
            if means:
                found += [("M", means), ("LM", category, means)]
    found.extend(("any", one) for one in set(categories[start:]) if one)
    return found


def action_features(text: str) -> Blocks:
    """Six blocks: stems, opening words, their positions, the request's skeleton, its clauses, its lexicon classes."""
    marked = tokens(text)
    words = [word for word in marked if word not in _MARKS]
    marked_stems = [_STEMS[word] for word in marked]
    stems = [one for one in marked_stems if one not in _MARKS]
    start = first_action(marked)
    skeleton = _skeleton(marked, start, 14)
    return (
        ngrams(stems, 2),
        _opening_features(words),
        _position_features(words),
        _skeleton_features(skeleton[:8], has_preamble=start > 0),
        _clause_features(marked),
        _class_features(marked, marked_stems, start, skeleton),
    )


def topic_features(text: str) -> Blocks:
    """One block: stems and pairs of stems."""
    return (ngrams([_STEMS[word] for word in tokens(text) if word not in _MARKS], 2),)


def plain_features(text: str) -> Blocks:
    """The comparison every figure is printed beside: words and pairs, and up to three in a row of the first eight."""
    words = [word for word in tokens(text) if word not in _MARKS]
    return (ngrams(words, 2), _opening_features(words))


EXTRACTORS: Final[dict[str, tuple[Extractor, tuple[float, ...]]]] = {
    "action": (action_features, (1.0, 1.0, 1.0, 1.4, 1.0, 0.5)),
    "topic": (topic_features, (1.0,)),
    "plain": (plain_features, (1.0, 1.0)),
}
"""Name of a set of features, its extractor and the weight of each block."""
