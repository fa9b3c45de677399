"""Making a copy in a process of its own, with limits on time, memory and output: a hostile file harms but itself."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from ubada.evidence.copies.refusing import NoCopy, Why

MEBIBYTE: Final = 1024 * 1024
_KEPT_ENVIRONMENT: Final = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "VIRTUAL_ENV", "SYSTEMROOT", "TMPDIR")
_PIECE: Final = 1 << 16
_OPEN_FILES: Final = 64


@dataclass(frozen=True, slots=True)
class Limits:
    """What one copy may cost, in bytes and seconds."""

    memory_bytes: int = 1536 * MEBIBYTE
    cpu_seconds: int = 60
    wall_seconds: float = 120.0
    result_bytes: int = 128 * MEBIBYTE


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy: the ending that says what it is, and its bytes."""

    ending: str
    data: bytes


def make_copy(path: Path, kind: str, limits: Limits = Limits()) -> Copy:
    """The copy of an accepted file of that kind (`files.Kind`). Raises `NoCopy` with the reason."""
    with path.open("rb") as original:
        helper = subprocess.Popen(
            [sys.executable, "-s", "-B", "-m", "ubada.evidence.copies.child", kind, json.dumps(asdict(limits))],
            stdin=original,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ},
            start_new_session=True,
        )
    try:
        answer = _received(helper, limits)
    finally:
        _end(helper)
    head, newline, data = answer.partition(b"\n")
    if not newline:
        raise NoCopy(Why.TOO_MUCH if _was_stopped(helper.returncode) else Why.DAMAGED)
    said = json.loads(head)
    if "why" in said:
        raise NoCopy(Why(said["why"]))
    if len(data) != said["size"]:
        raise NoCopy(Why.DAMAGED)
    return Copy(said["ending"], data)


def _received(helper: subprocess.Popen[bytes], limits: Limits) -> bytes:
    assert helper.stdout is not None  # noqa: S101 - a pipe was asked for
    parts: list[bytes] = []
    size, deadline = 0, time.monotonic() + limits.wall_seconds
    with selectors.DefaultSelector() as selector:
        selector.register(helper.stdout, selectors.EVENT_READ)
        while True:
            left = deadline - time.monotonic()
            if left <= 0 or not selector.select(left):
                raise NoCopy(Why.TOO_MUCH)
            piece = os.read(helper.stdout.fileno(), _PIECE)
            if not piece:
                return b"".join(parts)
            size += len(piece)
            if size > limits.result_bytes + _PIECE:
                raise NoCopy(Why.TOO_MUCH)
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


def main() -> int:
    """The process: takes on the limits, reads the file from standard input, writes one line and the copy."""
    kind, limits = sys.argv[1], Limits(**json.loads(sys.argv[2]))
    _take_on(limits)
    try:
        copy = _copy(kind, sys.stdin.buffer.read())
        if len(copy.data) > limits.result_bytes:
            raise NoCopy(Why.TOO_MUCH)
        head, data = {"ending": copy.ending, "size": len(copy.data)}, copy.data
    except NoCopy as refusal:
        head, data = {"why": refusal.why.value}, b""
    except MemoryError:
        head, data = {"why": Why.TOO_MUCH.value}, b""
    except Exception:  # noqa: BLE001 - whatever a hostile file provokes becomes one clear sentence
        head, data = {"why": Why.DAMAGED.value}, b""
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + data)
    sys.stdout.buffer.flush()
    return 0


def _take_on(limits: Limits) -> None:
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


def _copy(kind: str, data: bytes) -> Copy:
    """Each maker is loaded here, under the limits, and only the one that is needed."""
    if kind in ("png", "jpeg"):
        from ubada.evidence.copies.pictures import clean_jpeg, clean_png  # noqa: PLC0415

        return Copy("png", clean_png(data)) if kind == "png" else Copy("jpg", clean_jpeg(data))
    if kind == "pdf":
        from ubada.evidence.copies.pdf import clean_pdf  # noqa: PLC0415

        return Copy("pdf", clean_pdf(data))
    if kind == "docx":
        from ubada.evidence.copies.docx import clean_docx  # noqa: PLC0415

        return Copy("docx", clean_docx(data))
    if kind == "odt":
        from ubada.evidence.copies.odt import clean_odt  # noqa: PLC0415

        return Copy("odt", clean_odt(data))
    if kind in ("html", "text", "csv"):
        from ubada.evidence.copies.plain import text_of, text_of_page  # noqa: PLC0415

        if kind == "html":
            return Copy("txt", text_of_page(data))
        return Copy("csv" if kind == "csv" else "txt", text_of(data))
    raise NoCopy(Why.KIND)


if __name__ == "__main__":
    sys.exit(main())
