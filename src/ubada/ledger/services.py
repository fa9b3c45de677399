"""Writing to the ledger: only ever by appending, only ever inside the transaction of the change itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection

from ubada.access.actors import Actor
from ubada.ledger.models import GENESIS, Entry

CHAIN_LOCK = 0x75626164  # "ubad": the advisory lock under which one entry at a time is appended


@dataclass(frozen=True, slots=True)
class Change:
    """One object touched: its record type, its key, and the hash of its canonical record (None if removed)."""

    type: str
    key: str
    hash: str | None


def record(*, actor: Actor, action: str, subject: str, changes: Iterable[Change] = ()) -> Entry:
    """Append one entry to the chain and return it.

    Raises RuntimeError outside a transaction: an entry and its change stand or fall together.
    """
    if not connection.in_atomic_block:
        message = "A ledger entry is written in the transaction of the change it records."
        raise RuntimeError(message)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    last = Entry.objects.order_by("-sequence").first()
    entry = Entry(
        sequence=last.sequence + 1 if last else 1,
        recorded_at=datetime.now(UTC),
        actor=actor.label,
        action=action,
        subject=subject,
        changes=[{"type": change.type, "key": change.key, "hash": change.hash} for change in changes],
        previous_hash=last.hash if last else GENESIS,
    )
    entry.hash = entry.computed_hash()
    entry.save(force_insert=True)
    return entry
