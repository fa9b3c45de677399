"""What reading a document gives: its text, its lines and blocks, its footnotes, and the recommendations in it.

Offsets count characters (code points) in `Document.text`. For a plain text file that is the decoded file itself; for
the other formats it is the text as extracted, in reading order, and is stored beside the hash of the file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Span = tuple[int, int]
BlockKind = Literal["paragraph", "heading", "cell"]


@dataclass(slots=True)
class Mark:
    """A footnote mark inside a line: the characters it takes up and the number it shows."""

    start: int
    end: int
    number: str


@dataclass(slots=True)
class Line:
    """One line of a page or, where a format knows paragraphs, one whole paragraph.

    ``x`` and ``top`` are points from the left and the top edge of the page and ``size`` the height of the letters;
    all three are 0 where the format has no layout. ``gap`` says that white space, more than between the lines of one
    paragraph, stands above. ``cell`` is (table, row, column). ``level`` is the depth of a heading (from 1) or of a
    list item (from 0).
    """

    start: int
    end: int
    page: int = 1
    x: float = 0.0
    right: float = 0.0
    top: float = 0.0
    size: float = 0.0
    bold: bool = False
    gap: bool = False
    heading: int = 0
    level: int = 0
    cell: tuple[int, int, int] | None = None
    marks: list[Mark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote or endnote of the document: its number as printed, its text, and the addresses in it."""

    number: str
    text: str
    urls: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """A plain dictionary for JSON."""
        return {"number": self.number, "text": self.text, "urls": list(self.urls)}


@dataclass(frozen=True, slots=True)
class Label:
    """What a list item or numbered paragraph begins with.

    ``scheme`` is dotted (121.1), number (5.), letter ((a)), roman ((iv)), upper (A.), bullet or named
    (Recommendation 5); ``value`` is the normal form: "121.1", "5", "a", "iv", "A", "•", "5". ``style`` is "(" where the
    number stands in brackets (such a list is another one than that of 5.) and the mark itself for a bullet.
    """

    scheme: str
    value: str
    style: str = field(default="", compare=False)

    @property
    def number(self) -> int:
        """The last figure of the label as a whole number; letters count from 1. 0 for a bullet."""
        if self.scheme in ("dotted", "number", "named"):
            return int(self.value.rpartition(".")[2])
        if self.scheme == "roman":
            return roman_value(self.value)
        if self.scheme in ("letter", "upper"):
            return letter_value(self.value)
        return 0


@dataclass(slots=True)
class Block:
    """A paragraph, heading, list item or table cell.

    ``text`` has no label, no footnote marks and single spaces; ``segments`` are the stretches of `Document.text` it
    was put together from, so ``clean(document, segments) == text``.
    """

    kind: BlockKind
    text: str
    segments: tuple[Span, ...]
    page: int
    label: Label | None = None
    level: int = 0
    bold: bool = False
    x: float = 0.0
    size: float = 0.0
    gap: bool = False
    cell: tuple[int, int, int] | None = None
    refs: tuple[str, ...] = ()

    @property
    def start(self) -> int:
        """The offset of the first character, after the label."""
        return self.segments[0][0] if self.segments else 0

    @property
    def end(self) -> int:
        """The offset after the last character."""
        return self.segments[-1][1] if self.segments else 0

    def as_outline(self) -> dict[str, Any]:
        """What is needed to show the block again beside the document's text."""
        return {
            "kind": self.kind,
            "level": self.level,
            "page": self.page,
            "label": self.label.value if self.label is not None else "",
            "start": self.start,
            "end": self.end,
        }


@dataclass(slots=True)
class Extract:
    """What a format reader gives: the text, its lines, and the footnotes the format itself knows.

    ``wrapped`` says that lines are lines of a page, to be joined into paragraphs; ``pages`` is how many pages the
    document has, 1 where the format has none.
    """

    text: str
    lines: list[Line]
    pages: int = 1
    wrapped: bool = False
    footnotes: dict[str, str] = field(default_factory=dict)
    language: str = ""
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Document:
    """A document as read: text, blocks, footnotes, language, and what was noticed on the way (``notes``)."""

    file: str
    sha256: str
    kind: str
    text: str
    blocks: list[Block]
    footnotes: dict[str, Footnote]
    pages: int
    language: str
    script: str
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Citation:
    """An instrument, provision, document or target cited: ``code`` names it, ``text`` is how the document wrote it."""

    code: str
    kind: str
    text: str

    def as_dict(self) -> dict[str, str]:
        """A plain dictionary for JSON."""
        return {"code": self.code, "kind": self.kind, "text": self.text}


