"""Keeping the state of translations beside the texts they translate."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ubada.config.rows import copy_rows, one_of
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
        f"{record_type}:{key}:{language}": (record_type, key, language, *hashes)
        for key, record in records.items()
        for language, hashes in _hashes(record).items()
    }
    if not texts:
        return
    known = {one.key: one for one in Translation.objects.filter(key__in=one_of(texts))}
    _write({key: (*text, Translation.Status.DRAFT.value) for key, text in texts.items() if key not in known})
    changed = {}
    for key, one in known.items():
        *_, source_hash, text_hash = texts[key]
        if one.text_hash != text_hash:
            changed[key] = (*texts[key], Translation.Status.DRAFT.value)
        elif one.source_hash != source_hash:
            changed[key] = (*texts[key], Translation.Status.STALE.value)
    _write(changed, replacing=True)


def forget_translations(record_type: str, keys: Collection[str]) -> None:
    """Records that are gone have no translations."""
    Translation.objects.filter(record_type=record_type, record_key__in=keys).delete()


def _write(rows: Mapping[str, tuple[str, ...]], *, replacing: bool = False) -> None:
    names = ("record_type", "record_key", "language", "source_hash", "text_hash", "status")
    if rows:
        columns = dict(zip(names, zip(*rows.values(), strict=True), strict=True))
        copy_rows(Translation, {"key": list(rows), **columns}, replacing=replacing)


def _hashes(record: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """For each language but the source: the hash of the source texts, and of the texts in that language."""
    translated = {
        name: value
        for name, value in record.items()
        if isinstance(value, dict) and value and value.keys() <= BY_CODE.keys()
    }
    languages = {code for value in translated.values() for code in value} - {SOURCE}
    if not languages:
        return {}
    source = record_hash({name: value.get(SOURCE) for name, value in translated.items()})
    return {
        language: (source, record_hash({name: value.get(language) for name, value in translated.items()}))
        for language in languages
    }
