"""Locks between processes on files of the data folder; the kernel frees them when their holder dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ubada.kernel.errors import UbadaError

TURN = "cluster.lock"
SHARES = "cluster.users"
KEEPER = "cluster.keeper"
SERVE = "serve.lock"


class DataFolderInUse(UbadaError):  # says what is the case
    """Another `ubada serve` already runs on this data folder."""


def open_lock(path: Path) -> int:
    """A descriptor of the lock file, made if missing, readable by us alone and closed in programs we start."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise UbadaError(f"{path} cannot be opened: {error.strerror}.") from error


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Waits for its turn on `path` and holds it for the block."""
    descriptor = open_lock(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def take_share(path: Path) -> int:
    """A descriptor that holds a share of `path` until it is closed."""
    descriptor = open_lock(path)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def is_last_share(descriptor: int) -> bool:
    """Whether nobody else holds a share; the caller holds the turn. If so, the share has become exclusive.

    The keeper may hold the file for an instant while it wakes up. It then waits for the turn, so it can be in the way
    once and no more: a second refusal means that another share exists.
    """
    for _ in range(2):
        if try_exclusive(descriptor):
            return True
        fcntl.flock(descriptor, fcntl.LOCK_SH)
    return False


def try_exclusive(descriptor: int) -> bool:
    """Takes the lock if it is free."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def serve_lock(data_dir: Path) -> Iterator[None]:
    """Held by the one `ubada serve` of a data folder. Raises DataFolderInUse naming the process that holds it."""
    descriptor = open_lock(data_dir / SERVE)
    try:
        if not try_exclusive(descriptor):
            holder = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip() or "unknown"
            raise DataFolderInUse(
                f"Another `ubada serve` (process {holder}) already runs on {data_dir}.",
                hint="Stop it first, or give this one its own folder with --data-dir.",
            )
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode("ascii"), 0)
        try:
            yield
        finally:
            with suppress(OSError):
                os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)
