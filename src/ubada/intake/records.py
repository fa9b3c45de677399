"""How readings and decisions are written down for the ledger. The document's text is known by its hash alone."""

from __future__ import annotations

from collections.abc import Iterator

from ubada.intake.models import Passage, Reading
from ubada.kernel.canonical import record_hash, sha256_hex
from ubada.ledger.records import Record, RecordType, register
from ubada.ledger.services import Change


def reading_record(one: Reading) -> Record:
    """The canonical record of a reading."""
    return {
        "uid": one.uid,
        "file": one.file_id,
        "supersedes": one.supersedes_id,
        "state": one.state,
        "reader_version": one.reader_version,
        "profile": one.profile,
        "text_sha256": sha256_hex(one.text.encode()),
        "code": one.code,
        "symbol": one.symbol,
        "title": one.title,
        "kind": one.kind,
        "body": one.body_id,
        "adopted_on": str(one.adopted_on) if one.adopted_on is not None else None,
        "url": one.url,
        "states": one.states,
        "is_described": one.is_described,
    }


def passage_record(one: Passage) -> Record:
    """The canonical record of a passage: its place and wording, and what was decided."""
    return {
        "uid": one.uid,
        "reading": one.reading_id,
        "origin": one.origin,
        "segments": one.segments,
        "state": one.state,
        "reason": one.reason,
        "ref": one.ref,
        **one.contents(),
    }


def reading_change(one: Reading) -> Change:
    """The ledger's note of a reading as it now stands."""
    return Change("reading", one.uid, record_hash(reading_record(one)))


def passage_change(one: Passage) -> Change:
    """The ledger's note of a passage as it now stands."""
    return Change("passage", one.uid, record_hash(passage_record(one)))


def _readings() -> Iterator[tuple[str, Record]]:
    for one in Reading.objects.all().iterator(chunk_size=20):
        yield one.uid, reading_record(one)


def _passages() -> Iterator[tuple[str, Record]]:
    for one in Passage.objects.all().iterator():
        yield one.uid, passage_record(one)


register(RecordType("reading", _readings, is_inner=True))
register(RecordType("passage", _passages, is_inner=True))
