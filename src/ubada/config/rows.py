"""Many rows at once: written by PostgreSQL's COPY, asked for by one list of keys.

COPY puts rows through every constraint and trigger of a table, so nothing may be stored by it that could not be stored
row by row; it only spares the statement around each.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import CharField, Field, ForeignKey, IntegerField, JSONField, Model, TextField
from django.db.models.expressions import RawSQL

_INCOMING = "ubada_incoming"
_AS_IT_STANDS = (CharField.get_prep_value, IntegerField.get_prep_value, TextField.get_prep_value)
"""Fields that store these give COPY their values as they are: it writes text and numbers as the column reads them."""


def one_of(keys: Iterable[str]) -> RawSQL:
    """The right side of an ``__in`` over text keys, as one parameter however many they are."""
    return RawSQL("SELECT jsonb_array_elements_text(%s::jsonb)", [json.dumps(list(keys))])


def copy_rows(model: type[Model], columns: Mapping[str, Sequence[Any]], *, replacing: bool = False) -> None:
    """Write rows of a model, given by field and in each the values of all rows; other fields take the table's default.

    ``replacing`` puts the values in the place of those of a row with the same primary key. Values are as the fields'
    ``to_python`` takes them. Raises ValidationError for one that a field cannot read, and IntegrityError or DataError
    as `bulk_create` does. Part of a larger change: the caller opens the transaction.
    """
    fields: dict[str, Field[Any, Any]] = {name: _field(model, name) for name in columns}
    rows = zip(*(_stored(fields[name], values) for name, values in columns.items()), strict=True)
    table, names = _quoted(model._meta.db_table), ", ".join(_quoted(field.column) for field in fields.values())
    with connection.cursor() as cursor:
        if not replacing:
            _copy(cursor, f"COPY {table} ({names}) FROM STDIN", rows)
            return
        cursor.execute(f"CREATE TEMPORARY TABLE {_INCOMING} (LIKE {table} INCLUDING DEFAULTS) ON COMMIT DROP")
        _copy(cursor, f"COPY {_INCOMING} ({names}) FROM STDIN", rows)
        own = [_quoted(field.column) for field in fields.values() if not field.primary_key]
        (key,) = (_quoted(field.column) for field in fields.values() if field.primary_key)
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {names} FROM {_INCOMING} "  # noqa: S608 - names of our own columns
            f"ON CONFLICT ({key}) DO UPDATE SET {', '.join(f'{name} = EXCLUDED.{name}' for name in own)}"
        )
        cursor.execute(f"DROP TABLE {_INCOMING}")


def _copy(cursor: Any, statement: str, rows: Iterable[Sequence[Any]]) -> None:
    with connection.wrap_database_errors, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _field(model: type[Model], name: str) -> Field[Any, Any]:
    field = model._meta.get_field(name)
    assert isinstance(field, Field)  # noqa: S101 - only columns are named
    return field


def _stored(field: Field[Any, Any], values: Sequence[Any]) -> Iterable[Any]:
    """The values as COPY takes them for the column."""
    if isinstance(field, ForeignKey):
        return _stored(field.target_field, values)
    read = map(field.to_python, values)
    if isinstance(field, JSONField):
        encode = json.JSONEncoder(ensure_ascii=False).encode if field.encoder is None else field.encoder().encode
        return (None if value is None else encode(field.get_prep_value(value)) for value in read)
    if type(field).get_prep_value in _AS_IT_STANDS:
        return read
    return (field.get_db_prep_save(value, connection) for value in read)


def _quoted(name: str | None) -> str:
    return str(connection.ops.quote_name(name or ""))
