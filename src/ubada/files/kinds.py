"""What a file is, told by its bytes alone. Neither its name nor what a browser says of it is asked.

A kind says no more than how the file may be labelled: reading a document or a table has checks of its own.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import json
import mmap
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ubada.files.archives import kind_of_archive
from ubada.files.fitness import Kind, Reason, Unfit

HEAD_BYTES: Final = 65536
"""How much of a file's beginning `kind_of` wants to be given; of a shorter file, all."""
ENDINGS: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.PDF: ("pdf",),
    Kind.DOCX: ("docx",),
    Kind.ODT: ("odt",),
    Kind.XLSX: ("xlsx",),
    Kind.ODS: ("ods",),
    Kind.HTML: ("html", "htm", "xhtml"),
    Kind.TEXT: ("txt", "text", "md"),
    Kind.CSV: ("csv", "tsv", "txt"),
    Kind.JSON: ("json", "geojson"),
    Kind.PNG: ("png",),
    Kind.JPEG: ("jpg", "jpeg"),
    Kind.WARC: ("warc", "warc.gz"),
}
"""The endings that say truly what a file is, the usual one first."""

_PROGRAMS: Final = (
    b"\x7fELF", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe",
    b"\x00asm", b"dex\n", b"L\x00\x00\x00\x01\x14\x02\x00", b"#!",
)  # fmt: skip
"""ELF, Mach-O (and Java), WebAssembly, Android, a Windows shortcut, a script that names its interpreter."""
_ARCHIVES: Final = (
    b"\x1f\x8b", b"BZh91AY&SY", b"\xfd7zXZ\x00", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x28\xb5\x2f\xfd", b"MSCF",
    b"PK\x05\x06", b"PK\x07\x08",
)  # fmt: skip
_GZIP: Final = b"\x1f\x8b"
_WARC: Final = (b"WARC/1.0\r\n", b"WARC/1.1\r\n")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BLANK: Final = b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"
_CONTROLS: Final = bytes(one for one in range(32) if one not in (0, 9, 10, 11, 12, 13, 27, 28))
_PIECE: Final = 1024 * 1024
_DELIMITERS: Final = ",;\t|"
_ROWS_LOOKED_AT: Final = 200


def kind_of(head: bytes, path: Path) -> Kind:
    """What the file at ``path`` is; ``head`` is its first `HEAD_BYTES`. Raises `Unfit` if it is not taken.

    Programs and archives are looked for first, so that a file which is two things at once counts as the worse one.
    """
    if _is_warc(head):
        return Kind.WARC
    _refuse_programs_and_archives(head, path)
    if head.startswith(b"PK\x03\x04"):
        return kind_of_archive(path)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if head.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if b"%PDF-" in head[:1024]:
        return Kind.PDF
    if head.lstrip(_BLANK).startswith(b"{\\rtf"):
        raise Unfit(Reason.OLD_FORMAT)
    return _kind_of_text(head, path)


def _is_warc(head: bytes) -> bool:
    """A record of the web's archives stands first, plain or packed by itself. No more of it is ever unpacked."""
    if head.startswith(_GZIP):
        with contextlib.suppress(zlib.error):
            return zlib.decompressobj(wbits=31).decompress(head, len(_WARC[0])).startswith(_WARC)
        return False
    return head.startswith(_WARC)


def _refuse_programs_and_archives(head: bytes, path: Path) -> None:
    if head.startswith(_PROGRAMS) or (head.startswith(b"MZ") and b"\x00" in head[:1024]):
        raise Unfit(Reason.PROGRAM)
    if head.startswith(_OLE):
        raise Unfit(Reason.ENCRYPTED if _holds(path, "EncryptedPackage".encode("utf-16-le")) else Reason.OLD_FORMAT)
    if head.startswith(_ARCHIVES) or head[257:262] == b"ustar":
        raise Unfit(Reason.ARCHIVE)


def _holds(path: Path, sought: bytes) -> bool:
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(sought) >= 0


def _kind_of_text(head: bytes, path: Path) -> Kind:
    _require_text(head, path)
    text = _decoded(head)
    is_whole = path.stat().st_size <= len(head)
    start = text[:1024].lstrip().lower()
    if start.startswith(("<!doctype html", "<html")) or "<html" in start or "<body" in start:
        return Kind.HTML
    if start.startswith(("<?xml", "<svg")):
        if "xhtml" in start:
            return Kind.HTML
        raise Unfit(Reason.UNKNOWN)
    if start.startswith(("<p", "<div", "<h1", "<ol", "<ul", "<table", "<!--")):
        return Kind.HTML
    if _is_json(text, is_whole=is_whole):
        return Kind.JSON
    return Kind.CSV if _is_table(text, is_whole=is_whole) else Kind.TEXT


def _require_text(head: bytes, path: Path) -> None:
    """Raises `Unfit` unless the whole file is text: no zero byte, hardly a control character, something to see."""
    size, controls, is_blank = 0, 0, True
    decoder = codecs.getincrementaldecoder("utf-16")() if head.startswith((b"\xff\xfe", b"\xfe\xff")) else None
    for piece in _pieces(path):
        is_blank = is_blank and not piece.strip(_BLANK)
        size += len(piece)
        plain = piece
        if decoder is not None:
            try:
                plain = decoder.decode(piece, final=not piece).encode("utf-8")
            except UnicodeDecodeError:
                raise Unfit(Reason.UNKNOWN) from None
        if b"\x00" in plain and not is_blank:
            raise Unfit(Reason.UNKNOWN)
        controls += len(plain) - len(plain.translate(None, _CONTROLS))
    if is_blank:
        raise Unfit(Reason.EMPTY)
    if controls > size // 500:
        raise Unfit(Reason.UNKNOWN)


def _pieces(path: Path) -> Iterator[bytes]:
    """The file piece by piece, and an empty piece for its end."""
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            yield piece
    yield b""


def _decoded(head: bytes) -> str:
    """The head as text, for its shape only: an encoding of one byte a letter is read as if it were Latin."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return codecs.getincrementaldecoder("utf-16")().decode(head)
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    except UnicodeDecodeError:
        return head.decode("latin-1")


def _is_json(text: str, *, is_whole: bool) -> bool:
    """An object or a list; of a file longer than its head, one whose head is JSON as far as it goes."""
    start = text.lstrip()
    if not start.startswith(("{", "[")):
        return False
    try:
        json.loads(start)
    except RecursionError:
        return False
    except json.JSONDecodeError as error:
        # Cut in the middle, the fault lies where the cut is, or where the text or number that was cut begins.
        return not is_whole and (error.pos >= len(start) - 64 or error.msg.startswith("Unterminated string"))
    return True


def _is_table(text: str, *, is_whole: bool) -> bool:
    """Rows of as many cells each: three cells and two rows, or two cells and three rows, at least."""
    return any(_is_table_by(text, delimiter, is_whole=is_whole) for delimiter in _DELIMITERS)


def _is_table_by(text: str, delimiter: str, *, is_whole: bool) -> bool:
    rows: list[int] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if row:
                rows.append(len(row))
            if len(rows) > _ROWS_LOOKED_AT:
                break
    except csv.Error:
        return False
    if not is_whole and len(rows) <= _ROWS_LOOKED_AT:
        del rows[-1:]  # the row that the head's end cuts
    return len(set(rows)) == 1 and rows[0] >= 2 and len(rows) + rows[0] >= 5


__all__ = ["ENDINGS", "HEAD_BYTES", "Kind", "Reason", "Unfit", "kind_of"]
