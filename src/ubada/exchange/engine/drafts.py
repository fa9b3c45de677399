"""What reading the files of an import gives: records as they should stand in the register, and what was noticed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

Record = dict[str, Any]


@dataclass
class Drafts:
    """Canonical records by shape and key, and an account of every row read."""

    records: dict[str, dict[str, Record]] = field(default_factory=dict)
    references: dict[str, dict[str, Record]] = field(default_factory=dict)
    """Records that are only made where there are none: bodies, documents and places that others may have described."""
    scope: dict[str, set[str]] = field(default_factory=dict)
    """Commitment to the states it is followed for."""
    files: list[str] = field(default_factory=list)
    """Each file with how it was read."""
    read: int = 0
    used: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    """Rows that are not for this register, by reason."""
    notes: Counter[str] = field(default_factory=Counter)
    """What a person should know of but need not put right."""
    unmapped: Counter[str] = field(default_factory=Counter)
    """Labels of the source that lead to no term of ours."""

    def add(self, shape: str, key: str, record: Record) -> None:
        """A record that this import speaks for."""
        self.records.setdefault(shape, {})[key] = record

    def refer_to(self, shape: str, key: str, record: Record) -> None:
        """A record that must be there, in whatever form someone gave it."""
        self.references.setdefault(shape, {}).setdefault(key, record)
