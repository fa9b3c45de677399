"""Freezing: the register's public records on a date, in canonical form and a fixed order.

What a reader may not see is absent: facts that did not pass the gate, withheld values, notes of editors. So is what
belongs to a practice state, what speaks for a later date than the edition's, and every reference to any of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final

from django.db import connection, transaction

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.editions.rounds import ROUND_KINDS, Carried, read_round, rounds_before
from ubada.kernel.canonical import merkle_root, record_hash
from ubada.kernel.dates import PartialDate
from ubada.register.queries.verification import task_rows, tasks
from ubada.register.shapes import SHAPES, Record
from ubada.register.structural import Evidence, KnownFact, evaluate

Records = dict[str, dict[str, Record]]
"""Records by kind and key."""

KEYS: Final[Mapping[str, str]] = {
    **{shape.name: shape.model._meta.pk.name for shape in SHAPES if shape.model._meta.pk is not None},
    **{kind.name: kind.key for kind in ROUND_KINDS.values()},
}
"""The field of each kind that is its key."""
FLAGGED: Final = "flagged"


@dataclass(frozen=True)
class Frozen:
    """The public register as of a day: records of every kind, sorted by key. All of an edition follows from this.

    With a round, what was said and found in it is there as well (`editions.rounds`).
    """

    number: int
    title: Mapping[str, str]
    on: date
    records: Mapping[str, Mapping[str, Record]]
    rounds_before: tuple[Record, ...] = field(default=())
    """Rounds published by then and in other editions, newest first: code, title and edition of each."""

    @cached_property
    def hashes(self) -> dict[str, dict[str, str]]:
        """The hash of every record, by kind and key, both sorted."""
        return {
            kind: {key: record_hash(self.records[kind][key]) for key in sorted(self.records[kind])}
            for kind in sorted(self.records)
        }

    @cached_property
    def records_root(self) -> str:
        """The Merkle root over the hashes of all records, by kind and key."""
        return merkle_root([digest for kind in self.hashes.values() for digest in kind.values()])

    @property
    def round(self) -> Record | None:
        """The round that the edition carries, if it carries one."""
        return next(iter(self.records.get("round", {}).values()), None)

    @property
    def is_before_verdicts(self) -> bool:
        """Whether no verdict of a round has been published by then, here or elsewhere."""
        return self.round is None and not self.rounds_before

    @property
    def count(self) -> int:
        """The number of records."""
        return sum(map(len, self.records.values()))


def freeze(*, number: int, title: Mapping[str, str], on: date, carried: Carried | None = None) -> Frozen:
    """Read what a reader may see, as one consistent picture, and narrow it to the edition's day.

    What is ``carried`` is read as everybody will see it once it is published. Raises Round.DoesNotExist.
    """
    carried = carried or Carried()
    if connection.in_atomic_block:
        records, before = _read(on, carried), rounds_before(carried, on)
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            records, before = _read(on, carried), rounds_before(carried, on)
    ordered = {kind: dict(sorted(own.items())) for kind, own in sorted(records.items())}
    return Frozen(number, dict(title), on, ordered, before)


def _read(on: date, carried: Carried) -> Records:
    records = _read_register()
    _leave_out(records, on)
    records["result"] = answers(records, on)
    return records | read_round(carried, records, on)


def _read_register() -> Records:
    reader = Actor.reader()
    records: Records = {}
    for shape in SHAPES:
        rows = visible_to(reader, shape.rows())
        records[shape.name] = {str(row.pk): shape.public_record_of(row) for row in rows}
    # Where to look for what is missing: public, and all that an edition says of a fact that is not published.
    for task in task_rows(tasks(reader)):
        about = {"kind": task.kind, "topic": task.topic}
        records["task"][task.key] |= {**about, "source_title": task.source_title, "source_url": task.source_url}
    return records


def _leave_out(records: Records, on: date) -> None:
    """Take out practice states and what speaks for a later day, and then every mention of them."""
    practice = {code for code, state in records["state"].items() if state["is_practice"]}
    later = {key for key, fact in records["fact"].items() if _is_after(fact, on)}
    _drop(records, "conflict", (key for key, one in records["conflict"].items() if later & set(one["facts"])))
    followed = {one["commitment"] for one in records["state_commitment"].values() if one["state"] not in practice}
    rehearsed = {one["commitment"] for one in records["state_commitment"].values()} - followed
    # In an order in which each kind only names those before it, so that one pass finds what hangs on what is gone.
    gone: dict[str, set[str]] = {"state": practice, "fact": later, "commitment": rehearsed, "state_commitment": set()}
    for name, missing in gone.items():
        _drop(records, name, missing)
        for kind, own in records.items():
            orphans = {key for key, one in own.items() if one.get(name) in missing}
            _drop(records, kind, orphans)
            gone.get(kind, set()).update(orphans)
    for commitment in records["commitment"].values():
        commitment["duty_bearers"] = [one for one in commitment["duty_bearers"] if one not in practice]
    for test in records["test"].values():
        test["commitments"] = [ref for ref in test["commitments"] if ref in records["commitment"]]
    _drop(records, "test", (key for key, test in records["test"].items() if not test["commitments"]))
    for conflict in records["conflict"].values():
        conflict["facts"] = [key for key in conflict["facts"] if key in records["fact"]]
        conflict["sides"] = [
            {**side, "fact": side.get("fact") if side.get("fact") in records["fact"] else None}
            for side in conflict["sides"]
        ]


def _drop(records: Records, kind: str, keys: Iterable[str]) -> None:
    for key in list(keys):
        records[kind].pop(key, None)


def _is_after(fact: Record, on: date) -> bool:
    return fact["as_of"] is not None and PartialDate.parse(fact["as_of"]).earliest > on


def answers(records: Records, on: date) -> dict[str, Record]:
    """The answer of every structural test for every state, from these records, as of this day."""
    disputed = frozenset(
        key for one in records["conflict"].values() if one["handling"] == FLAGGED for key in one["facts"]
    )
    known = [(fact["state"], _known(fact)) for fact in records["fact"].values()]
    found: dict[str, Record] = {}
    for state in records["state"]:
        evidence = Evidence([fact for where, fact in known if where in (None, state)], disputed, on)
        for code, test in records["test"].items():
            finding = evaluate(test["rule"], evidence)
            found[f"{code}@{state}"] = {
                "key": f"{code}@{state}",
                "test": code,
                "state": state,
                "answer": finding.answer,
                "reason": finding.reason,
                "since": _text(finding.since),
                "as_of": _text(finding.as_of),
                "facts": sorted(finding.facts),
            }
    return found


def _known(fact: Mapping[str, Any]) -> KnownFact:
    return KnownFact(
        fact["key"], fact["kind"], fact["topic"], _date(fact["date"]), _date(fact["as_of"]), dict(fact["detail"])
    )


def _date(text: str | None) -> PartialDate | None:
    return None if text is None else PartialDate.parse(text)


def _text(value: PartialDate | None) -> str | None:
    return None if value is None else str(value)
