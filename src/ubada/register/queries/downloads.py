"""All that is public for taking away: every kind of record, in its canonical form, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.register.datasets import offered
from ubada.register.shapes import SHAPES, Record, Shape

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record that can be downloaded, and how many this actor would get.

    ``title`` is for what later stages added; the register's own kinds have words in a table.
    """

    name: str
    title: str
    count: int


def kinds(actor: Actor) -> list[Kind]:
    """Every kind of record with its count: the register's own, then what later stages added."""
    return [
        *(Kind(shape.name, "", _rows(actor, shape).count()) for shape in SHAPES),
        *(Kind(one.name, one.title(), one.count()) for one in offered()),
    ]


def columns_and_records(actor: Actor, name: str) -> tuple[tuple[str, ...], Iterator[Record]] | None:
    """The columns of a kind of record, and its records as `records` gives them; None if there is no such kind."""
    for one in offered():
        if one.name == name:
            return one.columns, one.records()
    shape = next((shape for shape in SHAPES if shape.name == name), None)
    if shape is None:
        return None
    columns = (*shape.fields, *shape.links, *shape.many)
    return tuple(one for one in columns if one not in shape.kept_inside), records(actor, shape)


def records(actor: Actor, shape: Shape) -> Iterator[Record]:
    """Every record that this actor may see, without what never leaves the installation.

    They are read in portions, so that the whole is never in memory.
    """
    for row in _of_real_states(visible_to(actor, shape.rows())).iterator(chunk_size=1000):
        yield shape.public_record_of(row)


def _rows(actor: Actor, shape: Shape) -> QuerySet[Any]:
    return _of_real_states(visible_to(actor, shape.model._default_manager.all()))


def _of_real_states(rows: QuerySet[M]) -> QuerySet[M]:
    """The rows that are not about the practice state, which is invented."""
    # A relation between commitments has a state too, which is no country.
    fields = {field.name for field in rows.model._meta.get_fields() if field.is_relation or field.name == "is_practice"}
    if "is_practice" in fields:
        return rows.filter(is_practice=False)
    if "state" in fields:
        return rows.exclude(state__is_practice=True)
    if "state_commitment" in fields:
        return rows.exclude(state_commitment__state__is_practice=True)
    return rows
