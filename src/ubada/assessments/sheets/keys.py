"""The key of a row: what it is about, which version was seen and what stood there, signed so that a change is found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from ubada.kernel.canonical import record_hash

Sign = Callable[[str], str]
"""The signature of a text; only this installation can make it."""

_PARTS: Final = 6
_BETWEEN: Final = "|"
_DIGITS: Final = 16


@dataclass(frozen=True, slots=True)
class RowKey:
    """What a row is about. ``version`` is that of the draft when the sheet was made, 0 where there was none.

    ``said`` is the digest of what the row said then: a row that still says it was not touched.
    """

    round: str
    organisation: str
    commitment: str
    version: int
    said: str

    def written(self, sign: Sign) -> str:
        """The key as it stands in its cell."""
        return _BETWEEN.join((self._plain(), sign(self._plain())[:_DIGITS]))

    def _plain(self) -> str:
        return _BETWEEN.join((self.round, self.organisation, self.commitment, str(self.version), self.said))


def read_key(text: str, sign: Sign) -> RowKey | None:
    """The key in a cell; None if it was changed, or made elsewhere."""
    parts = text.strip().split(_BETWEEN)
    if len(parts) != _PARTS or not parts[3].isdecimal():
        return None
    key = RowKey(parts[0], parts[1], parts[2], int(parts[3]), parts[4])
    return key if key.written(sign) == text.strip() else None


def said(values: Mapping[str, str]) -> str:
    """The digest of what a row says: fields that say nothing make no difference."""
    return record_hash({name: value for name, value in values.items() if value})[:_DIGITS]
