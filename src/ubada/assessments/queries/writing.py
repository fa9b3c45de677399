"""The desk of those who write: for whom they write, their own verdict on a commitment, and what stands around it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Prefetch, Q, QuerySet

from ubada.access.actors import Actor
from ubada.access.engine import Action, can, visible_to
from ubada.assessments.models import Assessment, EvidenceLink, Measure, Round, ScopedCommitment
from ubada.assessments.policies import organisations_of
from ubada.assessments.queries.showing import VerdictShown, is_own, shown
from ubada.assessments.rules.verdicts import Constituency
from ubada.evidence.models import EvidenceItem
from ubada.organisations.models import Organisation
from ubada.register.models import Fact, StateCommitment, StateResponse
from ubada.register.queries.answers import published_facts

FOUND: Final = 10
"""How many facts a search offers at once, beside those that are ticked."""
_GRADING: Final = frozenset(one for one in Constituency if one.may_grade)


@dataclass(frozen=True, slots=True)
class NewsSince:
    """What the register has learned about a commitment of a state since a day. It selects nothing by itself."""

    since: date
    facts: tuple[Fact, ...]
    measures: tuple[Measure, ...]
    responses: tuple[StateResponse, ...]

    def __bool__(self) -> bool:
        return bool(self.facts or self.measures or self.responses)


def writing_for(actor: Actor) -> list[Organisation]:
    """The actor's organisations that give verdicts, by code, whatever the actor's role in them."""
    rows = Organisation.objects.filter(pk__in=organisations_of(None, _GRADING)(actor), status="approved")
    return list(rows.prefetch_related("states").order_by("code"))


def asked_by(actor: Actor, code: str, organisation: str) -> tuple[Round, Organisation] | None:
    """A round and one of the actor's organisations that it asks, by their codes; None for any other two."""
    mine = next((each for each in writing_for(actor) if each.code == organisation), None)
    if mine is None:
        return None
    rows = Round.objects.filter(pk=code, is_practice=mine.is_practice, states__in=mine.states.all()).distinct()
    one = visible_to(actor, rows).prefetch_related("states").first()
    return None if one is None else (one, mine)


def may_write(actor: Actor, organisation: Organisation) -> bool:
    """Whether the actor's role in the organisation lets them write its verdicts."""
    return can(actor, Action.CREATE, Assessment(organisation=organisation))


def voices_beside(organisation: Organisation, state: str) -> int:
    """How many organisations of the same group speak on the state, this one included: among so many a name can hide."""
    rows = Organisation.objects.filter(
        constituency=organisation.constituency, is_practice=organisation.is_practice, states=state, status="approved"
    )
    return rows.count()


def scoped(actor: Actor, one: Round, organisation: Organisation, key: str) -> StateCommitment:
    """The commitment of a state, if the round asks the organisation about it.

    Raises StateCommitment.DoesNotExist for any other.
    """
    states = organisation.states.all()
    rows = visible_to(actor, ScopedCommitment.objects.filter(round=one, state_commitment__state__in=states))
    found = (
        rows.filter(state_commitment=key)
        .select_related(
            "state_commitment__commitment__instrument",
            "state_commitment__commitment__document",
            "state_commitment__state",
        )
        .first()
    )
    if found is None:
        raise StateCommitment.DoesNotExist
    return found.state_commitment


def verdict_on(actor: Actor, one: Round, organisation: Organisation, key: str) -> VerdictShown | None:
    """What the organisation has written on it in the round, whatever its state; None if nothing was begun."""
    if not is_own(actor, organisation.pk):
        return None
    found = shown(actor, Assessment.objects.filter(round=one, organisation=organisation, state_commitment=key))
    return found[0] if found else None


def last_verdict(actor: Actor, one: Round, organisation: Organisation, key: str) -> VerdictShown | None:
    """What the organisation said on it in the newest round before that it handed something in."""
    if not is_own(actor, organisation.pk):
        return None
    rows = Assessment.objects.filter(
        organisation=organisation,
        state_commitment=key,
        submitted_at__isnull=False,
        withdrawn_at__isnull=True,
        round__opens__lt=one.opens,
        round__is_practice=one.is_practice,
    )
    newest = rows.order_by("-round__opens").values_list("uid", flat=True).first()
    found = shown(actor, Assessment.objects.filter(uid=newest)) if newest is not None else []
    return found[0] if found else None


