"""Lines become blocks: page furniture and footnotes out, wrapped lines joined, labels found.

The rule of white space and hyphens (`clean`): every run of white space is one space; a hyphen at the end of a line
joins the halves without a space and stays, unless the document writes the word without a hyphen elsewhere, or breaks
words so throughout; footnote marks, running heads, page numbers and characters that are not seen (soft hyphens, no
width) are left out of an item. Nothing else is changed.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, replace
from typing import Final

from ubada.reading import furniture
from ubada.reading.model import Block, Document, Extract, Footnote, Label, Line, Span
from ubada.reading.numbering import LABEL, Labels, has_ended, is_broken_off, parse_label

_URL: Final = re.compile(r"https?://[^\s<>\"”»]+")
_HEADING_WIDTH: Final = 160
_LONGEST_WORD: Final = 60
_NEAR_LINES: Final = 40
_LONE_MARK: Final = re.compile(r"\s*\[\d{1,3}\][.;]?\s*")
_INDENT: Final = 8
_TAIL: Final = 40
_WORD_END: Final = re.compile(r"([^\W\d_]+)-$")
_WORD_START: Final = re.compile(r"([^\W\d_]+)")
_BROKEN: Final = re.compile(r"([^\W\d_]+)-\n([^\W\d_]+)")
_PREFIXES: Final = frozenset(
    ("non", "self", "co", "ex", "well", "anti", "cross", "multi", "pre", "sub", "по", "кое", "во")
)
_FEWEST_BREAKS: Final = 3
# Characters that are not seen: a place where a word may be broken, no width, marks of direction.
INVISIBLE: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a document, with their hyphens, and whether it breaks words at the ends of lines."""

    known: frozenset[str] = frozenset()
    breaks: bool = False


def clean(text: str, segments: tuple[Span, ...], words: Words | None = None) -> str:
    """The wording of these stretches of ``text`` under the rule of this module."""
    wording, previous = "", -1
    for start, end in segments:
        piece = " ".join(text[start:end].translate(INVISIBLE).split())
        if not piece:
            continue
        between = text[previous:start] if previous >= 0 else ""
        if "\n" in between:
            soft = text[previous - 1 : previous] == "\u00ad"
            wording = wording + piece if soft else _joined(wording, piece, words or Words())
        else:
            wording += f" {piece}" if any(one.isspace() for one in between) else piece
        previous = end
    return wording


def _joined(before: str, piece: str, words: Words) -> str:
    """Two lines in one: with a space, or without one after a hyphen; the hyphen goes if it only broke the word."""
    if not before.endswith("-"):
        return f"{before} {piece}"
    first, second = _WORD_END.search(before[-_LONGEST_WORD:]), _WORD_START.match(piece)
    if first is None or second is None:
        return f"{before} {piece}"
    if piece[0].isupper() and not first[1].isupper():
        return before + piece  # no word has a capital in its middle: the hyphen is the word's own
    whole, halves = (first[1] + second[1]).casefold(), f"{first[1]}-{second[1]}".casefold()
    unknown = whole not in words.known and words.breaks and piece[0].islower() and first[1].casefold() not in _PREFIXES
    broken = (whole in words.known or unknown) and halves not in words.known
    return (before[:-1] if broken else before) + piece


def build(file: str, sha256: str, kind: str, extract: Extract) -> Document:
    """The document of an extract: blocks in reading order, footnotes by number. Language is left to the caller."""
    text = extract.text
    lines, notes_found = furniture.separate(extract)
    notes = {**notes_found, **extract.footnotes}
    words = _words(text) if extract.wrapped else Words()
    builder = _Builder(text, words, wrapped=extract.wrapped)
    for line in lines:
        builder.add(line)
    blocks = builder.finish()
    footnotes = {number: Footnote(number, note, tuple(_urls(note))) for number, note in notes.items()}
    return Document(file, sha256, kind, text, blocks, footnotes, extract.pages, "", "", list(extract.notes))


def _urls(note: str) -> list[str]:
    return [
        found.rstrip(".,;)") if found.count("(") < found.count(")") else found.rstrip(".,;")
        for found in _URL.findall(note)
    ]


