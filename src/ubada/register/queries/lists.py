"""Whole lists, for programs: every kind of object, narrowed to the actor, with what its record needs and no more.

What belongs to a practice state is left out unless that state is asked for by its code.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Model, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import JSONObject

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.kernel.dates import PartialDate
from ubada.register.models import (
    Cluster,
    Commitment,
    CommitmentSource,
    Conflict,
    Document,
    Fact,
    Instrument,
    IssuingBody,
    Provision,
    RatingScale,
    RecommendedBy,
    Region,
    State,
    StateCommitment,
    StateResponse,
    StructuralResult,
    StructuralTest,
    Term,
    TermMapping,
    TreatyAction,
    VerificationTask,
    Vocabulary,
)
from ubada.register.queries.answers import published_facts

M = TypeVar("M", bound=Model)

ALL_STATES = "ALL"
"""Asks for what holds for each of the states and belongs to none of them alone."""


def of_state(rows: QuerySet[M], state: str | None, *, and_all: bool = False) -> QuerySet[M]:
    """The rows of one state; of all but the practice states if none is named.

    ``and_all`` adds to one state's rows those that hold for every state.
    """
    if state is None:
        return rows.filter(Q(state__isnull=True) | Q(state__is_practice=False))
    if state == ALL_STATES:
        return rows.filter(state__isnull=True)
    return rows.filter(Q(state=state) | Q(state__isnull=True)) if and_all else rows.filter(state=state)


def all_states(actor: Actor) -> QuerySet[State]:
    """Every state, practice states among them."""
    return visible_to(actor, State.objects.all())


def regions(actor: Actor, state: str | None = None) -> QuerySet[Region]:
    """Regions, of one state or of all."""
    return of_state(visible_to(actor, Region.objects.all()), state)


def bodies(actor: Actor) -> QuerySet[IssuingBody]:
    """Bodies that adopt, recommend or measure."""
    return visible_to(actor, IssuingBody.objects.all())


def documents(actor: Actor) -> QuerySet[Document]:
    """Documents."""
    return visible_to(actor, Document.objects.all())


def rating_scales(actor: Actor) -> QuerySet[RatingScale]:
    """How each published index is to be read."""
    return visible_to(actor, RatingScale.objects.all())


def instruments(actor: Actor) -> QuerySet[Instrument]:
    """Instruments with the bodies that watch over them and the number of commitments drawn from each."""
    rows = visible_to(actor, Instrument.objects.annotate(commitment_count=Count("commitments")))
    return rows.prefetch_related("monitored_by")


def provisions_of(actor: Actor, instrument: str) -> QuerySet[Provision]:
    """The places of an instrument that the register speaks of."""
    return visible_to(actor, Provision.objects.filter(instrument=instrument)).order_by("pk")


def treaty_actions(actor: Actor, state: str | None = None) -> QuerySet[TreatyAction]:
    """Treaty actions with the source each rests on."""
    rows = TreatyAction.objects.filter(fact__is_published=True).select_related("fact")
    return of_state(visible_to(actor, rows.defer("fact__withheld", "fact__editor_note")), state)


def fact(actor: Actor, key: str) -> Fact:
    """One published fact, also of a practice state. Raises Fact.DoesNotExist."""
    return published_facts(actor).get(key=key)


def withheld_of(actor: Actor, fact_key: str) -> list[str]:
    """The names of what is withheld of a fact until someone verifies it."""
    task = visible_to(actor, VerificationTask.objects.filter(fact=fact_key, is_open=True)).first()
    return sorted(task.missing) if task is not None else []


def resting_on(actor: Actor, fact_key: str) -> tuple[list[str], list[str]]:
    """The keys of the answers that rest on a fact, and of the conflicts that touch it."""
    answers = visible_to(actor, StructuralResult.objects.filter(facts=fact_key)).order_by("pk")
    touched = visible_to(actor, Conflict.objects.filter(facts=fact_key)).order_by("pk")
    return list(answers.values_list("pk", flat=True)), list(touched.values_list("pk", flat=True))


def facts(actor: Actor, state: str | None = None) -> QuerySet[Fact]:
    """Published facts; those of a state include the facts that hold for every state."""
    return of_state(published_facts(actor), state, and_all=True)


def spoken_between(rows: QuerySet[Fact], start: PartialDate | None, end: PartialDate | None) -> QuerySet[Fact]:
    """The facts whose as-of date may lie between two dates, both included: a fact of 2024 may be one of June 2024."""
    if start is None and end is None:
        return rows
    dates = set(rows.order_by().values_list("as_of", flat=True).distinct()) - {None}
    fitting = [
        one
        for one in dates
        if one is not None
        and (start is None or one.latest >= start.earliest)
        and (end is None or one.earliest <= end.latest)
    ]
    return rows.filter(as_of__in=fitting)


def clusters(actor: Actor) -> QuerySet[Cluster]:
    """The same promise across documents, with the commitments that make it."""
    members = visible_to(actor, Commitment.objects.only("ref", "cluster"))
    return visible_to(actor, Cluster.objects.all()).prefetch_related(Prefetch("commitments", queryset=members))


def commitments(actor: Actor) -> QuerySet[Commitment]:
    """Commitments with the place each comes from, the keys of its terms, and the standing of each state."""
    standings = visible_to(actor, StateCommitment.objects.filter(commitment=OuterRef("pk"), state__is_practice=False))
    in_order = standings.order_by("state__order").values(one=JSONObject(state="state_id", standing="standing"))
    keys = {f"{name}_keys": ArraySubquery(_terms_named(name)) for name in ("themes", "persons", "sdg_targets")}
    rows = Commitment.objects.select_related("provision")
    return visible_to(actor, rows.annotate(standings=ArraySubquery(in_order), **keys))


def _terms_named(relation: str) -> QuerySet[Any]:
    through: Any = getattr(Commitment, relation).through
    rows: QuerySet[Any] = through._default_manager.filter(commitment=OuterRef("pk")).order_by("term").values("term")
    return rows


def under_theme(rows: QuerySet[Commitment], theme: str) -> QuerySet[Commitment]:
    """The commitments that have a theme or one of its parts."""
    having = Commitment.themes.through._default_manager.filter(Q(term=theme) | Q(term__parent=theme))
    return rows.filter(pk__in=having.values("commitment_id"))


def with_term(rows: QuerySet[Commitment], relation: str, term: str) -> QuerySet[Commitment]:
    """The commitments that name a term as a person affected (``persons``) or as a target (``sdg_targets``)."""
    return rows.filter(**{relation: term})


def answered(actor: Actor, rows: QuerySet[Commitment], state: str, answer: str) -> QuerySet[Commitment]:
    """The commitments of which at least one test has this answer for the state."""
    results = visible_to(actor, StructuralResult.objects.filter(state=state, answer=answer))
    bearing = StructuralTest.commitments.through._default_manager.filter(structuraltest__in=results.values("test_id"))
    return rows.filter(pk__in=bearing.values("commitment_id"))


def responses_on(actor: Actor, ref: str) -> QuerySet[StateResponse]:
    """What states answered to a commitment, in the order of states and dates."""
    rows = StateResponse.objects.filter(state_commitment__commitment=ref, state_commitment__state__is_practice=False)
    in_order = rows.select_related("state_commitment").order_by("state_commitment__state__order", "dated", "key")
    return visible_to(actor, in_order)


def recommended_by(actor: Actor, ref: str) -> QuerySet[RecommendedBy]:
    """The states that made a recommendation, by code."""
    return visible_to(actor, RecommendedBy.objects.filter(commitment=ref).order_by("recommending_state"))


def sources_of(actor: Actor, ref: str) -> QuerySet[CommitmentSource]:
    """The databases a commitment was imported from."""
    return visible_to(actor, CommitmentSource.objects.filter(commitment=ref).order_by("database"))


def state_commitments(actor: Actor, state: str) -> QuerySet[StateCommitment]:
    """What is followed for one state, with what the state answered."""
    responses = Prefetch("responses", queryset=visible_to(actor, StateResponse.objects.order_by("dated", "key")))
    rows = StateCommitment.objects.filter(state=state).select_related("commitment")
    return visible_to(actor, rows).prefetch_related(responses)


def tests(actor: Actor) -> QuerySet[StructuralTest]:
    """Structural tests with the commitments each bears on."""
    bearing = visible_to(actor, Commitment.objects.only("ref"))
    return visible_to(actor, StructuralTest.objects.all()).prefetch_related(Prefetch("commitments", queryset=bearing))


def results(actor: Actor, state: str | None = None) -> QuerySet[StructuralResult]:
    """Answers with the keys of the facts each rests on."""
    used = Prefetch("facts", queryset=published_facts(actor).only("key").order_by("pk"))
    return of_state(visible_to(actor, StructuralResult.objects.all()), state).prefetch_related(used)


def open_tasks(actor: Actor, state: str | None = None) -> QuerySet[VerificationTask]:
    """What is still to be verified."""
    return of_state(visible_to(actor, VerificationTask.objects.filter(is_open=True)), state)


def conflicts(actor: Actor, state: str | None = None) -> QuerySet[Conflict]:
    """Where sources disagree, with those of the facts concerned that the actor may see."""
    shown = Prefetch("facts", queryset=published_facts(actor).only("key").order_by("pk"))
    return of_state(visible_to(actor, Conflict.objects.all()), state).prefetch_related(shown)


def vocabularies(actor: Actor) -> QuerySet[Vocabulary]:
    """Vocabularies with the number of their terms."""
    return visible_to(actor, Vocabulary.objects.annotate(term_count=Count("terms")))


def terms(actor: Actor, vocabulary: str) -> QuerySet[Term]:
    """The terms of a vocabulary in its own order, with what each is close to elsewhere."""
    mappings = Prefetch("mappings", queryset=visible_to(actor, TermMapping.objects.order_by("pk")))
    rows = visible_to(actor, Term.objects.filter(vocabulary=vocabulary))
    return rows.order_by("order", "code").prefetch_related(mappings)


def themes(actor: Actor) -> QuerySet[Term]:
    """The themes, with the number of commitments that name each."""
    return terms(actor, "themes").annotate(commitment_count=Count("commitments_by_theme"))


Rows = Callable[[Actor], QuerySet[Any]]
COUNTED: dict[str, Rows] = {
    "states": lambda actor: all_states(actor).filter(is_practice=False),
    "commitments": lambda actor: visible_to(actor, Commitment.objects.all()),
    "instruments": lambda actor: visible_to(actor, Instrument.objects.all()),
    "treaty-actions": treaty_actions,
    "facts": facts,
    "tests": lambda actor: visible_to(actor, StructuralTest.objects.all()),
    "results": results,
    "tasks": open_tasks,
    "conflicts": conflicts,
    "clusters": lambda actor: visible_to(actor, Cluster.objects.all()),
    "themes": lambda actor: visible_to(actor, Term.objects.filter(vocabulary="themes")),
    "vocabularies": lambda actor: visible_to(actor, Vocabulary.objects.all()),
    "regions": regions,
    "documents": documents,
    "bodies": bodies,
    "rating-scales": rating_scales,
}
"""The lists by the name they are published under, to be counted."""
