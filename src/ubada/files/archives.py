"""What a ZIP archive is: an office document without anything that runs, or nothing that is taken."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from pathlib import Path
from typing import Final

from ubada.files.fitness import Kind, Reason, Unfit

MEBIBYTE: Final = 1024 * 1024
UNPACKED_BYTES: Final = 512 * MEBIBYTE
"""What all parts of one document may come to; reading holds a document to less."""
MOST_RATIO: Final = 400
"""How many times its packed size a part may unpack to, if it is larger than `SMALL_PART`."""
SMALL_PART: Final = MEBIBYTE
MOST_PARTS: Final = 20_000
LONGEST_READ: Final = 4 * MEBIBYTE
"""A longer list of contents belongs to no document: one of 20,000 parts is 2 MiB long."""
LONGEST_MANIFEST: Final = 4 * MEBIBYTE
_PIECE: Final = 256 * 1024

_MAIN_PARTS: Final = {"word/document.xml": Kind.DOCX, "xl/workbook.xml": Kind.XLSX}
_MEDIA_TYPES: Final = {
    b"application/vnd.oasis.opendocument.text": Kind.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": Kind.ODS,
}
_RUNS: Final = ("vbaproject.bin", "/activex/", "/macrosheets/", "/dialogsheets/")
"""Parts of names, in lower case, that only what runs inside a document has."""
_ODF_SCRIPTS: Final = ("basic/", "scripts/")


class _SparingReader(io.BufferedReader):
    """A file that refuses to be read in one piece that no honest document needs."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0:
            place = self.tell()
            size = self.seek(0, io.SEEK_END) - place
            self.seek(place)
        if size > LONGEST_READ:
            raise Unfit(Reason.BOMB)
        return super().read(size)


def kind_of_archive(path: Path) -> Kind:
    """The kind of office document in a ZIP archive. Raises `Unfit`: damaged, encrypted, a bomb, macros, no document.

    Every part is unpacked once, so that what is said of its size and its checksum has been seen to be true.
    """
    try:
        with _SparingReader(io.FileIO(path)) as stream, zipfile.ZipFile(stream) as archive:
            return _kind(archive)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, ValueError, NotImplementedError, RuntimeError):
        raise Unfit(Reason.DAMAGED) from None


def _kind(archive: zipfile.ZipFile) -> Kind:
    parts = archive.infolist()
    _refuse_bombs(parts)
    if any(part.flag_bits & 0x1 for part in parts):
        raise Unfit(Reason.ENCRYPTED)
    names = {part.filename for part in parts}
    kind = next((kind for main, kind in _MAIN_PARTS.items() if main in names), None)
    if kind is None and "mimetype" in names:
        kind = _MEDIA_TYPES.get(_start(archive, "mimetype", 100).strip())
    if _holds_what_runs(archive, names):
        raise Unfit(Reason.MACROS)
    if kind is None:
        raise Unfit(Reason.ARCHIVE)
    if b"encryption-data" in _start(archive, "META-INF/manifest.xml", LONGEST_MANIFEST):
        raise Unfit(Reason.ENCRYPTED)
    _unpack_all(archive, parts)
    return kind


def _refuse_bombs(parts: list[zipfile.ZipInfo]) -> None:
    """By what the archive says of itself; no reader of ours gets more out of a part than it says."""
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > UNPACKED_BYTES:
        raise Unfit(Reason.BOMB)
    if any(part.file_size > max(SMALL_PART, MOST_RATIO * part.compress_size) for part in parts):
        raise Unfit(Reason.BOMB)


def _holds_what_runs(archive: zipfile.ZipFile, names: set[str]) -> bool:
    lower = [f"/{name.lower()}" for name in names]
    if any(mark in name for name in lower for mark in _RUNS):
        return True
    if any(name[1:].startswith(_ODF_SCRIPTS) and not name.endswith("/") for name in lower):
        return True
    return b"macroenabled" in _start(archive, "[Content_Types].xml", LONGEST_MANIFEST).lower()


def _start(archive: zipfile.ZipFile, name: str, size: int) -> bytes:
    """The first bytes of a part; none if there is no such part."""
    if name not in archive.NameToInfo:
        return b""
    with archive.open(name) as stream:
        return stream.read(size)


def _unpack_all(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    for part in parts:
        with archive.open(part) as stream:
            while stream.read(_PIECE):
                pass
