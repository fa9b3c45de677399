"""Queueing background work: each piece waits at most once."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued


def defer_once(task: Any) -> None:
    """Queue one run of a procrastinate task that has a queueing lock, unless one waits already."""
    try:
        # A savepoint: the refused row must not spoil a transaction that is under way.
        with transaction.atomic():
            task.defer()
    except AlreadyEnqueued:
        return
