"""What a filled-in sheet would change: row by row against the drafts as they stand, nothing written."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

from ubada.assessments.sheets.keys import RowKey, Sign, read_key, said
from ubada.assessments.sheets.layout import (
    CHOICES,
    ITEM,
    KEY,
    LINES,
    LINK_PARTS,
    LINKS_A_ROW,
    LONGEST_PINPOINT,
    NARRATIVE,
    READ_ONLY,
    REF,
    TRUTHS,
    CellFault,
    ReadRow,
    ReadSheet,
    Values,
    link_field,
    list_of,
)
from ubada.assessments.sheets.reading import CannotRead, folded
from ubada.kernel.canonical import record_hash

_UID: Final = re.compile(r"\b([0-9A-HJKMNP-TV-Z]{26})\W*$")
INSUFFICIENT: Final = "IU"


class Link(NamedTuple):
    """A piece of evidence as a row cites it."""

    item: str
    bearing: str
    reliability: str
    credibility: str
    pinpoint: str

    @property
    def place(self) -> tuple[str, str]:
        """What makes it one link and no other: the item and where in it."""
        return self.item, self.pinpoint


@dataclass(frozen=True, slots=True)
class Now:
    """How a commitment stands for the organisation: its verdict, if there is one, and what that says by field.

    ``stage`` is the verdict's state, empty where none was begun; ``is_open`` is whether it can be written now.
    """

    commitment: str
    ref: str
    uid: str
    stage: str
    is_open: bool
    version: int
    values: Values


class Outcome(StrEnum):
    """What would become of a row."""

    CHANGES = "changes"
    BEGINS = "begins"
    SAME = "same"
    CONFLICT = "conflict"
    LOCKED = "locked"
    FAULTY = "faulty"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that differs: what the draft says now, and what the sheet says."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What would become of one row. ``now`` is None where its key leads to nothing."""

    number: int
    outcome: Outcome
    now: Now | None
    changes: tuple[FieldChange, ...] = ()
    put: tuple[Link, ...] = ()
    """Links to make or to change."""
    taken: tuple[Link, ...] = ()
    """Links to take away."""
    faults: tuple[CellFault, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What would become of a sheet, row by row."""

    rows: tuple[RowPlan, ...]

    def of(self, *outcomes: Outcome) -> list[RowPlan]:
        """The rows with these outcomes."""
        return [row for row in self.rows if row.outcome in outcomes]

    @property
    def fingerprint(self) -> str:
        """The same exactly if the same would be written over the same drafts."""
        return record_hash(
            [
                [
                    row.number, row.outcome.value, row.now.commitment if row.now else "",
                    row.now.version if row.now else 0, [[one.field, one.new] for one in row.changes],
                    [list(one) for one in row.put], [list(one) for one in row.taken],
                ]
                for row in self.rows
            ]
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reader:
    """What a sheet is read with. ``words`` are the codes by list and `folded` word, in every language.

    ``items`` are the pieces of evidence that may be cited; ``longest`` is how long reasons may be.
    """

    round: str
    organisation: str
    sign: Sign
    words: Mapping[str, Mapping[str, str]]
    items: Collection[str]
    longest: int
    standing: Mapping[str, Now] = field(default_factory=dict)


def plan_of(sheet: ReadSheet, reader: Reader) -> Plan:
    """What the sheet would change. Raises `CannotRead` if it is of another round or organisation as a whole."""
    keys = {row.number: read_key(row.cells.get(KEY, ""), reader.sign) for row in sheet.rows}
    _require_ours([key for key in keys.values() if key is not None], reader)
    seen: dict[str, int] = {}
    rows = []
    for row in sheet.rows:
        key = keys[row.number]
        faults = list(_key_faults(row, key, sheet, seen, reader))
        if key is None or faults:
            rows.append(RowPlan(row.number, Outcome.FAULTY, None, faults=tuple(faults)))
            continue
        seen[key.commitment] = row.number
        rows.append(_row(row, key, reader.standing[key.commitment], sheet, reader))
    return Plan(tuple(rows))


def _require_ours(keys: Sequence[RowKey], reader: Reader) -> None:
    if keys and all(key.round != reader.round for key in keys):
        raise CannotRead("other-round", keys[0].round)
    if keys and all(key.organisation != reader.organisation for key in keys):
        raise CannotRead("other-organisation", keys[0].organisation)


def _key_faults(
    row: ReadRow, key: RowKey | None, sheet: ReadSheet, seen: Mapping[str, int], reader: Reader
) -> Iterator[CellFault]:
    letter = sheet.columns[KEY]
    if any(fault.field == KEY for fault in row.faults):
        yield from (fault for fault in row.faults if fault.field == KEY)
    elif KEY not in row.cells:
        yield CellFault(letter, KEY, "key-missing")
    elif key is None or (key.round, key.organisation) != (reader.round, reader.organisation):
        yield CellFault(letter, KEY, "key-changed")
    elif key.commitment not in reader.standing:
        yield CellFault(letter, KEY, "not-in-scope", key.commitment)
    elif key.commitment in seen:
        yield CellFault(letter, KEY, "key-twice", str(seen[key.commitment]))
    elif row.cells.get(REF, reader.standing[key.commitment].ref) != reader.standing[key.commitment].ref:
        yield CellFault(sheet.columns[REF], REF, "moved", reader.standing[key.commitment].ref)


def _row(row: ReadRow, key: RowKey, now: Now, sheet: ReadSheet, reader: Reader) -> RowPlan:
    given, faults = _given(row, sheet, reader)
    wanted = {**now.values, **given}
    is_touched = bool(row.faults) or said(wanted) != key.said
    if not is_touched:
        return RowPlan(row.number, Outcome.SAME, now)
    if wanted.get("level", "") != INSUFFICIENT:
        wanted["gap"] = ""  # it goes with one level alone, and the sheet has no rule that empties the cell
    links = links_of(wanted)
    faults += _link_faults(wanted, sheet)
    if faults:
        return RowPlan(row.number, Outcome.FAULTY, now, faults=tuple(faults))
    changes = tuple(
        FieldChange(name, now.values.get(name, ""), wanted[name])
        for name in dict.fromkeys([*sheet.columns, "gap"])
        if name in wanted and not name.startswith("evidence") and now.values.get(name, "") != wanted[name]
    )
    there = links_of(now.values)
    put = tuple(one for one in links if one not in there)
    places = {one.place for one in links}
    taken = tuple(one for one in there if one.place not in places)
    return RowPlan(row.number, _outcome(key, now, bool(changes or put or taken)), now, changes, put, taken)


def _outcome(key: RowKey, now: Now, differs: bool) -> Outcome:  # noqa: FBT001 - one of three plain answers
    if not differs:
        return Outcome.SAME
    if not now.is_open:
        return Outcome.LOCKED
    if key.version != now.version:
        return Outcome.CONFLICT
    return Outcome.CHANGES if now.uid else Outcome.BEGINS


def _given(row: ReadRow, sheet: ReadSheet, reader: Reader) -> tuple[Values, list[CellFault]]:
    """What the row says, as codes and plain texts, and what is wrong with it. A field without a column is not there."""
    values: Values = {}
    faults = list(row.faults)
    faulty = {fault.field for fault in row.faults}
    for name, letter in sheet.columns.items():
        if name in READ_ONLY or name in faulty:
            continue
        text = row.cells.get(name, "")
        if name in TRUTHS and not text:
            continue  # an empty cell is no answer
        values[name], code, detail = _value(name, text, reader)
        if code:
            faults.append(CellFault(letter, name, code, detail))
    return values, faults


def _value(name: str, text: str, reader: Reader) -> tuple[str, str, str]:
    """The value, and a code and a detail if it is none."""
    choices = list_of(name)
    if choices == ITEM:
        return _item(text, reader)
    if choices:
        code = reader.words[choices].get(folded(text), "") if text else ""
        return code or text, "not-in-list" if text and not code else "", text
    if name.startswith(NARRATIVE):
        return text, "too-long" if len(text) > reader.longest else "", str(reader.longest)
    line = " ".join(text.split())
    longest = LINES.get(name, LONGEST_PINPOINT)
    return line, "too-long" if len(line) > longest else "", str(longest)


def _item(text: str, reader: Reader) -> tuple[str, str, str]:
    if not text:
        return "", "", ""
    uid = _UID.search(text)
    if uid is None:
        return text, "not-in-list", text
    return uid[1], "" if uid[1] in reader.items else "no-such-item", text


def links_of(values: Mapping[str, str]) -> list[Link]:
    """The pieces of evidence that a row cites, in the order of its columns."""
    slots = ([values.get(link_field(number, part), "") for part in LINK_PARTS] for number in _SLOTS)
    return [Link(*slot) for slot in slots if slot[0]]


def _link_faults(values: Mapping[str, str], sheet: ReadSheet) -> Iterable[CellFault]:
    places: set[tuple[str, str]] = set()
    for number in _SLOTS:
        slot = {part: values.get(link_field(number, part), "") for part in LINK_PARTS}
        if not any(slot.values()):
            continue
        missing = next((part for part in LINK_PARTS[:4] if not slot[part]), None)
        place = slot[ITEM], slot["pinpoint"]
        if missing == ITEM:
            code = "evidence-without-item"
        elif missing is not None:
            code = "evidence-incomplete"
        else:
            code = "evidence-twice" if place in places else ""
        places.add(place)
        if code:
            name = link_field(number, missing or ITEM)
            yield CellFault(sheet.columns.get(name, ""), name, code)


_SLOTS: Final = range(1, LINKS_A_ROW + 1)
EVERY_CHOICE: Final = (*CHOICES, "truth", *LINK_PARTS[1:4])
"""The lists of words that a sheet is read with."""
