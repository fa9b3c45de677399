"""Where the bytes lie: each content once, under its SHA-256, and what is not yet checked in quarantine.

files/<first two digits>/<sha256>   what was accepted; a derived copy is other bytes and lies under a hash of its own
files/quarantine/<uid>              what is being received
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

from ubada.files.kinds import HEAD_BYTES
from ubada.kernel.errors import UbadaError

SHA256: Final = re.compile(r"[0-9a-f]{64}")
QUARANTINE: Final = "quarantine"


class NoRoom(UbadaError):
    """The disk is full. Nothing of the file was kept."""


class TooLarge(Exception):
    """The stream is longer than what was allowed; it was not read to its end."""


@dataclass(frozen=True, slots=True)
class Received:
    """The bytes of one file in quarantine: where, what they hash to, how many, and how they begin."""

    path: Path
    sha256: str
    size: int
    head: bytes


def folder() -> Path:
    """The folder of all files of this installation."""
    return Path(settings.DATA_DIR) / "files"


def path_of(sha256: str) -> Path:
    """Where the accepted bytes with this hash lie. Raises ValueError for what is not a hash."""
    if not SHA256.fullmatch(sha256):
        raise ValueError("not a SHA-256 in lower-case hexadecimal")
    return folder() / sha256[:2] / sha256


def quarantine_of(uid: str) -> Path:
    """Where the bytes of this row lie until they are accepted."""
    return folder() / QUARANTINE / uid


def passing_folder() -> Path:
    """The folder for what is on its way, made if it is missing; nothing in it is part of a backup."""
    path = folder() / QUARANTINE
    with told_plainly():
        _make(path)
    return path


def quarantined() -> Iterator[Path]:
    """What lies in quarantine: plain files alone."""
    return _plain_files(folder() / QUARANTINE)


def shelves() -> Iterator[list[str]]:
    """The hashes of all accepted bytes, those that begin alike together."""
    for shelf in sorted(folder().glob("[0-9a-f][0-9a-f]")):
        names = (one.name for one in _plain_files(shelf))
        yield sorted(name for name in names if SHA256.fullmatch(name) and name.startswith(shelf.name))


def _plain_files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from (one for one in path.iterdir() if one.is_file() and not one.is_symlink())


def quarantine(uid: str, chunks: Iterable[bytes], most_bytes: int) -> Received:
    """Writes the stream into quarantine, durably. Raises `TooLarge` past the limit, `NoRoom`, UbadaError.

    Unless it returns, nothing of the stream is left.
    """
    path = quarantine_of(uid)
    digest, size, head = hashlib.sha256(), 0, b""
    passing_folder()
    with told_plainly():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        for chunk in chunks:
            size += len(chunk)
            if size > most_bytes:
                raise TooLarge
            digest.update(chunk)
            head += chunk[: HEAD_BYTES - len(head)]
            with told_plainly():
                _write(descriptor, chunk)
        with told_plainly():
            os.fsync(descriptor)
    except BaseException:
        discard(uid)
        raise
    finally:
        os.close(descriptor)
    return Received(path, digest.hexdigest(), size, head)


def keep(received: Received) -> Path:
    """Moves quarantined bytes to where accepted ones lie, in one step; the same bytes there already are replaced."""
    place = path_of(received.sha256)
    with told_plainly():
        _make(place.parent)
        received.path.replace(place)
        _sync(place.parent)
    return place


def hash_of(path: Path) -> str:
    """The SHA-256 of a file as it is now."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def discard(uid: str) -> None:
    """Nothing of this row is in quarantine any more."""
    quarantine_of(uid).unlink(missing_ok=True)


def _write(descriptor: int, chunk: bytes) -> None:
    rest = memoryview(chunk)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _make(wanted: Path) -> None:
    """The folder exists, durably; it and the folder of all files, if we make them, are ours alone."""
    for one in (folder(), wanted):
        try:
            one.mkdir(mode=0o700)
        except FileExistsError:
            continue
        _sync(one.parent)


def _sync(wanted: Path) -> None:
    descriptor = os.open(wanted, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turns what the disk says into a sentence, without the name of anything."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoRoom("There is no room left on the disk for this file.", hint="Free some space.") from None
        raise UbadaError(f"The file could not be stored: {error.strerror}.") from None
