"""What several rounds found in each of their states, read at once, so that a longer list asks no more often."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Count

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.assessments.models import Position, Round, ScopedCommitment
from ubada.assessments.queries.figures import (
    COUNTS,
    ChangesSince,
    Counted,
    asked_of,
    compared,
    result_of,
    tallied,
    within,
)
from ubada.assessments.queries.lists import published_rounds
from ubada.assessments.rules.distribution import Distribution
from ubada.assessments.rules.verdicts import Constituency

OfState = tuple[Round, str]
"""A round and the code of one of its states."""


def distributions_by_state(
    actor: Actor, wanted: Collection[OfState], *, theme: str | None = None
) -> list[tuple[int, dict[Constituency, Distribution]]]:
    """For each round and state, as given: how many commitments are in scope, and each group's distribution."""
    rounds = {one.pk for one, _state in wanted}
    scope = visible_to(actor, within(ScopedCommitment.objects.filter(round__in=rounds), None, theme))
    in_scope = {
        (code, state): count
        for code, state, count in scope.order_by()
        .values_list("round_id", "state_commitment__state_id")
        .annotate(count=Count("pk"))
    }
    rows = visible_to(actor, within(Position.objects.filter(round__in=rounds), None, theme))
    found: dict[tuple[str, str], list[Counted]] = defaultdict(list)
    columns = ("round_id", "state_id", "constituency", "level")
    for code, state, *counted in rows.order_by().values_list(*columns).annotate(**COUNTS):
        found[code, state].append(tuple(counted))
    return [
        (count, tallied(found[one.pk, state], asked_of(one, state), count))
        for one, state in wanted
        for count in (in_scope.get((one.pk, state), 0),)
    ]


def changes_by_state(actor: Actor, wanted: Collection[OfState]) -> list[ChangesSince]:
    """For each round and state, in the order given: what changed since the published round before."""
    before = _rounds_before(actor, wanted)
    rounds = {one.pk for one, _state in wanted} | {one.pk for one in before.values()}
    scope: dict[tuple[str, str], list[str]] = defaultdict(list)
    in_scope = visible_to(actor, ScopedCommitment.objects.filter(round__in=rounds)).order_by()
    for code, state, key in in_scope.values_list("round_id", "state_commitment__state_id", "state_commitment_id"):
        scope[code, state].append(key)
    found: dict[tuple[str, str], list[Position]] = defaultdict(list)
    rows = visible_to(actor, Position.objects.filter(round__in=rounds)).order_by()
    for row in rows.iterator(chunk_size=5000):
        found[row.round_id, row.state_id].append(row)
    changes = []
    for one, state in wanted:
        earlier = before.get(one.pk)
        if earlier is None:
            changes.append(ChangesSince(None, one, (), ()))
            continue
        older, newer = (
            result_of(each, place, scope[each.pk, state], found[each.pk, state])
            for place, each in enumerate((earlier, one), start=1)
        )
        changes.append(compared(earlier, one, older, newer))
    return changes


def _rounds_before(actor: Actor, wanted: Collection[OfState]) -> dict[str, Round]:
    """The published round before each, of its own kind, by the later one's code."""
    published = list(published_rounds(actor, practice=True).prefetch_related(None).order_by("opens", "pk"))
    return {
        one.pk: earlier[-1]
        for one, _state in wanted
        if (earlier := [each for each in published if each.opens < one.opens and each.is_practice == one.is_practice])
    }
