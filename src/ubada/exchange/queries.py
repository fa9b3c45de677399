"""What imports there were, and the picture of the register that an import reads its files against."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.exchange.engine.known import Known
from ubada.exchange.engine.wording import folded_label
from ubada.exchange.formats.impactoss import LEVELS, Line
from ubada.exchange.models import Import
from ubada.register.models import (
    Commitment,
    CommitmentSource,
    Conflict,
    Document,
    Fact,
    Instrument,
    IssuingBody,
    RatingScale,
    State,
    StateCommitment,
    StateResponse,
    Term,
    TermMapping,
)
from ubada.register.shapes import FACT, RATING_SCALE

SAME_MEANING = ("exactMatch", "closeMatch")
IMPACT_OSS = "impactoss"


def imports(actor: Actor) -> QuerySet[Import]:
    """The imports this actor may see, oldest first."""
    return visible_to(actor, Import.objects.order_by("number"))


def impactoss_lines(actor: Actor, state: str) -> Iterator[Line]:
    """The recommendations followed for a state, as IMPACT OSS takes them: English, or the language there is.

    The reference is the one it was imported under, else our own.
    """
    answers = visible_to(actor, StateResponse.objects.order_by("-dated", "key"))
    sources = visible_to(actor, CommitmentSource.objects.filter(database=IMPACT_OSS))
    rows = visible_to(
        actor, StateCommitment.objects.filter(state=state, commitment__kind=Commitment.Kind.RECOMMENDATION)
    ).order_by("commitment")
    for one in rows.select_related("commitment").prefetch_related(
        Prefetch("responses", queryset=answers), Prefetch("commitment__sources", queryset=sources), "commitment__themes"
    ):
        newest = next(iter(one.responses.all()), None)
        source = next(iter(one.commitment.sources.all()), None)
        labels: dict[str, list[str]] = source.labels if source is not None else {}
        themes = [term.code for term in one.commitment.themes.all()]
        yield Line(
            framework=next(iter(labels.get("framework", [])), ""),
            reference=source.source_key if source is not None else one.commitment.ref,
            title=one.commitment.title.best("en").text,
            description=one.commitment.text.best("en").text,
            response=newest.wording.best("en").text if newest is not None else "",
            support=_support(newest) if newest is not None else "",
            updated=str(newest.dated).rstrip("~?%") if newest is not None else "",
            categories=tuple(labels.get("themes", themes)),
        )


def _support(answer: StateResponse) -> str:
    level = next((level for level, word in LEVELS.items() if word == answer.our_class), None)
    return level or {"supported": "2", "noted": "0"}.get(answer.official_class, "")


def known_register(actor: Actor) -> Known:
    """What the register has now, as far as the actor may see it."""
    states = visible_to(actor, State.objects.filter(is_practice=False))
    treaties: dict[tuple[str, str], dict[str, Any]] = {}
    for fact in visible_to(actor, Fact.objects.filter(kind="treaty", is_published=True, state__isnull=False)):
        if fact.detail.get("in_matrix") is not False:
            treaties[str(fact.state_id), fact.detail["instrument"]] = FACT.record_of(fact)
    return Known(
        states={one.code: one.name.as_dict() for one in states},
        alpha2={one.alpha2: one.code for one in states},
        terms=frozenset(visible_to(actor, Term.objects.all()).values_list("key", flat=True)),
        concordance=_concordance(actor),
        bodies={one.code: one.name.best("en").text for one in visible_to(actor, IssuingBody.objects.all())},
        documents={
            symbol.upper().replace(" ", ""): code
            for code, symbol in visible_to(actor, Document.objects.exclude(symbol="")).values_list("code", "symbol")
        },
        instruments={one.code: one.short_title.as_dict() for one in visible_to(actor, Instrument.objects.all())},
        refs=frozenset(visible_to(actor, Commitment.objects.all()).values_list("ref", flat=True)),
        scales={one.code: RATING_SCALE.record_of(one) for one in visible_to(actor, RatingScale.objects.all())},
        treaty_facts=treaties,
        conflicts=_conflicts(actor),
    )


def _conflicts(actor: Actor) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    rows = visible_to(actor, Conflict.objects.filter(facts__isnull=False)).order_by("key")
    for conflict, fact in rows.values_list("key", "facts"):
        found[fact] = (*found.get(fact, ()), conflict)
    return found


def _concordance(actor: Actor) -> dict[str, dict[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    rows = visible_to(actor, TermMapping.objects.filter(relation__in=SAME_MEANING)).order_by("term__order", "pk")
    for scheme, target, term in rows.values_list("scheme", "target", "term_id"):
        own = found.setdefault(scheme, {})
        own[folded_label(target)] = (*own.get(folded_label(target), ()), term)
    return found