def _words(text: str) -> Words:
    if "-\n" not in text:
        return Words()
    known = frozenset(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*(?![-\w])", text.casefold()))
    joined = kept = 0
    for found in _BROKEN.finditer(text):
        joined += (found[1] + found[2]).casefold() in known
        kept += f"{found[1]}-{found[2]}".casefold() in known
    return Words(known, breaks=joined >= _FEWEST_BREAKS and joined > 2 * kept)


class _Builder:
    """Joins the lines of pages into paragraphs; where a format has paragraphs of its own, each line is one."""

    def __init__(self, text: str, words: Words, *, wrapped: bool) -> None:
        self.text, self.words, self.wrapped = text, words, wrapped
        self.blocks: list[Block] = []
        self.labels = Labels()
        self.open: list[Line] = []
        self.before = ""
        self.label: tuple[Label, int] | None = None
        self.depth = 0
        self.edges: deque[float] = deque(maxlen=_NEAR_LINES)

    def add(self, line: Line) -> None:
        """Takes the next line; one in which further items begin is taken in parts."""
        while self.text[line.start : line.end].strip():
            self._add(line)
            at = self.labels.run_on(self.text[line.start : line.end])
            if not at:
                return
            rest = replace(
                line, start=line.start + at, marks=[one for one in line.marks if one.start >= line.start + at]
            )
            line.end = rest.start
            line.marks = [one for one in line.marks if one.start < line.end]
            self._close()
            line = rest

    def finish(self) -> list[Block]:
        """The blocks, when the last line is in."""
        if self.open:
            self._close()
        return self.blocks

    def _add(self, line: Line) -> None:
        wording = self.text[line.start : line.end]
        found = parse_label(wording)
        if found is not None and wording[found[1] : found[1] + 1].isdigit():
            found = self.labels.irregular(wording, self.before) or found
        if found is not None and self._is_in_bracket(line, found[0], wording[found[1] : found[1] + 1]):
            found = None
        if self.open and not self._continues(line, wording, found):
            self._close()
        if not self.open:
            found = found or self.labels.irregular(wording, self.before)
            if found is not None:
                self.labels.accepts(found[0], "", gap=True)
            self.label = found
            self.depth = 0
        self.open.append(line)
        inner = wording[found[1] :] if found is not None and len(self.open) == 1 else wording
        self.depth = max(0, self.depth + inner.count("(") - inner.count(")"))
        self.edges.append(line.right if line.size else float(line.end - line.start))
        goes_on = len(self.open) > 1
        self.before = (f"{self.before[-_TAIL:]} {wording}" if goes_on else wording).rstrip()

    def _is_in_bracket(self, line: Line, label: Label, first: str) -> bool:
        """Whether what looks like a label stands in a bracket that the lines above opened: "(No. / 189) and"."""
        inside = self.wrapped and bool(self.open) and self.depth > 0 and not first.isupper()
        return inside and not (line.gap and self.labels.is_due(label))

    def _continues(self, line: Line, wording: str, found: tuple[Label, int] | None) -> bool:
        """Whether a line goes on with the paragraph that is open."""
        last = self.open[-1]
        label_alone = len(self.open) == 1 and found is None and self._is_label_alone() and not line.cell
        mark_alone = self.wrapped and _LONE_MARK.fullmatch(wording) and (not line.gap or line.page != last.page)
        if label_alone or mark_alone:
            return True
        if not self.wrapped:
            return self._is_broken_line(line, wording, found)
        below = line.gap and line.page == last.page
        early = self._ended_early(last, wording) and not is_broken_off(self.before)
        if found is not None and self.labels.accepts(
            found[0], self.before, gap=below, early=early, opens=wording[found[1] : found[1] + 1].isupper()
        ):
            return False
        apart = below or line.cell != last.cell or line.heading != last.heading
        if apart or (found is None and early and self.labels.irregular(wording, self.before)):
            return False
        if line.page != last.page:
            return self._continues_overleaf(wording) and not self._begins_overleaf(last, line, wording, early=early)
        return not self._looks_new(last, line, wording, early=early)

    def _is_broken_line(self, line: Line, wording: str, found: tuple[Label, int] | None) -> bool:
        """Whether a line of a text of long lines was broken off the one before: neither its end nor a beginning."""
        if line.gap or line.cell or has_ended(self.before):
            return False
        if found is not None:
            return bool(found[0].style) and not self.labels.accepts(found[0], self.before, gap=False)
        return wording.lstrip()[:1].islower()

    def _looks_new(self, last: Line, line: Line, wording: str, *, early: bool) -> bool:
        """Whether size, weight, an early end or an indent says that a line below the last begins a paragraph."""
        if last.size and line.size and abs(line.size - last.size) > 0.12 * max(line.size, last.size):
            return True
        ended = has_ended(self.before)
        if line.bold != last.bold and (ended or len(self.open) == 1):
            return True
        if early and ended and not self.depth and wording.lstrip()[:1].isupper():
            return True
        is_set_in = bool(line.x and last.x) and line.x - last.x > _INDENT
        return is_set_in and ended and len(self.open) > 1

    def _ended_early(self, last: Line, wording: str) -> bool:
        """Whether the next word would have fitted on the last line, which then was the last of its paragraph."""
        first = wording.split(maxsplit=1)[0]
        if last.size:
            room = max(self.edges, default=0.0) - last.right
            return room > (len(first) + 1) * 0.55 * last.size + last.size
        room = max(self.edges, default=0.0) - (last.end - last.start)
        return room > len(first) + 3

    def _is_label_alone(self) -> bool:
        line = self.open[0]
        return self.label is not None and not self.text[line.start + self.label[1] : line.end].strip()

    def _continues_overleaf(self, wording: str) -> bool:
        ended = self.before.endswith((".", ";", ":", "!", "?")) and has_ended(self.before)
        if self.depth and self.before.endswith((";", ":")):
            ended = False
        return not ended or wording.lstrip()[:1].islower()

    def _begins_overleaf(self, last: Line, line: Line, wording: str, *, early: bool) -> bool:
        """Whether the first line of a page begins a paragraph although no full stop stands before it."""
        if line.bold and not last.bold:
            return True
        set_out = self.before.endswith(")") and bool(line.size) and line.x < last.x - _INDENT
        return (early or set_out) and not self.depth and wording.lstrip()[:1].isupper()

    def _close(self) -> None:
        lines, self.open = self.open, []
        first = lines[0]
        wording = self.text[first.start : first.end]
        found = self.label
        skip = found[1] if found is not None else len(wording) - len(wording.lstrip())
        segments: list[Span] = []
        refs: list[str] = []
        for line in lines:
            begin = line.start + (skip if line is first else 0)
            for mark in line.marks:
                refs.append(mark.number)
                if mark.start >= begin:
                    segments.append((begin, mark.start))
                    begin = mark.end
            segments.append((begin, line.end))
        kept = _trimmed(self.text, segments)
        wording = clean(self.text, kept, self.words) if kept else ""
        label = found[0] if found is not None else None
        if not wording and label is None:
            return
        self.blocks.append(
            Block(
                kind="cell" if first.cell else "heading" if first.heading else "paragraph",
                text=wording,
                segments=kept or ((first.start + skip, first.start + skip),),
                page=first.page,
                label=label,
                level=first.heading or first.level,
                bold=all(line.bold for line in lines),
                x=first.x,
                size=first.size,
                gap=first.gap,
                cell=first.cell,
                refs=tuple(refs),
            )
        )


def _trimmed(text: str, segments: list[Span]) -> tuple[Span, ...]:
    """The segments without white space at their outer ends and without those that hold nothing else."""
    kept: list[Span] = []
    for start, end in segments:
        piece = text[start:end]
        begin = start + len(piece) - len(piece.lstrip())
        finish = end - (len(piece) - len(piece.rstrip()))
        if begin < finish:
            kept.append((begin, finish))
    return tuple(kept)


def is_heading(block: Block) -> bool:
    """Whether a block is a heading: marked so, or short, without an end, and bold, in capitals or with a colon."""
    if block.kind == "heading":
        return True
    text = block.text
    if not text or len(text) > _HEADING_WIDTH or text[-1] in ".;,":
        return False
    letters = [one for one in text if one.isalpha()]
    return bool(letters) and (block.bold or text.endswith(":") or all(one.isupper() for one in letters))


def without_label(text: str) -> str:
    """The text after the label it begins with, if any."""
    found = LABEL.match(text)
    return text[found.end() :] if found else text
