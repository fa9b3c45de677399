"""Background work of search: following the outbox soon after each change, and a regular look after the index."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task

from ubada.search.engine import IndexBusy, IndexTrouble
from ubada.search.services import follow_outbox, keep_index

FOLLOW_LOCK = "search.follow"
KEEP_LOCK = "search.keep"


@app.task(name="search.follow_outbox", queueing_lock=FOLLOW_LOCK, pass_context=False)
def follow() -> None:
    """Bring the index up to date; leaves it to the regular look if it cannot be used or another process writes."""
    try:
        follow_outbox()
    except (IndexBusy, IndexTrouble):
        keep_index()


@app.periodic(cron="* * * * *")
@app.task(name="search.keep_index", queueing_lock=KEEP_LOCK)
def keep(timestamp: int = 0) -> None:  # noqa: ARG001 - the schedule passes the time it ran for
    """Every minute: mend the index if it is damaged, and take what a lost wake-up left in the outbox."""
    keep_index()


def wake_indexer() -> None:
    """Queue one run of `follow`, unless one waits already."""
    _queue(follow)


def wake_keeper() -> None:
    """Queue one run of `keep`, unless one waits already."""
    _queue(keep)


def _queue(task: Task) -> None:  # type: ignore[type-arg]
    try:
        # A savepoint: the refused row must not spoil a transaction that is under way.
        with transaction.atomic():
            task.defer()
    except AlreadyEnqueued:
        return
