"""Which objects are under the ledger's eye, and how each is written down as a canonical record.

An app registers each of its record types once. The same records are hashed into the ledger, frozen into editions and
exported, so that one object has one canonical form everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ubada.kernel.canonical import record_hash

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RecordType:
    """A kind of object: its name, and a function that yields (key, canonical record) for all that exist."""

    name: str
    all: Callable[[], Iterator[tuple[str, Record]]]
    is_inner: bool = False
    """True for what no public page shows: the work of desks, accounts, files."""


_types: dict[str, RecordType] = {}


def register(record_type: RecordType) -> None:
    """Put a kind of object under the ledger's eye. Raises ValueError if the name is taken."""
    if record_type.name in _types:
        message = f"record type {record_type.name} is registered twice"
        raise ValueError(message)
    _types[record_type.name] = record_type


def registered() -> list[RecordType]:
    """Every kind of object the ledger watches, by name."""
    return [_types[name] for name in sorted(_types)]


def inner_types() -> list[str]:
    """The names of the kinds that no public page shows."""
    return [one.name for one in registered() if one.is_inner]


def current_hashes() -> Iterator[tuple[str, str, str]]:
    """(type, key, hash) of every watched object as it stands in the database now."""
    for record_type in registered():
        for key, record in record_type.all():
            yield record_type.name, key, record_hash(record)
