"""Keeping the state of translations beside the texts they translate."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ubada.kernel.canonical import record_hash
from ubada.languages.models import Translation
from ubada.languages.table import BY_CODE

SOURCE = "en"
"""The language the register's own texts are written in first."""


def note_translations(record_type: str, records: Mapping[str, Mapping[str, Any]]) -> None:
    """Record how far the translations in these records have come.

    A translation met for the first time, or rewritten, is a draft; one whose source changed while it did not is stale.
    """
    texts = {
        f"{record_type}:{key}:{language}": (key, language, *hashes)
        for key, record in records.items()
        for language, hashes in _hashes(record).items()
    }
    known = Translation.objects.in_bulk(list(texts))
    rows = []
    for key, (record_key, language, source_hash, text_hash) in texts.items():
        before = known.get(key)
        status = Translation.Status.DRAFT
        if before is not None and before.text_hash == text_hash:
            status = (
                Translation.Status(before.status) if before.source_hash == source_hash else Translation.Status.STALE
            )
        rows.append(
            Translation(
                key=key,
                record_type=record_type,
                record_key=record_key,
                language=language,
                status=status,
                source_hash=source_hash,
                text_hash=text_hash,
            )
        )
    Translation.objects.bulk_create(
        rows,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["status", "source_hash", "text_hash"],
    )


def forget_translations(record_type: str, keys: Collection[str]) -> None:
    """Records that are gone have no translations."""
    Translation.objects.filter(record_type=record_type, record_key__in=keys).delete()


def _hashes(record: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """For each language but the source: the hash of the source texts, and of the texts in that language."""
    translated = {
        name: value
        for name, value in record.items()
        if isinstance(value, dict) and value and all(code in BY_CODE for code in value)
    }
    languages = {code for value in translated.values() for code in value} - {SOURCE}
    source = record_hash({name: value.get(SOURCE) for name, value in translated.items()})
    return {
        language: (source, record_hash({name: value.get(language) for name, value in translated.items()}))
        for language in languages
    }
