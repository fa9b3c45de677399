"""What a search document holds, and how it becomes a document of the engine.

Texts enter as index forms (see `normalise`), already split; the engine only cuts at white space. Facet values enter as
they are. Nothing that is not public may be put into a document: an index is a file like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.metadata import version
from itertools import chain
from typing import Final

import tantivy

from ubada.kernel.canonical import sha256_hex
from ubada.search.normalise import fold, tokens

FACETS: Final = (
    "type",
    "state",
    "result",
    "response",
    "theme",
    "kind",
    "body",
    "instrument",
    "persons",
    "sdg",
    "year",
    "language",
)
"""What a search can be narrowed by, in the order of offer. The names are those of the parameters in addresses."""
OF_ONE_STATE: Final = ("state", "result", "response")
"""Facets that speak of one state's position; chosen together they must hold for one and the same state."""
PUBLIC: Final = "public"
"""The visibility of what everyone may see."""
PRACTICE: Final = "practice"
"""The visibility of what is invented to learn on: found where it is asked for, and never among what is real."""
NO_VALUE: Final = "-"

Texts = tuple[tuple[str, str], ...]
"""Pairs of a language code and a text in that language."""

VERSION: Final = 2
"""To be raised when the same object would be indexed otherwise than before: every index is then built anew."""


@dataclass(frozen=True)
class IndexDocument:
    """One object as search knows it. ``type`` and ``key`` name it; the other fields are what can be asked of it.

    ``symbols`` are exact references such as ``STMT-2024-O3``; ``positions`` one text ``state:answer:response`` for
    each state, with ``-`` where there is none; ``day`` is YYYYMMDD, or 0 for an object without a date.
    """

    type: str
    key: str
    title: Texts
    text: Texts = ()
    source: Texts = ()
    symbols: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    positions: tuple[str, ...] = ()
    day: int = 0
    visibility: tuple[str, ...] = (PUBLIC,)

    @property
    def id(self) -> str:
        """The document's name in the index."""
        return document_id(self.type, self.key)

    @cached_property
    def digest(self) -> str:
        """A hash of all that is indexed; two documents are the same exactly if theirs are."""
        said = (self.title, self.text, self.source, self.symbols, sorted(self.facets.items()), self.positions)
        return sha256_hex(repr((self.id, *said, self.day, self.visibility)).encode())


def document_id(kind: str, key: str) -> str:
    """The name in the index of an object of this type and key."""
    return f"{kind}:{key}"


# name: (stored, fast, tokenizer, what the postings hold)
_FIELDS: Final[dict[str, tuple[bool, bool, str, str]]] = {
    "id": (True, True, "raw", "basic"),
    "digest": (True, False, "raw", "basic"),
    "visibility": (False, False, "raw", "basic"),
    "position": (False, True, "raw", "basic"),
    "title": (False, False, "whitespace", "position"),
    "text": (False, False, "whitespace", "position"),
    "source": (False, False, "whitespace", "position"),
    "parts": (False, False, "whitespace", "basic"),
    "symbol": (False, False, "whitespace", "basic"),
    "word": (False, False, "whitespace", "basic"),
    "by_reference": (False, True, "raw", "basic"),
    "by_date": (False, True, "raw", "basic"),
} | dict.fromkeys(FACETS, (False, True, "raw", "basic"))


def _build() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name, (stored, fast, tokenizer, option) in _FIELDS.items():
        builder.add_text_field(name, stored=stored, fast=fast, tokenizer_name=tokenizer, index_option=option)
    return builder.build()


SCHEMA: Final = _build()
FINGERPRINT: Final = sha256_hex(repr((VERSION, version("tantivy"), sorted(_FIELDS.items()))).encode())
"""Stored beside an index; an index with another one was made by another version and is built anew."""


def engine_document(document: IndexDocument) -> tantivy.Document:
    """The document in the engine's form."""
    made = tantivy.Document()
    made.add_text("id", document.id)
    made.add_text("digest", document.digest)
    made.add_text("by_reference", _reference_order(document))
    made.add_text("by_date", f"{99999999 - document.day:08d} {_reference_order(document)}")
    for name, values in (
        ("visibility", document.visibility),
        ("position", document.positions),
        *((facet, document.facets.get(facet, ())) for facet in FACETS if facet != "type"),
        ("type", (document.type,)),
    ):
        for value in values:
            made.add_text(name, value)
    parts: dict[str, None] = {}
    words: dict[str, None] = {}
    for name, texts, analyse in (
        ("title", document.title, _analyse),
        ("text", document.text, _analyse),
        ("source", document.source, _analyse_again),
    ):
        for language, text in texts:
            forms, more, spellings = analyse(text, language)
            made.add_text(name, forms)
            parts |= dict.fromkeys(more)
            words |= dict.fromkeys(spellings)
    made.add_text("parts", " ".join(parts))
    made.add_text("word", " ".join(words))
    made.add_text("symbol", " ".join(dict.fromkeys(chain.from_iterable(map(_symbol_forms, document.symbols)))))
    return made


_JOINTS: Final = frozenset("-‐‑./:")
_TYPE_ORDER: Final = {"commitment": 1, "instrument": 2, "fact": 3}


def _reference_order(document: IndexDocument) -> str:
    """Sorts commitments before instruments before facts, and each by key with its numbers in numeric order."""
    return f"{_TYPE_ORDER.get(document.type, 9)} {natural_order(document.key)} {document.key}"


def natural_order(key: str) -> str:
    """The key with every number padded, so that 7 comes before 10 in plain text order."""
    padded, digits = "", ""
    for letter in f"{key}\0":
        if letter.isdecimal() and letter.isascii():
            digits += letter
            continue
        padded += digits.zfill(6) if digits else ""
        digits = ""
        padded += letter
    return padded[:-1]


def _analyse(text: str, language: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """A text as the engine takes it: its forms in reading order, one for each word or code, with spaces between; the
    further forms of its codes; and its folded words with their endings, for what a reader has not typed to the end or
    not typed right."""
    first: list[str] = []
    more: list[str] = []
    words: list[str] = []
    covered = -1
    for form, start, end in tokens(text, language):
        if start < covered:
            more.append(form)
            continue
        covered = end
        first.append(form)
        spelling = _spelling(text[start:end], language)
        if spelling:
            words.append(spelling)
    return " ".join(first), tuple(more), tuple(words)


_analyse_again = lru_cache(maxsize=1 << 13)(_analyse)
"""The names of bodies, instruments and themes stand in many documents."""


@lru_cache(maxsize=1 << 17)
def _spelling(word: str, language: str) -> str:
    """The folded word with its ending; nothing for a code, which is not mistyped but mistaken."""
    return "" if any(letter.isdecimal() or letter in _JOINTS for letter in word) else fold(word, language)


def _symbol_forms(symbol: str) -> Iterator[str]:
    """The forms of a whole reference; its parts alone are not the reference."""
    found = tokens(symbol, "en")
    whole = [one.form for one in found if (one.start, one.end) == (0, len(symbol))]
    yield from whole or (one.form for one in found)
