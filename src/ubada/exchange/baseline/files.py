"""Reading the baseline's files: parsed, checked against their JSON Schemas and against each other. No database."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from ubada.kernel.dates import InvalidDate, PartialDate
from ubada.kernel.errors import InvalidInput, Problem

KINDS: dict[str, tuple[str, str]] = {
    "state": ("states.yaml", "code"),
    "region": ("regions.yaml", "code"),
    "vocabulary": ("vocabularies/*.yaml", "id"),
    "mapping": ("mappings.yaml", ""),
    "body": ("bodies.yaml", "code"),
    "document": ("documents.yaml", "code"),
    "instrument": ("instruments.yaml", "code"),
    "ratings-scale": ("ratings-scales.yaml", "index"),
    "fact": ("facts/*.yaml", "id"),
    "conflict": ("conflicts.yaml", "id"),
    "commitment": ("commitments/*.yaml", "id"),
    "cluster": ("clusters.yaml", "id"),
    "structural-test": ("tests.yaml", "id"),
}
"""Each kind of record: the files that hold it and the field that names one; its schema is schema/<kind>.schema.json."""

DATE_FIELDS = frozenset(
    {"on", "date", "as_of", "adopted_on", "in_force_on", "valid_from", "valid_to", "retrieved_on", "signature_date",
     "due_on", "considered"}
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One record as read: the file it stands in, what it is called there, and its content."""

    file: str
    name: str
    content: dict[str, Any]


@dataclass
class Baseline:
    """Every record of a baseline, by kind, in the order of the files."""

    folder: Path
    entries: dict[str, list[Entry]] = field(default_factory=dict)

    def of(self, kind: str) -> list[Entry]:
        """The records of one kind."""
        return self.entries.get(kind, [])


def default_folder() -> Path:
    """The baseline that comes with this copy of Ubada: beside the source in a checkout, inside the package otherwise.

    Raises InvalidInput if there is none.
    """
    package = Path(__file__).resolve().parents[2]
    for candidate in (package.parents[1] / "data", package / "data"):
        if (candidate / "states.yaml").is_file():
            return candidate
    raise InvalidInput(
        "No baseline came with this installation.", problems=[Problem("data/", "", "", "name its folder")]
    )


