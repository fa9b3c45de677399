"""Making a copy in a process of its own, with limits on time, memory and output: a hostile file harms but itself."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from ubada.evidence.copies.refusing import NoCopy, Why
from ubada.kernel.apart import Limits, TooMuch, run_apart, take_on

COPYING: Final = Limits(cpu_seconds=240, wall_seconds=360.0)
"""What one copy may cost: every sign on every page of a long report is looked at."""
_LOCK: Final = "lock"
"""In place of a kind: not a copy is wanted, but whether the file opens."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy: the ending that says what it is, and its bytes."""

    ending: str
    data: bytes


def make_copy(path: Path, kind: str, limits: Limits = COPYING) -> Copy:
    """The copy of an accepted file of that kind (`files.Kind`). Raises `NoCopy` with the reason."""
    try:
        with path.open("rb") as original:
            answer = run_apart(__name__, [kind, json.dumps(asdict(limits))], original, limits)
    except TooMuch:
        raise NoCopy(Why.TOO_MUCH) from None
    head, newline, data = answer.partition(b"\n")
    if not newline:
        raise NoCopy(Why.DAMAGED)
    said = json.loads(head)
    if "why" in said:
        raise NoCopy(Why(said["why"]))
    if len(data) != said["size"]:
        raise NoCopy(Why.DAMAGED)
    return Copy(said["ending"], data)


def is_locked(path: Path) -> bool:
    """Whether an accepted PDF asks for a password before it is opened."""
    try:
        return make_copy(path, _LOCK, Limits(cpu_seconds=20, wall_seconds=30.0)).data == b"locked"
    except NoCopy:
        return False


def main() -> int:
    """The process: takes on the limits, reads the file from standard input, writes one line and the copy."""
    kind, limits = sys.argv[1], Limits(**json.loads(sys.argv[2]))
    take_on(limits)
    try:
        data = sys.stdin.buffer.read()
        copy = _look_at_lock(data) if kind == _LOCK else _copy(kind, data)
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


def _look_at_lock(data: bytes) -> Copy:
    from ubada.evidence.copies.pdf import opens  # noqa: PLC0415

    return Copy("", b"" if opens(data) else b"locked")


if __name__ == "__main__":
    sys.exit(main())
