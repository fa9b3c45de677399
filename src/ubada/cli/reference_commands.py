"""`ubada reference`: the reference pages that are made from the code, so that they cannot disagree with it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ubada.cli.arguments import Subparsers, add_command
from ubada.cli.output import Output
from ubada.config import environment
from ubada.kernel.errors import UbadaError

if TYPE_CHECKING:
    from ubada.register.shapes import Shape

_NOTE = "<!-- Made by `ubada reference`; change the code instead. -->\n"
_WIDTH = 100
_LONGEST_LIST = 12
"""Values of a field that are listed on the page; longer lists stand in the schema."""


def register(subparsers: Subparsers) -> None:
    """Adds `reference`."""
    parser = add_command(
        subparsers,
        "reference",
        reference,
        summary="write the reference pages that are made from the code",
        details=f"The pages are {', '.join(PAGES)}.",
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="folder to write the pages into")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if a page is out of date")


def reference(arguments: argparse.Namespace) -> int:
    """Writes the pages, or with --check compares them. Raises UbadaError naming the pages that are out of date."""
    import django  # noqa: PLC0415 - the parser starts faster without it

    django.setup()
    paths = {arguments.folder / name: make() for name, make in PAGES.items()}
    stale = [path for path, text in paths.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    if arguments.check and stale:
        names = ", ".join(str(path) for path in stale)
        raise UbadaError(f"Out of date: {names}.", hint="Run `make docs`.")
    if not stale:
        Output().line(f"All {len(paths)} pages are up to date.")
        return 0
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for path in stale:
        path.write_text(paths[path], encoding="utf-8")
    Output().line(f"{len(stale)} of {len(paths)} pages written")
    return 0


def settings_page() -> str:
    """Every environment variable, with its kind, its default and its meaning."""
    parts = [_NOTE, "# Settings\n", "Every setting is an environment variable. An empty one counts as not set.\n"]
    for setting in environment.SETTINGS.values():
        parts.append(f"## {setting.name}\n")
        facts = [f"Kind: {setting.kind}."]
        if setting.choices:
            facts.append(f"One of: {', '.join(setting.choices)}.")
        if setting.minimum is not None:
            facts.append(f"From {setting.minimum} to {setting.maximum}.")
        facts.append(f"Default: `{setting.default}`." if setting.default else "No default.")
        if setting.kind == "secret":
            facts.append(f"Or `{setting.name}_FILE`, the path of a file whose first line is the value.")
        parts += [f"{setting.meaning}\n", f"{' '.join(facts)}\n"]
    return "\n".join(parts)


def commands_page() -> str:
    """The --help text of every command."""
    from ubada.cli import build_parser  # noqa: PLC0415 - the parser is built from this module among others

    parts = [_NOTE, "# Commands\n"]
    for name, parser in all_parsers("ubada", build_parser()):
        parser.formatter_class = partial(argparse.HelpFormatter, width=_WIDTH)
        parts += [f"## {name}\n", f"```text\n{parser.format_help().rstrip()}\n```\n"]
    return "\n".join(parts)


def all_parsers(name: str, parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """The parser and those of all its commands, with the words that call them."""
    yield name, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word, below in action.choices.items():
                yield from all_parsers(f"{name} {word}", below)


def records_page() -> str:
    """The fields of every kind of record that the ledger hashes, an edition freezes and a download gives."""
    from ubada.editions.package.descriptions import TABLES  # noqa: PLC0415 - needs Django
    from ubada.register.shapes import SHAPES  # noqa: PLC0415

    parts = [
        _NOTE,
        "# Records\n",
        (
            "The canonical record of each kind: what the ledger hashes, an edition freezes and a download gives. "
            "Keys are text. A link holds the key of another record; a list of links is sorted. "
            "What is not known is null.\n"
        ),
    ]
    for shape in SHAPES:
        rows = [(f"`{name}`", form, meaning) for name, form, meaning in _fields_of(shape)]
        parts += [f"## {shape.name}\n", f"{TABLES[shape.name]}\n", _table(("field", "form", "meaning"), rows)]
    return "\n".join(parts)


def _fields_of(shape: Shape) -> Iterator[tuple[str, str, str]]:
    from ubada.editions.package.descriptions import described  # noqa: PLC0415 - needs Django

    for name in (*shape.fields, *shape.links, *shape.many):
        if name in shape.kept_inside:
            meaning = "For editors only; in no page, download, edition or answer of the interface."
        else:
            meaning = described(shape.name, name)
        yield name, _form_of(shape, name), meaning


def _form_of(shape: Shape, name: str) -> str:
    from django.db import models  # noqa: PLC0415 - needs Django

    from ubada.register.fields import PartialDateField, TranslatedField  # noqa: PLC0415

    if name in shape.links:
        return "link"
    if name in shape.many:
        return "list of links"
    field = shape.model._meta.get_field(name)
    forms: tuple[tuple[type[Any], str], ...] = (
        (TranslatedField, "text by language"),
        (PartialDateField, "EDTF date"),
        (models.BooleanField, "true or false"),
        (models.IntegerField, "whole number"),
        (models.JSONField, "list or object"),
    )
    return next((words for kind, words in forms if isinstance(field, kind)), "text")


def baseline_page() -> str:
    """The fields of every kind of file of the baseline, from the schemas that check it."""
    from ubada.exchange.baseline.files import KINDS  # noqa: PLC0415 - the parser starts faster without it

    parts = [
        _NOTE,
        "# Files of the baseline\n",
        (
            "What a record may hold, file by file. The JSON Schema named is the whole truth; this page is its short "
            "form. How to change a file: [../how-to/change-the-baseline.md](../how-to/change-the-baseline.md).\n"
        ),
    ]
    for kind, (pattern, key) in KINDS.items():
        schema = _schema(kind)
        named = f", named by `{key}`" if key else ""
        parts += [
            f"## {kind}\n",
            f"{schema['description']}\n",
            f"Files: `data/{pattern}`{named}. Schema: [{kind}.schema.json](../../data/schema/{kind}.schema.json).\n",
            _schema_table(schema),
        ]
        for name in ("indicator", "law", "nhri", "osce", "project", "rating", "review", "service", "treaty", "entry"):
            below = schema.get("$defs", {}).get(name)
            if below and "properties" in below:
                title = "Each term" if name == "entry" else f"Only where `kind` is `{name}`"
                parts += [f"{title}:\n", _schema_table(below, schema)]
    return "\n".join(parts)


def rules_page() -> str:
    """Every type of rule that a structural test may have."""
    from ubada.register.structural import RULE_TYPES  # noqa: PLC0415 - needs Django

    schema = _schema("structural-test")
    parts = [
        _NOTE,
        "# Rules of structural tests\n",
        (
            "A test asks a rule over the published facts of one state. The answer is yes, no or unknown. Without a "
            "fact it is unknown, never no. Yes is what was promised.\n"
        ),
    ]
    for name in RULE_TYPES:
        rule = schema["$defs"][name]
        parts += [f"## {name}\n", f"{rule['description']}\n", _schema_table(rule, schema)]
    return "\n".join(parts)


def api_page() -> str:
    """Every address of the interface with its parameters."""
    from ubada.api.openapi import openapi  # noqa: PLC0415 - needs Django

    document = openapi()
    parts = [
        _NOTE,
        "# The interface for programs\n",
        f"{document['info']['description']}\n",
        (
            "On a running site `/api/v1/docs/` shows each address with its fields and examples, and "
            "`/api/v1/openapi.json` is the whole description. How to use it: "
            "[../how-to/use-the-api.md](../how-to/use-the-api.md).\n"
        ),
    ]
    rows = []
    for address, methods in document["paths"].items():
        operation = methods["get"]
        names = [f"`{one['name']}`" for one in operation["parameters"] if one["in"] == "query"]
        rows.append((f"`{address}`", operation["summary"], ", ".join(names)))
    parts.append(_table(("address", "what it gives", "parameters"), rows))
    return "\n".join([*parts, *_own_addresses()])


def _own_addresses() -> list[str]:
    from ubada.api.own_openapi import own_openapi  # noqa: PLC0415 - needs Django

    document = own_openapi()
    rows = [
        (f"`{method.upper()} {address}`", operation["summary"], f"`{operation['security'][0]['token'][0]}`")
        for address, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    return [
        "\n## An organisation's own work\n",
        f"{document['info']['description']} The whole description is `/api/v1/own/openapi.json`.\n",
        _table(("address", "what it does", "scope"), rows),
    ]


def _schema(kind: str) -> dict[str, Any]:
    from ubada.exchange.baseline.files import default_folder  # noqa: PLC0415

    path = default_folder() / "schema" / f"{kind}.schema.json"
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return schema


def _schema_table(schema: Mapping[str, Any], whole: Mapping[str, Any] | None = None) -> str:
    required = schema.get("required", [])
    rows = [
        (f"`{name}`", "yes" if name in required else "", _meaning(one, (whole or schema).get("$defs", {})))
        for name, one in schema["properties"].items()
    ]
    return _table(("field", "needed", "what it holds"), rows)


def _meaning(field: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    """A field's own words, and its values where they are few."""
    while "$ref" in field:
        field = {**definitions[str(field["$ref"]).rpartition("/")[2]], **_without(field, "$ref")}
    inner = field.get("items", {}) if field.get("type") == "array" else field
    while "$ref" in inner:
        inner = definitions[str(inner["$ref"]).rpartition("/")[2]]
    words = [str(field.get("description", "")), "A list." if field.get("type") == "array" else ""]
    values = inner.get("enum") or ([inner["const"]] if "const" in inner else [])
    shown = [f"`{str(value).lower() if isinstance(value, bool) else value}`" for value in values]
    if 0 < len(shown) <= _LONGEST_LIST:
        words.append(f"One of: {', '.join(shown)}." if len(shown) > 1 else f"{shown[0]}.")
    return " ".join(word for word in words if word)


def _without(field: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in field.items() if key != name}


def _table(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [headings, tuple("---" for _ in headings), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines) + "\n"


PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "settings.md": settings_page,
    "commands.md": commands_page,
    "api.md": api_page,
    "records.md": records_page,
    "baseline.md": baseline_page,
    "rules.md": rules_page,
}
"""Each page and what makes it."""
