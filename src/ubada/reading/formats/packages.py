"""ZIP packages of XML, opened so that neither a bomb nor an entity nor an outside address does harm."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from itertools import pairwise
from typing import Any, Final

from lxml import etree

from ubada.reading.model import Extract, Line, Mark
from ubada.reading.numbering import has_ended, parse_label
from ubada.reading.sources import MEBIBYTE, CannotRead, Limits, Source

_MOST_PARTS: Final = 20_000
_WORST_RATIO: Final = 400
# The stricter form of Office Open XML differs from the usual one in this name alone, as far as text goes.
_STRICT: Final = (
    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
)
_SMALL: Final = MEBIBYTE
_LABEL_WIDTH: Final = 60
_DOCTYPE: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class Package:
    """The parts of a package; each is read within the limits and parsed without entities, DTDs or the network."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self.file, self.limits = source.file, limits
        self.spent = 0
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(source.data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise CannotRead(source.file, "the file is damaged or cut short.") from None
        infos = self.archive.infolist()
        if len(infos) > _MOST_PARTS or sum(info.file_size for info in infos) > limits.unpacked_bytes:
            raise CannotRead(
                self.file, f"unpacked it would be over {limits.unpacked_bytes // MEBIBYTE} MiB or parts without number."
            )
        self.names = {info.filename for info in infos}

    def read(self, name: str) -> bytes:
        """The bytes of a part, "" if there is none. Raises `CannotRead` past the limits, for damage, or a password."""
        if name not in self.names:
            return b""
        info = self.archive.getinfo(name)
        if info.flag_bits & 0x1:
            raise CannotRead(self.file, "the document is protected by a password.")
        if info.file_size > _SMALL and info.file_size > _WORST_RATIO * max(1, info.compress_size):
            raise CannotRead(self.file, f"its part {name} unpacks to more than {_WORST_RATIO} times its size.")
        left = self.limits.unpacked_bytes - self.spent
        try:
            with self.archive.open(info) as part:
                data = part.read(left + 1)
        except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, ValueError, NotImplementedError):
            raise CannotRead(self.file, f"its part {name} is damaged.") from None
        except Exception as error:
            if type(error).__module__ in ("zlib", "lzma", "bz2") or type(error).__name__ == "error":
                raise CannotRead(self.file, f"its part {name} is damaged.") from None
            raise
        self.spent += len(data)
        if len(data) > left:
            raise CannotRead(self.file, f"unpacked it is over {self.limits.unpacked_bytes // MEBIBYTE} MiB.")
        return data

    def xml(self, name: str) -> Any:
        """The root of an XML part, ``None`` if there is no such part. Document types and entities are refused."""
        data = self.read(name)
        if not data:
            return None
        if _DOCTYPE.search(data[:4096]) or b"<!ENTITY" in data:
            raise CannotRead(self.file, f"its part {name} declares XML entities, which no honest document does.")
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        if _STRICT[0] in data:
            data = data.replace(*_STRICT)
        try:
            root = etree.fromstring(data, parser)
            if root.getroottree().docinfo.internalDTD is not None:
                raise CannotRead(self.file, f"its part {name} declares XML entities, which no honest document does.")
            return root
        except etree.XMLSyntaxError as error:
            raise CannotRead(self.file, f"its part {name} is not well-formed XML (line {error.lineno}).") from None


class Writer:
    """Puts paragraphs together into the text of a document, one line each."""

    def __init__(self, file: str, limits: Limits) -> None:
        self.file, self.limits = file, limits
        self.parts: list[str] = []
        self.lines: list[Line] = []
        self.length = 0
        self.page = 1

    def paragraph(
        self,
        pieces: list[tuple[str, bool, str]],
        *,
        label: str = "",
        heading: int = 0,
        level: int = 0,
        cell: tuple[int, int, int] | None = None,
    ) -> None:
        """Adds a paragraph of (text, is bold, footnote number or "") pieces; text of a footnote mark is the mark."""
        start = self.length
        text, marks = (f"{label} " if label else ""), []
        heavy = total = 0
        for words, bold, note in pieces:
            if note:
                marks.append(Mark(start + len(text), start + len(text) + len(words), note))
            elif words.strip():
                total += len(words)
                heavy += len(words) if bold else 0
            text += words
        if not text.strip():
            return
        whole = Line(
            start,
            start + len(text),
            page=self.page,
            bold=total > 0 and heavy >= 0.9 * total,
            gap=True,
            heading=heading,
            level=level,
            cell=cell,
            marks=marks,
        )
        cuts = [start + at for at in _items_within(text)]
        for begin, end in pairwise([start, *cuts, start + len(text)]):
            inner = [one for one in marks if begin <= one.start < end]
            self.lines.append(replace(whole, start=begin, end=end, marks=inner) if cuts else whole)
        self.parts.append(text)
        self.length += len(text) + 1
        if self.length > self.limits.text_characters:
            raise CannotRead(self.file, f"the text is longer than {self.limits.text_characters} characters.")

    def extract(self, footnotes: dict[str, str], notes: list[str] | None = None) -> Extract:
        """The whole."""
        return Extract("\n".join(self.parts), self.lines, pages=self.page, footnotes=footnotes, notes=notes or [])


def _items_within(text: str) -> list[int]:
    """Where items begin after a line break inside a paragraph: lists are typed in this way too."""
    cuts = []
    for found in re.finditer(r"\n", text):
        label = parse_label(text[found.end() : found.end() + _LABEL_WIDTH])
        if label is not None and (label[0].scheme == "dotted" or has_ended(text[: found.start()][-_LABEL_WIDTH:])):
            cuts.append(found.end())
    return cuts


def list_label(kind: str, number: int) -> str:
    """A number in the form that office formats name: decimal, lowerLetter, upperRoman …; a bullet is "•"."""
    if kind in ("bullet", "none", ""):
        return "•" if kind == "bullet" else ""
    if kind in ("lowerLetter", "a"):
        return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    if kind in ("upperLetter", "A"):
        return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    if kind in ("russianLower", "russianUpper"):
        letter = "абвгдежзиклмнопрстуфхцчшщэюя"[(number - 1) % 28]
        return letter if kind == "russianLower" else letter.upper()
    if kind in ("lowerRoman", "upperRoman", "i", "I"):
        roman = _roman(number)
        return roman if kind in ("lowerRoman", "i") else roman.upper()
    return f"{number:02d}" if kind == "decimalZero" else str(number)


def _roman(number: int) -> str:
    text = ""
    for value, letters in (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        while number >= value:
            text += letters
            number -= value
    return text
