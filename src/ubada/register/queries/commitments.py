"""One commitment with all that is known about it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.ledger.queries import Happening, history_of
from ubada.register.models import (
    Commitment,
    CommitmentSource,
    Conflict,
    RecommendedBy,
    StateCommitment,
    StateResponse,
    StructuralResult,
    StructuralTest,
    Term,
    VerificationTask,
)
from ubada.register.queries.answers import results_of_tests

TERMS = ("themes", "persons", "sdg_targets")


@dataclass(frozen=True, slots=True)
class StateRow:
    """One state towards a commitment: its standing, what it answered, and the answer of each test."""

    standing: StateCommitment
    results: tuple[StructuralResult | None, ...]
    """In the order of the tests; None where a test was not run for the state."""


@dataclass(frozen=True, slots=True)
class CommitmentPage:
    """A commitment, its questions and answers, where the sources on it conflict, and what happened to it."""

    commitment: Commitment
    parent: Commitment | None
    parts: tuple[Commitment, ...]
    tests: tuple[StructuralTest, ...]
    rows: tuple[StateRow, ...]
    conflicts: tuple[Conflict, ...]
    elsewhere: tuple[Commitment, ...]
    history: tuple[Happening, ...]
    task: VerificationTask | None
    recommended_by: tuple[RecommendedBy, ...]
    sources: tuple[CommitmentSource, ...]


def commitments(actor: Actor) -> QuerySet[Commitment]:
    """Commitments with the text each comes from."""
    return visible_to(actor, Commitment.objects.select_related("instrument", "document", "provision", "primary_theme"))


def listed(actor: Actor) -> QuerySet[Commitment]:
    """Commitments with what a line in a list says of each: its title, its kind, and where it stands."""
    rows = Commitment.objects.select_related("instrument", "document", "provision").only(
        "ref", "title", "kind", "verification", "provision__locator", "instrument__short_title", "document__symbol",
        "document__title",
    )  # fmt: skip
    return visible_to(actor, rows)


def is_for_practice(actor: Actor, ref: str) -> bool:  # noqa: ARG001 - that something is invented is told to everybody
    """Whether the commitment is followed for the practice state alone, which is invented."""
    return StateCommitment.objects.filter(commitment=ref).exists() and not (
        StateCommitment.objects.filter(commitment=ref, state__is_practice=False).exists()
    )


def commitment_page(actor: Actor, ref: str) -> CommitmentPage:
    """All of one commitment's page. Raises Commitment.DoesNotExist. The number of queries does not depend on it.

    What is followed for the practice state is there for an actor who asks for practice.
    """
    named = [Prefetch(name, queryset=visible_to(actor, Term.objects.all())) for name in TERMS]
    one = commitments(actor).prefetch_related(*named, "cluster").get(ref=ref)
    family = list(listed(actor).filter(Q(parent=ref) | Q(ref=one.parent_id)))
    tests = tuple(visible_to(actor, StructuralTest.objects.filter(commitments=ref)))
    results = {(result.test_id, result.state_id): result for result in results_of_tests(actor, [t.pk for t in tests])}
    followed = StateCommitment.objects.filter(commitment=ref, state__is_practice=actor.asks_for_practice)
    standings = visible_to(actor, followed)
    responses = Prefetch("responses", queryset=visible_to(actor, StateResponse.objects.order_by("-dated")))
    return CommitmentPage(
        commitment=one,
        parent=next((other for other in family if other.ref == one.parent_id), None),
        parts=tuple(other for other in family if other.ref != one.parent_id),
        tests=tests,
        rows=tuple(
            StateRow(row, tuple(results.get((test.pk, row.state_id)) for test in tests))
            for row in standings.select_related("state").prefetch_related(responses).order_by("state__order")
        ),
        conflicts=conflicts_on(actor, {fact.key for result in results.values() for fact in result.facts.all()}),
        elsewhere=_elsewhere(actor, one),
        history=tuple(history_of(actor, "commitment", ref)),
        task=visible_to(actor, VerificationTask.objects.filter(commitment=ref, is_open=True)).first(),
        recommended_by=tuple(visible_to(actor, RecommendedBy.objects.filter(commitment=ref))),
        sources=tuple(visible_to(actor, CommitmentSource.objects.filter(commitment=ref))),
    )


def conflicts_on(actor: Actor, facts: set[str]) -> tuple[Conflict, ...]:
    """The conflicts that touch any of these facts."""
    if not facts:
        return ()
    rows = visible_to(actor, Conflict.objects.filter(pk__in=Conflict.facts.through._default_manager.filter(
        fact__in=facts).values("conflict_id")))  # fmt: skip
    return tuple(rows.select_related("state"))


def _elsewhere(actor: Actor, one: Commitment) -> tuple[Commitment, ...]:
    if one.cluster_id is None:
        return ()
    return tuple(listed(actor).filter(cluster=one.cluster_id).exclude(ref=one.ref)[:20])
