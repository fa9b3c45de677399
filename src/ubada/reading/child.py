"""Reading in a process of its own, with limits on time, memory and output: a hostile file harms nothing but itself.

One helper process is started for a batch of files. It holds the program and no secret, and forks once for each file;
the fork takes on the limits, reads, answers with JSON through a pipe, and ends. A fork that goes past a limit is
killed, and the helper goes on with the next file.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from ubada.kernel.errors import InvalidInput, UbadaError
from ubada.reading.model import Reading
from ubada.reading.sources import DEFAULT_LIMITS, MEBIBYTE, CannotRead, Limits, load_source

_KEPT_ENVIRONMENT: Final = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "VIRTUAL_ENV", "SYSTEMROOT", "TMPDIR")
_CHUNK: Final = 1 << 16
_OPEN_FILES: Final = 64
# The language model unpacks itself into a temporary file without a name; nothing else is written.
_SCRATCH_BYTES: Final = 256 * MEBIBYTE
_GRACE_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file: the reading as ``ubada read`` prints it, with its text and layout; or the error."""

    file: str
    reading: dict[str, Any] | None = None
    text: str = ""
    layout: dict[str, Any] = field(default_factory=dict)
    error: CannotRead | None = None


def read_files(
    paths: Sequence[Path], *, profile: str | None = None, limits: Limits = DEFAULT_LIMITS
) -> Iterator[Result]:
    """One result for each path, in order, as each is ready. Raises `InvalidInput` for a profile that does not exist."""
    if not hasattr(os, "fork"):
        raise UbadaError("Documents are read in a forked process, which this system does not have.")
    request = {"paths": [str(path) for path in paths], "profile": profile, "limits": asdict(limits)}
    environment = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    # The statistical model would otherwise start a thread for each processor, each with a stack to pay for.
    environment |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONIOENCODING": "utf-8"}
    helper = subprocess.Popen(
        [sys.executable, "-s", "-B", "-m", "ubada.reading.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
    try:
        if helper.stdin is None or helper.stdout is None:
            raise UbadaError("The reading process could not be started.")
        helper.stdin.write(json.dumps(request).encode())
        helper.stdin.close()
        for path in paths:
            yield _result(str(path), helper.stdout.readline(limits.result_bytes + _CHUNK))
    finally:
        _end(helper)


def _result(file: str, line: bytes) -> Result:
    if not line.endswith(b"\n"):
        return Result(file, error=CannotRead(file, "the reading process ended without an answer."))
    answer = json.loads(line)
    if "unknown_profile" in answer:
        raise InvalidInput(answer["unknown_profile"])
    if "reason" in answer:
        return Result(file, error=CannotRead(file, answer["reason"], page=answer["page"], hint=answer["hint"]))
    return Result(file, reading=answer["reading"], text=answer["text"], layout=answer["layout"])


def _end(helper: subprocess.Popen[bytes]) -> None:
    """Ends the helper and all that it started."""
    if helper.poll() is None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            helper.wait(timeout=0.5)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(helper.pid, signal.SIGKILL)
    helper.wait(timeout=_GRACE_SECONDS)
    if helper.stdout is not None:
        helper.stdout.close()


def main() -> int:
    """The helper: a request on standard input, one line of JSON for each file on standard output."""
    request = json.loads(sys.stdin.buffer.read())
    limits = Limits(**request["limits"])
    _prepare()
    for path in request["paths"]:
        answer = _read_apart(path, request["profile"], limits)
        sys.stdout.buffer.write(answer + b"\n")
        sys.stdout.buffer.flush()
    return 0


def _prepare() -> None:
    """Loads once what every fork will use."""
    from ubada.reading import describing, pipeline, states  # noqa: F401, PLC0415 - the parent side must not load these
    from ubada.reading.citations import citations  # noqa: PLC0415
    from ubada.reading.formats import html, pdf, text  # noqa: F401, PLC0415

    states.recommending_states("(Kyrgyzstan)")
    citations("CEDAW")


def _read_apart(path: str, profile: str | None, limits: Limits) -> bytes:
    receiving, sending = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(receiving)
        _read_and_leave(path, profile, limits, sending)
    os.close(sending)
    try:
        data, reason = _received(receiving, limits)
    finally:
        os.close(receiving)
    if reason:
        os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    return data if data and not reason else _failure(reason or _cause(status, limits))


def _received(pipe: int, limits: Limits) -> tuple[bytes, str]:
    """What came through the pipe, and why no more was taken, if so."""
    parts: list[bytes] = []
    size, deadline = 0, time.monotonic() + limits.wall_seconds
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while True:
            left = deadline - time.monotonic()
            if left <= 0 or not selector.select(left):
                return b"", f"reading took more than {limits.wall_seconds:g} seconds and was stopped."
            chunk = os.read(pipe, _CHUNK)
            if not chunk:
                return b"".join(parts), ""
            size += len(chunk)
            if size > limits.result_bytes:
                return b"", f"the result is larger than {limits.result_bytes // MEBIBYTE} MiB."
            parts.append(chunk)


def _cause(status: int, limits: Limits) -> str:
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL):
        return f"reading took more than {limits.cpu_seconds} seconds of processor time and was stopped."
    return "reading broke off; the file is damaged or made to do harm."


def _failure(reason: str, page: int = 0, hint: str = "") -> bytes:
    return json.dumps({"reason": reason, "page": page, "hint": hint}).encode()


def _read_and_leave(path: str, profile: str | None, limits: Limits, sending: int) -> None:
    """The fork: takes on the limits, reads, answers, and ends without going back."""
    try:
        answer = _answer(path, profile, limits)
        view = memoryview(answer)
        while view:
            view = view[os.write(sending, view) :]
    finally:
        os._exit(0)


def _layout(reading: Reading) -> dict[str, Any]:
    from ubada.reading.describing import front_of  # noqa: PLC0415 - loaded by the helper already

    return reading.layout() | {"front": front_of(reading.document).as_dict()}


def _answer(path: str, profile: str | None, limits: Limits) -> bytes:
    import resource  # noqa: PLC0415 - systems without it have no fork either, and must still load this module

    from ubada.reading.pipeline import read_source  # noqa: PLC0415 - loaded by the helper already

    for what, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, _SCRATCH_BYTES),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
    ):
        hard = resource.getrlimit(what)[1]
        value = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (value, value))
    try:
        reading = read_source(load_source(Path(path), limits), profile=profile, limits=limits)
        answer = {"reading": reading.as_dict(), "text": reading.document.text, "layout": _layout(reading)}
        return json.dumps(answer, ensure_ascii=False).encode("utf-8", errors="surrogatepass")
    except CannotRead as error:
        return _failure(error.reason, error.page, error.hint)
    except InvalidInput as error:
        return json.dumps({"unknown_profile": str(error)}).encode()
    except MemoryError:
        return _failure(f"reading needs more than {limits.memory_bytes // MEBIBYTE} MiB of memory.")
    except RecursionError:
        return _failure("it is nested too deeply.")
    except Exception as error:  # noqa: BLE001 - whatever a hostile file provokes becomes one clear sentence
        return _failure(f"reading broke off ({type(error).__name__}); the file is damaged or of an unknown form.")


if __name__ == "__main__":
    sys.exit(main())
