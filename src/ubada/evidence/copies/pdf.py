"""PDF pages as they are seen and as their text reads, without anything about who made them, when and with what.

PDFium carries the pages into a new document, which leaves behind properties, attachments, outlines, scripts, forms and
signatures. Remarks are taken off before, what was filled into a form is printed onto its page. Then every object that
the pages need is gone through: what describes a page or a picture, and the camera's notes in a photograph, go too.
"""

from __future__ import annotations

import ctypes
import io
import zlib
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from ubada.evidence.copies.covered import hides_something
from ubada.evidence.copies.pdf_objects import Raw, Reader, Ref, Stream, written
from ubada.evidence.copies.pictures import clean_jpeg
from ubada.evidence.copies.refusing import NoCopy, Why

MOST_PAGES: Final = 2000
_UNPACKED: Final = 256 * 1024 * 1024
_DROPPED: Final = frozenset(
    {
        b"/Metadata", b"/PieceInfo", b"/LastModified", b"/AA", b"/A", b"/JS", b"/Annots", b"/B", b"/Thumb", b"/AF",
        b"/StructParents", b"/StructParent", b"/OPI", b"/ID", b"/Dur", b"/Trans", b"/PresSteps", b"/Hid", b"/VP",
        b"/Measure", b"/PtData", b"/LPTSourceDocument", b"/SeparationInfo", b"/PZ", b"/Ref", b"/DSS",
    }
)  # fmt: skip
_BOXES: Final = frozenset({b"jP  ", b"ftyp", b"jp2h", b"jp2c"})


def clean_pdf(data: bytes) -> bytes:
    """The pages alone. Raises `NoCopy`: damaged, locked, with layers or words that are hidden, too long."""
    try:
        carried = _carried(data)
    except pypdfium2.PdfiumError:
        raise NoCopy(Why.DAMAGED) from None
    reader = Reader(carried)
    objects: dict[int, Any] = {}
    waiting = [reader.root.number]
    while waiting:
        number = waiting.pop()
        if number in objects:
            continue
        cleaned = _cleaned(reader.read(number))
        objects[number] = cleaned
        waiting += [each for each in _named(cleaned) if each not in objects]
    return written(objects, reader.root)


def opens(data: bytes) -> bool:
    """Whether the document opens without a password."""
    try:
        pypdfium2.PdfDocument(data).close()
    except pypdfium2.PdfiumError as error:
        return bool(error.err_code != pdfium.FPDF_ERR_PASSWORD)
    return True


def _carried(data: bytes) -> bytes:
    source, target = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument.new()
    if not 0 < len(source) <= MOST_PAGES:
        raise NoCopy(Why.TOO_MUCH if len(source) else Why.DAMAGED)
    for number in range(len(source)):
        page = source[number]
        if hides_something(page):
            raise NoCopy(Why.LAYERS)
        _take_off_remarks(page)
        page.close()
    target.import_pages(source)
    out = io.BytesIO()
    target.save(out)
    target.close()
    source.close()
    return out.getvalue()


def _take_off_remarks(page: pypdfium2.PdfPage) -> None:
    """Nothing lies on the page but what was filled into it, and that becomes part of it."""
    for place in reversed(range(pdfium.FPDFPage_GetAnnotCount(page))):
        annotation = pdfium.FPDFPage_GetAnnot(page, place)
        is_field = bool(annotation) and pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET
        hidden = bool(annotation) and pdfium.FPDFAnnot_GetFlags(annotation) & (
            pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
        )
        if annotation:
            pdfium.FPDFPage_CloseAnnot(annotation)
        if not is_field or hidden:
            pdfium.FPDFPage_RemoveAnnot(page, ctypes.c_int(place))
    if pdfium.FPDFPage_GetAnnotCount(page):
        pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)


def _cleaned(value: Any) -> Any:
    if isinstance(value, Stream):
        return _clean_stream(Stream(_cleaned(value.head), value.data))
    if isinstance(value, dict):
        if value.get(b"/Type") in (b"/OCG", b"/OCMD"):
            raise NoCopy(Why.LAYERS)
        return {key: _cleaned(each) for key, each in value.items() if key not in _DROPPED}
    if isinstance(value, list):
        return [_cleaned(each) for each in value]
    return value


def _named(value: Any) -> list[int]:
    """The numbers of the objects that this one names."""
    if isinstance(value, Ref):
        return [value.number]
    if isinstance(value, Stream):
        value = value.head
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [number for part in parts for number in _named(part)]


def _clean_stream(stream: Stream) -> Stream:
    filters = stream.head.get(b"/Filter")
    names = [bytes(one) for one in filters] if isinstance(filters, list) else [bytes(filters)] if filters else []
    if names and names[-1] in (b"/DCTDecode", b"/JPXDecode"):
        data = stream.data
        for name in names[:-1]:
            data = _unpacked(name, data)
        head = {key: each for key, each in stream.head.items() if key != b"/DecodeParms"}
        parameters = stream.head.get(b"/DecodeParms")
        own = parameters[-1] if isinstance(parameters, list) and parameters else parameters
        if isinstance(own, dict):
            head[b"/DecodeParms"] = own
        head[b"/Filter"] = Raw(names[-1])
        cleaned = clean_jpeg(data, is_turned=False) if names[-1] == b"/DCTDecode" else _clean_jp2(data)
        return Stream(head, cleaned)
    return stream


def _unpacked(name: bytes, data: bytes) -> bytes:
    if name != b"/FlateDecode":
        raise NoCopy(Why.DAMAGED)
    try:
        plain = zlib.decompressobj().decompress(data, _UNPACKED + 1)
    except zlib.error:
        raise NoCopy(Why.DAMAGED) from None
    if len(plain) > _UNPACKED:
        raise NoCopy(Why.TOO_MUCH)
    return plain


def _clean_jp2(data: bytes) -> bytes:
    """A JPEG 2000 picture without the boxes that tell of it; one without boxes is the picture alone."""
    if data.startswith(b"\xff\x4f"):
        return data
    kept, at = [], 0
    while at + 8 <= len(data):
        size, kind, head = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        elif size == 0:
            size = len(data) - at
        if size < head or at + size > len(data):
            raise NoCopy(Why.DAMAGED)
        if kind in _BOXES:
            kept.append(data[at : at + size])
        at += size
    return b"".join(kept)
