"""Recommendations that a report does not list but refers to by paragraph: "those in paragraphs 33 (a, b) and 44".

Early reports name in this way what the state refused. The wording is then that of the dialogue: the lettered clause, or
without a letter the sentences in which the speaker recommends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from ubada.reading.model import Block, Document, Span
from ubada.reading.profiles.base import Candidate, cut_segments, offset_of
from ubada.reading.profiles.positions import position_of
from ubada.reading.states import state_code, states_in

_REFERS: Final = re.compile(
    r"\brecommendations?\b[^.]{0,120}?\bparagraphs?:?\s+(?=\d)|\bрекомендаци\w+\b[^.]{0,120}?\bпункт\w*:?\s+(?=\d)"
)
# "(b) (i) and (ii)": parts of a lettered part, which are not told apart.
_TOKEN: Final = re.compile(
    r"(?P<part>(?<=\))\s*\([ivx]+\)(?:(?:\s*,|\s*and)?\s*\([ivx]+\))*)"
    r"|\s*[,;]?\s*(?:and\b|и\b)?\s*"
    r"(?:(?P<number>\d{1,3})(?![\d.])|\((?P<letters>[a-zа-я](?:\s*,\s*[a-zа-я])*)\))"
)
_MARKED: Final = r"(?:(?<=\s)|^)\(?{letter}\)\s+"
_SENTENCE_END: Final = r"(?<=[^.\s]{3})\.(?=\s+[A-ZА-ЯЁ]|\s*$)"
_RECOMMENDS: Final = re.compile(
    r"\brecommend|\brequest|\burge|\bcall(?:s|ed)? (?:up)?on|рекоменд|призва|предлож", re.IGNORECASE
)
_SENTENCE: Final = re.compile(r"(?<=[^.\s]{3}\.)\s+(?=[A-ZА-ЯЁ])")
_JOINS: Final = re.compile(r"[\s,;]*(?:\band\b|\bи\b)?[\s,;]*$")


def cited_by_paragraph(document: Document, under_review: str) -> list[Candidate]:
    """The recommendations that are answered by reference to a paragraph of the dialogue before, each once."""
    paragraphs: dict[str, Block] = {}
    found: dict[str, Candidate] = {}
    for block in document.blocks:
        if block.label is None or block.label.scheme != "number":
            continue
        position = position_of(block.text) if _REFERS.search(block.text) else ""
        if position:
            for number, letter in _references(block.text):
                said = paragraphs.get(number)
                one = _candidate(document, said, number, letter, under_review) if said is not None else None
                if one is not None and said is not block:
                    one.position, one.position_text = position, block.text
                    found.setdefault(one.number, one)
        if not block.text.endswith(":"):
            paragraphs.setdefault(block.label.value, block)
    return sorted(found.values(), key=lambda one: one.segments[0][0])


def _references(text: str) -> Iterator[tuple[str, str]]:
    """The paragraphs and letters that a sentence names: "33 (a, b), 39 (a) and 44" gives 33 a, 33 b, 39 a, 44."""
    for found in _REFERS.finditer(text):
        position, number, lettered = found.end(), "", False
        while token := _TOKEN.match(text, position):
            if token["number"]:
                if number and not lettered:
                    yield number, ""
                number, lettered = token["number"], False
            elif number and token["letters"]:
                lettered = True
                for letter in re.findall(r"[a-zа-я]", token["letters"]):
                    yield number, letter
            position = token.end()
        if number and not lettered:
            yield number, ""


def _candidate(document: Document, block: Block, number: str, letter: str, under_review: str) -> Candidate | None:
    spans = _clause(block.text, letter) if letter else _sentences(block.text)
    if not spans:
        return None
    segments: list[Span] = []
    for start, end in spans:
        first, last = offset_of(document, block, start), offset_of(document, block, end - 1) + 1
        segments += cut_segments(document.text, block.segments, first, last)
    mark = f"{number}({letter})" if letter else number
    text = " ".join(block.text[start:end] for start, end in spans)
    one = Candidate(f"cited {mark}@{segments[0][0]}", mark, text, tuple(segments), block.page, refs=block.refs)
    one.states = _speaker(block.text, under_review)
    if under_review:
        one.addressees = one.duty_bearers = (under_review,)
    one.doubts.append("the report cites it by paragraph; the wording is that of the dialogue")
    if not one.states:
        one.doubts.append("no recommending state was recognised")
    return one


def _clause(text: str, letter: str) -> list[Span]:
    """The clause after "(b)": up to the next letter or the end of its sentence."""
    found = re.search(_MARKED.format(letter=letter), text)
    if found is None:
        return []
    end = re.search(rf"{_MARKED.format(letter=chr(ord(letter) + 1))}|{_SENTENCE_END}", text[found.end() :])
    last = found.end() + end.start() if end is not None else len(text)
    last -= len(text[found.end() : last]) - len(_JOINS.sub("", text[found.end() : last]))
    return [(found.end(), last)] if last > found.end() else []


def _sentences(text: str) -> list[Span]:
    """The sentences in which the speaker recommends; those that follow each other are one stretch."""
    cuts = [0, *(one.end() for one in _SENTENCE.finditer(text)), len(text) + 1]
    spans: list[Span] = []
    for start, after in pairwise(cuts):
        end = start + len(text[start : after - 1].rstrip())
        if end > start and _RECOMMENDS.search(text, start, end):
            if spans and spans[-1][1] + 1 >= start:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
    return spans


def _speaker(text: str, under_review: str) -> tuple[str, ...]:
    """The state that speaks in a paragraph: the first it names that is not the one under review."""
    own = state_code(under_review)
    return tuple(code for code, _ in states_in(text) if code != own)[:1]
