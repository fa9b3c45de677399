"""Candidates become recommendations: identifiers, language, footnotes with their sources, citations, confidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from ubada.reading import addressees
from ubada.reading.citations import citations
from ubada.reading.language import detect, is_probably, script_of
from ubada.reading.model import Document, Footnote, Recommendation
from ubada.reading.profiles.base import Candidate

_FEW_WORDS: Final = 6
_LONG: Final = 4000
_PENALTY: Final = 0.25
_UNSAFE: Final = re.compile(r"[^\w.()-]+")


def assemble(document: Document, candidates: Sequence[Candidate], *, certainty: float) -> list[Recommendation]:
    """The recommendations, with ids that are unique in the document and parents that exist.

    ``certainty`` is how sure the profile is of what it finds (0 to 1); each doubt about one item takes a quarter off.
    """
    ids = _identifiers(candidates)
    twice = {number for number, count in Counter(one.number for one in candidates if one.number).items() if count > 1}
    return [_one(document, one, ids, twice, certainty) for one in candidates]


def _one(document: Document, one: Candidate, ids: dict[str, str], twice: set[str], certainty: float) -> Recommendation:
    doubts = list(one.doubts)
    if one.number in twice:
        doubts.append("the document uses this number more than once")
    if len(one.text) > _LONG:
        doubts.append("the wording is unusually long; two items may have run together")
    notes, unknown = _footnotes(document, one.refs)
    if unknown:
        doubts.append(f"no text was found for footnote {', '.join(unknown)}")
    language, script = _language(document, one.text)
    named, bearers = addressees.from_text(one.text)
    addressed = tuple(dict.fromkeys((*one.addressees, *(() if one.states else named))))
    if certainty < 0.8 and not doubts:
        doubts.append("the document has no form that is known; check that this is a recommendation")
    return Recommendation(
        id=ids[one.key],
        number=one.number,
        text=one.text,
        page=one.page,
        segments=one.segments,
        parent=ids.get(one.parent) if one.parent else None,
        addressee_heading=one.heading,
        addressees=addressed,
        duty_bearers=bearers or one.duty_bearers or addressed,
        recommending_states=one.states,
        footnotes=notes,
        citations=citations(one.text),
        language=language,
        script=script,
        position=one.position,
        position_text=one.position_text,
        confidence=max(0.05, certainty - _PENALTY * len(one.doubts + ([""] if one.number in twice else []))),
        needs_review=tuple(dict.fromkeys(doubts)),
    )


def _identifiers(candidates: Sequence[Candidate]) -> dict[str, str]:
    """An id for each key: the number where there is one, else the place in the list, under the parent's id."""
    ids: dict[str, str] = {}
    used: set[str] = set()
    top, below, again = 0, Counter[str](), Counter[str]()
    for one in candidates:
        if one.parent in ids and one.parent is not None:
            below[one.parent] += 1
            name = one.number or f"{ids[one.parent]}.{below[one.parent]}"
        else:
            top += 1
            name = one.number or f"r{top}"
        name = _UNSAFE.sub("-", name)
        unique = name
        while unique in used:
            again[name] += 1
            unique = f"{name}-{again[name] + 1}"
        used.add(unique)
        ids[one.key] = unique
    return ids


def _footnotes(document: Document, refs: Sequence[str]) -> tuple[tuple[Footnote, ...], list[str]]:
    numbers: list[str] = []
    for ref in refs:
        numbers += _numbers_of(ref, document)
    numbers = list(dict.fromkeys(numbers))
    notes = tuple(document.footnotes.get(number, Footnote(number, "")) for number in numbers)
    return notes, [number for number in numbers if number not in document.footnotes]


def _numbers_of(ref: str, document: Document) -> list[str]:
    """The single numbers of a mark such as "3, 4" or "3–5"."""
    if ref in document.footnotes:
        return [ref]
    span = re.fullmatch(r"(\d+)\s*[–-]\s*(\d+)", ref)
    if span and 0 < int(span[2]) - int(span[1]) < 20:
        return [str(number) for number in range(int(span[1]), int(span[2]) + 1)]
    return re.findall(r"\d+|[*†‡]+|[a-z]", ref)


def _language(document: Document, text: str) -> tuple[str, str]:
    script = script_of(text)
    if len(text.split()) < _FEW_WORDS and script == document.script:
        return document.language, script
    if script == document.script and is_probably(document.language, text):
        return document.language, script
    code, script = detect(text, model=False)
    if not code and script in (document.script, "Zyyy"):
        return document.language, document.script
    return code or document.language, script
