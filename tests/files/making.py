"""Small files of every kind, honest ones and hostile ones."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable

PAPER = b"%PDF-1.7\nthe paper itself\n%%EOF\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CONTENT_TYPES = '<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="{}"/></Types>'
PLAIN_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def packed(parts: Iterable[tuple[str, bytes | str]], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


def docx(*more: tuple[str, bytes | str], content_type: str = PLAIN_DOCUMENT) -> bytes:
    """A document for Word, with more parts."""
    return packed(
        [
            ("[Content_Types].xml", CONTENT_TYPES.format(content_type)),
            ("word/document.xml", "<w:document>words</w:document>"),
            *more,
        ]
    )


def xlsx(*more: tuple[str, bytes | str]) -> bytes:
    """A workbook, with more parts."""
    return packed([("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", "<workbook/>"), *more])


def open_document(media_type: str, *more: tuple[str, bytes | str], manifest: str = "<manifest/>") -> bytes:
    """An OpenDocument file, with more parts."""
    return packed([("mimetype", media_type), ("META-INF/manifest.xml", manifest), ("content.xml", "<o/>"), *more])


def png() -> bytes:
    """A picture of one point."""
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBBI", 13, b"IHDR", 1, 1, 8, 0, 0, 0, 0, 0)


def locked(archive: bytes) -> bytes:
    """The same archive, every part marked as encrypted."""
    changed = bytearray(archive)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = archive.find(signature)
        while place >= 0:
            changed[place + offset] |= 1
            place = archive.find(signature, place + 1)
    return bytes(changed)


def bomb() -> bytes:
    """A document of 40 kB that unpacks to 40 MB."""
    return docx(("word/media/zeros.xml", b"0" * 40_000_000))


def quine_of_contents(entries: int) -> bytes:
    """An archive whose list of contents names the same few bytes many times over."""
    name = b"x" * 200
    local = struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, 0, 0, 0, 0, 1, 1, len(name), 0) + name + b"0"
    one = struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 1, 1, len(name), 0, 0, 0, 0, 0, 0)
    contents = (one + name) * entries
    return (
        local
        + contents
        + struct.pack(
            "<4sHHHHIIH", b"PK\x05\x06", 0, 0, entries & 0xFFFF, entries & 0xFFFF, len(contents), len(local), 0
        )
    )


def encrypted_office() -> bytes:
    """What an office program makes of a document with a password: an OLE container with one encrypted stream."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 70_000 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 64
    )


def old_word() -> bytes:
    """The container of a DOC file."""
    return OLE + b"\x00" * 512 + "WordDocument".encode("utf-16-le")
