"""Child processes that live as long as we do: started, watched, restarted when they die, stopped in order."""

from __future__ import annotations

import ctypes
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from ubada.kernel.errors import UbadaError

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
LONGEST_PAUSE = 60.0
"""Seconds between two attempts to start a child that keeps dying."""

STEADY_SECONDS = 60.0
"""A child that lived this long is taken to be well again."""

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass
class Child:
    """One program we keep alive, until it died more than `deaths_allowed` times without STEADY_SECONDS in between."""

    name: str
    command: Sequence[str]
    deaths_allowed: int | None = None
    inherited: Sequence[int] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    restart_at: float | None = field(default=None)

    def start(self) -> None:
        """Starts it in a process group of its own, so that Ctrl-C on the terminal reaches the supervisor alone."""
        parent = os.getpid()

        def die_with_parent() -> None:
            if _libc is not None:
                _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:
                os._exit(1)

        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            process_group=0,
            pass_fds=tuple(self.inherited),
            preexec_fn=die_with_parent,  # noqa: PLW1509 - this process has one thread
        )
        self.started = time.monotonic()
        self.restart_at = None

    def note_death(self) -> bool:
        """Plans the restart of a child that has died. False when it died too often."""
        self.process = None
        steady = time.monotonic() - self.started >= STEADY_SECONDS
        self.deaths = 1 if steady else self.deaths + 1
        if self.deaths_allowed is not None and self.deaths > self.deaths_allowed:
            return False
        self.restart_at = time.monotonic() + min(2.0 ** (self.deaths - 1), LONGEST_PAUSE)
        return True

    def stop(self, patience: float) -> None:
        """Asks it to stop, waits `patience` seconds, then kills its whole process group."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(patience)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None


class Supervisor:
    """Keeps its children alive until told to stop. Use it as a context: leaving it stops all, the first child first."""

    def __init__(self, children: Sequence[Child], *, patience: float = 15.0) -> None:
        self.children = list(children)
        self.patience = patience
        self.stopping = False
        self._wake_reader, self._wake_writer = os.pipe()
        os.set_blocking(self._wake_reader, False)
        os.set_blocking(self._wake_writer, False)

    @contextmanager
    def running(self) -> Iterator[Supervisor]:
        """Handles signals and starts the children for the block; stops them whatever happens in it."""
        before = {number: signal.getsignal(number) for number in (*STOP_SIGNALS, signal.SIGCHLD)}
        previous_writer = signal.set_wakeup_fd(self._wake_writer, warn_on_full_buffer=False)
        for number in STOP_SIGNALS:
            signal.signal(number, self._stop_wanted)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        try:
            for child in self.children:
                if not self.stopping:
                    child.start()
            yield self
        finally:
            for child in self.children:
                child.stop(self.patience)
            signal.set_wakeup_fd(previous_writer)
            for number, handler in before.items():
                signal.signal(number, handler)
            os.close(self._wake_reader)
            os.close(self._wake_writer)

    def wait(self, seconds: float | None) -> None:
        """Sleeps until a signal arrives, a child dies, or `seconds` have passed."""
        select.select([self._wake_reader], [], [], seconds)
        with suppress(BlockingIOError):
            os.read(self._wake_reader, 4096)

    def watch(self) -> None:
        """Returns when told to stop. Raises UbadaError when a child died too often to go on."""
        while not self.stopping:
            self.tend()
            due = [child.restart_at for child in self.children if child.restart_at is not None]
            self.wait(max(0.0, min(due) - time.monotonic()) if due else None)

    def tend(self) -> None:
        """Notices deaths and starts what is due. Raises UbadaError when a child died too often."""
        for child in self.children:
            if child.process is not None and (status := child.process.poll()) is not None:
                if not child.note_death():
                    raise UbadaError(f"The {child.name} process died {child.deaths} times in a row ({_how(status)}).")
                pause = (child.restart_at or 0.0) - time.monotonic()
                print(  # noqa: T201
                    f"The {child.name} process died ({_how(status)}); starting it again in {pause:.0f} s.",
                    file=sys.stderr,
                    flush=True,
                )
            if child.restart_at is not None and time.monotonic() >= child.restart_at:
                child.start()

    def _stop_wanted(self, _number: int, _frame: object) -> None:
        self.stopping = True


def _how(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"exit status {status}"
