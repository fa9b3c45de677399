"""ODT: paragraphs, lists with their labels, tables, and notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from ubada.reading.formats.packages import Package, Writer, list_label
from ubada.reading.model import Extract
from ubada.reading.sources import CannotRead, Limits, Source

_NS: Final = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT: Final = f"{{{_NS}text:1.0}}"
_TABLE: Final = f"{{{_NS}table:1.0}}"
_STYLE: Final = f"{{{_NS}style:1.0}}"
_FO: Final = f"{{{_NS}xsl-fo-compatible:1.0}}"
_OFFICE: Final = f"{{{_NS}office:1.0}}"
_SKIPPED: Final = frozenset(
    {f"{_TEXT}tracked-changes", f"{_TEXT}sequence-decls", f"{_OFFICE}annotation", f"{_OFFICE}forms"}
)
_ROW_GROUPS: Final = frozenset(f"{_TABLE}{name}" for name in ("table-header-rows", "table-rows", "table-row-group"))
_DEEPEST: Final = 60
_WIDEST: Final = 100


@dataclass(slots=True)
class _Style:
    bold: bool | None = None
    parent: str = ""
    list_style: str = ""


@dataclass(slots=True)
class _List:
    """A list that is open: its style, its depth and its counter."""

    style: str
    depth: int
    count: int = 0
    path: list[int] = field(default_factory=list)


def extract(source: Source, limits: Limits) -> Extract:
    """The paragraphs of an ODT file in order."""
    package = Package(source, limits)
    if b"manifest:encryption-data" in package.read("META-INF/manifest.xml"):
        raise CannotRead(source.file, "the document is protected by a password.")
    root = package.xml("content.xml")
    if root is None:
        raise CannotRead(source.file, "it has no content part.")
    reader = _Reader(Writer(source.file, limits), root, package.xml("styles.xml"))
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is not None:
        reader.walk(body, None, None, 0)
    return reader.writer.extract(reader.notes)


class _Reader:
    def __init__(self, writer: Writer, *roots: Any) -> None:
        self.writer = writer
        self.notes: dict[str, str] = {}
        self.styles: dict[str, _Style] = {}
        self.lists: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.counts: dict[str, int] = {}
        self.tables = 0
        for root in roots:
            if root is not None:
                self._learn(root)

    def _learn(self, root: Any) -> None:
        for one in root.iter(f"{_STYLE}style"):
            properties = one.find(f"{_STYLE}text-properties")
            weight = properties.get(f"{_FO}font-weight") if properties is not None else None
            self.styles.setdefault(
                one.get(f"{_STYLE}name", ""),
                _Style(
                    None if weight is None else weight == "bold" or (weight.isdigit() and int(weight) >= 600),
                    one.get(f"{_STYLE}parent-style-name", ""),
                    one.get(f"{_STYLE}list-style-name", ""),
                ),
            )
        for one in root.iter(f"{_TEXT}list-style"):
            levels = self.lists.setdefault(one.get(f"{_STYLE}name", ""), {})
            for level in one:
                depth = _number(level.get(f"{_TEXT}level"), 1)
                if level.tag == f"{_TEXT}list-level-style-bullet":
                    levels[depth] = ("bullet", "", 1)
                elif level.tag == f"{_TEXT}list-level-style-number":
                    pattern = f"{level.get(f'{_STYLE}num-prefix', '')}%{level.get(f'{_STYLE}num-suffix', '')}"
                    kind = level.get(f"{_STYLE}num-format", "1")
                    levels[depth] = (kind, pattern, _number(level.get(f"{_TEXT}display-levels"), 1))

    def _is_bold(self, name: str) -> bool:
        seen: set[str] = set()
        while name and name not in seen:
            seen.add(name)
            style = self.styles.get(name, _Style())
            if style.bold is not None:
                return style.bold
            name = style.parent
        return False

    def walk(self, element: Any, cell: tuple[int, int, int] | None, open_list: _List | None, depth: int) -> None:
        """The paragraphs, lists and tables below an element."""
        if depth > _DEEPEST:
            return
        for child in element:
            tag = child.tag
            if tag in _SKIPPED or not isinstance(tag, str):
                continue
            if tag in (f"{_TEXT}p", f"{_TEXT}h"):
                self._paragraph(child, cell, "", 0)
            elif tag == f"{_TEXT}list":
                self._list(child, cell, open_list, depth)
            elif tag == f"{_TABLE}table":
                self._table(child, depth)
            else:
                self.walk(child, cell, open_list, depth + 1)

    def _list(self, element: Any, cell: tuple[int, int, int] | None, above: _List | None, depth: int) -> None:
        style = element.get(f"{_TEXT}style-name") or (above.style if above else "")
        level = above.depth + 1 if above else 1
        one = _List(style, level, path=[*above.path, above.count] if above else [])
        if element.get(f"{_TEXT}continue-numbering") == "true" or element.get(f"{_TEXT}continue-list"):
            one.count = self.counts.get(f"{style}/{level}", 0)
        for item in element:
            if item.tag not in (f"{_TEXT}list-item", f"{_TEXT}list-header") or depth > _DEEPEST:
                continue
            first = item.tag == f"{_TEXT}list-item"
            one.count = _number(item.get(f"{_TEXT}start-value"), one.count + 1) if first else one.count
            for child in item:
                if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
                    self._paragraph(child, cell, self._label(one) if first else "", level - 1)
                    first = False
                elif child.tag == f"{_TEXT}list":
                    self._list(child, cell, one, depth + 1)
        self.counts[f"{style}/{level}"] = one.count

    def _label(self, one: _List) -> str:
        kind, pattern, shown = self.lists.get(one.style, {}).get(one.depth, ("bullet", "", 1))
        if kind == "bullet" or not kind:
            return "•"
        numbers = [*one.path, one.count][-shown:]
        return pattern.replace("%", ".".join(list_label(kind, number) for number in numbers))

    def _table(self, table: Any, depth: int) -> None:
        number = self.tables
        self.tables += 1
        for place, row in enumerate(_rows(table)):
            column = 0
            for one in row:
                if one.tag == f"{_TABLE}table-cell":
                    self.walk(one, (number, place, column), None, depth + 1)
                if one.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                    column += min(_number(one.get(f"{_TABLE}number-columns-repeated"), 1), _WIDEST)

    def _paragraph(self, paragraph: Any, cell: tuple[int, int, int] | None, label: str, level: int) -> None:
        heading = _number(paragraph.get(f"{_TEXT}outline-level"), 1) if paragraph.tag == f"{_TEXT}h" else 0
        bold = self._is_bold(paragraph.get(f"{_TEXT}style-name", ""))
        pieces: list[tuple[str, bool, str]] = []
        self._pieces(paragraph, pieces, 0, bold=bold)
        self.writer.paragraph(pieces, label=label, heading=heading, level=level, cell=cell)

    def _pieces(self, element: Any, pieces: list[tuple[str, bool, str]], depth: int, *, bold: bool) -> None:
        if element.text:
            pieces.append((element.text, bold, ""))
        for child in element if depth < _DEEPEST else ():
            tag = child.tag
            if tag == f"{_TEXT}note":
                number = (child.findtext(f"{_TEXT}note-citation") or "").strip()
                body = child.find(f"{_TEXT}note-body")
                if number and body is not None:
                    self.notes[number] = " ".join("".join(body.itertext()).split())
                    pieces.append((f"[{number}]", bold, number))
            elif tag in (f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break"):
                count = min(_number(child.get(f"{_TEXT}c"), 1), 100)
                pieces.append(("\n" if tag.endswith("line-break") else " " * count, bold, ""))
            elif tag not in _SKIPPED and isinstance(tag, str):
                own = self._is_bold(child.get(f"{_TEXT}style-name", "")) if tag == f"{_TEXT}span" else bold
                self._pieces(child, pieces, depth + 1, bold=own)
            if child.tail:
                pieces.append((child.tail, bold, ""))


def _rows(table: Any) -> Iterator[Any]:
    """The rows of a table in order, also those in its heading and in groups."""
    for child in table:
        if child.tag == f"{_TABLE}table-row":
            yield child
        elif child.tag in _ROW_GROUPS:
            yield from _rows(child)


def _number(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text) else default
