"""Writing canonical records: only what differs is touched, in one go per kind, and never removed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Field, Model

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


def write_records(shape: Shape, wanted: Mapping[str, Record]) -> list[Applied]:
    """Bring rows to the wanted records, by key; rows not named stay as they are.

    Part of a larger change: the caller opens the transaction and writes the ledger entry.
    Raises RuntimeError outside a transaction, KeyError if a record lacks a field of its shape.
    """
    if not connection.in_atomic_block:
        message = "Records are written inside the transaction of the change they belong to."
        raise RuntimeError(message)
    present = {str(row.pk): shape.record_of(row) for row in shape.rows().filter(pk__in=list(wanted))}
    applied = [
        Applied(shape.name, key, key not in present, _differing(present.get(key), record), record_hash(record))
        for key, record in wanted.items()
        if present.get(key) != record
    ]
    touched = {one.key: wanted[one.key] for one in applied}
    _save(shape, touched)
    note_translations(shape.name, touched)
    if shape.name in SEARCHED:
        note_changed(shape.name, touched)
    return applied


def remove_records(shape: Shape, keys: list[str]) -> list[Change]:
    """Remove rows that are computed from others and no longer follow from them. Returns the ledger's notes."""
    if keys:
        shape.model._default_manager.filter(pk__in=keys).delete()
    return [Change(shape.name, key, None) for key in keys]


def _differing(before: Record | None, after: Record) -> tuple[str, ...]:
    if before is None:
        return tuple(sorted(after))
    return tuple(sorted(name for name in after if before.get(name) != after[name]))


def _save(shape: Shape, records: Mapping[str, Record]) -> None:
    if not records:
        return
    rows = [_row(shape, key, record) for key, record in _parents_first(records)]
    columns = [*shape.fields, *shape.links]
    pk = shape.model._meta.pk
    updatable = [name for name in columns if pk is not None and name != pk.name]
    shape.model._default_manager.bulk_create(
        rows, batch_size=1000, update_conflicts=True, unique_fields=["pk"], update_fields=updatable
    )
    for name in shape.many:
        _set_many(shape, name, records)


def _row(shape: Shape, key: str, record: Record) -> Model:
    values: dict[str, Any] = {link: record[link] for link in shape.links}
    row = shape.model(pk=key, **{f"{link}_id": value for link, value in values.items()})
    for name in shape.fields:
        field = shape.model._meta.get_field(name)
        assert isinstance(field, Field)  # noqa: S101 - shapes name columns only
        setattr(row, name, field.to_python(record[name]))
    return row


def _parents_first(records: Mapping[str, Record]) -> list[tuple[str, Record]]:
    """Rows that others of the same kind name as parent come before them, so that one insert can take them all."""
    done: dict[str, Record] = {}

    def take(key: str) -> None:
        if key in done or key not in records:
            return
        for link in ("parent", "replaced_by"):
            named = records[key].get(link)
            if named is not None and named != key:
                take(named)
        done[key] = records[key]

    for key in records:
        take(key)
    return list(done.items())


def _set_many(shape: Shape, name: str, records: Mapping[str, Record]) -> None:
    relation: Any = shape.model._meta.get_field(name)  # a many-to-many field; Django's types know it as any field
    through = relation.remote_field.through
    source, target = f"{relation.m2m_field_name()}_id", f"{relation.m2m_reverse_field_name()}_id"
    through._default_manager.filter(**{f"{source}__in": list(records)}).delete()
    through._default_manager.bulk_create(
        (through(**{source: key, target: other}) for key, record in records.items() for other in record[name]),
        batch_size=2000,
    )
