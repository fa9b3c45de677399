"""HTML: paragraphs, headings, lists with their labels, tables, and notes that links point to. Nothing is fetched."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

from selectolax.lexbor import LexborHTMLParser

from ubada.reading.formats.packages import Writer, list_label
from ubada.reading.formats.text import decode
from ubada.reading.model import Extract
from ubada.reading.sources import CannotRead, Limits, Source

_SKIPPED: Final = frozenset(
    [
        "script",
        "style",
        "head",
        "template",
        "noscript",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "nav",
        "form",
        "select",
        "button",
        "input",
        "textarea",
        "-comment",
        "_comment",
    ]
)
_BLOCKS: Final = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "body",
        "html",
        "blockquote",
        "pre",
        "address",
        "figure",
        "figcaption",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "caption",
        "hr",
        "header",
        "footer",
        "aside",
        "details",
        "summary",
        "center",
        "fieldset",
    ]
)
_BOLD: Final = frozenset(("b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"))
_CHARSET: Final = re.compile(rb"charset=[\"']?([\w-]+)", re.IGNORECASE)
_MARK: Final = re.compile(r"\s*[\[(]?\s*(\d{1,3}|\*{1,3}|[a-z])\s*[\])]?\s*")
_NESTING: Final = re.compile(
    r"</?(?:div|span|section|article|blockquote|ul|ol|table|b|i|u|em|strong|font|center|big|small|sub|sup|form|svg)\b",
    re.IGNORECASE,
)
_TOO_DEEP: Final = 12_000
_SPACE: Final = re.compile(r"\s+")
_DEEPEST: Final = 400
_WIDEST: Final = 100
_KINDS: Final = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def extract(source: Source, limits: Limits) -> Extract:
    """The paragraphs of an HTML page in order."""
    text, notes = _decoded(source.data)
    if len(text) > limits.text_characters:
        raise CannotRead(source.file, f"the page is longer than {limits.text_characters} characters.")
    if _is_too_deep(text):
        raise CannotRead(source.file, "it is nested too deeply.")
    tree = LexborHTMLParser(text)
    root = tree.body or tree.root
    if root is None:
        raise CannotRead(source.file, "the page holds nothing.")
    reader = _Reader(Writer(source.file, limits), tree)
    reader.walk(root)
    reader.flush()
    found = reader.writer.extract(reader.notes, notes)
    if tree.root is not None:
        found.language = (tree.root.attributes.get("lang") or "").lower()[:2]
    return found


def _is_too_deep(text: str) -> bool:
    """Whether elements stand in one another beyond all use: the parser's time grows with the square of the depth."""
    depth = 0
    for found in _NESTING.finditer(text):
        depth = max(0, depth - 1) if found[0][1] == "/" else depth + 1
        if depth > _TOO_DEEP:
            return True
    return False


def _decoded(data: bytes) -> tuple[str, list[str]]:
    named = _CHARSET.search(data[:2048])
    if named and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return data.decode(named[1].decode("ascii")), []
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


@dataclass(slots=True)
class _Grid:
    """Where the next cell of a table stands, with cells of other rows and columns that reach there left out."""

    table: int
    row: int = -1
    column: int = 0
    taken: dict[int, int] = field(default_factory=dict)

    def next_row(self) -> None:
        """Begins a row."""
        self.row, self.column = self.row + 1, 0

    def place(self, across: str | None, down: str | None) -> tuple[int, int, int]:
        """The place of the next cell, which spans so many columns and rows."""
        while self.taken.get(self.column, -1) >= self.row:
            self.column += 1
        here = (self.table, max(self.row, 0), self.column)
        for column in range(self.column, self.column + _span(across)):
            self.taken[column] = self.row + _span(down) - 1
        self.column += _span(across)
        return here


def _span(text: str | None) -> int:
    return min(max(int(text), 1), _WIDEST) if text and re.fullmatch(r"\d{1,4}", text) else 1


