"""The regular look for bytes that no file has any more."""

from __future__ import annotations

from procrastinate.contrib.django import app

from ubada.files.services import sweep_leftovers


@app.periodic(cron="17 * * * *")
@app.task(name="files.sweep_leftovers", queueing_lock="files.sweep")
def sweep(timestamp: int = 0) -> None:  # noqa: ARG001 - the schedule passes the time it ran for
    """Every hour: remove what an interrupted receipt or removal left behind."""
    sweep_leftovers()
