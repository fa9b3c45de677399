"""From the fields of a record to the columns of a table: names, types, constraints and keys, read from the models."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import models

from ubada.editions.freeze import KEYS, Frozen
from ubada.editions.package.descriptions import described
from ubada.editions.rounds import ROUND_KINDS, Field, Kind
from ubada.languages.table import LANGUAGES
from ubada.register.fields import EDTF, PartialDateField, TranslatedField
from ubada.register.shapes import SHAPES, Record, Shape

SHAPE_OF: Final[Mapping[str, Shape]] = {shape.name: shape for shape in SHAPES}
KIND_OF: Final[Mapping[type[models.Model], str]] = {shape.model: shape.name for shape in SHAPES}
ALWAYS: Final = ("en", "ru")
"""Languages in which every edition is published, so that their columns are always there."""
LISTS: Final = frozenset({"languages", "unverified_fields", "duty_bearers", "missing", "derived"})
"""JSON columns that hold plain lists of words."""
ARRAYS: Final = frozenset({"sides", "parts", "classes", "spans"})
UNBOUND: Final = frozenset({("task", "fact")})
"""Links that may name a record which is not public, so that no foreign key holds."""

Column = dict[str, Any]
"""A field descriptor of Table Schema; ``source`` says from which field of the record the cell is made, and how."""


def columns_of(frozen: Frozen, kind: str) -> list[Column]:
    """The columns of a kind's table, in the order of its shape; one for each language of a translated field."""
    rows = list(frozen.records[kind].values())
    if kind in ROUND_KINDS:
        return [column for field in ROUND_KINDS[kind].fields for column in _of_round(ROUND_KINDS[kind], field, rows)]
    shape = SHAPE_OF[kind]
    columns: list[Column] = []
    for name in names_of(shape, rows):
        field = None if name not in shape.fields else shape.model._meta.get_field(name)
        if isinstance(field, TranslatedField):
            columns += [_translated(kind, name, language) for language in _languages(rows, name)]
        else:
            columns.append(_column(kind, name, field, is_list=name in shape.many))
    return columns


def names_of(shape: Shape, rows: Iterable[Record]) -> list[str]:
    """The fields of a kind's records: those of its shape that leave the installation, then what editions add."""
    known = [name for name in (*shape.fields, *shape.links, *shape.many) if name not in shape.kept_inside]
    added = sorted({name for row in rows for name in row} - set(known))
    return [*known, *added]


def foreign_keys(frozen: Frozen, kind: str) -> list[dict[str, Any]]:
    """The links of a table to others of this edition."""
    if kind in ROUND_KINDS:
        links = [(field.name, field.links) for field in ROUND_KINDS[kind].fields if field.links]
        return [_foreign_key(kind, link, target) for link, target in links if target in frozen.records]
    shape = SHAPE_OF[kind]
    keys = []
    for link in shape.links:
        target = KIND_OF.get(shape.model._meta.get_field(link).related_model)  # type: ignore[arg-type]
        if target is not None and target in frozen.records and (kind, link) not in UNBOUND:
            keys.append(_foreign_key(kind, link, target))
    return keys


def _foreign_key(kind: str, link: str, target: str) -> dict[str, Any]:
    resource = "" if target == kind else target.replace("_", "-")
    return {"fields": [link], "reference": {"resource": resource, "fields": [KEYS[target]]}}


def _languages(rows: list[Record], name: str) -> list[str]:
    used = {code for row in rows for code in row[name]}
    known = [language.code for language in LANGUAGES if language.code in used or language.code in ALWAYS]
    return [*known, *sorted(used - set(known))]


def _translated(kind: str, name: str, language: str) -> Column:
    return {
        "name": f"{name}_{language.replace('-', '_')}",
        "type": "string",
        "description": f"{described(kind, name)} Language: {language}.",
        "source": {"field": name, "form": "translated", "language": language},
    }


def _of_round(kind: Kind, field: Field, rows: list[Record]) -> list[Column]:
    """The columns of a field of a kind that belongs to rounds."""
    if field.form == "translated":
        return [_translated(kind.name, field.name, language) for language in _languages(rows, field.name)]
    constraints: dict[str, Any] = {}
    if field.pattern:
        constraints["pattern"] = field.pattern
    if field.among:
        constraints["enum"] = list(field.among)
    if field.name == kind.key:
        constraints = {"required": True, "unique": True}
    value = {"integer": "integer", "boolean": "boolean", "json": "array" if field.is_array else "object"}
    description = described(kind.name, field.name) + (" Joined by ;" if field.form == "list" else "")
    column: Column = {"name": field.name, "type": value.get(field.form, "string"), "description": description}
    if constraints:
        column["constraints"] = constraints
    return [{**column, "source": {"field": field.name, "form": field.form}}]


def _column(kind: str, name: str, field: Any, *, is_list: bool) -> Column:
    kind_of_value, form, constraints = _type_of(name, field)
    if is_list:
        kind_of_value, form = "string", "list"
    if name == KEYS[kind]:
        constraints |= {"required": True, "unique": True}
    description = described(kind, name) + (" Joined by ;" if form == "list" else "")
    column: Column = {"name": name, "type": kind_of_value, "description": description}
    if constraints:
        column["constraints"] = constraints
    return {**column, "source": {"field": name, "form": form}}


def _type_of(name: str, field: Any) -> tuple[str, str, dict[str, Any]]:
    """Table Schema type, form of the cell, and constraints."""
    if isinstance(field, PartialDateField):
        return "string", "text", {"pattern": EDTF}
    if isinstance(field, models.BooleanField):
        return "boolean", "boolean", {}
    if isinstance(field, models.IntegerField):
        return "integer", "integer", {}
    if isinstance(field, models.JSONField):
        if name in LISTS:
            return "string", "list", {}
        return "array" if name in ARRAYS else "object", "json", {}
    choices = [str(value) for value, _ in (getattr(field, "choices", None) or ()) if value != ""]
    return "string", "text", {"enum": choices} if choices else {}
