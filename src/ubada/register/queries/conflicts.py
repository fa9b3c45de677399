"""Where sources disagree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.register.models import Conflict
from ubada.register.queries.answers import published_facts


@dataclass(frozen=True, slots=True)
class Dispute:
    """A conflict as a page shows it: every side with its source, none preferred."""

    conflict: Conflict
    sides: tuple[dict[str, Any], ...]


def conflicts(actor: Actor, *, state: str | None = None) -> QuerySet[Conflict]:
    """Conflicts with those of their facts that the actor may see; of one state, or of all."""
    facts = Prefetch("facts", queryset=published_facts(actor).only("key"), to_attr="shown_facts")
    rows = visible_to(actor, Conflict.objects.select_related("state")).prefetch_related(facts)
    return rows if state is None else rows.filter(state=state)


def disputes(actor: Actor, rows: QuerySet[Conflict] | tuple[Conflict, ...]) -> list[Dispute]:
    """The conflicts with the sides as shown: a side links its fact only if that fact is public."""
    found = list(rows)
    named = {side["fact"] for one in found for side in one.sides if side.get("fact")}
    known = dict(published_facts(actor).filter(pk__in=named).values_list("key", "as_of"))
    return [
        Dispute(
            one,
            tuple(
                {
                    **side,
                    "as_of": known.get(side.get("fact")),
                    "fact_url": reverse("fact", args=[side["fact"]]) if side.get("fact") in known else "",
                }
                for side in one.sides
            ),
        )
        for one in found
    ]
