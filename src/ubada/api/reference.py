"""The documentation page as data: resources, their addresses and parameters, and every record with its fields."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from django.utils.text import slugify

from ubada.api.openapi import openapi
from ubada.api.own_openapi import own_openapi
from ubada.api.own_problems import OWN_KINDS
from ubada.api.problems import KINDS, Kind
from ubada.resources.addresses import JSON, ROOT

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a type in words; one that names a record has the place where the page describes it."""

    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter or one field of a record: its name, type in words, meaning, and an example."""

    name: str
    type: tuple[Piece, ...]
    meaning: str
    example: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """One address: what it answers, what it takes, and how to try it."""

    anchor: str
    path: str
    summary: str
    description: str
    parameters: tuple[Field, ...]
    answers: str
    media_types: tuple[str, ...]
    curl: str

    @property
    def answers_anchor(self) -> str:
        """Where the page describes what is answered."""
        return anchor_of(self.answers)


@dataclass(frozen=True, slots=True)
class Section:
    """The addresses of one subject."""

    anchor: str
    title: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class OwnOperation:
    """One address that needs a token: by which method, what it does, and which scope it needs."""

    anchor: str
    method: str
    path: str
    summary: str
    description: str
    members: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class RecordShape:
    """A kind of record with its fields; a named value (a text, a date) has none."""

    anchor: str
    name: str
    meaning: str
    fields: tuple[Field, ...]
    example: str


@dataclass(frozen=True, slots=True)
class Reference:
    """Everything the documentation page shows."""

    version: str
    description: str
    sections: tuple[Section, ...]
    records: tuple[RecordShape, ...]
    own: tuple[OwnOperation, ...]
    problems: tuple[Kind, ...]


def anchor_of(record: str) -> str:
    """The place of a record on the page."""
    return f"record-{slugify(record)}"


@lru_cache(maxsize=8)
def reference(root: str) -> Reference:
    """The reference, with examples for an interface whose root has this absolute address."""
    schema = openapi()
    sections: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for details in methods.values():
            sections.setdefault(details["tags"][0], []).append(_operation(path, details, root))
    shapes = schema["components"]["schemas"]
    return Reference(
        version=schema["info"]["version"],
        description=schema["info"]["description"],
        sections=tuple(Section(slugify(tag), tag, tuple(found)) for tag, found in sections.items()),
        records=tuple(_record(name, shape) for name, shape in shapes.items()),
        own=tuple(_own_operations()),
        problems=(*KINDS, *OWN_KINDS),
    )


def _own_operations() -> Iterator[OwnOperation]:
    schema = own_openapi()
    shapes = schema["components"]["schemas"]
    for path, methods in schema["paths"].items():
        for method, details in methods.items():
            taken = _body_of(details, shapes)
            yield OwnOperation(
                anchor=f"{method}-{slugify(path.removeprefix(ROOT).replace('/', '-'))}",
                method=method.upper(),
                path=path,
                summary=details["summary"],
                description=details["description"],
                members=tuple(_field(name, one, is_required=name in required) for name, one, required in taken),
            )


def _body_of(details: Schema, shapes: Schema) -> Iterator[tuple[str, Schema, set[str]]]:
    """What an address takes: its parameters, and the members of its body with those that are needed."""
    for one in details["parameters"]:
        yield one["name"], one["schema"] | {"description": one["description"]}, set()
    if "requestBody" in details:
        shape = shapes[_record_named(details["requestBody"]["content"][JSON]["schema"])]
        for name, one in shape["properties"].items():
            yield name, one, set(shape.get("required", ()))


def _operation(path: str, details: Schema, root: str) -> Operation:
    content = details["responses"]["200"]["content"]
    parameters = tuple(
        _field(one["name"], one["schema"] | {"description": one["description"]}, is_required=bool(one["required"]))
        for one in details["parameters"]
    )
    return Operation(
        anchor="get-" + slugify(path.removeprefix(ROOT).replace("/", "-")),
        path=path,
        summary=details["summary"],
        description=details["description"],
        parameters=parameters,
        answers=_record_named(next(iter(content.values()))["schema"]),
        media_types=tuple(content),
        curl=_curl(path, details, root),
    )


def _curl(path: str, details: Schema, root: str) -> str:
    """A command that works: with an example of the key, and of the first filter."""
    address = root + path.removeprefix(ROOT)
    filters: dict[str, Any] = {}
    for one in details["parameters"]:
        example = one["schema"]["examples"][0]
        if one["in"] == "path":
            address = address.replace(f"{{{one['name']}}}", quote(str(example)))
        elif one["name"] not in ("limit", "offset"):
            filters.setdefault(one["name"], example)
    query = urlencode(dict(list(filters.items())[:1]))
    return f"curl '{address}?{query}'" if query else f"curl '{address}'"


def _record(name: str, shape: Schema) -> RecordShape:
    required = set(shape.get("required", ()))
    fields = tuple(_field(key, one, is_required=key in required) for key, one in shape.get("properties", {}).items())
    example = "" if fields else _example(shape)
    return RecordShape(anchor_of(name), name, shape.get("description", ""), fields, example)


def _field(name: str, schema: Schema, *, is_required: bool) -> Field:
    return Field(
        name=name,
        type=tuple(type_in_words(schema)),
        meaning=schema.get("description", ""),
        example=_example(schema),
        is_required=is_required,
    )


def _example(schema: Schema) -> str:
    given = [one for one in schema.get("examples", ()) if one not in (None, [])]
    return json.dumps(given[0], ensure_ascii=False) if given else ""


def type_in_words(schema: Schema) -> Iterator[Piece]:
    """The type of a value in words: ``list of Fact``, ``one of yes, no, unknown``, ``text or null``."""
    alternatives = (*schema.get("anyOf", ()), *schema.get("allOf", ()))
    if "$ref" in schema:
        record = _record_named(schema)
        yield Piece(record, anchor_of(record))
    elif alternatives:
        for position, one in enumerate(alternatives):
            if position:
                yield Piece(" or ")
            yield from type_in_words(one)
    elif "enum" in schema:
        yield Piece("one of " + ", ".join(str(one) for one in schema["enum"]))
    elif schema.get("type") == "array":
        yield Piece("list of ")
        yield from type_in_words(schema.get("items", {}))
    else:
        yield Piece(_plain_type(schema))


def _record_named(schema: Schema) -> str:
    return str(schema["$ref"].rsplit("/", 1)[-1])


_WORDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "null": "null",
    "object": "object",
}


def _plain_type(schema: Schema) -> str:
    if "const" in schema:
        return str(schema["const"])
    low, high = schema.get("minimum"), schema.get("maximum")
    bounds = f" from {low} to {high}" if low is not None and high is not None else ""
    return _WORDS[schema.get("type", "object")] + bounds
