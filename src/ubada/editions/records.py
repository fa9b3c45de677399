"""How editions and corrections are written down for the ledger."""

from __future__ import annotations

from collections.abc import Iterator

from ubada.editions.models import Correction, Edition
from ubada.kernel.canonical import record_hash
from ubada.ledger.records import Record, RecordType, register
from ubada.ledger.services import Change


def edition_record(edition: Edition) -> Record:
    """The canonical record of an edition: the root hash in it stands for the whole folder.

    What only some editions have is written down for those alone: the records of the others stay as they were.
    """
    carried = {"round": edition.round_code, "corrected": sorted(edition.corrected)}
    return {
        "number": edition.number,
        "title": edition.title.as_dict(),
        "register_date": edition.register_date.isoformat(),
        "state": edition.state,
        "root_hash": edition.root_hash,
        "records_root": edition.records_root,
        "record_count": edition.record_count,
        "file_count": edition.file_count,
        "languages": edition.languages,
        **{name: value for name, value in carried.items() if value},
    }


def correction_record(correction: Correction) -> Record:
    """The canonical record of a correction."""
    return {
        "edition": correction.edition_id,
        "order": correction.order,
        "what": correction.what.as_dict(),
        "why": correction.why.as_dict(),
        "made_on": correction.made_on.isoformat(),
    }


def edition_change(edition: Edition) -> Change:
    """The ledger's note of an edition as it now stands."""
    return Change("edition", str(edition.number), record_hash(edition_record(edition)))


def correction_change(correction: Correction) -> Change:
    """The ledger's note of a correction."""
    return Change("correction", str(correction), record_hash(correction_record(correction)))


def _all_editions() -> Iterator[tuple[str, Record]]:
    for edition in Edition.objects.all():
        yield str(edition.number), edition_record(edition)


def _all_corrections() -> Iterator[tuple[str, Record]]:
    for correction in Correction.objects.all():
        yield str(correction), correction_record(correction)


register(RecordType("edition", _all_editions))
register(RecordType("correction", _all_corrections))
