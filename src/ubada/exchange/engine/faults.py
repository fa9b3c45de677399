"""Every fault of an import by file, row and field: the first ones kept, all of them counted."""

from __future__ import annotations

from typing import Final

from ubada.kernel.errors import InvalidInput, Problem

KEPT: Final = 1000
"""Problems that are kept in full; a file of another format would have one in every cell."""


class Faults:
    """The problems of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.count = 0

    def add(self, row: int | str, field: str, message: str) -> None:
        """Note one fault. ``row`` is a row's number, counted from 1 with the header, or another name of the record."""
        self.count += 1
        if len(self.problems) < KEPT:
            record = f"row {row}" if isinstance(row, int) else row
            self.problems.append(Problem(self.file, record, field, message))

    def stop_if_any(self) -> None:
        """Raises InvalidInput if there are faults."""
        if self.count:
            raise refusal(self.problems, self.count)


def refusal(problems: list[Problem], count: int) -> InvalidInput:
    """The refusal of an import for these problems."""
    what = "one problem" if count == 1 else f"{count} problems"
    return InvalidInput(f"Nothing was imported: {what} must be put right first.", problems=problems)
