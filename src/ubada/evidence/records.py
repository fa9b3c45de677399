"""How items are written down for the ledger. Files are known by their hash; nobody is named."""

from __future__ import annotations

from collections.abc import Iterator

from ubada.evidence.models import EvidenceItem
from ubada.files.models import StoredFile
from ubada.kernel.canonical import record_hash
from ubada.ledger.records import Record, RecordType, register
from ubada.ledger.services import Change

EVIDENCE = "evidence"
SHOWN = "evidence_shown"
"""That what readers see of evidence changed. It has no record: pages that are kept for readers go by it."""


def evidence_record(item: EvidenceItem) -> Record:
    """The canonical record of an item."""
    return {
        "uid": item.uid,
        "organisation": item.organisation.code,
        "kind": item.kind,
        "title": item.title.as_dict(),
        "summary": item.summary.as_dict(),
        "source": item.source,
        "dated": str(item.dated) if item.dated is not None else None,
        "captured_on": item.captured_on.isoformat(),
        "language": item.language,
        "url": item.url,
        "file": _hash(item.file),
        "snapshot": _hash(item.snapshot),
        "public_copy": _hash(item.public_copy),
        "copy_refusal": item.copy_refusal,
        "sensitivity": item.sensitivity,
        "consent": item.consent,
        "state": item.state,
        "is_withdrawn": item.is_withdrawn,
        "made_at": item.made_at.isoformat(timespec="microseconds"),
        "made_by": item.made_by.uid if item.made_by else None,
    }


def evidence_change(item: EvidenceItem) -> Change:
    """The ledger's note of an item as it now stands."""
    return Change(EVIDENCE, item.uid, record_hash(evidence_record(item)))


def shown_change(item: EvidenceItem) -> Change:
    """The ledger's note that readers saw the item or now see it, so that no page kept for them outlives the change."""
    return Change(SHOWN, item.uid, None)


def _hash(file: StoredFile | None) -> str | None:
    return file.sha256 if file is not None else None


def _all() -> Iterator[tuple[str, Record]]:
    rows = EvidenceItem.objects.select_related("organisation", "file", "snapshot", "public_copy", "made_by")
    for item in rows.iterator():
        yield item.uid, evidence_record(item)


register(RecordType(EVIDENCE, _all, is_inner=True))
