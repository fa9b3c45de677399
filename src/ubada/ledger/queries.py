"""Reading and checking the chain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.ledger.models import GENESIS, Entry, Touch
from ubada.ledger.records import current_hashes, inner_types


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not hold: where, and what is wrong, in words."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome of checking the chain and every object under it."""

    entries: int
    objects: int
    head: str
    faults: tuple[Fault, ...]


def entries(actor: Actor) -> QuerySet[Entry]:
    """The entries this actor may read, oldest first."""
    return visible_to(actor, Entry.objects.all())


@dataclass(frozen=True, slots=True)
class Happening:
    """That something was done to an object, and when. Never who did it."""

    recorded_at: datetime
    action: str


def history_of(actor: Actor, type_name: str, key: str) -> list[Happening]:
    """What was done to one object this actor may see the history of, newest first."""
    touched = visible_to(actor, Touch.objects.filter(type=type_name, key=key)).order_by("-entry_id")
    return [Happening(*row) for row in touched.values_list("entry__recorded_at", "entry__action").distinct()]


def head() -> str:
    """The hash of the last entry, which changes with every write; the genesis hash of an empty ledger."""
    return Entry.objects.order_by("-sequence").values_list("hash", flat=True).first() or GENESIS


def public_head() -> str:
    """The hash of the last entry that touched something a public page may show; the work of desks leaves it alone."""
    touched = Touch.objects.exclude(type__in=inner_types()).order_by("-entry_id")
    return touched.values_list("entry__hash", flat=True).first() or GENESIS


def verify() -> Verification:
    """Check every link of the chain, then every object against the last entry that touched it."""
    faults: list[Fault] = []
    last_known: dict[tuple[str, str], tuple[int, str | None]] = {}
    count, head = 0, GENESIS
    for entry in Entry.objects.order_by("sequence").iterator():
        faults.extend(_link_faults(entry, expected=count + 1, previous=head))
        for key, digest in entry.after_states().items():
            last_known[key] = (entry.sequence, digest)
        count, head = entry.sequence, entry.hash
    checked = 0
    for fault in _object_faults(last_known):
        if isinstance(fault, Fault):
            faults.append(fault)
        else:
            checked += fault
    return Verification(count, checked, head, tuple(faults))


def _link_faults(entry: Entry, *, expected: int, previous: str) -> Iterator[Fault]:
    where = f"ledger entry {entry.sequence}"
    if entry.sequence != expected:
        missing = f"{expected}" if entry.sequence == expected + 1 else f"{expected} to {entry.sequence - 1}"
        yield Fault(where, f"entry {missing} is missing before it")
    elif entry.previous_hash != previous:
        yield Fault(where, "does not follow from the entry before it; one of the two was changed")
    if entry.hash != entry.computed_hash():
        yield Fault(where, "its fields do not give the hash it carries; the row was changed after it was written")


def _object_faults(last_known: dict[tuple[str, str], tuple[int, str | None]]) -> Iterator[Fault | int]:
    """Faults between the ledger and the tables; an int for each object that was compared."""
    unseen = {key for key, (_, digest) in last_known.items() if digest is not None}
    for type_name, key, digest in current_hashes():
        yield 1
        where = f"{type_name} {key}"
        known = last_known.get((type_name, key))
        unseen.discard((type_name, key))
        if known is None:
            yield Fault(where, "is in the register but no ledger entry ever wrote it")
        elif known[1] is None:
            yield Fault(where, f"was removed by ledger entry {known[0]} and is in the register again")
        elif known[1] != digest:
            yield Fault(where, f"differs from what ledger entry {known[0]} left; the row was changed outside Ubada")
    for type_name, key in sorted(unseen):
        sequence = last_known[type_name, key][0]
        yield Fault(f"{type_name} {key}", f"is missing; ledger entry {sequence} wrote it and none removed it")
