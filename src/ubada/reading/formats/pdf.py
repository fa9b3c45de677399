"""PDF with a text layer, through pdfium: text in reading order, and for each line its place, size and weight."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from ubada.reading.formats.pdf_page import PageReader
from ubada.reading.model import Extract, Line
from ubada.reading.sources import CannotRead, Limits, Source

_TOO_LITTLE: Final = 3
_LISTED_PAGES: Final = 12
_RECOGNISE: Final = "Run it through text recognition (OCR) first and read the result."


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
    senseless: list[int] = []
    offset = 0
    for number in range(1, count + 1):
        try:
            page = document[number - 1]
            reader = PageReader(page, number, offset)
        except pypdfium2.PdfiumError:
            raise CannotRead(source.file, "the page is damaged and cannot be read.", page=number) from None
        text, found = reader.read()
        if len(text.strip()) < _TOO_LITTLE:
            empty.append(number)
        elif reader.is_senseless(text):
            senseless.append(number)
            found = []
        parts.append(text)
        lines += found
        offset += len(text) + 1
        if offset > limits.text_characters:
            raise CannotRead(source.file, f"the text is longer than {limits.text_characters} characters.", page=number)
        reader.close()
        page.close()
    _note_gaps(lines)
    if len(empty) == count:
        raise CannotRead(source.file, "no page has a text layer; it is a scan.", page=1, hint=_RECOGNISE)
    if len(empty) + len(senseless) == count:
        raise CannotRead(
            source.file, "the letters of its text layer have no meaning.", page=senseless[0], hint=_RECOGNISE
        )
    notes = []
    if empty and any(number not in (1, count) for number in empty):
        notes.append(f"Pages without text (blank or scanned): {_listed(empty)}.")
    if senseless:
        notes.append(f"Pages whose letters have no meaning and were left out: {_listed(senseless)}.")
    return Extract("\n".join(parts), lines, pages=count, wrapped=True, notes=notes)


def _listed(pages: list[int]) -> str:
    return ", ".join(str(one) for one in pages[:_LISTED_PAGES]) + (" …" if len(pages) > _LISTED_PAGES else "")


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
