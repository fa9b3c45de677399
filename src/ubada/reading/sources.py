"""A file as it came: its size held to limits, its kind told by its content and never by its name, its hash taken."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ubada.kernel.errors import UbadaError

MEBIBYTE: Final = 1024 * 1024
OLE_START: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class CannotRead(UbadaError):
    """A document that cannot be read: which file, on which page (0: not on one page), and why."""

    def __init__(self, file: str, reason: str, *, page: int = 0, hint: str = "") -> None:
        self.file, self.page, self.reason = file, page, reason
        where = f"{file}, page {page}" if page else file
        super().__init__(f"{where}: {reason}", hint=hint)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost. Bytes and seconds; beyond any of them reading ends with a `CannotRead`."""

    file_bytes: int = 100 * MEBIBYTE
    unpacked_bytes: int = 200 * MEBIBYTE
    text_characters: int = 40_000_000
    pages: int = 10_000
    memory_bytes: int = 2048 * MEBIBYTE
    cpu_seconds: int = 120
    wall_seconds: float = 180.0
    result_bytes: int = 128 * MEBIBYTE


DEFAULT_LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of a file, their SHA-256, and the kind its content shows."""

    file: str
    data: bytes
    sha256: str
    kind: str


def load_source(path: Path, limits: Limits = DEFAULT_LIMITS) -> Source:
    """The file's content with its hash and kind. Raises `CannotRead` if it is absent, too big, empty or unknown."""
    try:
        if not path.is_file():
            raise CannotRead(str(path), "there is no such file." if not path.exists() else "this is not a file.")
        size = path.stat().st_size
        if size > limits.file_bytes:
            raise CannotRead(str(path), too_big(size, limits.file_bytes), hint="Split the document and read its parts.")
        with path.open("rb") as handle:
            data = handle.read(limits.file_bytes + 1)
    except OSError as error:
        raise CannotRead(str(path), f"it cannot be opened ({error.strerror}).") from None
    return source_of(str(path), data, limits)


def source_of(file: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Source:
    """The same for bytes already in hand; ``file`` is the name used in messages."""
    if len(data) > limits.file_bytes:
        raise CannotRead(file, too_big(len(data), limits.file_bytes))
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise CannotRead(file, "the file is empty.")
    return Source(file, data, hashlib.sha256(data).hexdigest(), sniff(file, data))


def too_big(size: int, limit: int) -> str:
    """The sentence for a file past the limit."""
    return f"it has {size / MEBIBYTE:.0f} MiB; the limit is {limit / MEBIBYTE:.0f} MiB."


def sniff(file: str, data: bytes) -> str:
    """The kind of document by its content: pdf, docx, odt, html or text. Raises `CannotRead` for any other."""
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data[:4] == b"PK\x03\x04":
        return _zip_kind(file, data)
    if data[:8] == OLE_START:
        raise CannotRead(file, _old_office(data), hint="Save it as DOCX or PDF without a password and read that.")
    if head[:5] == b"{\\rtf":
        raise CannotRead(file, "this is an RTF document.", hint="Save it as DOCX or PDF and read that.")
    lower = head[:1024].lower()
    if lower.startswith((b"<!doctype html", b"<html")) or b"<html" in lower or b"<body" in lower:
        return "html"
    if lower.startswith(b"<?xml"):
        return _xml_kind(file, lower)
    if _is_text(data):
        return "html" if lower.startswith((b"<p", b"<div", b"<h1", b"<ol", b"<ul", b"<table", b"<!--")) else "text"
    raise CannotRead(file, "this is neither PDF, DOCX, ODT, HTML nor plain text.")


def _zip_kind(file: str, data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            mime = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        raise CannotRead(file, "the file is damaged or cut short (its ZIP directory is missing).") from None
    if "word/document.xml" in names:
        return "docx"
    if mime.startswith(b"application/vnd.oasis.opendocument.text"):
        return "odt"
    if any(name.startswith("xl/") for name in names):
        raise CannotRead(file, "this is a spreadsheet, not a document.", hint="Tables come in with `ubada import`.")
    raise CannotRead(file, "this is a ZIP archive without a document in it.")


def _old_office(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "the document is protected by a password."
    return "this is an old binary Office document (.doc), which is not read here."


def _xml_kind(file: str, lower: bytes) -> str:
    if b"<html" in lower or b"xhtml" in lower:
        return "html"
    if b"office:document" in lower:
        raise CannotRead(file, "this is a flat OpenDocument file.", hint="Save it as ODT and read that.")
    raise CannotRead(file, "this is XML of a kind that is not read here.")


def _is_text(data: bytes) -> bool:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    sample = data[:65536]
    if b"\x00" in sample:
        return False
    controls = sum(sample.count(bytes([one])) for one in range(32) if one not in (9, 10, 11, 12, 13, 27, 28))
    return controls <= len(sample) // 500
