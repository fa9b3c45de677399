"""Words of a PDF that its pages do not show: under a box, under a remark, invisible, beside the page.

Whoever blackens a name by drawing over it leaves the name in the file, and a copy would hand it on. What is looked for:
signs of text that a filled shape or a small picture drawn later covers, that are drawn invisibly with no scan behind
them, or that lie beside the page; a dark box over a scan; and a remark that hides what is under it, for remarks are
taken off a copy. Words behind the scan that they were read from stay, and so does what has the colour of its ground.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

_DEEPEST: Final = 8
_CELL: Final = 48
"""Points: shapes are found by the squares of the page that they touch."""
_SMALLEST: Final = 3.5
"""Points that a shape is wide and high at least; lines under and through words are thinner."""
_OPAQUE: Final = 200
_DARK: Final = 70
_SCAN: Final = 0.5
"""Share of the page from which on a picture is a scan of it, or its ground."""
_BROAD: Final = 4.0
"""Points of a pen that hides what it goes over."""
_INVISIBLE: Final = 3
_DRAWN: Final = frozenset(
    {
        pdfium.FPDF_ANNOT_INK,
        pdfium.FPDF_ANNOT_LINE,
        pdfium.FPDF_ANNOT_POLYLINE,
    }
)
_FILLED: Final = frozenset(
    {pdfium.FPDF_ANNOT_SQUARE, pdfium.FPDF_ANNOT_CIRCLE, pdfium.FPDF_ANNOT_POLYGON, pdfium.FPDF_ANNOT_FREETEXT}
)


class Box(NamedTuple):
    """A rectangle in points of the page."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def area(self) -> float:
        """How large it is."""
        return max(0.0, self.right - self.left) * max(0.0, self.top - self.bottom)

    def meets(self, other: Box) -> bool:
        """Whether the two share more than an edge."""
        return (
            self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top
        )


@dataclass(frozen=True, slots=True)
class _Shape:
    """Something filled: when it is drawn, where, and its outlines; of a picture its box is the outline."""

    order: int
    box: Box
    outlines: tuple[tuple[tuple[float, float], ...], ...]
    is_picture: bool
    is_dark: bool

    def covers(self, box: Box) -> bool:
        """Whether nearly all of the box lies within the outlines; a hole in them is no cover."""
        across, up = (box.right - box.left) * 0.2, (box.top - box.bottom) * 0.2
        points = [
            ((box.left + box.right) / 2, (box.bottom + box.top) / 2),
            *((x, y) for x in (box.left + across, box.right - across) for y in (box.bottom + up, box.top - up)),
        ]
        return all(sum(_holds(one, point) for one in self.outlines) % 2 for point in points)


@dataclass(frozen=True, slots=True)
class _Sign:
    """One visible character: when it is drawn, where, and whether it is drawn invisibly."""

    order: int
    box: Box
    is_invisible: bool


def hides_something(page: pypdfium2.PdfPage) -> bool:
    """Whether the file holds words, or a part of a scan, that this page covers; asked while its remarks are on it."""
    shapes, texts = _drawn(page)
    size = Box(*page.get_bbox())
    signs = list(_signs(page, texts))
    pictures = [one for one in shapes if one.is_picture]
    scans = [one for one in pictures if one.box.area >= _SCAN * size.area]
    covers = [one for one in shapes if not (one.is_picture and one in scans)]
    found = _by_cell(covers)
    for sign in signs:
        if not sign.box.meets(size):
            return True
        if sign.is_invisible and not any(one.box.meets(sign.box) for one in pictures):
            return True
        if any(one.order > sign.order and one.covers(sign.box) for one in found[_cell(sign.box)]):
            return True
    return _is_scan_blackened(covers, scans, signs) or _do_remarks_hide(page, signs, pictures)


def _is_scan_blackened(covers: list[_Shape], scans: list[_Shape], signs: list[_Sign]) -> bool:
    """Whether a dark box lies on a scan and nothing is written on the box."""
    for one in covers:
        is_box = one.is_dark and not one.is_picture and len(one.outlines) == 1 and len(set(one.outlines[0])) == 4
        is_on_scan = any(scan.order < one.order and scan.box.meets(one.box) for scan in scans)
        is_ground = any(sign.order > one.order and sign.box.meets(one.box) for sign in signs)
        if is_box and is_on_scan and not is_ground:
            return True
    return False


