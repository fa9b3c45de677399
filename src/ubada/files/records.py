"""How a file is written down for the ledger: by its hash, never by its name, which may name a person."""

from __future__ import annotations

from collections.abc import Iterator

from ubada.files.models import StoredFile
from ubada.kernel.canonical import record_hash
from ubada.ledger.records import Record, RecordType, register
from ubada.ledger.services import Change

FILE = "file"


def file_record(stored: StoredFile) -> Record:
    """The canonical record of a file; of one that is not private it is what it was before there were such."""
    written = {
        "uid": stored.uid,
        "sha256": stored.sha256,
        "size": stored.size,
        "media_type": stored.media_type,
        "state": stored.state,
        "refusal": stored.refusal,
        "received_at": stored.received_at.isoformat(timespec="microseconds"),
        "received_by": stored.received_by.uid if stored.received_by else None,
    }
    return written | {"is_private": True} if stored.is_private else written


def file_change(stored: StoredFile) -> Change:
    """The ledger's note of a file as it now stands."""
    return Change(FILE, stored.uid, record_hash(file_record(stored)))


def _all() -> Iterator[tuple[str, Record]]:
    for stored in StoredFile.objects.select_related("received_by").iterator():
        yield stored.uid, file_record(stored)


register(RecordType(FILE, _all, is_inner=True))
