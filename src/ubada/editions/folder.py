"""Putting an edition on disk: all of it or nothing, whatever happens in between.

A build is written into a folder of its own beside the edition, flushed to the disk, and only then takes its place by
renaming. Leftovers of a build that was killed are cleared away by the next one.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ubada.config.cluster.locks import exclusive, open_lock, try_exclusive
from ubada.kernel.errors import UbadaError

Advance = Callable[[int, int], None]
FILE_MODE: Final = 0o644
FOLDER_MODE: Final = 0o755
WRITERS: Final = 16
DOS_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_NEW: Final = ".building-"
_OLD: Final = ".replaced-"


class NoRoom(UbadaError):
    """The disk is full. What was there before is untouched."""


class FolderInUse(UbadaError):
    """Another build or publication is at work in the folder of all editions."""


@contextmanager
def editions_folder(root: Path, *, waits: bool = True) -> Iterator[Path]:
    """The folder of all editions, for one writer at a time; what a killed build left is put right first.

    Raises FolderInUse, unless it ``waits``, while another writes.
    """
    with _said_plainly(root):
        root.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    with exclusive(root / ".lock") if waits else _exclusive_now(root / ".lock"):
        _put_right(root)
        yield root


@contextmanager
def _exclusive_now(path: Path) -> Iterator[None]:
    descriptor = open_lock(path)
    try:
        if not try_exclusive(descriptor):
            raise FolderInUse("Another build of an edition is under way.", hint="It is tried again in a minute.")
        yield
    finally:
        os.close(descriptor)


def write_folder(
    root: Path, number: int, files: Mapping[str, bytes], advance: Advance = lambda _done, _all: None
) -> Path:
    """Write a build beside the editions and give its folder; `take_place` makes it the edition. Raises NoRoom."""
    with _said_plainly(root):
        fresh = Path(tempfile.mkdtemp(prefix=f"{_NEW}{number}-", dir=root))
        try:
            fresh.chmod(FOLDER_MODE)
            folders = {fresh, *((fresh / name).parent for name in files)}
            for folder in folders:
                folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
            # Each write waits for the disk, so several at a time take a fraction of the time.
            with ThreadPoolExecutor(WRITERS) as pool:
                writes = [pool.submit(write_file, fresh / name, data) for name, data in sorted(files.items())]
                for done, write in enumerate(writes, start=1):
                    write.result()
                    advance(done, len(files))
            for folder in folders:
                _flush(folder)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
    return fresh


def write_file(path: Path, data: bytes) -> None:
    """A new file with this content, on the disk when this returns."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, FILE_MODE)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(descriptor, left) :]
        os.fchmod(descriptor, FILE_MODE)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def take_place(root: Path, number: int, fresh: Path) -> None:
    """Make a build the edition of its number, in place of the one that is there."""
    target, old = root / str(number), root / f"{_OLD}{number}"
    with _said_plainly(root):
        if target.exists():
            target.rename(old)
        try:
            fresh.rename(target)
        except BaseException:
            if old.exists():
                old.rename(target)
            raise
        _flush(root)
    shutil.rmtree(old, ignore_errors=True)


def discard(fresh: Path) -> None:
    """Clear away a build that is not wanted."""
    shutil.rmtree(fresh, ignore_errors=True)


def archive(root: Path, number: int) -> Path:
    """The edition as one zip beside its folder: the same files always give the same bytes. Raises NoRoom."""
    folder, target = root / str(number), root / f"{number}.zip"
    with _said_plainly(root):
        descriptor, name = tempfile.mkstemp(prefix=f"{_NEW}{number}-", suffix=".zip", dir=root)
        fresh = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bundle:
                    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                        inside = f"ubada-edition-{number}/{path.relative_to(folder).as_posix()}"
                        entry = zipfile.ZipInfo(inside, DOS_EPOCH)
                        entry.compress_type = zipfile.ZIP_DEFLATED
                        entry.create_system = 3  # Unix, on every system
                        entry.external_attr = (0o100000 | FILE_MODE) << 16
                        bundle.writestr(entry, path.read_bytes())
                stream.flush()
                os.fchmod(stream.fileno(), FILE_MODE)
                os.fsync(stream.fileno())
            fresh.replace(target)
            _flush(root)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
    return target


def copy_out(source: Path, target: Path) -> None:
    """Copy an edition to a folder that does not exist yet, whole or not at all. Raises NoRoom, or UbadaError."""
    if target.exists():
        raise UbadaError(f"{target} is there already; nothing was written.", hint="Name a folder that does not exist.")
    with _said_plainly(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=_NEW, dir=target.parent))
        try:
            for path in sorted(source.rglob("*")):
                if path.is_file():
                    place = fresh / path.relative_to(source)
                    place.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
                    write_file(place, path.read_bytes())
            fresh.chmod(FOLDER_MODE)
            fresh.rename(target)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise


def _put_right(root: Path) -> None:
    for old in root.glob(f"{_OLD}*"):
        target = root / old.name.removeprefix(_OLD)
        if target.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.rename(target)
    for left in root.glob(f"{_NEW}*"):
        shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink(missing_ok=True)


def _flush(folder: Path) -> None:
    """Names in a folder are on the disk only when the folder itself is."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _said_plainly(where: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            message = f"There is no room left on the disk of {where}; nothing was changed."
            raise NoRoom(message, hint="Make room and try again.") from error
        raise UbadaError(f"The edition cannot be written in {where}: {error.strerror or error}.") from error