@dataclass(slots=True)
class Recommendation:
    """One recommendation as the document has it; see the contract of ``ubada read`` for the fields.

    ``number`` is empty where the document gives none. ``confidence`` runs from 0 to 1; below 0.8 ``needs_review``
    names at least one reason. ``text`` is the wording without label and footnote marks, white space as single spaces;
    ``segments`` are its stretches of the document's text. ``position`` is what the state answered where the document
    itself says it: "supported", "noted", "pending" or ""; ``position_text`` is the sentence that says it.
    """

    id: str
    number: str
    text: str
    page: int
    segments: tuple[Span, ...]
    parent: str | None = None
    addressee_heading: str | None = None
    addressees: tuple[str, ...] = ()
    duty_bearers: tuple[str, ...] = ()
    recommending_states: tuple[str, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    citations: tuple[Citation, ...] = ()
    language: str = ""
    script: str = ""
    position: str = ""
    position_text: str = ""
    confidence: float = 1.0
    needs_review: tuple[str, ...] = ()

    @property
    def start(self) -> int:
        """The offset of the first character of the wording."""
        return self.segments[0][0]

    @property
    def end(self) -> int:
        """The offset after the last character of the wording."""
        return self.segments[-1][1]

    def as_dict(self) -> dict[str, Any]:
        """The recommendation as ``ubada read --format json`` prints it."""
        return {
            "id": self.id,
            "number": self.number or None,
            "text": self.text,
            "parent": self.parent,
            "addressee_heading": self.addressee_heading,
            "addressees": list(self.addressees),
            "duty_bearers": list(self.duty_bearers),
            "recommending_states": list(self.recommending_states),
            "footnotes": [one.as_dict() for one in self.footnotes],
            "citations": [one.as_dict() for one in self.citations],
            "page": self.page,
            "start": self.start,
            "end": self.end,
            "language": self.language,
            "script": self.script,
            "position": self.position or None,
            "position_text": self.position_text or None,
            "confidence": round(self.confidence, 2),
            "needs_review": list(self.needs_review),
        }


@dataclass(slots=True)
class Reading:
    """A document, the profile it was read with and why, and its recommendations in the order of the document."""

    document: Document
    profile: str
    reasons: tuple[str, ...]
    recommendations: list[Recommendation]

    def as_dict(self) -> dict[str, Any]:
        """The reading as ``ubada read --format json`` prints it."""
        document = self.document
        return {
            "source": {
                "file": document.file,
                "sha256": document.sha256,
                "language": document.language,
                "script": document.script,
                "profile": self.profile,
                "profile_reasons": list(self.reasons),
                "kind": document.kind,
                "pages": document.pages,
                "notes": list(document.notes),
            },
            "recommendations": [one.as_dict() for one in self.recommendations],
        }

    def layout(self) -> dict[str, Any]:
        """The blocks of the document, and the stretches of its text that each recommendation takes up, by its id."""
        return {
            "blocks": [one.as_outline() for one in self.document.blocks],
            "segments": {one.id: [list(span) for span in one.segments] for one in self.recommendations},
        }


_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"


def roman_value(text: str) -> int:
    """The value of a small roman numeral, 0 for what is none."""
    figures = [_ROMAN.get(one, 0) for one in text.lower()]
    if not figures or 0 in figures:
        return 0
    following = [*figures[1:], 0]
    return sum(-one if one < after else one for one, after in zip(figures, following, strict=True))


def letter_value(text: str) -> int:
    """The place of a letter in a list: a or а is 1, and aa is 27. Russian lists leave out ё, й and the signs."""
    one = text.lower()
    if one[0] in _RUSSIAN:
        return _RUSSIAN.index(one[0]) + 1 + len(_RUSSIAN) * (len(one) - 1)
    return ord(one[0]) - ord("a") + 1 + 26 * (len(one) - 1)
