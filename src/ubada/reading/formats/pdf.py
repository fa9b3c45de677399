"""PDF with a text layer, through pdfium: text in reading order, and for each line its place, size and weight."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from ubada.reading.model import Extract, Line, Mark
from ubada.reading.sources import CannotRead, Limits, Source

_LINE_END: Final = re.compile(r"\r\n|[\r\n]|\ufffe")
_RAISED: Final = re.compile(
    r"(?<=[^\W\d_]|[).,;:\]”\"’»%*])[ ]?(\d{1,3}(?:[,–-] ?\d{1,3})*)(?=$|[\s.,;:)\]”\"’»]|[A-Z(])"
)
_SUPERSCRIPTS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SUPERSCRIPT_RUN: Final = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_BOLD_NAME: Final = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_TOO_LITTLE: Final = 3
_COLUMN_LINES: Final = 6
_GUTTER_WIDTH: Final = 8
_LISTED_PAGES: Final = 12


def extract(source: Source, limits: Limits) -> Extract:
    """The lines of a PDF. Raises `CannotRead` for a password, damage, too many pages, or no text layer at all."""
    document = _opened(source)
    try:
        count = len(document)
        if count == 0:
            raise CannotRead(source.file, "the document has no pages; it is damaged or cut short.")
        if count > limits.pages:
            raise CannotRead(source.file, f"the document has {count} pages; the limit is {limits.pages}.")
        return _pages(source, document, count, limits)
    finally:
        document.close()


def _opened(source: Source) -> Any:
    try:
        return pypdfium2.PdfDocument(source.data)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise CannotRead(
                source.file, "the document is protected by a password.", hint="Save a copy without one and read that."
            ) from None
        raise CannotRead(source.file, "the document is damaged or cut short and cannot be opened as PDF.") from None


def _pages(source: Source, document: Any, count: int, limits: Limits) -> Extract:
    parts: list[str] = []
    lines: list[Line] = []
    empty: list[int] = []
    offset = 0
    for number in range(1, count + 1):
        try:
            page = document[number - 1]
            textpage = page.get_textpage()
        except pypdfium2.PdfiumError:
            raise CannotRead(source.file, "the page is damaged and cannot be read.", page=number) from None
        reader = _PageReader(page, textpage, number, offset)
        text, found = reader.read()
        if len(text.strip()) < _TOO_LITTLE:
            empty.append(number)
        parts.append(text)
        lines += found
        offset += len(text) + 1
        if offset > limits.text_characters:
            raise CannotRead(source.file, f"the text is longer than {limits.text_characters} characters.", page=number)
        textpage.close()
        page.close()
    _note_gaps(lines)
    if len(empty) == count:
        raise CannotRead(
            source.file,
            "no page has a text layer; it is a scan.",
            page=1,
            hint="Run it through text recognition (OCR) first and read the result.",
        )
    notes = []
    if empty and any(number not in (1, count) for number in empty):
        listed = ", ".join(str(one) for one in empty[:_LISTED_PAGES]) + (" …" if len(empty) > _LISTED_PAGES else "")
        notes.append(f"Pages without text (blank or scanned): {listed}.")
    return Extract("\n".join(parts), lines, pages=count, wrapped=True, notes=notes)


class _PageReader:
    """The text of one page with the lines of it."""

    def __init__(self, page: Any, textpage: Any, number: int, offset: int) -> None:
        self.textpage, self.raw, self.number, self.offset = textpage, textpage.raw, number, offset
        self.height = page.get_height()
        self.box = tuple(ctypes.c_double() for _ in range(4))
        self.loose = pdfium.FS_RECTF()
        self.name = ctypes.create_string_buffer(128)
        self.flags = ctypes.c_int()

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
        for start, end, hyphen in bounds:
            wording = given[start:end] + ("-" if hyphen else "")
            line = Line(position, position + len(wording), page=self.number)
            if wording.strip():
                self._measure(line, given, start, end, same=same)
            lines.append(line)
            pieces.append(wording)
            position += len(wording) + 1
        if any(line.size for line in lines):
            lines = _in_columns(lines)
        return "\n".join(pieces), lines

    def _gutter(self, lines: int) -> float:
        """Where the empty strip between two columns lies that come row by row; 0.0 if there is none."""
        count = self.textpage.count_rects()
        if lines < _COLUMN_LINES or count < 1.5 * lines:
            return 0.0
        boxes = [self.textpage.get_rect(at) for at in range(count)]
        left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
        # Edges of the boxes, a point apart; their running sum is how many boxes lie over each point.
        edges = [0] * (int(right - left) + 3)
        for box in boxes:
            edges[int(box[0] - left)] += 1
            edges[int(box[2] - left) + 1] -= 1
        width = len(edges)
        few = 0.04 * count
        best, run = (0, 0), 0
        for at, over in enumerate(accumulate(edges)):
            run = run + 1 if over <= few and 0.25 * width < at < 0.75 * width else 0
            best = max(best, (run, at)) if run else best
        return left + best[1] - best[0] / 2 if best[0] >= _GUTTER_WIDTH else 0.0

    def _split(
        self, given: str, line: tuple[int, int, bool], gutter: float, *, same: bool
    ) -> Iterator[tuple[int, int, bool]]:
        """The parts of a line that leaps over the strip between columns, to the right or back."""
        begin, end, hyphen = line
        side = 0
        for at in range(begin, end):
            if given[at].isspace():
                continue
            left, right, _, _ = self._letter(self._index(at, same=same))
            now = 1 if left > gutter else -1 if right < gutter else side
            if side and now != side:
                yield begin, at, False
                begin = at
            side = now
        yield begin, end, hyphen

    def _measure(self, line: Line, given: str, start: int, end: int, *, same: bool) -> None:
        first = start + len(given[start:end]) - len(given[start:end].lstrip())
        last = start + len(given[start:end].rstrip()) - 1
        left, _, bottom, size = self._letter(self._index(first, same=same))
        line.x, line.top, line.size = left, self.height - bottom, size
        line.right = self._letter(self._index(last, same=same))[1]
        middle = (first + last) // 2
        line.bold = self._is_bold(self._index(first, same=same)) and (
            not given[middle].isalnum() or self._is_bold(self._index(middle, same=same))
        )
        # A line may begin with a raised mark; its size is then that of the letters after it.
        if middle != first and not given[first].isalpha():
            line.size = max(size, self._letter(self._index(middle, same=same))[3]) or size
        for found in _RAISED.finditer(given, start, end):
            at = found.start(1)
            if at == first:
                continue
            _, _, low, height = self._letter(self._index(at, same=same))
            before = given[at - 1]
            base = self._letter(self._index(at - 1 if not before.isspace() else at - 2, same=same))
            if height < 0.8 * base[3] or (height < 0.97 * base[3] and low > bottom + 0.15 * base[3]):
                shift = line.start - start
                line.marks.append(Mark(found.start() + shift, found.end() + shift, found[1]))
        for found in _SUPERSCRIPT_RUN.finditer(given, start, end):
            shift = line.start - start
            number = found[0].translate(_SUPERSCRIPTS)
            line.marks.append(Mark(found.start() + shift, found.end() + shift, number))
        line.marks.sort(key=lambda mark: mark.start)

    def _index(self, at: int, *, same: bool) -> int:
        return at if same else max(0, pdfium.FPDFText_GetCharIndexFromTextIndex(self.raw, at))

    def _letter(self, index: int) -> tuple[float, float, float, float]:
        """Left, right and bottom of a letter, and the height of its type."""
        left, right, bottom, top = self.box
        if not pdfium.FPDFText_GetCharBox(self.raw, index, left, right, bottom, top):
            return 0.0, 0.0, 0.0, 0.0
        pdfium.FPDFText_GetLooseCharBox(self.raw, index, self.loose)
        return left.value, right.value, self.loose.bottom, self.loose.top - self.loose.bottom

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


def _note_gaps(lines: list[Line]) -> None:
    """Marks the lines with more space above than lines of one paragraph have in this document.

    That space is measured in sizes of type; a quarter of all steps are no larger than the usual one, even where most
    paragraphs are of one line.
    """
    solid = [line for line in lines if line.size]
    steps = [(after, after.top - one.top if after.page == one.page else 0.0) for one, after in pairwise(solid)]
    usual = sorted(step / line.size for line, step in steps if 0.5 < step / line.size < 2.2)
    pitch = usual[len(usual) // 4] if usual else 0.0
    for line, step in steps:
        line.gap = step == 0.0 or (pitch > 0 and (step > 1.22 * pitch * line.size + 0.8 or step < -pitch * line.size))
    if solid:
        solid[0].gap = True
