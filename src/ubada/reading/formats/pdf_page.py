"""One page of a PDF: its text in reading order, and for each line its place, size and weight, however it is turned."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate, pairwise
from math import hypot
from typing import Any, Final, NamedTuple

import pypdfium2.raw as pdfium

from ubada.reading.mending import is_senseless
from ubada.reading.model import Line, Mark

_LINE_END: Final = re.compile(r"\r\n|[\r\n]|\ufffe")
_RAISED: Final = re.compile(
    r"(?<=[^\W\d_]|[).,;:\]”\"’»%*])[ ]?(\d{1,3}(?:[,–-] ?\d{1,3})*)(?=$|[\s.,;:)\]”\"’»]|[A-Z(])"
)
_SUPERSCRIPTS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SUPERSCRIPT_RUN: Final = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_BOLD_NAME: Final = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_COLUMN_LINES: Final = 6
_GUTTER_WIDTH: Final = 8
_SAMPLED: Final = 12
_LOWEST: Final = 0.5


class _Letter(NamedTuple):
    """A letter on the page as it is read: its left and right edge, its baseline (from the top), its size in points."""

    left: float
    right: float
    base: float
    size: float


_NOWHERE: Final = _Letter(0.0, 0.0, 0.0, 0.0)


class PageReader:
    """The text of one page with the lines of it.

    Letters may run in any of four directions. The page is turned so that most of them run from left to right before
    its text is taken, for pdfium otherwise puts it together backwards; lines that still run otherwise are no part of
    the text (stamps and marks in the margin), and no `Line` is made of them.
    """

    def __init__(self, page: Any, number: int, offset: int) -> None:
        self.number, self.offset = number, offset
        self.box = tuple(ctypes.c_double() for _ in range(4))
        self.origin = (ctypes.c_double(), ctypes.c_double())
        self.matrix = pdfium.FS_MATRIX()
        self.name = ctypes.create_string_buffer(128)
        self.flags = ctypes.c_int()
        self.textpage = page.get_textpage()
        self.raw = self.textpage.raw
        self.turn = self._most_turned()
        if 90 * self.turn != page.get_rotation():
            self.textpage.close()
            page.set_rotation(90 * self.turn)
            self.textpage = page.get_textpage()
            self.raw = self.textpage.raw
        width, height = page.get_size()
        self.width, self.height = (height, width) if self.turn % 2 else (width, height)

    def close(self) -> None:
        """Lets go of the text of the page."""
        self.textpage.close()

    def read(self) -> tuple[str, list[Line]]:
        """The page's text with plain line ends, and its lines."""
        given = self.textpage.get_text_range()
        same = self.textpage.count_chars() == len(given)
        pieces: list[str] = []
        lines: list[Line] = []
        position = self.offset
        bounds = list(_line_bounds(given))
        gutter = self._gutter(len(bounds))
        if gutter:
            bounds = [part for one in bounds for part in self._split(given, one, gutter, same=same)]
        for start, end, hyphen in self._level(given, bounds, same=same):
            wording = given[start:end] + ("-" if hyphen else "")
            line = Line(position, position + len(wording), page=self.number)
            if not wording.strip() or self._measure(line, given, start, end, same=same):
                lines.append(line)
            pieces.append(wording)
            position += len(wording) + 1
        if any(line.size for line in lines):
            lines = _in_columns(lines)
        return "\n".join(pieces), lines

    def is_senseless(self, text: str) -> bool:
        """Whether the page's letters have no meaning: its fonts lack the table from shapes to letters."""
        count = self.textpage.count_chars()
        sampled = [at for at in range(0, count, max(1, count // _SAMPLED)) if self._is_visible(at)]
        lost = sum(pdfium.FPDFText_HasUnicodeMapError(self.raw, at) == 1 for at in sampled)
        return (2 * lost > len(sampled) and count > _SAMPLED) or is_senseless(text)

    def _most_turned(self) -> int:
        """How many quarter turns to the left most letters of the page make, by some that are spread over it."""
        count = self.textpage.count_chars()
        turns = Counter(self._turn_of(at) for at in range(0, count, max(1, count // _SAMPLED)) if self._is_visible(at))
        turns.pop(-1, None)
        return turns.most_common(1)[0][0] if turns else 0

    def _is_visible(self, index: int) -> bool:
        return bool(
            pdfium.FPDFText_IsGenerated(self.raw, index) != 1 and pdfium.FPDFText_GetUnicode(self.raw, index) > 32
        )

    def _turn_of(self, index: int) -> int:
        """The quarter turns of a letter, -1 where it stands askew."""
        if not pdfium.FPDFText_GetMatrix(self.raw, index, self.matrix):
            return 0
        along, across = self.matrix.a, self.matrix.b
        if abs(across) <= 0.1 * abs(along):
            return 0 if along >= 0 else 2
        if abs(along) <= 0.1 * abs(across):
            return 1 if across > 0 else 3
        return -1

    def _gutter(self, lines: int) -> float:
        """Where the empty strip between two columns lies that come row by row; 0.0 if there is none."""
        count = self.textpage.count_rects()
        if lines < _COLUMN_LINES or count < 1.5 * lines or self.turn:
            return 0.0
        boxes = [self.textpage.get_rect(at) for at in range(count)]
        left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
        # Edges of the boxes, a point apart; their running sum is how many boxes lie over each point.
        edges = [0] * (int(right - left) + 3)
        for box in boxes:
            edges[int(box[0] - left)] += 1
            edges[int(box[2] - left) + 1] -= 1
        width = len(edges)
        few = 0.1 * lines
        best, run = (0, 0), 0
        for at, over in enumerate(accumulate(edges)):
            run = run + 1 if over <= few and 0.33 * width < at < 0.67 * width else 0
            best = max(best, (run, at)) if run else best
        return left + best[1] - best[0] / 2 if best[0] >= _GUTTER_WIDTH else 0.0

    def _split(
        self, given: str, line: tuple[int, int, bool], gutter: float, *, same: bool
    ) -> Iterator[tuple[int, int, bool]]:
        """The parts of a line that leaps over the strip between columns, to the right or back.

        A line that runs through the strip without a gap there is one of the full width and stays whole.
        """
        begin, end, hyphen = line
        side, edge = 0, 0.0
        for at in range(begin, end):
            if given[at].isspace():
                continue
            letter = self._letter(self._index(at, same=same))
            now = 1 if letter.left > gutter else -1 if letter.right < gutter else side
            if side and now != side and abs(letter.left - edge) >= _GUTTER_WIDTH:
                yield begin, at, False
                begin = at
            side, edge = now, letter.right
        yield begin, end, hyphen

    def _level(self, given: str, bounds: list[tuple[int, int, bool]], *, same: bool) -> Iterator[tuple[int, int, bool]]:
        """The lines, those in two where pdfium took the end of one and the start of the next for one line."""
        for start, end, hyphen in bounds:
            visible = [at for at in (start, end - 1) if start < end and not given[at].isspace()]
            ends = [self._letter(self._index(at, same=same)) for at in visible]
            if len(ends) == 2 and ends[1].base - ends[0].base > 0.6 * ends[0].size:
                begin = start
                for space in range(start, end):
                    after = space + 1
                    if given[space] == " " and not given[after].isspace():
                        letter = self._letter(self._index(after, same=same))
                        if letter.base - ends[0].base > 0.6 * letter.size:
                            yield begin, space, False
                            begin = after
                            break
                yield begin, end, hyphen
            else:
                yield start, end, hyphen

    def _measure(self, line: Line, given: str, start: int, end: int, *, same: bool) -> bool:
        """Enters place, size, weight and footnote marks; says whether the line runs as the page does."""
        first = start + len(given[start:end]) - len(given[start:end].lstrip())
        last = start + len(given[start:end].rstrip()) - 1
        if self._turn_of(self._index(first, same=same)) != self.turn:
            return False
        letter = self._letter(self._index(first, same=same))
        line.x, line.top, line.size = letter.left, letter.base, letter.size
        line.right = self._letter(self._index(last, same=same)).right
        middle = (first + last) // 2
        line.bold = all(self._is_bold(self._index(at, same=same)) for at in _inner_letters(given, first, last))
        # A line may begin with a raised mark; its size is then that of the letters after it.
        if middle != first and not given[first].isalpha():
            inner = self._letter(self._index(middle, same=same))
            if inner.size > letter.size:
                line.size, line.top = inner.size, inner.base
        self._mark(line, given, start, end, first, same=same)
        return True

    def _mark(self, line: Line, given: str, start: int, end: int, first: int, *, same: bool) -> None:
        """Enters the footnote marks: figures that are smaller than what stands before them, or raised."""
        shift = line.start - start
        for found in _RAISED.finditer(given, start, end):
            at = found.start(1)
            if at == first:
                continue
            mark = self._letter(self._index(at, same=same))
            before = given[at - 1]
            base = self._letter(self._index(at - 1 if not before.isspace() else at - 2, same=same))
            if mark.size < 0.8 * base.size or (
                mark.size < 0.97 * base.size and mark.base < line.top - 0.15 * base.size
            ):
                line.marks.append(Mark(found.start() + shift, found.end() + shift, found[1]))
        for found in _SUPERSCRIPT_RUN.finditer(given, start, end):
            number = found[0].translate(_SUPERSCRIPTS)
            line.marks.append(Mark(found.start() + shift, found.end() + shift, number))
        line.marks.sort(key=lambda mark: mark.start)

    def _index(self, at: int, *, same: bool) -> int:
        return at if same else max(0, pdfium.FPDFText_GetCharIndexFromTextIndex(self.raw, at))

    def _letter(self, index: int) -> _Letter:
        """Where a letter stands and how large its type is.

        The size is that of the type and not of the letter's box, which differs from font to font in one line.
        """
        left, right, bottom, top = self.box
        x, y = self.origin
        if not pdfium.FPDFText_GetCharBox(self.raw, index, left, right, bottom, top):
            return _NOWHERE
        pdfium.FPDFText_GetCharOrigin(self.raw, index, x, y)
        pdfium.FPDFText_GetMatrix(self.raw, index, self.matrix)
        size = pdfium.FPDFText_GetFontSize(self.raw, index) * hypot(self.matrix.c, self.matrix.d)
        if self.turn == 0:
            first, second, base, tall = left.value, right.value, self.height - y.value, top.value - bottom.value
        elif self.turn == 1:
            first, second, base, tall = bottom.value, top.value, x.value, right.value - left.value
        elif self.turn == 2:
            first, second, base = self.width - right.value, self.width - left.value, y.value
            tall = top.value - bottom.value
        else:
            first, second, base = self.height - top.value, self.height - bottom.value, self.width - x.value
            tall = right.value - left.value
        # A font drawn by its own programs may name any size; its letters are then the better measure.
        return _Letter(first, second, base, size if size > _LOWEST * tall else tall / 0.7)

    def _is_bold(self, index: int) -> bool:
        length = pdfium.FPDFText_GetFontInfo(self.raw, index, self.name, len(self.name), self.flags)
        if length and _BOLD_NAME.search(self.name.value.decode("latin-1")):
            return True
        return bool(pdfium.FPDFText_GetFontWeight(self.raw, index) >= 600)


def _line_bounds(given: str) -> Iterator[tuple[int, int, bool]]:
    """Start and end of each line in pdfium's text, and whether it ended in the middle of a word with a hyphen."""
    start = 0
    for found in _LINE_END.finditer(given):
        yield start, found.start(), found[0] == "\ufffe"
        start = found.end()
    if start < len(given):
        yield start, len(given), False


def _inner_letters(given: str, first: int, last: int) -> Iterator[int]:
    """Two letters that tell the weight of a line: its label, or a mark at its end, may be set otherwise."""
    for share in (0.5, 0.8):
        near = first + int(share * (last - first))
        around = (*range(near, last + 1), *range(near - 1, first, -1))
        yield next((at for at in around if given[at].isalpha()), near)


def _in_columns(lines: list[Line]) -> list[Line]:
    """The lines of a page, column after column where two columns come interleaved; otherwise as they came."""
    solid = [line for line in lines if line.size and line.right > line.x]
    if len(solid) < 2 * _COLUMN_LINES:
        return lines
    left = min(line.x for line in solid)
    width = max(line.right for line in solid) - left
    middle = left + width / 2
    second = [line for line in solid if line.x > middle - 0.05 * width]
    first = [line for line in solid if line.right < middle + 0.05 * width and line.x <= middle - 0.05 * width]
    if min(len(first), len(second)) < 5 or len(first) + len(second) < 0.9 * len(solid):
        return lines
    side = [line in second for line in solid]
    turns = sum(one != after for one, after in pairwise(side))
    if turns < 6:
        return lines
    return sorted(lines, key=lambda line: (line in second, line.top))
