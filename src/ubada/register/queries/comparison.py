"""Commitments side by side for some states: answers as they are, without totals and without an order by value."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from ubada.access.actors import Actor
from ubada.register.models import Commitment, State, StateCommitment, StructuralTest
from ubada.register.queries.commitments import listed


def comparable(actor: Actor, states: Sequence[State], themes: Sequence[str]) -> QuerySet[Commitment]:
    """Commitments of any of the states, under any of the themes (or all), that facts can answer; by reference."""
    asked = StructuralTest.commitments.through._default_manager.values("commitment_id")
    rows = listed(actor).filter(pk__in=asked)
    if themes:
        through = Commitment.themes.through._default_manager
        of_theme = through.filter(
            Q(term__code__in=themes, term__vocabulary="themes") | Q(term__parent__code__in=themes)
        )  # fmt: skip
        rows = rows.filter(pk__in=of_theme.values("commitment_id"))
    followed = StateCommitment.objects.filter(state__in=[state.code for state in states])
    return rows.filter(pk__in=followed.values("commitment_id")).order_by("ref")
