"""The whole register for taking away: every kind of record, in its canonical form, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.register.shapes import SHAPES, Record, Shape

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record that can be downloaded, and how many this actor would get."""

    name: str
    count: int


def kinds(actor: Actor) -> list[Kind]:
    """Every kind of record of the register with its count."""
    return [
        Kind(shape.name, _of_real_states(visible_to(actor, shape.model._default_manager.all())).count())
        for shape in SHAPES
    ]


def shape_named(name: str) -> Shape | None:
    """The shape of a kind of record, if there is one of that name."""
    return next((shape for shape in SHAPES if shape.name == name), None)


def columns_of(shape: Shape) -> list[str]:
    """The columns of a record, in the order of its shape, without what never leaves the installation."""
    return [name for name in (*shape.fields, *shape.links, *shape.many) if name not in shape.kept_inside]


def records(actor: Actor, shape: Shape) -> Iterator[Record]:
    """Every record this actor may see, read in portions, so that the whole is never in memory."""
    for row in _of_real_states(visible_to(actor, shape.rows())).iterator(chunk_size=1000):
        yield shape.public_record_of(row)


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