def _do_remarks_hide(page: pypdfium2.PdfPage, signs: list[_Sign], pictures: list[_Shape]) -> bool:
    boxes = [*(one.box for one in signs), *(one.box for one in pictures)]
    for place in range(pdfium.FPDFPage_GetAnnotCount(page)):
        remark = pdfium.FPDFPage_GetAnnot(page, place)
        if not remark:
            continue
        try:
            box = _hiding_box(remark)
        finally:
            pdfium.FPDFPage_CloseAnnot(remark)
        if box is not None and any(box.meets(other) for other in boxes):
            return True
    return False


def _hiding_box(remark: Any) -> Box | None:
    """Where a remark lies that hides what is under it; none for one that does not."""
    kind = pdfium.FPDFAnnot_GetSubtype(remark)
    hidden = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
    if pdfium.FPDFAnnot_GetFlags(remark) & hidden:
        return None
    is_hiding = kind in (pdfium.FPDF_ANNOT_REDACT, pdfium.FPDF_ANNOT_STAMP)
    if kind in _FILLED:
        filled = b"C" if kind == pdfium.FPDF_ANNOT_FREETEXT else b"IC"
        is_hiding = bool(pdfium.FPDFAnnot_HasKey(remark, filled))
    elif kind in _DRAWN:
        border = [ctypes.c_float() for _ in range(3)]
        known = pdfium.FPDFAnnot_GetBorder(remark, *(ctypes.byref(one) for one in border))
        is_hiding = bool(known) and border[2].value >= _BROAD
    elif kind == pdfium.FPDF_ANNOT_HIGHLIGHT:
        is_hiding = _is_dark(remark)
    if not is_hiding:
        return None
    area = pdfium.FS_RECTF()
    if not pdfium.FPDFAnnot_GetRect(remark, ctypes.byref(area)):
        return None
    return Box(
        min(area.left, area.right), min(area.top, area.bottom), max(area.left, area.right), max(area.top, area.bottom)
    )


def _is_dark(remark: Any) -> bool:
    parts = [ctypes.c_uint() for _ in range(4)]
    known = pdfium.FPDFAnnot_GetColor(remark, pdfium.FPDFANNOT_COLORTYPE_Color, *(ctypes.byref(one) for one in parts))
    return bool(known) and _lightness(*(one.value for one in parts[:3])) < _DARK


def _lightness(red: int, green: int, blue: int) -> float:
    return 0.3 * red + 0.59 * green + 0.11 * blue


def _drawn(page: pypdfium2.PdfPage) -> tuple[list[_Shape], dict[int, tuple[int, bool]]]:
    """The filled shapes and pictures of a page, and by address when each piece of text is drawn and if invisibly."""
    shapes: list[_Shape] = []
    texts: dict[int, tuple[int, bool]] = {}
    for order, (one, matrices) in enumerate(_objects(page)):
        kind = pdfium.FPDFPageObj_GetType(one)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            texts[_address(one)] = (order, pdfium.FPDFTextObj_GetTextRenderMode(one) == _INVISIBLE)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            shapes += _shape(order, one, (_corners(one),), matrices, is_picture=True, is_dark=False)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH and (lightness := _fill(one)) is not None:
            own = [_matrix(one), *matrices]
            shapes += _shape(order, one, _outlines(one), own, is_picture=False, is_dark=lightness < _DARK)
    return shapes, texts


def _shape(
    order: int, one: Any, outlines: tuple[Any, ...], matrices: list[Any], *, is_picture: bool, is_dark: bool
) -> Iterator[_Shape]:
    if is_picture and pdfium.FPDFPageObj_HasTransparency(one):
        return
    moved = tuple(tuple(_moved(point, matrices) for point in outline) for outline in outlines if len(outline) > 2)
    points = [point for outline in moved for point in outline]
    if not points:
        return
    across, up = [x for x, _ in points], [y for _, y in points]
    box = Box(min(across), min(up), max(across), max(up))
    if box.right - box.left >= _SMALLEST and box.top - box.bottom >= _SMALLEST:
        yield _Shape(order, box, moved, is_picture, is_dark)


def _objects(page: pypdfium2.PdfPage) -> Iterator[tuple[Any, list[Any]]]:
    """Every object in the order in which it is drawn, with the matrices of what it lies in, the inmost first."""
    for place in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _within(pdfium.FPDFPage_GetObject(page, place), [], 0)


