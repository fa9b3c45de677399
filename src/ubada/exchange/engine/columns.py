"""Which column of a file is which field: by the names a mapping gives, whatever their case and punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ubada.exchange.engine.faults import Faults

_NOT_LETTERS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Columns:
    """The position of each field that is there, and the columns of the file that no mapping knows."""

    at: Mapping[str, int]
    unknown: tuple[str, ...]

    def __contains__(self, field: str) -> bool:
        return field in self.at

    def cell(self, cells: Sequence[str], field: str) -> str:
        """The cell of a field, "" where the file has no such column."""
        position = self.at.get(field)
        return "" if position is None else cells[position]


def folded(name: str) -> str:
    """A column's name without case, spaces and punctuation."""
    return _NOT_LETTERS.sub("", name).casefold()


def match_columns(
    header: Sequence[str],
    names: Mapping[str, Iterable[str]],
    faults: Faults,
    *,
    optional: Iterable[str] = (),
    passed_over: Iterable[str] = (),
) -> Columns:
    """The columns of a header. Faults are noted for a field without a column and for a column that is there twice."""
    places: dict[str, list[int]] = {}
    for position, name in enumerate(header):
        places.setdefault(folded(name), []).append(position)
    at: dict[str, int] = {}
    taken = {folded(name) for name in passed_over}
    may_lack = set(optional)
    for field, accepted in names.items():
        spellings = [folded(name) for name in accepted]
        found = [position for spelling in dict.fromkeys(spellings) for position in places.get(spelling, [])]
        taken.update(spellings)
        if len(found) > 1:
            faults.add(1, header[found[0]], "is the name of two columns")
        if found:
            at[field] = found[0]
        elif field not in may_lack:
            faults.add(1, " or ".join(accepted), f"is missing; the columns are {', '.join(header[:16]) or 'none'}")
    unknown = tuple(name for name in header if name and folded(name) not in taken)
    return Columns(at, unknown)