class _Reader:
    """Walks through the tree without recursion, since pages may be nested without end."""

    def __init__(self, writer: Writer, tree: Any) -> None:
        self.writer = writer
        self.notes: dict[str, str] = {}
        self.targets: set[str] = set()
        self.tree = tree
        self.anchors: dict[str, Any] | None = None
        self.pieces: list[tuple[str, bool, str]] = []
        self.label = ""
        self.heading = 0
        self.lists: list[list[Any]] = []
        self.cell: tuple[int, int, int] | None = None
        self.tables = -1
        self.grids: list[_Grid] = []

    def walk(self, root: Any) -> None:
        """Visits every node of the tree: into it, then out of it."""
        stack: list[tuple[Any, int, bool, bool]] = [(root, 0, False, False)]
        while stack:
            node, depth, bold, leaving = stack.pop()
            if leaving:
                self._leave(node)
                continue
            tag = node.tag
            if tag in _SKIPPED or depth > _DEEPEST:
                continue
            if tag == "-text":
                self.pieces.append((_SPACE.sub(" ", node.text_content or ""), bold, ""))
                continue
            if self._is_note(node) or self._mark(node, bold=bold):
                continue
            self._enter(node)
            heavy = bold or tag in _BOLD
            stack.append((node, depth, bold, True))
            child = node.last_child
            while child is not None:
                stack.append((child, depth + 1, heavy, False))
                child = child.prev

    def flush(self) -> None:
        """Ends the paragraph that is open."""
        pieces, self.pieces = self.pieces, []
        if any(words.strip() for words, _, note in pieces if not note):
            level = max(0, len(self.lists) - 1)
            self.writer.paragraph(
                _stripped(pieces), label=self.label, heading=self.heading, level=level, cell=self.cell
            )
            self.label = ""

    def _enter(self, node: Any) -> None:
        tag = node.tag
        if tag == "br":
            self.pieces.append(("\n", False, ""))
            return
        if tag not in _BLOCKS:
            return
        self.flush()
        if tag in ("ul", "ol"):
            start = node.attributes.get("start") or "1"
            kind = "bullet" if tag == "ul" else _KINDS.get(node.attributes.get("type") or "", "decimal")
            self.lists.append([kind, int(start) - 1 if start.isdigit() else 0])
        elif tag == "li" and self.lists:
            self._item(node)
        elif re.fullmatch(r"h[1-6]", tag):
            self.heading = int(tag[1])
        elif tag == "table":
            self.tables += 1
            self.grids.append(_Grid(self.tables))
        elif tag == "tr" and self.grids:
            self.grids[-1].next_row()
        elif tag in ("td", "th") and self.grids:
            self.cell = self.grids[-1].place(node.attributes.get("colspan"), node.attributes.get("rowspan"))

    def _item(self, node: Any) -> None:
        one = self.lists[-1]
        value = node.attributes.get("value") or ""
        one[1] = int(value) if value.isdigit() else one[1] + 1
        shown = list_label(one[0], one[1])
        self.label = (
            "•" if one[0] == "bullet" else f"({shown})" if "Letter" in one[0] or "Roman" in one[0] else f"{shown}."
        )

    def _leave(self, node: Any) -> None:
        tag = node.tag
        if tag not in _BLOCKS:
            return
        self.flush()
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif re.fullmatch(r"h[1-6]", tag):
            self.heading = 0
        elif tag == "table" and self.grids:
            self.grids.pop()
        elif tag in ("td", "th"):
            self.cell = None
        if tag == "li":
            self.label = ""

    def _mark(self, node: Any, *, bold: bool) -> bool:
        """Takes a footnote mark: a raised number, or a link to a note inside the page."""
        if node.tag not in ("sup", "a"):
            return False
        href = node.attributes.get("href") or ""
        if node.tag == "a" and not (href.startswith("#") and len(href) > 1):
            return False
        text = node.text(deep=True) or ""
        found = _MARK.fullmatch(text)
        if found is None:
            return False
        if (
            node.tag == "a"
            and text.strip()[:1] not in "[("
            and not re.search(r"note|fn|ref|edn|ftn", href, re.IGNORECASE)
        ):
            return False
        link = node if node.tag == "a" else node.css_first("a[href^='#']")
        target = (link.attributes.get("href") or "")[1:] if link is not None else ""
        if target and not self._take_note(found[1], target):
            return bool(node.tag == "sup")
        self.pieces.append((f"[{found[1]}]", bold, found[1]))
        return True

    def _take_note(self, number: str, target: str) -> bool:
        """Finds the note that a mark points to and keeps its text; says whether there is one below."""
        if not re.fullmatch(r"[\w.:-]{1,80}", target):
            return False
        if self.anchors is None:
            named = ((node.attributes.get("name"), node) for node in self.tree.css("a[name]"))
            identified = ((node.attributes.get("id"), node) for node in self.tree.css("[id]"))
            self.anchors = {name: node for pairs in (named, identified) for name, node in pairs if name}
        note = self.anchors.get(target)
        if note is None:
            return False
        while note.tag in ("a", "sup", "span", "b") and note.parent is not None:
            note = note.parent
        words = " ".join((note.text(deep=True, separator=" ") or "").split())
        words = re.sub(r"^[\[(]?\s*(?:\d{1,3}|\*+|[a-z])\s*[\]).]*\s+(?=\S)|[↑↩^]\s*", "", words)
        if number not in self.notes and len(words) < 5000:
            self.notes[number] = words
            self.targets.add(str(note.mem_id))
        return True

    def _is_note(self, node: Any) -> bool:
        """Whether this is the text of a note that was taken already."""
        return bool(self.targets) and str(node.mem_id) in self.targets


def _stripped(pieces: list[tuple[str, bool, str]]) -> list[tuple[str, bool, str]]:
    first = next(at for at, (words, _, note) in enumerate(pieces) if words.strip() and not note)
    words, bold, note = pieces[first]
    return [*pieces[:first], (words.lstrip(), bold, note), *pieces[first + 1 :]] if first == 0 else pieces[first:]