def _within(one: Any, matrices: list[Any], depth: int) -> Iterator[tuple[Any, list[Any]]]:
    if pdfium.FPDFPageObj_GetType(one) != pdfium.FPDF_PAGEOBJ_FORM:
        yield one, matrices
        return
    if depth < _DEEPEST:
        for place in range(max(0, pdfium.FPDFFormObj_CountObjects(one))):
            yield from _within(pdfium.FPDFFormObj_GetObject(one, place), [_matrix(one), *matrices], depth + 1)


def _fill(one: Any) -> float | None:
    """How light the fill of a shape is; none for one that is not filled or can be seen through."""
    mode, has_line = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(one, ctypes.byref(mode), ctypes.byref(has_line))
    if mode.value == pdfium.FPDF_FILLMODE_NONE:
        return None
    parts = [ctypes.c_uint() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetFillColor(one, *(ctypes.byref(part) for part in parts)):
        return 0.0
    red, green, blue, alpha = (part.value for part in parts)
    lightness = _lightness(red, green, blue)
    is_dark = lightness < _DARK
    if alpha < _OPAQUE or (pdfium.FPDFPageObj_HasTransparency(one) and not is_dark):
        return None
    return lightness


def _outlines(one: Any) -> tuple[tuple[tuple[float, float], ...], ...]:
    found: list[list[tuple[float, float]]] = []
    for place in range(pdfium.FPDFPath_CountSegments(one)):
        segment = pdfium.FPDFPath_GetPathSegment(one, place)
        x, y = ctypes.c_float(), ctypes.c_float()
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO or not found:
            found.append([])
        found[-1].append((x.value, y.value))
    return tuple(tuple(outline) for outline in found)


def _corners(one: Any) -> tuple[tuple[float, float], ...]:
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(one, *(ctypes.byref(side) for side in sides))
    left, bottom, right, top = (side.value for side in sides)
    return (left, bottom), (right, bottom), (right, top), (left, top)


def _matrix(one: Any) -> Any:
    matrix = pdfium.FS_MATRIX(1, 0, 0, 1, 0, 0)
    pdfium.FPDFPageObj_GetMatrix(one, ctypes.byref(matrix))
    return matrix


def _moved(point: tuple[float, float], matrices: list[Any]) -> tuple[float, float]:
    x, y = point
    for each in matrices:
        x, y = each.a * x + each.c * y + each.e, each.b * x + each.d * y + each.f
    return x, y


def _signs(page: pypdfium2.PdfPage, texts: dict[int, tuple[int, bool]]) -> Iterator[_Sign]:
    words = page.get_textpage()
    try:
        for place in range(pdfium.FPDFText_CountChars(words)):
            if (
                chr(pdfium.FPDFText_GetUnicode(words, place)).isspace()
                or pdfium.FPDFText_IsGenerated(words, place) == 1
            ):
                continue
            owner = pdfium.FPDFText_GetTextObject(words, place)
            if not owner or _address(owner) not in texts:
                continue
            sides = [ctypes.c_double() for _ in range(4)]
            pdfium.FPDFText_GetCharBox(words, place, *(ctypes.byref(side) for side in sides))
            left, right, bottom, top = (side.value for side in sides)
            order, is_invisible = texts[_address(owner)]
            if right > left and top > bottom:
                yield _Sign(order, Box(left, bottom, right, top), is_invisible)
    finally:
        words.close()


def _address(one: Any) -> int:
    return int(ctypes.cast(one, ctypes.c_void_p).value or 0)


def _cell(box: Box) -> tuple[int, int]:
    return int((box.left + box.right) / 2 // _CELL), int((box.bottom + box.top) / 2 // _CELL)


def _by_cell(shapes: list[_Shape]) -> dict[tuple[int, int], list[_Shape]]:
    found: dict[tuple[int, int], list[_Shape]] = defaultdict(list)
    for one in shapes:
        first, last = (
            _cell(Box(one.box.left, one.box.bottom, one.box.left, one.box.bottom)),
            _cell(Box(one.box.right, one.box.top, one.box.right, one.box.top)),
        )
        for across in range(max(first[0], -50), min(last[0], 300) + 1):
            for up in range(max(first[1], -50), min(last[1], 300) + 1):
                found[across, up].append(one)
    return found


def _holds(outline: tuple[tuple[float, float], ...], point: tuple[float, float]) -> bool:
    """Whether the point lies within the outline, closed as a fill closes it."""
    x, y = point
    inside = False
    before = outline[-1]
    for now in outline:
        if (now[1] > y) != (before[1] > y):
            crossing = (before[0] - now[0]) * (y - now[1]) / (before[1] - now[1]) + now[0]
            inside ^= x < crossing
        before = now
    return inside
