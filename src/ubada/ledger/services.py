"""Writing to the ledger: only ever by appending, only ever inside the transaction of the change itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, transaction

from ubada.access.actors import Actor
from ubada.ledger.models import GENESIS, Entry

CHAIN_LOCK = 0x75626164  # "ubad": the advisory lock under which one entry at a time is appended


@dataclass(frozen=True, slots=True)
class Change:
    """One object touched: its record type, its key, and the hash of its canonical record (None if removed)."""

    type: str
    key: str
    hash: str | None


_gathering: ContextVar[list[Entry] | None] = ContextVar("entries that wait for the end of the work", default=None)


@contextmanager
def gathered() -> Iterator[None]:
    """One transaction whose entries are all appended at its end, in order.

    Appending keeps everybody else from appending until the transaction ends: work on a thousand records must not keep
    them waiting from its first. An error has to leave the block; one that is caught inside would leave its entries.
    """
    with transaction.atomic():
        entries: list[Entry] = []
        token = _gathering.set(entries)
        try:
            yield
        finally:
            _gathering.reset(token)
        _append(entries)


def record(*, actor: Actor, action: str, subject: str, changes: Iterable[Change] = ()) -> None:
    """Append one entry to the chain, at once or at the end of what is `gathered`.

    Raises RuntimeError outside a transaction: an entry and its change stand or fall together.
    """
    if not connection.in_atomic_block:
        message = "A ledger entry is written in the transaction of the change it records."
        raise RuntimeError(message)
    entry = Entry(
        actor=actor.label,
        action=action,
        subject=subject,
        changes=[{"type": change.type, "key": change.key, "hash": change.hash} for change in changes],
    )
    waiting = _gathering.get()
    if waiting is None:
        _append([entry])
    else:
        waiting.append(entry)


def _append(entries: list[Entry]) -> None:
    """Append entries to the chain; from here to the end of the transaction nobody else can."""
    if not entries:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    last = Entry.objects.order_by("-sequence").first()
    sequence, previous = (last.sequence, last.hash) if last else (0, GENESIS)
    for entry in entries:
        sequence += 1
        entry.sequence, entry.previous_hash, entry.recorded_at = sequence, previous, datetime.now(UTC)
        previous = entry.hash = entry.computed_hash()
    Entry.objects.bulk_create(entries)
