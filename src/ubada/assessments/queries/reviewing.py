"""The desk of a reviewer: what waits, what was taken up, what was decided, and whom an editor could name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from ubada.access.actors import Actor
from ubada.access.engine import Action, visible_to
from ubada.assessments.models import Assessment, Review, Round
from ubada.assessments.policies import IS_SECRETARIAT, REVIEWING, states_reviewed
from ubada.assessments.queries.rounds import Task, tasks_of
from ubada.assessments.queries.sayings import ReviewShown, reviews_of
from ubada.assessments.rules.verdicts import Constituency
from ubada.kernel.text import TranslatedText
from ubada.organisations.models import Account, Membership, Organisation
from ubada.register.models import Term

DECIDED_SHOWN: Final = 50
"""How many of the reviews that a person has decided are listed."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A review that the person has decided."""

    uid: str
    ref: str
    title: TranslatedText
    state_code: str
    decision: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    """The reviews of a round for one person. What waits names no organisation: it is learned by taking it up."""

    round: Round
    states: tuple[str, ...]
    waiting: tuple[Task, ...]
    mine: tuple[Task, ...]
    decided: tuple[Decided, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may review a verdict: the person, for whom they speak, and how many reviews they have in hand."""

    account: Account
    organisation: Organisation
    in_hand: int


def review_queue(actor: Actor, one: Round) -> ReviewQueue | None:
    """What there is to review in the round for this actor; None for whoever reviews nothing on its states."""
    states = sorted(states_reviewed(actor) & {state.code for state in one.states.all()})
    if not states:
        return None
    under_way = Review.objects.filter(reviewer=actor.account_id, decision="").values("assessment")
    mine = visible_to(actor, Assessment.objects.filter(round=one, pk__in=under_way))
    return ReviewQueue(
        one, tuple(states), tuple(tasks_of(_waiting(actor, one))), tuple(tasks_of(mine)), _decided(actor, one)
    )


def waiting_for_review(actor: Actor, uid: str) -> tuple[Round, Task] | None:
    """The round and the commitment of a verdict that this actor could take up; None for any other."""
    one = Round.objects.filter(assessments=uid).first()
    if one is None:
        return None
    found = list(tasks_of(_waiting(actor, one).filter(uid=uid)))
    return (one, found[0]) if found else None


def my_reviews(actor: Actor, uid: str) -> list[ReviewShown]:
    """The actor's own reviews of a verdict, newest first: one that is under way, or those that were decided."""
    return [one for one in reviews_of(actor, uid) if one.is_mine]


def decided_task(actor: Actor, uid: str) -> tuple[Round, Task] | None:
    """The round and the commitment of a verdict that the actor has reviewed; nothing of what it says."""
    mine = visible_to(actor, Review.objects.filter(assessment=uid, reviewer=actor.account_id)).exclude(decision="")
    if not mine.exists():
        return None
    rows = Assessment.objects.filter(uid=uid)
    return Round.objects.get(assessments=uid), next(iter(tasks_of(rows)))


def scale_tests(actor: Actor, vocabulary: str) -> Mapping[str, TranslatedText]:
    """What each level of a scale asks for, by its code: the definitions of the vocabulary."""
    rows = visible_to(actor, Term.objects.filter(vocabulary=vocabulary))
    return dict(rows.order_by().values_list("code", "definition"))


def candidates_for(actor: Actor, uid: str) -> list[Candidate]:
    """Whom an editor may give a verdict to, those with the fewest reviews in hand first; nobody for other actors.

    They review for an approved organisation that speaks on the state, are of no group that does not review, and belong
    to no organisation whose verdict it is.
    """
    if not IS_SECRETARIAT.test(actor):
        return []
    one = Assessment.objects.select_related("state_commitment").get(uid=uid)
    living = Membership.objects.filter(ended_on=None)
    may_review = [side.value for side in Constituency if side.may_review]
    barred = living.filter(account=OuterRef("account")).exclude(
        ~Q(organisation=one.organisation_id) & Q(organisation__constituency__in=may_review)
    )
    rows = living.filter(
        ~Exists(barred),
        role__in=REVIEWING,
        account__is_active=True,
        organisation__status=Organisation.Status.APPROVED,
        organisation__constituency__in=may_review,
        organisation__states=one.state_commitment.state_id,
    ).exclude(
        account__in=[
            one.author_id,
            *Review.objects.filter(assessment=one, decision="").values_list("reviewer", flat=True),
        ]
    )
    people = list(rows.select_related("account", "organisation"))
    loads = dict(
        Review.objects.filter(decision="", reviewer__in=[each.account_id for each in people])
        .order_by()
        .values_list("reviewer")
        .annotate(count=Count("pk"))
    )
    first = {each.account_id: each for each in reversed(people)}
    found = [Candidate(each.account, each.organisation, loads.get(each.account_id, 0)) for each in first.values()]
    return sorted(found, key=lambda each: (each.in_hand, each.organisation.code, each.account.name))


def _waiting(actor: Actor, one: Round) -> QuerySet[Assessment]:
    """Those that this person could review: an editor who is also a reviewer meets the same borders as any other."""
    rows = Assessment.objects.filter(round=one, state_commitment__state__in=sorted(states_reviewed(actor)))
    return visible_to(actor, rows.exclude(organisation__in=sorted(actor.organisation_ids)), Action.REVIEW)


def _decided(actor: Actor, one: Round) -> tuple[Decided, ...]:
    rows = visible_to(actor, Review.objects.filter(assessment__round=one, reviewer=actor.account_id))
    columns = (
        "assessment_id", "assessment__state_commitment__commitment_id",
        "assessment__state_commitment__commitment__title", "assessment__state_commitment__state_id", "decision",
        "decided_at",
    )  # fmt: skip
    newest = rows.exclude(decision="").order_by("-decided_at")[:DECIDED_SHOWN]
    return tuple(Decided(*row) for row in newest.values_list(*columns))
