"""Work on a file from outside in a process of its own, with limits on time, memory and output.

A hostile file harms nothing but that process, which holds no secret, no connection and no file but the one on its
standard input.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any, Final

MEBIBYTE: Final = 1024 * 1024
_KEPT_ENVIRONMENT: Final = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "VIRTUAL_ENV", "SYSTEMROOT", "TMPDIR")
_PIECE: Final = 1 << 16
_OPEN_FILES: Final = 64


@dataclass(frozen=True, slots=True)
class Limits:
    """What one piece of work may cost, in bytes and seconds."""

    memory_bytes: int = 1536 * MEBIBYTE
    cpu_seconds: int = 60
    wall_seconds: float = 120.0
    result_bytes: int = 128 * MEBIBYTE


class TooMuch(Exception):
    """The process was stopped at one of its limits."""


def run_apart(module: str, arguments: Sequence[str], given: IO[bytes], limits: Limits) -> bytes:
    """What the module prints that is run with the file as its standard input; nothing if it broke down.

    The module takes on the limits itself, with `take_on`, before it looks at the file. Raises `TooMuch`.
    """
    helper = subprocess.Popen(
        [sys.executable, "-s", "-B", "-m", module, *arguments],
        stdin=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ},
        start_new_session=True,
    )
    try:
        answer = _received(helper, limits)
    finally:
        _end(helper)
    if not answer and _was_stopped(helper.returncode):
        raise TooMuch
    return answer


def take_on(limits: Limits) -> None:
    """Hold this process to the limits from now on. It opens no file for writing any more."""
    import resource  # noqa: PLC0415 - systems without it must still load this module

    for what, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
    ):
        hard = resource.getrlimit(what)[1]
        value = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (value, value))


def _received(helper: subprocess.Popen[bytes], limits: Limits) -> bytes:
    stdout: Any = helper.stdout
    parts: list[bytes] = []
    size, deadline = 0, time.monotonic() + limits.wall_seconds
    with selectors.DefaultSelector() as selector:
        selector.register(stdout, selectors.EVENT_READ)
        while True:
            left = deadline - time.monotonic()
            if left <= 0 or not selector.select(left):
                raise TooMuch
            piece = os.read(stdout.fileno(), _PIECE)
            if not piece:
                return b"".join(parts)
            size += len(piece)
            if size > limits.result_bytes + _PIECE:
                raise TooMuch
            parts.append(piece)


def _end(helper: subprocess.Popen[bytes]) -> None:
    """Ends the process and all that it started."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        helper.wait(timeout=1)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(helper.pid, signal.SIGKILL)
    helper.wait(timeout=10)
    if helper.stdout is not None:
        helper.stdout.close()


def _was_stopped(code: int | None) -> bool:
    return code is not None and -code in (signal.SIGXCPU, signal.SIGKILL)
