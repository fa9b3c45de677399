"""Facts: one with all that hangs on it, and those of a state by kind."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.ledger.queries import Happening, history_of
from ubada.register.models import Commitment, Conflict, Fact, StructuralResult, VerificationTask
from ubada.register.queries.answers import published_facts


@dataclass(frozen=True, slots=True)
class FactPage:
    """A fact, what of it is withheld, the answers that rest on it, and the conflicts that touch it."""

    fact: Fact
    missing: tuple[str, ...]
    results: tuple[tuple[StructuralResult, tuple[str, ...], int], ...]
    """Each answer that rests on the fact, the first commitments it bears on, and on how many more it does."""
    conflicts: tuple[Conflict, ...]
    history: tuple[Happening, ...]


def fact_page(actor: Actor, key: str) -> FactPage:
    """One fact's page. Raises Fact.DoesNotExist, also for a fact that this actor may not see.

    Of a fact that is not published, an editor sees what the public would see of it, marked as unpublished.
    """
    rows = visible_to(actor, Fact.objects.defer("withheld", "editor_note")).select_related("state")
    fact = rows.get(key=key)
    task = visible_to(actor, VerificationTask.objects.filter(fact=key, is_open=True)).first()
    results = list(visible_to(actor, StructuralResult.objects.filter(facts=key)).select_related("test", "state"))
    bearing = _bearing_on(actor, [result.test_id for result in results])
    conflicts = visible_to(actor, Conflict.objects.filter(facts=key)).select_related("state")
    return FactPage(
        fact,
        tuple(task.missing) if task else (),
        tuple((result, *bearing.get(result.test_id, ((), 0))) for result in results),
        tuple(conflicts),
        tuple(history_of(actor, "fact", key)),
    )


def _bearing_on(actor: Actor, tests: list[str], each: int = 8) -> dict[str, tuple[tuple[str, ...], int]]:
    """For each test the first references of its commitments, and how many more there are."""
    rows = (
        visible_to(actor, Commitment.objects.filter(tests__in=tests))
        .annotate(
            test=F("tests"),
            place=Window(RowNumber(), partition_by=F("tests"), order_by="ref"),
            n=Window(Count("ref"), partition_by=F("tests")),
        )
        .filter(place__lte=each)
        .order_by("test", "place")
    )
    found: dict[str, tuple[tuple[str, ...], int]] = {}
    for test, ref, n in rows.values_list("test", "ref", "n"):
        listed = (*found.get(test, ((), 0))[0], ref)
        found[test] = (listed, n - len(listed))
    return found


def facts_on(actor: Actor, state: str, *kinds: str) -> QuerySet[Fact]:
    """Published facts on a state, and on all states alike, of some kinds or of every kind."""
    rows = published_facts(actor).filter(Q(state=state) | Q(state__isnull=True))
    return rows.filter(kind__in=kinds) if kinds else rows
