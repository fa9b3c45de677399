"""Mappings: YAML files, one a source, that say which column is which field and what its values mean.

One comes with Ubada for every source whose real files were seen. An editor changes a copy; the copy that was used last
is kept with the installation and used again until another is named.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from ubada.exchange.engine.wording import folded_label
from ubada.kernel.canonical import sha256_hex
from ubada.kernel.errors import InvalidInput, Problem

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

SHIPPED: Final = files("ubada.exchange") / "mappings"
LARGEST: Final = 1024 * 1024
_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class SourceMapping:
    """How the files of one source are read. ``text`` is the YAML as it stands, ``sha256`` its hash."""

    name: str
    format: str
    text: str
    title: str = ""
    url: str = ""
    official: bool = False
    as_of: str = ""
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
    passed_over: tuple[str, ...] = ()
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """Vocabulary of ours, label of the source folded, and our codes; where it says nothing the concordance speaks."""
    states: Mapping[str, str] = field(default_factory=dict)
    """Names of states that only this source writes, folded, to alpha-3; "" for a state it does not know."""
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """The hash of the mapping as it stands."""
        return sha256_hex(self.text.encode())

    def value(self, field_name: str, cell: str) -> str | None:
        """What a cell of a field means; None where the mapping does not know it."""
        return self.values.get(field_name, {}).get(folded_label(cell))


def shipped_names(format_name: str) -> list[str]:
    """The names of the mappings that come with Ubada for a format."""
    return sorted(one.name for one in _shipped() if one.format == format_name)


def mapping_for(format_name: str, wanted: str | None, saved: Path | None) -> SourceMapping:
    """The mapping to read a format with: the file or name wanted, else the one used last, else the one shipped.

    ``saved`` is the folder of the installation's own copies. Raises InvalidInput for one that does not exist, is faulty
    or belongs to another format, and where a format has several and none is named.
    """
    if wanted is not None and (wanted.endswith((".yaml", ".yml")) or "/" in wanted):
        return _of_format(read_mapping(Path(wanted)), format_name)
    names = shipped_names(format_name)
    if wanted is None and len(names) != 1:
        raise InvalidInput(
            f"Several kinds of file are read as {format_name}.", hint=f"Name one with --mapping: {', '.join(names)}."
        )
    name = wanted or names[0]
    own = saved / f"{name}.yaml" if saved is not None else None
    if own is not None and own.is_file():
        return _of_format(read_mapping(own), format_name)
    for one in _shipped():
        if one.name == name:
            return _of_format(one, format_name)
    raise InvalidInput(f"There is no mapping {name!r}.", hint=f"For {format_name} there are: {', '.join(names)}.")


def save_mapping(mapping: SourceMapping, saved: Path) -> Path:
    """Keep a mapping with the installation, for the next import of its source."""
    saved.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = saved / f"{mapping.name}.yaml"
    part = path.with_suffix(".part")
    part.write_text(mapping.text, encoding="utf-8")
    part.replace(path)
    return path


def read_mapping(path: Path) -> SourceMapping:
    """The mapping in a file. Raises InvalidInput that names every fault by field."""
    try:
        if path.stat().st_size > LARGEST:
            raise InvalidInput(f"{path} is too large for a mapping.")
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{path} is not UTF-8 text.") from error
    return parse_mapping(path.name, text)


def parse_mapping(file: str, text: str) -> SourceMapping:
    """The mapping in a text. Raises InvalidInput that names every fault by field."""
    try:
        raw = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader, by its C name
    except yaml.YAMLError as error:
        raise InvalidInput(f"{file} is not YAML.") from error
    problems = [
        Problem(file, "", ".".join(str(part) for part in fault.absolute_path), fault.message)
        for fault in sorted(_schema().iter_errors(raw), key=lambda fault: list(map(str, fault.absolute_path)))
    ]
    if problems:
        raise InvalidInput(f"{file} is no mapping.", problems=problems)
    source = raw.get("source", {})
    return SourceMapping(
        name=raw["name"],
        format=raw["format"],
        text=text,
        title=source.get("title", ""),
        url=source.get("url", ""),
        official=source.get("official", False),
        as_of=str(source.get("as_of", "")),
        columns={name: tuple(columns) for name, columns in raw.get("columns", {}).items()},
        optional=frozenset(raw.get("optional", [])),
        passed_over=tuple(raw.get("passed_over", [])),
        values={
            name: {folded_label(cell): meaning for cell, meaning in table.items()}
            for name, table in raw.get("values", {}).items()
        },
        labels={
            vocabulary: {folded_label(label): tuple(codes) for label, codes in table.items()}
            for vocabulary, table in raw.get("labels", {}).items()
        },
        states={folded_label(name): code for name, code in raw.get("states", {}).items()},
        options=raw.get("options", {}),
    )


def _of_format(mapping: SourceMapping, format_name: str) -> SourceMapping:
    if mapping.format != format_name:
        raise InvalidInput(f"The mapping {mapping.name} is for {mapping.format}, not for {format_name}.")
    return mapping


@cache
def _shipped() -> tuple[SourceMapping, ...]:
    return tuple(
        parse_mapping(one.name, one.read_text(encoding="utf-8"))
        for one in sorted(SHIPPED.iterdir(), key=lambda one: one.name)
        if one.name.endswith(".yaml")
    )


@cache
def _schema() -> Draft202012Validator:
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - large, and every command knows the formats

    return Draft202012Validator(json.loads((SHIPPED / "mapping.schema.json").read_text(encoding="utf-8")))
