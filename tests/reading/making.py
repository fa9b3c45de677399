"""Makes small documents in every format, laid out as their kind is: heads, feet, footnotes, lists and tables."""

from __future__ import annotations

import ctypes
import io
import textwrap
import zipfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import fontpkg_noto_sans
import pypdfium2
import pypdfium2.raw as pdfium
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

PAGE = (595.0, 842.0)
PITCH = 13.0
LEFT = 70.0
AFTER_LAST = -1.0
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@cache
def _font(bold: bool) -> bytes:
    """Noto Sans in one weight, with Latin and Cyrillic letters alone."""
    face = TTFont(Path(fontpkg_noto_sans.__file__).parent / "files" / "NotoSans[wdth,wght].ttf")
    chooser = Subsetter(Options(layout_features=[]))
    chooser.populate(unicodes=[*range(0x20, 0x180), *range(0x400, 0x500), *range(0x2010, 0x2030), 0x2116])
    chooser.subset(face)
    face = instantiateVariableFont(face, {"wdth": 100, "wght": 700 if bold else 400})
    for record in face["name"].names:
        if record.nameID in (1, 4, 6, 16):
            record.string = "NotoSans-Bold" if bold else "NotoSans-Regular"
    out = io.BytesIO()
    face.save(out)
    return out.getvalue()


@cache
def _advances(bold: bool) -> dict[int, float]:
    face = TTFont(io.BytesIO(_font(bold)))
    widths, unit = face["hmtx"], face["head"].unitsPerEm
    return {code: widths[name][0] / unit for code, name in face.getBestCmap().items()}


def _width(text: str, bold: bool, size: float = 10.0) -> float:
    table = _advances(bold)
    return sum(table.get(ord(one), 0.5) for one in text) * size


@dataclass
class Words:
    """A stretch of text on a page: points from the left and the top, size of type."""

    x: float
    top: float
    text: str
    size: float = 10.0
    bold: bool = False


@dataclass
class Pdf:
    """A PDF under construction: paragraphs flow from page to page under a running head and over a page number."""

    head: str = ""
    width: int = 80
    bottom: float = 760.0
    pages: list[list[Words]] = field(default_factory=lambda: [[]])
    notes: list[list[tuple[str, str]]] = field(default_factory=lambda: [[]])
    top: float = 90.0
    page_number: str = "{}"
    points: float = 0.0
    """How wide lines may be; 0.0 counts letters instead (``width``)."""

    def _lines(self, text: str, x: float, *, bold: bool) -> list[str]:
        """The text in lines that all end at the same margin, however far they are set in."""
        if not self.points:
            return textwrap.wrap(text, self.width) or [""]
        lines = [""]
        for word in text.split(" "):
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and x + _width(longer, bold) > LEFT + self.points:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def paragraph(
        self,
        text: str,
        *,
        x: float = 110.0,
        bold: bool = False,
        note: tuple[str, str] | None = None,
        space: float = 7.0,
    ) -> Pdf:
        """Adds a paragraph; ``note`` is a footnote whose mark stands raised after its last word."""
        self.top += space
        lines = self._lines(text, x, bold=bold)
        for place, line in enumerate(lines):
            if self.top > self.bottom:
                self.turn()
            self.pages[-1].append(Words(x, self.top, line, bold=bold))
            if note and place == len(lines) - 1:
                self.pages[-1].append(Words(AFTER_LAST, self.top - 3.5, note[0], size=6.0))
                self.notes[-1].append(note)
            self.top += PITCH
        return self

    def turn(self) -> Pdf:
        """Begins a new page."""
        self.pages.append([])
        self.notes.append([])
        self.top = 90.0
        return self

    def bytes(self) -> bytes:
        """The finished file."""
        document = pypdfium2.PdfDocument.new()
        fonts = {}
        for bold in (False, True):
            data = _font(bold)
            array = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
            fonts[bold] = pdfium.FPDFText_LoadFont(document.raw, array, len(data), pdfium.FPDF_FONT_TRUETYPE, True)
        for number, (words, notes) in enumerate(zip(self.pages, self.notes, strict=True), start=1):
            page = document.new_page(*PAGE)
            right = ctypes.c_float()
            edges = [ctypes.c_float() for _ in range(3)]
            for one in [*self._furniture(number), *words, *self._small_print(notes)]:
                item = pdfium.FPDFPageObj_CreateTextObj(document.raw, fonts[one.bold], one.size)
                encoded = (one.text + "\x00").encode("utf-16-le")
                pdfium.FPDFText_SetText(item, ctypes.cast(encoded, pdfium.FPDF_WIDESTRING))
                x = one.x if one.x != AFTER_LAST else right.value + 0.3
                pdfium.FPDFPageObj_Transform(item, 1, 0, 0, 1, x, PAGE[1] - one.top)
                pdfium.FPDFPageObj_GetBounds(item, edges[0], edges[1], right, edges[2])
                pdfium.FPDFPage_InsertObject(page.raw, item)
            page.gen_content()
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

    def _furniture(self, number: int) -> list[Words]:
        if not self.head or number == 1:
            return []
        return [Words(70, 50, self.head, 9), Words(500, 810, self.page_number.format(number), 9)]

    def _small_print(self, notes: list[tuple[str, str]]) -> list[Words]:
        """The notes at the foot, in lines; one without a number goes on from the page before."""
        lines = [
            (number if place == 0 else "", line)
            for number, text in notes
            for place, line in enumerate(textwrap.wrap(text, 105))
        ]
        found: list[Words] = []
        top = 790.0 - 10 * len(lines)
        for number, line in lines:
            found += [Words(110, top - 2, number, 5.0)] if number else []
            found.append(Words(120, top, line, 7.5))
            top += 10
        return found


