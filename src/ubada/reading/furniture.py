"""What stands on a page without belonging to the text: running heads, page numbers, and the footnotes at its foot.

A running head is known by its place (the outermost lines of a page) together with its repetition, never by its words;
a line that is nothing but a page number or a document symbol needs the place alone.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby, pairwise
from statistics import median
from typing import Final

from ubada.reading.model import Extract, Line, Mark
from ubada.reading.numbering import has_ended

_EDGE_LINES: Final = 3
_SAME_PLACE: Final = 4.0
_APART: Final = 1.5
_PAGE_NUMBER: Final = re.compile(
    r"\s*(?:[-–—|]\s*)?(?:(?:page|p\.|pg\.?|страница|стр\.?|с\.|бет|bet)\s*:?\s*)?(?:\d{1,4}|[ivxl]{1,6})"
    r"(?:\s*(?:/|of|из)\s*\d{1,4})?(?:\s*[-–—|])?(?:\s*\|?\s*page)?\s*",
    re.IGNORECASE,
)
_SYMBOL: Final = r"(?:[A-Z]{1,5}(?:/[A-Za-z0-9.()\-]+){1,8}(?:\*|\s\([A-Z]+\))?)"
_SYMBOL_LINE: Final = re.compile(rf"\s*(?:\d{{1,4}}\s+)?{_SYMBOL}(?:\s+(?:page\s+)?\d{{1,4}})?\s*", re.IGNORECASE)
_JOB_NUMBER: Final = re.compile(r"\s*(?:\d{1,4}\s+)?\*?\s*(?:GE|NY|V)\.\d{2}-\d{4,6}.*")
_NOTE_START: Final = re.compile(r"\s*(?:\[(\d{1,3})\]|(\d{1,3})(?=[\s\u00a0]|[A-ZА-Я“«]|$)|(\*{1,3}|†|‡))[\s\u00a0]*")
_BRACKET_NOTE: Final = re.compile(r"\s*\[(\d{1,3})\]\s*\S")
_BRACKET_MARK: Final = re.compile(r"[ \u00a0]?\[(\d{1,3})\]")
_TYPED_NOTE: Final = re.compile(r"\s*(\d{1,3})\s{1,8}(?=[A-ZА-Я“«\"])")
_NOTE_LINES: Final = 8


def separate(extract: Extract) -> tuple[list[Line], dict[str, str]]:
    """The lines that are text, and the footnotes found among the lines, by number.

    Lines are changed in place: marks of bracketed footnotes are entered, and pages are counted where a text file
    shows them only by its running heads.
    """
    lines = extract.lines
    lines = _without_heads(extract) if any(line.size for line in lines) else _without_typed_heads(extract)
    notes: dict[str, str] = {}
    if extract.wrapped and any(line.size for line in lines):
        lines = _without_small_notes(extract.text, lines, notes)
    lines = _without_bracket_notes(extract.text, lines, notes)
    return lines, notes


def _without_heads(extract: Extract) -> list[Line]:
    """The lines of laid-out pages without the heads and feet that come back from page to page.

    From the outermost line inwards a line is furniture if it is a page number or symbol, or if its wording comes back
    at the edge of other pages and more space than a line stands between it and the text. On the first page it must
    also stand at the height where the others have it: a title is often the head of the pages that follow.
    """
    text = extract.text
    edges: dict[int, tuple[list[Line], list[Line]]] = {}
    places: dict[str, list[tuple[int, float]]] = {}
    for page, group in groupby(extract.lines, key=lambda line: line.page):
        by_height = sorted((line for line in group if text[line.start : line.end].strip()), key=lambda line: line.top)
        edges[page] = by_height[: _EDGE_LINES + 1], by_height[: -_EDGE_LINES - 2 : -1]
        for line in {id(line): line for edge in edges[page] for line in edge[:_EDGE_LINES]}.values():
            places.setdefault(_shape(text[line.start : line.end]), []).append((page, line.top))
    often = max(2, len(edges) // 3) if len(edges) < 10 else max(3, len(edges) // 4)
    spread = {shape: len({page for page, _ in found}) for shape, found in places.items()}
    front = min(edges, default=0)
    gone: set[int] = set()
    for page, both in edges.items():
        for edge in both:
            for line, inner in pairwise(edge):
                wording = text[line.start : line.end]
                shape = _shape(wording)
                alike = spread.get(shape, 0)
                if page == front and alike >= often:
                    alike = len({one for one, top in places[shape] if abs(top - line.top) < _SAME_PLACE})
                apart = abs(inner.top - line.top) > _APART * max(line.size, inner.size)
                repeated = alike >= often and (apart or id(inner) in gone)
                if not _is_page_mark(wording) and not (repeated and not _is_item(wording)):
                    break
                gone.add(id(line))
    return [line for line in extract.lines if id(line) not in gone]


def _shape(wording: str) -> str:
    return re.sub(r"\d+", "#", " ".join(wording.split()).casefold())


def _is_page_mark(wording: str) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(wording) or _SYMBOL_LINE.fullmatch(wording) or _JOB_NUMBER.fullmatch(wording))


def _is_item(wording: str) -> bool:
    """Whether a line could be the start or the end of a list item rather than a running head."""
    return bool(re.match(r"\s*\d+\.\d+|\s*\(?[a-z]\)", wording) or re.search(r"[);:.]\s*$", wording))


def _without_typed_heads(extract: Extract) -> list[Line]:
    """The same for plain text, where only symbols, page numbers, form feeds and blank lines show the pages."""
    text, lines = extract.text, extract.lines
    words = [text[line.start : line.end] for line in lines]
    symbols = Counter(_shape(one) for one in words if _SYMBOL_LINE.fullmatch(one) and "/" in one)
    is_head = [bool(_SYMBOL_LINE.fullmatch(one) and "/" in one and symbols[_shape(one)] > 1) for one in words]
    for index, one in enumerate(words):
        if is_head[index]:
            continue
        near = is_head[max(0, index - 2) : index + 3]
        turned = index + 1 < len(lines) and lines[index + 1].page != lines[index].page
        opened = index > 0 and lines[index - 1].page != lines[index].page
        is_head[index] = (bool(_PAGE_NUMBER.fullmatch(one)) and (any(near) or turned or opened)) or bool(
            _JOB_NUMBER.fullmatch(one)
        )
    feeds = "\f" in text
    kept: list[Line] = []
    page, since = 1, False
    for line, head in zip(lines, is_head, strict=True):
        if head:
            since = True
            continue
        if not feeds:
            page += 1 if since and kept else 0
            line.page = page
        since = False
        kept.append(line)
    extract.pages = max(extract.pages, kept[-1].page if kept else 1)
    return kept


def _without_small_notes(text: str, lines: list[Line], notes: dict[str, str]) -> list[Line]:
    """The lines of laid-out pages without the small print at the foot, which goes into ``notes``.

    Small print without a number goes on with the last note of the page before, if there was one.
    """
    sizes = [round(line.size, 1) for line in lines if line.size]
    body = median(sizes) if sizes else 0.0
    kept: list[Line] = []
    last = ""
    for _, group in groupby(lines, key=lambda line: line.page):
        page = list(group)
        cut = len(page)
        while cut and (page[cut - 1].size < 0.93 * body or not text[page[cut - 1].start : page[cut - 1].end].strip()):
            cut -= 1
        start = next((at for at in range(cut, len(page)) if _note_number(text, page[at])), len(page))
        if last and cut:
            start = cut
        kept += page[:start]
        last = _collect(text, page[start:], notes, last)
    return kept


def _note_number(text: str, line: Line) -> str:
    found = _NOTE_START.match(text[line.start : line.end])
    return next((one for one in found.groups() if one), "") if found else ""


def _collect(text: str, lines: list[Line], notes: dict[str, str], number: str = "") -> str:
    """Puts the notes in these lines into ``notes``; the first words may go on with note ``number``. Gives the last."""
    open_note = ""
    for line in lines:
        wording = text[line.start : line.end]
        found = _NOTE_START.match(wording)
        fresh = _note_number(text, line)
        if fresh and found is not None and _follows(fresh, number, notes.get(number, "")):
            number = open_note = fresh
            notes[number] = wording[found.end() :].strip()
        elif number:
            open_note = number
            rest = " ".join(wording.split())
            glue = "" if notes[number].endswith("-") and rest[:1].isalpha() else " "
            notes[number] = f"{notes[number]}{glue}{rest}".strip()
    return open_note


def _follows(fresh: str, number: str, text: str) -> bool:
    """Whether a figure at the start of a line is the next note's and no figure in the text of note ``number``."""
    if not (fresh + number).isdigit() or not number:
        return True
    return int(fresh) == int(number) + 1 or (int(fresh) > int(number) and has_ended(text))


