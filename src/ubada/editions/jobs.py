"""Background work: what is to be published with a round says what stands in it."""

from __future__ import annotations

from procrastinate.contrib.django import app

from ubada.editions.services import keep_current


@app.periodic(cron="*/20 * * * *")
@app.task(name="editions.keep_current", queueing_lock="editions.keep_current", lock="editions.keep_current")
def rebuild(timestamp: int = 0) -> None:  # noqa: ARG001 - the schedule passes the time it ran for
    """Every twenty minutes: build again an edition whose frozen round has changed since."""
    keep_current()
