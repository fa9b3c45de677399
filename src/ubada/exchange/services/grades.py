"""Grades that other bodies gave, from a table: each with its document and paragraph, taken over exactly as given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml
from django.db import transaction

from ubada.access.actors import Actor
from ubada.assessments.services import GradeRow, Recorded, record_grades
from ubada.exchange.baseline.files import load_text
from ubada.exchange.engine.columns import match_columns
from ubada.exchange.engine.faults import Faults, refusal
from ubada.exchange.engine.files import InputFile, content_of, open_file
from ubada.exchange.engine.tables import read_table
from ubada.kernel.canonical import record_hash
from ubada.kernel.errors import InvalidInput, Problem

REQUIRED: Final = (
    "grading", "grade", "commitment", "state", "given_on", "paragraph", "source_title", "source_url",
)  # fmt: skip
OPTIONAL: Final = ("document", "part", "key")
LONGEST_KEY: Final = 160
LONGEST_PARAGRAPH: Final = 80
_YAML: Final = (".yaml", ".yml")
_COLUMN_OF: Final = {"state_commitment": "commitment", "code": "grade"}
"""What a service calls a field, and what its column is called here."""

Record = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a row stands: its file, and its number or name in it."""

    file: str
    row: int | str


def import_grades(*, actor: Actor, paths: Sequence[Path], dry_run: bool = False) -> Recorded:
    """Take over the grades of CSV or YAML files: all of them or none, and nothing the second time.

    A grade is known by its ``key``, or else by grading, document, paragraph and commitment. A dry run does everything
    and takes it back. Raises Refused, and InvalidInput with every fault by file, row and field.
    """
    rows: dict[str, GradeRow] = {}
    places: dict[str, _Place] = {}
    problems: list[Problem] = []
    count = 0
    for path in paths:
        file = open_file(path)
        faults = Faults(file.name)
        for number, record in _records(file, faults):
            _take(number, record, rows, places, faults)
        problems += faults.problems
        count += faults.count
    if count:
        raise refusal(problems, count)
    try:
        with transaction.atomic():
            recorded = record_grades(actor=actor, rows=rows.values())
            if dry_run:
                transaction.set_rollback(True)
    except InvalidInput as error:
        found = [_placed(problem, places) for problem in error.problems]
        raise refusal(found, len(found)) from None
    return recorded


def _records(file: InputFile, faults: Faults) -> Iterator[tuple[int | str, Record]]:
    """The rows of a file by the names of their fields; nothing of a file whose columns are not right."""
    if file.path.suffix.casefold() in _YAML:
        yield from _of_yaml(file, faults)
        return
    table = read_table(content_of(file), faults)
    names = {name: [name] for name in (*REQUIRED, *OPTIONAL)}
    columns = match_columns(table.header, names, faults, optional=OPTIONAL)
    for unknown in columns.unknown:
        faults.add(1, unknown, "is no column of grades; leave it out")
    if faults.count:
        return
    for number, cells in table.rows:
        if any(cell.strip() for cell in cells):
            yield number, {name: " ".join(columns.cell(cells, name).split()) for name in columns.at}


def _of_yaml(file: InputFile, faults: Faults) -> Iterator[tuple[str, Record]]:
    try:
        loaded: Any = load_text(content_of(file).decode("utf-8"))
    except UnicodeDecodeError as error:
        faults.add("file", "", f"is not UTF-8 text (byte {error.start})")
        return
    except yaml.YAMLError as error:
        faults.add("file", "", f"is not YAML: {getattr(error, 'problem', None) or 'cannot be read'}")
        return
    if not isinstance(loaded, list) or not all(isinstance(one, dict) for one in loaded):
        faults.add("file", "", "must be a list of grades")
        return
    for position, one in enumerate(loaded, start=1):
        name = f"grade {position}"
        for field in [field for field in one if field not in (*REQUIRED, *OPTIONAL)]:
            faults.add(name, str(field)[:40], "is no field of a grade")
        yield name, {str(field): " ".join(str(value or "").split()) for field, value in one.items()}


def _take(row: int | str, record: Record, rows: dict[str, GradeRow], places: dict[str, _Place], faults: Faults) -> None:
    before = faults.count
    for field in REQUIRED:
        if not record.get(field):
            faults.add(row, field, "is empty; a grade is taken over with the place where it is printed")
    paragraph = ", ".join(filter(None, (record.get("paragraph"), record.get("part"))))
    if len(paragraph) > LONGEST_PARAGRAPH:
        faults.add(row, "paragraph", f"is longer than {LONGEST_PARAGRAPH} characters, with its part")
    if faults.count > before:
        return
    about = f"{record['commitment']}@{record['state']}"
    document = record.get("document", "")
    place = f"{record['grading']}|{document or record['source_title']}|{paragraph}|{about}"
    key = record.get("key") or (place if len(place) <= LONGEST_KEY else record_hash(place))
    if key in rows:
        faults.add(
            row, "key" if record.get("key") else "part",
            f"is the same as in {places[key].file}, {_named(places[key].row)}; where one paragraph was given several"
            " grades, each names its own part",
        )  # fmt: skip
        return
    places[key] = _Place(faults.file, row)
    rows[key] = GradeRow(
        key, record["grading"], record["grade"], about, record["given_on"], paragraph, record["source_title"],
        record["source_url"], document,
    )  # fmt: skip


def _placed(problem: Problem, places: Mapping[str, _Place]) -> Problem:
    place = places.get(problem.record)
    field = _COLUMN_OF.get(problem.field, problem.field)
    if place is None:
        return Problem("", problem.record, field, problem.message)
    return Problem(place.file, _named(place.row), field, problem.message)


def _named(row: int | str) -> str:
    return f"row {row}" if isinstance(row, int) else row
