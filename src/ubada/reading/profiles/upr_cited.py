"""Recommendations that a report does not list but refers to by paragraph: "those in paragraphs 33 (a, b) and 44".

Early reports name in this way what the state refused. The wording is then that of the dialogue: the lettered clause,
wherever under the paragraph it stands, or without a letter the sentences in which the speaker recommends.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import Final

from ubada.reading.blocks import is_heading
from ubada.reading.model import Block, Document, Span
from ubada.reading.profiles.base import Candidate, cut_segments, offset_of
from ubada.reading.profiles.positions import position_of
from ubada.reading.states import state_code, states_in

_REFERS: Final = re.compile(
    r"\brecommendations?\b[^.]{0,250}?\bparagraphs?:?\s+(?=\d{1,3}(?!\d|\.\d))|"
    r"\bрекомендаци\w+\b[^.]{0,250}?\bпункт\w*:?\s+(?=\d{1,3}(?!\d|\.\d))",
    re.IGNORECASE,
)
# "(b) (i) and (ii)": parts of a lettered part, which are not told apart. "(Mexico)": who made it, in passing.
_TOKEN: Final = re.compile(
    r"(?P<part>(?<=\))\s*\([ivx]+\)(?:(?:\s*,|\s*and)?\s*\([ivx]+\))*)"
    r"|\s*,?\s*(?P<last>\(last sentence\)|last sentence\b|\(последнее предложение\))"
    r"|(?P<aside>\s*\((?![a-zа-я]\s*[,)])[A-Za-zА-Яа-яЁё][^()]{3,60}\))"
    r"|\s*[,;]?\s*(?:and\b|и\b)?\s*(?:in\s+)?(?:paragraphs?\s+|пункт\w*\s+)?"
    r"(?:(?P<number>\d{1,3})(?!\d|\.\d)|\((?P<letters>[a-zа-я](?:\s*,\s*[a-zа-я])*)\))"
)
_OF_ANOTHER_DOCUMENT: Final = re.compile(
    r"\s+of\s+(?:the|its|that)\s+(?!(?:present\s+)?report\b)|\s+(?:резюме|подборки)\b"
)
_ABOUT: Final = re.compile(
    r"\b(?:with regards? to|in regard to|regarding|concerning|as (?:to|for|regards))\s+(?:(?:the|these)\s+)?recommend"
    r"|\b(?:its|their)\s+(?:views|comments|observations)\b|\bв отношении рекомендаци",
    re.IGNORECASE,
)
_NOTED_IN: Final = re.compile(r"\bnoted\s+(?:in|at)\b|\bупомянут\w+\s+в\b")
_MARKED: Final = r"(?:(?<=\s)|^)\(?{letter}\)\s*(?=\w)"
_SENTENCE_END: Final = r"(?<=[^.\s]{3})\.(?=\s+[A-ZА-ЯЁ]|\s*$)"
_RECOMMENDS: Final = re.compile(r"\brecommend|\burge|\bcall(?:s|ed)? (?:up)?on|рекоменд|призва|предлож", re.IGNORECASE)
_SUGGESTS: Final = re.compile(
    r"\brequest|\binvite|\bencourag|\bsuggest|\bpropos|\bask(?:s|ed)\b|\bshould\b|предлага|просил", re.IGNORECASE
)
_SENTENCE: Final = re.compile(r"(?<=[^.\s]{3}\.)\s+(?=[A-ZА-ЯЁ])")
# What leads on to the next part: "; and", "; and that it", "; Chile also recommended that Fiji".
_LEADS_ON: Final = re.compile(
    r"(?:[.;,]\s+(?:It|[A-Z]\w+(?:\s[A-Z]\w+)*)\s+(?:(?:also|further)\s+)?"
    r"(?:recommend|encourag|urg|request|suggest)\w+(?:\s+that)?(?:\s+[A-Z]\w+)?(?:\s+to)?"
    r"|\b(?:and(?:\s+(?:that|also|to))?(?:\s+it)?|и))$"
)
_MARKS: Final = " \t\n,;"
_LAST: Final = "last sentence"


@dataclass(frozen=True, slots=True)
class _Reference:
    """A paragraph, or a part of it, that a sentence names, with what the state answers in it."""

    number: str
    part: str
    position: str
    sentence: str

    @property
    def mark(self) -> str:
        return f"{self.number}({self.part})" if self.part and self.part != _LAST else self.number


def cited_by_paragraph(document: Document, under_review: str) -> list[Candidate]:
    """The recommendations that are answered by reference to a paragraph of the dialogue before, each once."""
    paragraphs = _paragraphs(document.blocks)
    found: dict[str, Candidate | None] = {}
    for block in document.blocks:
        for reference in _references(block):
            said = paragraphs.get(reference.number)
            if said is not None and reference.mark not in found and said[-1].start < block.start:
                found[reference.mark] = _candidate(document, said, reference, under_review)
    return sorted((one for one in found.values() if one is not None), key=lambda one: one.segments[0][0])


def _paragraphs(blocks: Sequence[Block]) -> dict[str, list[Block]]:
    """The numbered paragraphs, each with what stands under it; not those that only open a list of recommendations."""
    paragraphs: dict[str, list[Block]] = {}
    open_one: list[Block] = []
    for block in blocks:
        if block.label is not None and block.label.scheme == "number":
            open_one = [block]
            paragraphs.setdefault(block.label.value, open_one)
        elif is_heading(block):
            open_one = []
        else:
            open_one.append(block)
    return {number: said for number, said in paragraphs.items() if not said[0].text.endswith(":") or _is_lettered(said)}


def _is_lettered(said: Sequence[Block]) -> bool:
    label = said[1].label if len(said) > 1 else None
    return label is not None and label.scheme == "letter"


def _references(block: Block) -> Iterator[_Reference]:
    """What a numbered paragraph names: "33 (a, b), 39 (a) and 44" gives 33 a, 33 b, 39 a, 44, with its answer to them.

    The answer is that of the sentence. A sentence that answers nothing and only comments gives no position; any other
    is somebody speaking about a recommendation.
    """
    if block.label is None or block.label.scheme != "number":
        return
    sentences: list[Span] = []
    for found in _REFERS.finditer(block.text):
        sentences = sentences or _all_sentences(block.text)
        named, end = _named(block.text, found.end())
        first, last = (bisect_right(sentences, at, key=itemgetter(0)) - 1 for at in (found.start(), end - 1))
        sentence = block.text[sentences[first][0] : sentences[last][1]]
        position = position_of(_NOTED_IN.sub("", sentence))
        if _OF_ANOTHER_DOCUMENT.match(block.text, end) or not (position or _ABOUT.search(sentence)):
            continue
        for number, part in named:
            yield _Reference(number, part, position, sentence)


def _named(text: str, start: int) -> tuple[list[tuple[str, str]], int]:
    """Numbers of paragraphs with letters of their parts, in a list that starts here; and where the list ends."""
    named: list[tuple[str, str]] = []
    number, parts = "", 0
    while token := _TOKEN.match(text, start):
        if token["number"]:
            if number and not parts:
                named.append((number, ""))
            number, parts = token["number"], 0
        elif number and token["letters"]:
            letters = re.findall(r"[a-zа-я]", token["letters"])
            named += [(number, letter) for letter in letters]
            parts += len(letters)
        elif number and token["last"]:
            named.append((number, _LAST))
            parts += 1
        start = token.end()
    if number and not parts:
        named.append((number, ""))
    return named, start


def _candidate(document: Document, said: Sequence[Block], reference: _Reference, under_review: str) -> Candidate | None:
    places, doubt = _wording(said, reference)
    if not places:
        return None
    segments: list[Span] = []
    for block, (start, end) in places:
        first, last = offset_of(document, block, start), offset_of(document, block, end - 1) + 1
        segments += cut_segments(document.text, block.segments, first, last)
    text = " ".join(block.text[start:end] for block, (start, end) in places)
    first_block = places[0][0]
    mark = reference.mark
    one = Candidate(
        f"cited {mark}@{segments[0][0]}", mark, text, tuple(segments), first_block.page, refs=first_block.refs
    )
    one.states = _speaker(said[0].text, under_review)
    if under_review:
        one.addressees = one.duty_bearers = (under_review,)
    if reference.position:
        one.position, one.position_text = reference.position, reference.sentence
    one.doubts.append("the report cites it by paragraph; the wording is that of the dialogue")
    if doubt:
        one.doubts.append(doubt)
    if not one.states:
        one.doubts.append("no recommending state was recognised")
    return one


def _wording(said: Sequence[Block], reference: _Reference) -> tuple[list[tuple[Block, Span]], str]:
    """Where the wording stands, block by block, and what a person should look at."""
    if reference.part == _LAST:
        block = next((one for one in reversed(said) if one.text), said[0])
        return [(block, _all_sentences(block.text)[-1])], ""
    if reference.part:
        for block in said:
            clause = _clause(block, reference.part)
            if clause is not None:
                return [(block, clause)], ""
    for words in (_RECOMMENDS, _SUGGESTS):
        places = [(block, span) for block in said for span in _sentences(block.text, words)]
        if places:
            lacking = (
                f"paragraph {reference.number} has no part ({reference.part}); all that is recommended in it is given"
            )
            return places, lacking if reference.part else ""
    return [], ""


def _clause(block: Block, letter: str) -> Span | None:
    """The clause after "(b)", or that of a block with this letter: to the next letter or the end of its sentence."""
    text = block.text
    if block.label is not None and block.label.scheme != "number" and block.label.value == letter:
        start = 0
    else:
        found = re.search(_MARKED.format(letter=letter), text)
        if found is None:
            return None
        start = found.end()
    end = re.search(rf"{_MARKED.format(letter=chr(ord(letter) + 1))}|{_SENTENCE_END}", text[start:])
    last = start + end.start() if end is not None else len(text)
    clause = _LEADS_ON.sub("", text[start:last].rstrip(_MARKS)).rstrip(_MARKS)
    return (start, start + len(clause)) if clause else None


def _all_sentences(text: str) -> list[Span]:
    cuts = [0, *(one.end() for one in _SENTENCE.finditer(text)), len(text) + 1]
    spans = ((start, start + len(text[start : after - 1].rstrip())) for start, after in pairwise(cuts))
    return [(start, end) for start, end in spans if end > start]


def _sentences(text: str, words: re.Pattern[str]) -> list[Span]:
    """The sentences in which the speaker recommends; those that follow each other are one stretch."""
    spans: list[Span] = []
    for start, end in _all_sentences(text):
        if words.search(text, start, end):
            if spans and spans[-1][1] + 1 >= start:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
    return spans


def _speaker(text: str, under_review: str) -> tuple[str, ...]:
    """The state that speaks in a paragraph: the first it names that is not the one under review."""
    own = state_code(under_review)
    return tuple(code for code, _ in states_in(text) if code != own)[:1]
