"""A small process beside the server that stops it when the last process that used it is gone, however it went."""

from __future__ import annotations

import fcntl
import os
import sys
from contextlib import suppress
from pathlib import Path

from ubada.config.cluster import control, locks
from ubada.config.cluster.place import prepare


def ensure(data_dir: Path) -> int | None:
    """Starts the keeper if none lives; the caller holds the turn and a share. Gives its process id if it is ours."""
    lock = locks.open_lock(data_dir / locks.KEEPER)
    try:
        if not locks.try_exclusive(lock):
            return None
        # The keeper inherits the locked descriptor, so there is no moment in which it lives without its lock.
        os.set_inheritable(lock, True)
        null = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
        try:
            return os.posix_spawn(
                sys.executable,
                [sys.executable, "-m", __name__, str(data_dir), str(lock)],
                os.environ,
                file_actions=[(os.POSIX_SPAWN_DUP2, null, number) for number in (0, 1, 2)],
                setsid=True,
            )
        finally:
            os.close(null)
    finally:
        os.close(lock)


def wait_until_gone(data_dir: Path, pid: int | None) -> None:
    """Returns when no keeper is left; the server is stopped and our share is given back."""
    with suppress(OSError):
        lock = os.open(data_dir / locks.KEEPER, os.O_RDWR | os.O_CLOEXEC)
        try:
            fcntl.flock(lock, fcntl.LOCK_SH)
        finally:
            os.close(lock)
    if pid is not None:
        with suppress(ChildProcessError):
            os.waitpid(pid, 0)


def keep(data_dir: Path, lock: int) -> None:
    """Waits, without polling, until nobody holds a share, then stops the server if it still runs."""
    shares = locks.open_lock(data_dir / locks.SHARES)
    while True:
        fcntl.flock(shares, fcntl.LOCK_EX)
        fcntl.flock(shares, fcntl.LOCK_UN)
        with locks.exclusive(data_dir / locks.TURN):
            if locks.try_exclusive(shares):
                control.shut_down(prepare(data_dir))
                # Released within the turn: whoever starts the server next must not take us for its keeper.
                os.close(lock)
                return
            fcntl.flock(shares, fcntl.LOCK_UN)


if __name__ == "__main__":
    os.chdir("/")
    keep(Path(sys.argv[1]), int(sys.argv[2]))
