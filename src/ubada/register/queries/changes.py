"""What changed in the public register, entry by entry: which objects, never who acted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Model, QuerySet, Window
from django.db.models.functions import RowNumber

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.ledger.models import Touch
from ubada.register.models import Fact, State
from ubada.register.queries.lists import of_state
from ubada.register.shapes import SHAPES, Shape

SHOWN_BY_NAME = ("commitment", "fact", "instrument", "state")
"""Kinds that have a page of their own and a title to show in a list of changes."""


@dataclass(slots=True)
class Changed:
    """One object that changed and can be looked at."""

    kind: str
    row: Model


@dataclass(slots=True)
class ChangeSet:
    """What one entry of the ledger did to objects that this actor may see: counts by kind, and the first of them."""

    sequence: int
    recorded_at: datetime
    action: str
    counts: dict[str, int] = field(default_factory=dict)
    shown: list[Changed] = field(default_factory=list)


def recent_changes(actor: Actor, *, entries: int = 30, shown: int = 10) -> list[ChangeSet]:
    """The last entries that touched something this actor may see, newest first, each with its first objects by key.

    The number of queries does not depend on how much changed.
    """
    found = (
        visible_to(actor, Touch.objects.all())
        .order_by("-entry_id")
        .values_list("entry_id", "entry__recorded_at", "entry__action")
        .distinct()[:entries]
    )
    sets = {sequence: ChangeSet(sequence, moment, action) for sequence, moment, action in found}
    for shape in SHAPES:
        touched = _touched(actor, shape, list(sets))
        for sequence, count in touched.order_by().values_list("entry_id").annotate(n=Count("pk")):
            sets[sequence].counts[shape.name] = count
        if shape.name in SHOWN_BY_NAME:
            _add_objects(actor, shape, touched, sets, shown)
    return [one for one in sets.values() if one.counts]


def _touched(actor: Actor, shape: Shape, sequences: list[int]) -> QuerySet[Touch]:
    keys = _visible(actor, shape).order_by().values("pk")
    return visible_to(actor, Touch.objects.filter(type=shape.name, entry__in=sequences, key__in=keys))


def _visible(actor: Actor, shape: Shape) -> QuerySet[Any]:
    """The rows of a kind that belong in a list of changes: none that are withheld, none of a practice state."""
    rows: QuerySet[Any] = visible_to(actor, shape.model._default_manager.all())
    if shape.model is State:
        return rows.filter(is_practice=False)
    if shape.model is Fact:
        rows = rows.filter(is_published=True)
    return of_state(rows, None) if "state" in shape.links else rows


def _add_objects(actor: Actor, shape: Shape, touched: QuerySet[Touch], sets: dict[int, ChangeSet], shown: int) -> None:
    place = Window(RowNumber(), partition_by="entry_id", order_by="key")
    first = list(touched.annotate(place=place).filter(place__lte=shown).order_by("entry_id", "key"))
    rows = _visible(actor, shape).in_bulk({one.key for one in first})
    for one in first:
        if one.key in rows:
            sets[one.entry_id].shown.append(Changed(shape.name, rows[one.key]))
