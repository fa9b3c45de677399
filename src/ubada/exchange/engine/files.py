"""Files that came from outside: their size held to a limit, their SHA-256 taken, their content never trusted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ubada.kernel.errors import InvalidInput, Problem

MEBIBYTE: Final = 1024 * 1024
LARGEST: Final = 4096 * MEBIBYTE
"""No export in use is larger; only formats that are read piece by piece come near it."""
LARGEST_IN_MEMORY: Final = 256 * MEBIBYTE
"""Formats that are read as a whole."""
_COMPRESSED: Final = ((b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"), (b"\xfd7zXZ", "xz"), (b"7z\xbc\xaf", "7z"))

Advance = Callable[[int, int], None]
"""Told how much is done and how much there is, in bytes or rows."""


def silent(_done: int, _total: int) -> None:
    """Nobody is watching."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to be imported. ``name`` is what messages and reports call it."""

    path: Path
    name: str
    size: int
    sha256: str


def open_file(path: Path) -> InputFile:
    """The file, hashed. Raises InvalidInput if it is absent, empty, too large, compressed or cannot be read."""
    name = path.name
    digest = hashlib.sha256()
    try:
        if not path.is_file():
            raise _refused(name, "there is no such file" if not path.exists() else "is not a file")
        size = path.stat().st_size
        if size > LARGEST:
            raise _refused(name, f"has {size // MEBIBYTE} MiB; the limit is {LARGEST // MEBIBYTE} MiB")
        with path.open("rb") as handle:
            head = handle.read(8)
            handle.seek(0)
            while piece := handle.read(MEBIBYTE):
                digest.update(piece)
    except OSError as error:
        raise _refused(name, f"cannot be read: {error.strerror}") from None
    if not size:
        raise _refused(name, "is empty")
    for start, kind in _COMPRESSED:
        if head.startswith(start):
            raise _refused(name, f"is compressed ({kind}); unpack it first")
    return InputFile(path, name, size, digest.hexdigest())


def content_of(file: InputFile, limit: int = LARGEST_IN_MEMORY) -> bytes:
    """All bytes of a file that is read as a whole. Raises InvalidInput past the limit."""
    if file.size > limit:
        raise _refused(file.name, f"has {file.size // MEBIBYTE} MiB; the limit is {limit // MEBIBYTE} MiB")
    return file.path.read_bytes()


def _refused(name: str, message: str) -> InvalidInput:
    return InvalidInput("Nothing was imported: a file cannot be read.", problems=[Problem(name, "", "", message)])
