"""UHRI's bulk export: a JSON list of annotations, read one by one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ubada.exchange.engine.files import InputFile
from ubada.exchange.engine.streams import objects
from ubada.exchange.formats import Context
from ubada.exchange.formats.uhri import Annotation, take

SUMMARY: Final = "recommendations of UN mechanisms, from the bulk JSON of OHCHR's index (UHRI)"
_LISTS: Final = frozenset({"countries", "themes", "persons", "sdgs", "recommending"})
_STOP_AT: Final = 1000
"""Faults after which a file is not read on: it is another kind of file."""


def read(file: InputFile, context: Context) -> str:
    """Check every annotation of a file and draft those that recommend something to a state that is followed."""
    names = context.mapping.columns
    seen: set[str] = set()
    unknown: set[str] = set()
    known = {name for accepted in names.values() for name in accepted} | set(context.mapping.passed_over)
    count = 0
    for number, value in objects(file, context.faults, context.advance):
        count = number
        unknown.update(name for name in value if name not in known and not name.startswith("_"))
        one = _annotation(number, value, names, context)
        if one is not None and one.key in seen:
            context.faults.add(one.where, "AnnotationId", f"{one.key} is there twice")
        elif one is not None:
            seen.add(one.key)
            take(one, context)
        if context.faults.count >= _STOP_AT:
            break
    for name in sorted(unknown):
        context.drafts.notes[f"field {name!r} is in no mapping and was not imported"] += 1
    return f"UTF-8 JSON, {count} annotations"


def finish(_context: Context) -> None:
    """Nothing is left over when the last file is read."""


def _annotation(
    number: int, value: Mapping[str, Any], names: Mapping[str, tuple[str, ...]], context: Context
) -> Annotation | None:
    where = f"record {number}"
    fields: dict[str, Any] = {}
    for field, accepted in names.items():
        name = next((one for one in accepted if one in value), None)
        if name is None:
            if field not in context.mapping.optional:
                context.faults.add(where, accepted[0], "is missing")
                return None
            given: Any = None
        else:
            given = value[name]
        if field in _LISTS:
            listed = [] if given is None else given if isinstance(given, list) else [given]
            if not all(isinstance(one, str) for one in listed):
                context.faults.add(where, accepted[0], "is no list of texts")
                return None
            fields[field] = tuple(listed)
        elif given is None or isinstance(given, str | int):
            fields[field] = "" if given is None else str(given)
        else:
            context.faults.add(where, accepted[0], f"is no text but a {type(given).__name__}")
            return None
    return Annotation(where=where, **fields)
