"""Writes of the search projection: noting what changed."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from ubada.search.models import Outbox


def note_changed(kind: str, keys: Iterable[str]) -> None:
    """Put objects into the outbox, in the transaction of the change that touched them.

    Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        message = "The outbox is written in the transaction of the change."
        raise RuntimeError(message)
    Outbox.objects.bulk_create((Outbox(kind=kind, key=key) for key in keys), batch_size=2000)
