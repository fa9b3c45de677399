"""DOCX: paragraphs with their numbering worked out, tables, footnotes and endnotes. Macros and links are ignored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from ubada.reading.formats.packages import Package, Writer, list_label
from ubada.reading.model import Extract
from ubada.reading.sources import CannotRead, Limits, Source

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING_STYLE: Final = re.compile(r"(?:heading|заголовок|title)\s*(\d?)", re.IGNORECASE)
_SKIPPED: Final = frozenset(
    f"{_W}{name}"
    for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sectPr", "txbxContent", "fldData")
)
_WRAPPERS: Final = frozenset(f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml"))
_DEEPEST: Final = 40
_WIDEST: Final = 63


@dataclass(slots=True)
class _Level:
    kind: str = "decimal"
    pattern: str = "%1."
    start: int = 1


@dataclass(slots=True)
class _Style:
    name: str = ""
    based_on: str = ""
    number: str = ""
    level: int = 0
    bold: bool = False
    outline: int = 0


@dataclass(slots=True)
class _Numbering:
    """The lists of a document: the levels of each, and how far each has counted."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def label(self, number: str, depth: int) -> str:
        """The label of the next paragraph of list ``number`` at this depth."""
        levels = self.levels.get(number, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self.counts.setdefault(self.abstract.get(number, number), {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        if level.kind == "bullet":
            return "•"

        def value(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            shown = levels.get(at, _Level())
            return list_label(shown.kind, counts.get(at, shown.start))

        return re.sub(r"%(\d)", value, level.pattern)


def extract(source: Source, limits: Limits) -> Extract:
    """The paragraphs of a DOCX file in order, table cells one by one."""
    package = Package(source, limits)
    root = package.xml("word/document.xml")
    if root is None or not root.tag.endswith("}document"):
        raise CannotRead(source.file, "it has no document part.")
    notes = _notes(package, root)
    reader = _Reader(Writer(source.file, limits), _styles(package), _numbering(package))
    body = root.find(f"{_W}body")
    if body is not None:
        reader.blocks(body, None, 0)
    remarks = (
        ["The document carries macros; they were not run."]
        if any("vbaProject" in name for name in package.names)
        else []
    )
    return reader.writer.extract(notes, remarks)


def _value(element: Any, path: str) -> str:
    found = element.find(path) if element is not None else None
    return (found.get(f"{_W}val") or "") if found is not None else ""


def _is_on(element: Any, path: str) -> bool | None:
    found = element.find(path) if element is not None else None
    return None if found is None else found.get(f"{_W}val", "1") not in ("0", "false", "off", "none")


def _number_of(text: str, default: int = 0) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,6}", text or "") else default


def _styles(package: Package) -> dict[str, _Style]:
    root = package.xml("word/styles.xml")
    styles: dict[str, _Style] = {}
    for one in root.iterfind(f"{_W}style") if root is not None else ():
        properties = one.find(f"{_W}pPr")
        outline = _value(properties, f"{_W}outlineLvl")
        styles[one.get(f"{_W}styleId", "")] = _Style(
            name=_value(one, f"{_W}name"),
            based_on=_value(one, f"{_W}basedOn"),
            number=_value(properties, f"{_W}numPr/{_W}numId"),
            level=_number_of(_value(properties, f"{_W}numPr/{_W}ilvl")),
            bold=bool(_is_on(one.find(f"{_W}rPr"), f"{_W}b")),
            outline=_number_of(outline, -1) + 1 if outline else 0,
        )
    return styles


def _numbering(package: Package) -> _Numbering:
    root = package.xml("word/numbering.xml")
    numbering = _Numbering()
    if root is None:
        return numbering
    abstract = {one.get(f"{_W}abstractNumId"): _levels(one) for one in root.iterfind(f"{_W}abstractNum")}
    for one in root.iterfind(f"{_W}num"):
        number = one.get(f"{_W}numId", "")
        base = _value(one, f"{_W}abstractNumId")
        levels = dict(abstract.get(base, {}))
        restarts = False
        for override in one.iterfind(f"{_W}lvlOverride"):
            depth = _number_of(override.get(f"{_W}ilvl", "0"))
            own = override.find(f"{_W}lvl")
            known = levels.get(depth, _Level())
            levels[depth] = _level(own) if own is not None else _Level(known.kind, known.pattern, known.start)
            if start := _value(override, f"{_W}startOverride"):
                levels[depth].start = _number_of(start, 1)
                restarts = True
        numbering.levels[number] = levels
        numbering.abstract[number] = f"{base}/{number}" if restarts else base
    return numbering


def _levels(abstract: Any) -> dict[int, _Level]:
    return {_number_of(one.get(f"{_W}ilvl", "0")): _level(one) for one in abstract.iterfind(f"{_W}lvl")}


def _level(one: Any) -> _Level:
    return _Level(
        _value(one, f"{_W}numFmt") or "decimal", _value(one, f"{_W}lvlText"), _number_of(_value(one, f"{_W}start"), 1)
    )


def _notes(package: Package, document: Any) -> dict[str, str]:
    """The footnotes and endnotes by the number a reader sees: they count from 1 in the order of the document."""
    texts: dict[tuple[str, str], str] = {}
    for kind in ("footnote", "endnote"):
        root = package.xml(f"word/{kind}s.xml")
        for one in root.iterfind(f"{_W}{kind}") if root is not None else ():
            if one.get(f"{_W}type") in (None, "normal"):
                words = "".join(text for text, _, _ in _runs(one, bold=False))
                texts[kind, one.get(f"{_W}id", "")] = " ".join(words.split())
    order: dict[str, str] = {}
    prefix = ""
    for kind in ("footnote", "endnote"):
        for count, one in enumerate(document.iter(f"{_W}{kind}Reference"), start=1):
            number = f"{prefix}{count}"
            one.set("number", number)
            order[number] = texts.get((kind, one.get(f"{_W}id", "")), "")
        prefix = "e" if order else ""
    return order


def _runs(element: Any, *, bold: bool) -> Iterator[tuple[str, bool, str]]:
    """The text of a paragraph: (text, is bold, footnote number)."""
    for child in element:
        tag = child.tag
        if tag in _SKIPPED or not isinstance(tag, str):
            continue
        if tag == f"{_W}t":
            yield child.text or "", bold, ""
        elif tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            yield ("\n" if tag != f"{_W}tab" else "\t"), bold, ""
        elif tag == f"{_W}noBreakHyphen":
            yield "-", bold, ""
        elif tag in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
            number = child.get("number", "")
            if number:
                yield f"[{number}]", bold, number
        elif tag == f"{_W}r":
            if _is_on(child.find(f"{_W}rPr"), f"{_W}vanish"):
                continue
            own = _is_on(child.find(f"{_W}rPr"), f"{_W}b")
            yield from _runs(child, bold=bold if own is None else own)
        elif tag.endswith("}AlternateContent"):
            choice = next(iter(child), None)
            if choice is not None:
                yield from _runs(choice, bold=bold)
        else:
            yield from _runs(child, bold=bold)


def _boxes(element: Any) -> Iterator[Any]:
    """The text boxes below an element, each once: what older programs would show instead is passed over."""
    for child in element:
        if child.tag == f"{_W}txbxContent":
            yield child
        elif isinstance(child.tag, str) and not child.tag.endswith("}Fallback") and len(child):
            yield from _boxes(child)


def _has_text(paragraph: Any) -> bool:
    return any(words.strip() for words, _, _ in _runs(paragraph, bold=False))


def _within(element: Any, tag: str) -> Iterator[Any]:
    """The children of this name, also where a control, a change or a tag is wrapped around them."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _within(child, tag)


class _Reader:
    """Walks through the body of the document."""

    def __init__(self, writer: Writer, styles: dict[str, _Style], numbering: _Numbering) -> None:
        self.writer, self.styles, self.numbering = writer, styles, numbering
        self.tables = 0

    def blocks(self, element: Any, cell: tuple[int, int, int] | None, depth: int) -> None:
        """The paragraphs and tables below an element."""
        for child in element:
            if child.tag == f"{_W}p":
                self._paragraph(child, cell, depth)
            elif child.tag == f"{_W}tbl":
                self._table(child, cell, depth)
            elif child.tag not in _SKIPPED and depth < _DEEPEST:
                self.blocks(child, cell, depth + 1)

    def _table(self, table: Any, cell: tuple[int, int, int] | None, depth: int) -> None:
        if cell is not None or depth >= _DEEPEST:
            for paragraph in table.iter(f"{_W}p"):
                self._paragraph(paragraph, cell)
            return
        number = self.tables
        self.tables += 1
        for place, row in enumerate(_within(table, f"{_W}tr")):
            column = _number_of(_value(row, f"{_W}trPr/{_W}gridBefore"))
            for one in _within(row, f"{_W}tc"):
                self.blocks(one, (number, place, column), depth + 1)
                column += max(1, min(_number_of(_value(one, f"{_W}tcPr/{_W}gridSpan"), 1), _WIDEST))

    def _style(self, name: str) -> _Style:
        """A style with what it inherits."""
        found, seen = self.styles.get(name, _Style()), {name}
        merged = _Style(found.name, "", found.number, found.level, found.bold, found.outline)
        while found.based_on and found.based_on not in seen:
            seen.add(found.based_on)
            found = self.styles.get(found.based_on, _Style())
            merged.number = merged.number or found.number
            merged.level = merged.level or found.level
            merged.bold = merged.bold or found.bold
            merged.outline = merged.outline or found.outline
        return merged

    def _paragraph(self, paragraph: Any, cell: tuple[int, int, int] | None, depth: int = 0) -> None:
        properties = paragraph.find(f"{_W}pPr")
        if properties is not None and properties.find(f"{_W}rPr/{_W}del") is not None and not _has_text(paragraph):
            return  # the whole paragraph was deleted, and is not counted
        style = self._style(_value(properties, f"{_W}pStyle"))
        number = _value(properties, f"{_W}numPr/{_W}numId") or style.number
        level = _number_of(_value(properties, f"{_W}numPr/{_W}ilvl"), style.level)
        label = self.numbering.label(number, level) if number and number != "0" else ""
        named = _HEADING_STYLE.match(style.name)
        heading = style.outline or (_number_of(named[1] or "1", 1) if named else 0)
        pieces = list(_runs(paragraph, bold=style.bold))
        if any(words.strip() for words, _, _ in pieces):
            self.writer.paragraph(pieces, label=label, heading=heading, level=level if label else 0, cell=cell)
        for box in _boxes(paragraph) if depth < _DEEPEST else ():
            self.blocks(box, cell, depth + 1)