def evidence_to_copy(actor: Actor, uid: str) -> list[EvidenceLink]:
    """The links of the organisation's last verdict that a draft does not have yet and that could be copied to it.

    Pieces that were withdrawn, or that the organisation may not cite any more, are not among them. Raises
    Assessment.DoesNotExist for a draft that is not the actor's own.
    """
    one = visible_to(actor, Assessment.objects.select_related("round", "organisation")).get(uid=uid)
    before = last_verdict(actor, one.round, one.organisation, one.state_commitment_id)
    if before is None:
        return []
    there = set(one.evidence_links.values_list("item_id", "pinpoint"))
    known = Q(item__organisation=one.organisation_id) | Q(
        item__in=visible_to(actor, EvidenceItem.objects.all()).values("pk")
    )
    rows = EvidenceLink.objects.filter(known, assessment=before.uid, item__is_withdrawn=False).select_related("item")
    return [link for link in rows.order_by("pk") if (link.item_id, link.pinpoint) not in there]


def facts_to_weigh(actor: Actor, about: StateCommitment, *, words: str = "", chosen: Iterable[str] = ()) -> list[Fact]:
    """Facts that a verdict could name: those ticked, those the questions on the promise rest on, and what is found."""
    rows = published_facts(actor).filter(Q(state=about.state_id) | Q(state__isnull=True)).order_by("key")
    ticked = set(chosen)
    near = Q(results__test__commitments=about.commitment_id, results__state=about.state_id)
    wanted = list(rows.filter(near | Q(pk__in=ticked)).distinct())
    if words:
        found = rows.exclude(pk__in=[one.pk for one in wanted])
        for word in words.replace("\x00", " ").split()[:10]:
            found = found.filter(Q(label__icontains=word) | Q(value__icontains=word) | Q(key__icontains=word))
        wanted += list(found[:FOUND])
    return sorted(wanted, key=lambda one: (one.pk not in ticked, one.pk))


def measures_to_weigh(actor: Actor, about: StateCommitment) -> QuerySet[Measure]:
    """Measures that were claimed about the commitment, newest first."""
    rows = visible_to(actor, Measure.objects.filter(state_commitments=about.pk))
    return rows.select_related("claimant").order_by("-made_at", "uid")


def responses_of(actor: Actor, about: StateCommitment) -> list[StateResponse]:
    """What the state answered when it was asked to promise it, newest first."""
    return list(visible_to(actor, StateResponse.objects.filter(state_commitment=about.pk)).order_by("-dated"))


def news_since(actor: Actor, about: StateCommitment, since: date) -> NewsSince:
    """Facts that speak for a later day, measures claimed and answers given since that day."""
    facts = [
        fact
        for fact in facts_to_weigh(actor, about)
        if any(when is not None and when.earliest > since for when in (fact.date, fact.as_of))
    ]
    measures = measures_to_weigh(actor, about).filter(made_at__date__gt=since)
    responses = [one for one in responses_of(actor, about) if one.dated.earliest > since]
    return NewsSince(since, tuple(facts), tuple(measures), tuple(responses))


def past_rounds(actor: Actor, organisations: Iterable[Organisation]) -> list[tuple[Round, list[Organisation]]]:
    """The rounds that are over and in which one of these organisations was asked, newest first."""
    mine = list(organisations)
    states = {state.code for one in mine for state in one.states.all()}
    rows = Round.objects.filter(state__in=("published", "archived"), states__in=states).distinct()
    found = visible_to(actor, rows).prefetch_related(Prefetch("states")).order_by("-opens", "code")
    return [(one, _asked(one, mine)) for one in found if _asked(one, mine)]


def _asked(one: Round, mine: Iterable[Organisation]) -> list[Organisation]:
    states = {state.code for state in one.states.all()}
    return [
        each
        for each in mine
        if each.is_practice == one.is_practice and states & {state.code for state in each.states.all()}
    ]