def docx(
    paragraphs: list[str],
    *,
    numbering: str = "",
    notes: dict[int, str] | None = None,
    more: dict[str, str] | None = None,
) -> bytes:
    """A DOCX of these paragraphs, each ready-made XML; ``more`` are further parts."""
    parts = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{"".join(paragraphs)}</w:body></w:document>',
    }
    if numbering:
        parts["word/numbering.xml"] = f'<w:numbering xmlns:w="{W}">{numbering}</w:numbering>'
    if notes:
        inner = "".join(
            f'<w:footnote w:id="{key}"><w:p><w:r><w:footnoteRef/></w:r>'
            f"<w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:footnote>"
            for key, text in notes.items()
        )
        parts["word/footnotes.xml"] = f'<w:footnotes xmlns:w="{W}">{inner}</w:footnotes>'
    return archive({**parts, **(more or {})})


def para(text: str, *, bold: bool = False, list_: tuple[int, int] | None = None, note: int = 0, style: str = "") -> str:
    """A paragraph of a DOCX: in list (number, depth), with a reference to a footnote after its text."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if list_:
        properties += f'<w:numPr><w:ilvl w:val="{list_[1]}"/><w:numId w:val="{list_[0]}"/></w:numPr>'
    run = f'<w:r>{"<w:rPr><w:b/></w:rPr>" if bold else ""}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    mark = f'<w:r><w:footnoteReference w:id="{note}"/></w:r>' if note else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}{mark}</w:p>"


def table(rows: list[list[str]]) -> str:
    """A table of a DOCX; a line end in a cell begins a paragraph."""
    body = "".join(
        "<w:tr>"
        + "".join("<w:tc>" + "".join(para(line) for line in cell.split("\n")) + "</w:tc>" for cell in row)
        + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl>{body}</w:tbl>"


LISTS = "".join(
    f'<w:abstractNum w:abstractNumId="{key}">'
    + "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{shown}"/></w:lvl>'
        for depth, (kind, shown) in enumerate(levels)
    )
    + "</w:abstractNum>"
    for key, levels in (
        (0, (("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "(%3)"))),
        (1, (("bullet", "\uf0b7"), ("bullet", "o"))),
    )
) + "".join(f'<w:num w:numId="{key + 1}"><w:abstractNumId w:val="{key}"/></w:num>' for key in (0, 1))


def archive(parts: dict[str, str | bytes]) -> bytes:
    """A ZIP file of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def odt(body: str, styles: str = "") -> bytes:
    """An ODT with this body."""
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"))
    )
    content = (
        f"<office:document-content {names}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})
