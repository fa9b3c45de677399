"""Writing canonical records: only what differs is touched, in one go per kind, and never removed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from ubada.config.rows import copy_rows, one_of
from ubada.kernel.canonical import record_hash
from ubada.languages.services import note_translations
from ubada.ledger.services import Change
from ubada.register.shapes import Record, Shape
from ubada.search.services import note_changed

SEARCHED = frozenset({"commitment", "response", "fact", "instrument", "document", "body", "term"})
"""Kinds of record that search documents are made from (see `register.documents`)."""


@dataclass(frozen=True, slots=True)
class Applied:
    """One record that was written: added, or changed in the fields named."""

    shape: str
    key: str
    is_new: bool
    fields: tuple[str, ...]
    hash: str

    @property
    def change(self) -> Change:
        """The ledger's note of it."""
        return Change(self.shape, self.key, self.hash)


def write_records(
    shape: Shape, wanted: Mapping[str, Record], *, before: Mapping[str, Record] | None = None
) -> list[Applied]:
    """Bring rows to the wanted records, by key; rows not named stay as they are.

    ``before`` are the records of those keys as they stand, from a caller who has just read them (`standing_records`).
    Part of a larger change: the caller opens the transaction and writes the ledger entry.
    Raises RuntimeError outside a transaction, KeyError if a record lacks a field of its shape.
    """
    if not connection.in_atomic_block:
        message = "Records are written inside the transaction of the change they belong to."
        raise RuntimeError(message)
    stands = standing_records(shape, wanted) if before is None else before
    everything = tuple(sorted((*shape.fields, *shape.links, *shape.many)))
    applied: list[Applied] = []
    new: dict[str, Record] = {}
    changed: dict[str, Record] = {}
    for key, record in wanted.items():
        was = stands.get(key)
        if was is None:
            new[key] = record
            applied.append(Applied(shape.name, key, True, everything, record_hash(record)))
        elif was != record:
            changed[key] = record
            applied.append(Applied(shape.name, key, False, _differing(was, record), record_hash(record)))
    _save(shape, new, replacing=False)
    _save(shape, changed, replacing=True)
    touched = {**new, **changed}
    note_translations(shape.name, touched)
    if shape.name in SEARCHED:
        note_changed(shape.name, touched)
    return applied


def standing_records(shape: Shape, keys: Iterable[str]) -> dict[str, Record]:
    """The records with these keys that there are."""
    there = shape.model._default_manager.filter(pk__in=one_of(keys)).values_list("pk", flat=True)
    return {str(row.pk): shape.record_of(row) for row in shape.rows().filter(pk__in=list(there))}


def remove_records(shape: Shape, keys: list[str]) -> list[Change]:
    """Remove rows that are computed from others and no longer follow from them. Returns the ledger's notes."""
    if keys:
        shape.model._default_manager.filter(pk__in=keys).delete()
    return [Change(shape.name, key, None) for key in keys]


def _differing(before: Record, after: Record) -> tuple[str, ...]:
    return tuple(sorted(name for name in after if before.get(name) != after[name]))


def _save(shape: Shape, records: Mapping[str, Record], *, replacing: bool) -> None:
    if not records:
        return
    columns = {name: [record[name] for record in records.values()] for name in (*shape.fields, *shape.links)}
    copy_rows(shape.model, columns, replacing=replacing)
    for name in shape.many:
        relation: Any = shape.model._meta.get_field(name)  # Django's types know it as any field
        through, source = relation.remote_field.through, relation.m2m_field_name()
        if replacing:
            through._default_manager.filter(**{f"{source}__in": one_of(records)}).delete()
        pairs = [(key, other) for key, record in records.items() for other in record[name]]
        if pairs:
            own, others = zip(*pairs, strict=True)
            copy_rows(through, {source: own, relation.m2m_reverse_field_name(): others})
