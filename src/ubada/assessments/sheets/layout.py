"""What a sheet of verdicts holds: its columns by the names of fields, and what a workbook is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

KEY: Final = "key"
REF: Final = "ref"
READ_ONLY: Final = (KEY, REF, "state", "promise", "stage", "version")
"""The columns that nobody fills in."""
CHOICES: Final = ("level", "gap", "cooperation", "trend")
TRUTHS: Final = ("has_declared", "is_name_protected")
LINES: Final = {"shared_draft": 80, "conflict_of_interest": 1000}
"""The texts of one line, and how long each may be."""
NARRATIVE: Final = "narrative"
LANGUAGES_A_SHEET: Final = 3
LINKS_A_ROW: Final = 5
ITEM: Final = "item"
LINK_PARTS: Final = (ITEM, "bearing", "reliability", "credibility", "pinpoint")
LONGEST_PINPOINT: Final = 200
YES: Final = "yes"
NO: Final = "no"
MOST_ROWS: Final = 10_000
"""More rows than any round has commitments."""
MOST_BYTES: Final = 10 * 1024 * 1024

Values = dict[str, str]
"""What a row says, by field; codes where there is a list to choose from. A field without a column is not there."""


def narrative_field(language: str) -> str:
    """The field of the reasons in a language."""
    return f"{NARRATIVE}:{language}"


def link_field(number: int, part: str) -> str:
    """The field of a part of one of the pieces of evidence, which are counted from 1."""
    return f"evidence{number}:{part}"


def fields(languages: Sequence[str]) -> list[str]:
    """Every field in the order of the columns."""
    return [
        *READ_ONLY, *CHOICES, *(narrative_field(one) for one in languages),
        "shared_draft", "has_declared", "conflict_of_interest", "is_name_protected",
        *(link_field(number, part) for number in range(1, LINKS_A_ROW + 1) for part in LINK_PARTS),
    ]  # fmt: skip


def list_of(name: str) -> str:
    """The list that a field is chosen from, empty for one that is free: "level", "truth", "item", "bearing" …"""
    part = name.partition(":")[2] if name.startswith("evidence") else name
    if part in TRUTHS:
        return "truth"
    return part if part in {*CHOICES, *LINK_PARTS} - {"pinpoint"} else ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the field in it, the words above it, its width in characters."""

    field: str
    title: str
    width: int = 18


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook to be written. Everything in it is text; ``lists`` are the choices by the name of their list.

    ``guide`` are the lines of the first sheet, a heading marked by being the first of its group. ``items`` are the
    pieces of evidence that may be cited: what is chosen, and the words beside it.
    """

    titles: Mapping[str, str]
    """Of the sheets: "guide", "verdicts", "evidence", "lists"."""
    guide: Sequence[Sequence[str]]
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, str]]
    lists: Mapping[str, Sequence[str]]
    items: Sequence[Sequence[str]]
    item_titles: Sequence[str]
    hint: str
    """What is said when something is typed that is not on the list."""


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong with a cell, as a code; ``detail`` is what stands there or what would be right."""

    column: str
    field: str
    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row as it stands in the file, by field: the letter of its column and its text."""

    number: int
    cells: Mapping[str, str]
    faults: tuple[CellFault, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A sheet as it stands in the file. ``columns`` are the letters of the columns by field."""

    columns: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[ReadRow, ...] = ()