def _without_bracket_notes(text: str, lines: list[Line], notes: dict[str, str]) -> list[Line]:
    """Notes written as "[12] …" at the end of the document, and the marks "[12]" that point to them."""
    bracketed: list[Line] = []
    at = len(lines)
    while at:
        wording = text[lines[at - 1].start : lines[at - 1].end]
        if _BRACKET_NOTE.match(wording):
            bracketed = lines[at - 1 :]
        elif bracketed and not wording.strip():
            pass
        elif (len(lines) - at > _NOTE_LINES and not bracketed) or (
            bracketed and at < len(lines) and not _continues_note(text, lines, at)
        ):
            break
        at -= 1
    if bracketed:
        _collect(text, bracketed, notes)
        lines = lines[: len(lines) - len(bracketed)]
    if notes:
        for line in lines:
            for found in _BRACKET_MARK.finditer(text, line.start, line.end):
                if found[1] in notes:
                    line.marks.append(Mark(found.start(), found.end(), found[1]))
    return lines


def _continues_note(text: str, lines: list[Line], at: int) -> bool:
    """Whether the line before ``at`` can be the second line of a note: some note begins within the lines above."""
    above = lines[max(0, at - 4) : at]
    return any(_BRACKET_NOTE.match(text[line.start : line.end]) for line in above)
