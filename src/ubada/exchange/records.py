"""How an import is written down for the ledger."""

from __future__ import annotations

from collections.abc import Iterator

from ubada.exchange.models import Import
from ubada.kernel.canonical import record_hash
from ubada.ledger.records import Record, RecordType, register
from ubada.ledger.services import Change


def import_record(one: Import) -> Record:
    """The canonical record of an import."""
    return {
        "number": one.number,
        "format": one.format,
        "mapping": one.mapping,
        "mapping_sha256": one.mapping_sha256,
        "files": one.files,
        "counts": one.counts,
        "state": one.state,
    }


def import_change(one: Import) -> Change:
    """The ledger's note of an import as it now stands."""
    return Change("import", str(one.number), record_hash(import_record(one)))


def _all() -> Iterator[tuple[str, Record]]:
    for one in Import.objects.all():
        yield str(one.number), import_record(one)


register(RecordType("import", _all))