def digest_of(folder: Path) -> str:
    """The SHA-256 over every file of a baseline, names included: the same exactly if the files are the same."""
    total = hashlib.sha256()
    for pattern, _ in KINDS.values():
        for path in sorted(folder.glob(pattern)):
            total.update(path.relative_to(folder).as_posix().encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def read_baseline(folder: Path) -> Baseline:
    """Read and check a whole baseline. Raises InvalidInput with every problem found, by file, record and field."""
    baseline = Baseline(folder)
    problems: list[Problem] = []
    if not folder.is_dir():
        raise InvalidInput("There is no such folder.", problems=[Problem(str(folder), "", "", "is not a folder")])
    for kind, (pattern, name_field) in KINDS.items():
        paths = sorted(folder.glob(pattern))
        if not paths:
            problems.append(Problem(pattern, "", "", "is missing; the baseline is not complete"))
        for path in paths:
            baseline.entries.setdefault(kind, []).extend(_read_file(path, kind, name_field, folder, problems))
    problems.extend(_repeated(baseline))
    if problems:
        raise InvalidInput("The baseline was not read: nothing has been changed.", problems=problems)
    return baseline


def _read_file(path: Path, kind: str, name_field: str, folder: Path, problems: list[Problem]) -> Iterator[Entry]:
    file = path.relative_to(folder).as_posix()
    try:
        loaded = load_text(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        problems.append(Problem(file, "", "", f"is not UTF-8 text (byte {error.start})"))
        return
    except yaml.YAMLError as error:
        problems.append(Problem(file, "", "", f"is not YAML: {_place(error)}"))
        return
    except OSError as error:
        problems.append(Problem(file, "", "", f"cannot be read: {error.strerror}"))
        return
    records = [loaded] if kind == "vocabulary" else loaded
    if not isinstance(records, list) or not records:
        problems.append(Problem(file, "", "", "must be a list of records and is empty or something else"))
        return
    validator = _validator(folder, kind)
    for position, record in enumerate(records, start=1):
        name = _name(record, name_field, position)
        found = [*_schema_problems(validator, record, file, name)]
        told = {problem.field for problem in found}
        found += [problem for problem in _date_problems(record, file, name) if problem.field not in told]
        problems.extend(found)
        if not found:
            yield Entry(file, name, record)


# libyaml's parser where the wheel has it, the same rules in Python otherwise
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _TextLoader(_Loader):  # type: ignore[misc]
    """YAML without guessing: a date stays the text it is, and yes/no are text, not truth."""


GUESSED = frozenset({"tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool"})
_TextLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in GUESSED]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_TextLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def _mapping_without_repeats(loader: _TextLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    """A mapping as YAML builds it, except that a key that stands twice is an error and not a silent choice."""
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            message = f"the key {key!r} stands twice"
            raise yaml.constructor.ConstructorError(None, None, message, key_node.start_mark)
        seen.add(key)
    mapping: dict[Any, Any] = loader.construct_mapping(node, deep=True)
    return mapping


_TextLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping_without_repeats)


def load_text(text: str) -> Any:
    """What a YAML text holds, nothing guessed: a date stays the text it is, and no key stands twice.

    Raises yaml.YAMLError.
    """
    return yaml.load(text, Loader=_TextLoader)  # noqa: S506 - a SafeLoader


@cache
def _validator(folder: Path, kind: str) -> Draft202012Validator:
    path = folder / "schema" / f"{kind}.schema.json"
    try:
        return Draft202012Validator(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        message = "The baseline cannot be checked without its schema."
        raise InvalidInput(message, problems=[Problem(f"schema/{path.name}", "", "", str(error))]) from None


def _name(record: Any, name_field: str, position: int) -> str:
    named = record.get(name_field) if isinstance(record, dict) and name_field else None
    return str(named) if named else f"record {position}"


def _schema_problems(validator: Draft202012Validator, record: Any, file: str, name: str) -> Iterator[Problem]:
    errors = sorted(validator.iter_errors(record), key=lambda one: [str(part) for part in one.absolute_path])
    # A wrong field makes the fields beside it "unevaluated" too: one is unknown only where nothing else is wrong.
    real = [error for error in errors if error.validator != "unevaluatedProperties"]
    for error in real or errors:
        yield from _explained(error, file, name)


def _explained(error: ValidationError, file: str, name: str) -> Iterator[Problem]:
    """A schema's complaint in words. Of alternatives, the one that came nearest speaks."""
    if error.validator in ("oneOf", "anyOf") and error.context:
        deepest = max(error.context, key=lambda one: len(one.absolute_path))
        if len(deepest.absolute_path) > len(error.absolute_path):
            yield from _explained(deepest, file, name)
            return
    path = ".".join(str(part) for part in error.absolute_path) or "(the record)"
    shown = str(error.instance)
    shown = f"{shown[:77]}…" if len(shown) > 78 else shown
    if error.validator == "pattern":
        message = f"{shown!r} does not have the form this field needs ({error.validator_value})"
    elif error.validator == "enum":
        message = f"{shown!r} is not one of: {', '.join(str(one) for one in _listed(error))}"
    elif error.validator in ("required", "additionalProperties", "unevaluatedProperties"):
        message = error.message
    else:
        message = f"{shown!r} does not fit: {error.message[:160]}"
    yield Problem(file, name, path, message)


def _listed(error: ValidationError) -> list[Any]:
    return list(error.validator_value) if isinstance(error.validator_value, list) else []


def _date_problems(value: Any, file: str, name: str, path: str = "") -> Iterator[Problem]:
    """Dates that have the right shape but are in no calendar, such as 2023-02-30."""
    if isinstance(value, dict):
        for key, inner in value.items():
            where = f"{path}.{key}" if path else str(key)
            if key in DATE_FIELDS and isinstance(inner, str):
                try:
                    PartialDate.parse(inner)
                except InvalidDate as error:
                    yield Problem(file, name, where, str(error))
            else:
                yield from _date_problems(inner, file, name, where)
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _date_problems(inner, file, name, f"{path}.{position}")


def _repeated(baseline: Baseline) -> Iterator[Problem]:
    for kind, (_, name_field) in KINDS.items():
        first: dict[str, str] = {}
        for entry in baseline.of(kind) if name_field else []:
            if entry.name in first:
                message = f"stands twice; it is also in {first[entry.name]}"
                yield Problem(entry.file, entry.name, name_field, message)
            first.setdefault(entry.name, entry.file)


def _place(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f"line {mark.line + 1}, column {mark.column + 1}" if mark is not None else "somewhere"
    return f"{where}: {getattr(error, 'problem', None) or 'cannot be read'}"
