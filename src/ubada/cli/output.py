"""What commands print: bars on a terminal, plain lines into a file or pipe, JSON alone when that is asked for."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

Advance = Callable[[int, int], None]
_SECONDS_BETWEEN_LINES = 5.0


class Output:
    """Results go to standard output; progress goes to standard error, and nowhere when `quiet` (for JSON)."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.quiet = quiet
        self._terminal = sys.stderr.isatty() and not quiet

    def line(self, text: str) -> None:
        """One line of the result."""
        if not self.quiet:
            print(text, flush=True)  # noqa: T201

    def note(self, text: str) -> None:
        """One line about what is going on."""
        if not self.quiet:
            print(text, file=sys.stderr, flush=True)  # noqa: T201

    def json(self, value: object) -> None:
        """The whole result as one JSON document."""
        print(json.dumps(value, ensure_ascii=False, indent=2, default=str), flush=True)  # noqa: T201

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Rows under headings, as wide as their content."""
        if self.quiet:
            return
        widths = [max(len(row[column]) for row in [headings, *rows]) for column in range(len(headings))]
        for row in [headings, *rows]:
            cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
            self.line("  ".join(cells).rstrip())

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        """A piece of long work: announced, followed, and closed with its result and the seconds it took."""
        step = Step(title, terminal=self._terminal, quiet=self.quiet)
        step.begin()
        try:
            yield step
        except BaseException:
            step.end(failed=True)
            raise
        step.end(failed=False)


class Step:
    """The work of one `Output.step`: `result` is shown at its end, `advance(done, total)` in between."""

    def __init__(self, title: str, *, terminal: bool, quiet: bool) -> None:
        self.title = title
        self.result = ""
        self._terminal = terminal
        self._quiet = quiet
        self._started = self._last_line = time.monotonic()
        self._bar: Any = None
        self._task: Any = None

    def begin(self) -> None:
        if self._terminal:
            from rich.console import Console  # noqa: PLC0415 - commands that print little start faster without it
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn  # noqa: PLC0415

            self._bar = Progress(
                SpinnerColumn(),
                TextColumn("{task.description}", markup=False),
                BarColumn(bar_width=24),
                MofNCompleteColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._task = self._bar.add_task(self.title, total=None)
            self._bar.start()
        elif not self._quiet:
            print(f"{self.title} …", file=sys.stderr, flush=True)  # noqa: T201

    def advance(self, done: int, total: int) -> None:
        """Says that `done` of `total` parts are finished; cheap enough to be called for each of them."""
        if self._bar is not None:
            self._bar.update(self._task, completed=done, total=total)
        elif not self._quiet and time.monotonic() - self._last_line >= _SECONDS_BETWEEN_LINES:
            self._last_line = time.monotonic()
            print(f"{self.title}: {done} of {total}", file=sys.stderr, flush=True)  # noqa: T201

    def end(self, *, failed: bool) -> None:
        if self._bar is not None:
            self._bar.stop()
        if self._quiet:
            return
        word = "failed" if failed else self.result or "done"
        seconds = time.monotonic() - self._started
        print(f"{'✗' if failed else '✓'} {self.title}: {word} ({seconds:.1f} s)", file=sys.stderr, flush=True)  # noqa: T201
