"""Background work: copies without metadata, and files that were handed in and never saved."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app


@app.task(name="evidence.make_copy", pass_context=False)
def make_copy(uid: str) -> None:
    """Make the copy of one item that others may be given."""
    from ubada.evidence.services.copying import make_public_copy  # noqa: PLC0415 - the services queue this task

    make_public_copy(uid=uid)


@app.periodic(cron="43 * * * *")
@app.task(name="evidence.let_go", queueing_lock="evidence.let_go")
def let_go(timestamp: int = 0) -> None:  # noqa: ARG001 - the schedule passes the time it ran for
    """Every hour: remove files that were handed in a day ago and belong to no item."""
    from ubada.evidence.services.holding import let_go_of_files  # noqa: PLC0415 - the services queue a task here

    let_go_of_files()


def queue_copy(uid: str) -> None:
    """Have the copy made once the transaction under way is through."""
    transaction.on_commit(lambda: make_copy.defer(uid=uid))
