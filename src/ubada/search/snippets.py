"""Marking what was found in the texts a result shows. Pure: texts in, fragments out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ubada.kernel.text import Rendering, TranslatedText
from ubada.languages.table import BY_CODE
from ubada.search.normalise import fold, highlight, tokens

SNIPPET: Final = 260
"""Characters of a snippet."""
Fragments = tuple[tuple[str, bool], ...]
"""A text in pieces, each with whether it is what was looked for."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A text in one language, cut into fragments; ``is_fallback`` if it is not the reader's language."""

    fragments: Fragments
    language: str
    is_fallback: bool

    @property
    def text(self) -> str:
        """The text without its marks."""
        return "".join(piece for piece, _ in self.fragments)

    @property
    def is_hit(self) -> bool:
        """Whether anything in it is what was looked for."""
        return any(is_hit for _, is_hit in self.fragments)

    @property
    def bcp47(self) -> str:
        """The language as HTML names it."""
        return BY_CODE[self.language].bcp47 if self.language in BY_CODE else self.language

    @property
    def endonym(self) -> str:
        """The language's name in itself."""
        return BY_CODE[self.language].endonym if self.language in BY_CODE else self.language


def marked(chosen: Rendering, forms: frozenset[str]) -> Marked:
    """The text with every word marked that has one of the index forms."""
    fragments = tuple(highlight(chosen.text, chosen.language, set(forms))) if forms else ((chosen.text, False),)
    return Marked(fragments, chosen.language, chosen.is_fallback)


def snippet(texts: Iterable[TranslatedText], forms: frozenset[str], language: str) -> Marked:
    """The passage that shows why an object was found: in the reader's language, else in one that holds the words."""
    best: Marked | None = None
    for text in texts:
        for code in dict.fromkeys((text.best(language).language, *text)):
            if code in text:
                found = marked(Rendering(text[code], code, is_fallback=code != language), forms)
                if found.is_hit:
                    return shortened(found)
                best = best or found
    return shortened(best) if best is not None else Marked((), language, is_fallback=False)


def shortened(whole: Marked) -> Marked:
    """The text from a little before its first hit, cut at spaces, with an ellipsis wherever something was cut off."""
    text = whole.text
    if len(text) <= SNIPPET:
        return whole
    first = 0
    for piece, is_hit in whole.fragments:
        if is_hit:
            break
        first += len(piece)
    start = 0 if first >= len(text) or first < SNIPPET // 2 else text.rfind(" ", 0, first - SNIPPET // 4) + 1
    end = len(text) if len(text) - start <= SNIPPET else max(text.rfind(" ", 0, start + SNIPPET), start + 1)
    pieces: list[tuple[str, bool]] = [("… ", False)] if start else []
    position = 0
    for piece, is_hit in whole.fragments:
        kept = piece[max(0, start - position) : max(0, end - position)]
        position += len(piece)
        if kept:
            pieces.append((kept, is_hit))
    if end < len(text):
        pieces.append((" …", False))
    return Marked(tuple(pieces), whole.language, whole.is_fallback)


def as_written(folded: Sequence[str], texts: Iterable[TranslatedText]) -> tuple[str, ...]:
    """The folded words as the texts write them; a word that none of them holds is left out."""
    if not folded:
        return ()
    written: dict[str, str] = {}
    for spelling, word in _words(texts):
        written.setdefault(spelling, word)
    return tuple(dict.fromkeys(written[word] for word in folded if word in written))


def _words(texts: Iterable[TranslatedText]) -> Iterator[tuple[str, str]]:
    for text in texts:
        for language, words in text.items():
            for _, start, end in tokens(words, language):
                yield fold(words[start:end], language), words[start:end].lower()
