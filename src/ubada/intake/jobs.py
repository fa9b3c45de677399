"""Background work of the intake: reading a document that was brought in."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app


@app.task(name="intake.read_document", pass_context=False)
def read(uid: str) -> None:
    """Read one document and find what of it the register may have already."""
    from ubada.intake.services.reading import read_document  # noqa: PLC0415 - the services queue this task

    read_document(uid=uid)


def queue_reading(uid: str) -> None:
    """Have the document read once the transaction under way is through."""
    transaction.on_commit(lambda: read.defer(uid=uid))
