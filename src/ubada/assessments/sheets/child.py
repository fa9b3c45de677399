"""Reading a workbook in a process of its own (`kernel.apart`), which answers with the cells and nothing else."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from ubada.assessments.sheets.layout import CellFault, ReadRow, ReadSheet
from ubada.assessments.sheets.reading import CannotRead, read_sheet
from ubada.kernel.apart import MEBIBYTE, Limits, TooMuch, run_apart, take_on

LIMITS: Final = Limits(
    memory_bytes=768 * MEBIBYTE, cpu_seconds=30, wall_seconds=60.0, result_bytes=64 * MEBIBYTE
)  # fmt: skip


def read_file(path: Path, headings: Mapping[str, str], limits: Limits = LIMITS) -> ReadSheet:
    """The sheet of verdicts in a file. Raises `CannotRead`."""
    try:
        with path.open("rb") as given:
            answer = run_apart(__name__, [json.dumps(headings), json.dumps(asdict(limits))], given, limits)
    except TooMuch:
        raise CannotRead("too-much") from None
    if not answer:
        raise CannotRead("damaged")
    said = json.loads(answer)
    if "code" in said:
        raise CannotRead(said["code"], said["detail"])
    return ReadSheet(said["columns"], tuple(_row(one) for one in said["rows"]))


def _row(one: dict[str, Any]) -> ReadRow:
    return ReadRow(one["number"], one["cells"], tuple(CellFault(**fault) for fault in one["faults"]))


def main() -> int:
    """The process: takes on the limits, reads the workbook from standard input, writes what is in it as JSON."""
    headings, limits = json.loads(sys.argv[1]), Limits(**json.loads(sys.argv[2]))
    take_on(limits)
    try:
        answer = asdict(read_sheet(sys.stdin.buffer.read(), headings))
    except CannotRead as refusal:
        answer = {"code": refusal.code, "detail": refusal.detail}
    sys.stdout.buffer.write(json.dumps(answer).encode())
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
