"""Rounds, and what a round asks of an organisation and its people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from ubada.access.actors import Actor
from ubada.access.engine import Action, visible_to
from ubada.assessments.clock import moment
from ubada.assessments.models import Assessment, AssessmentVersion, Reply, Review, Round, ScopedCommitment
from ubada.assessments.policies import OPEN, REPLYING, organisations_of
from ubada.assessments.rules.lifecycle.assessment import AssessmentAction
from ubada.assessments.rules.states import AssessmentState, RoundState
from ubada.assessments.rules.verdicts import Constituency
from ubada.kernel.text import TranslatedText
from ubada.organisations.models import Organisation

Scoped = tuple[str, str, TranslatedText, str]
"""Key, reference, title and state of a commitment in scope."""
OVER: Final = frozenset(RoundState) - {RoundState.PLANNED, RoundState.OPEN, RoundState.CLOSED, RoundState.REVIEW}
"""The states of a round in which nothing can be handed in any more."""


@dataclass(frozen=True, slots=True)
class Task:
    """One commitment of a state, and how far the organisation's verdict, or the one it looks at, has come.

    ``uid`` is the verdict's, empty where none was begun; ``state`` is its state, None likewise.
    """

    key: str
    ref: str
    title: TranslatedText
    state_code: str
    uid: str
    state: AssessmentState | None
    version: int


@dataclass(frozen=True, slots=True)
class MyRound:
    """A round as it stands for one organisation and the person who looks. Each list is in the order of references.

    ``to_review`` names no organisation: whose verdict it is, is learned by taking it up; ``reviewing`` are those that
    the person has taken up. ``overdue`` can be handed in no more.
    """

    round: Round
    organisation: Organisation
    to_assess: tuple[Task, ...]
    returned: tuple[Task, ...]
    to_review: tuple[Task, ...]
    reviewing: tuple[Task, ...]
    to_reply: tuple[Task, ...]
    overdue: tuple[Task, ...]
    done: tuple[Task, ...]

    @property
    def n_waiting(self) -> int:
        """How many pieces of work wait for the organisation and the person."""
        return sum(map(len, (self.to_assess, self.returned, self.to_review, self.reviewing, self.to_reply)))


def rounds(actor: Actor, *, practice: bool = False) -> QuerySet[Round]:
    """The rounds, newest first: the real ones, or those for practice."""
    return visible_to(actor, Round.objects.filter(is_practice=practice)).prefetch_related("states")


def round_or_none(actor: Actor, code: str) -> Round | None:
    """The round with this code, real or for practice."""
    return visible_to(actor, Round.objects.all()).prefetch_related("states").filter(pk=code).first()


def rounds_in_hand(actor: Actor, organisation: Organisation) -> list[Round]:
    """The rounds that are under way and concern the organisation's states, newest first."""
    over = (RoundState.PUBLISHED.value, RoundState.ARCHIVED.value)
    rows = Round.objects.filter(is_practice=organisation.is_practice, states__in=organisation.states.all())
    return list(visible_to(actor, rows).exclude(state__in=over).distinct())


def my_round(actor: Actor, organisation: Organisation, one: Round, *, now: datetime | None = None) -> MyRound:
    """What the round asks of the organisation and of the actor in it.

    Raises Organisation.DoesNotExist if the actor works for no such organisation.
    """
    if organisation.pk not in organisations_of()(actor):
        raise Organisation.DoesNotExist
    groups: dict[str, list[Task]] = {"to_assess": [], "returned": [], "overdue": [], "done": []}
    mine = Assessment.objects.filter(round=one, organisation=organisation).select_related(None)
    drafts = {row[0]: row[1:] for row in mine.values_list("state_commitment_id", "uid", "state", "version")}
    sent_back = set(
        AssessmentVersion.objects.filter(assessment__in=mine, action=AssessmentAction.RETURN).values_list(
            "assessment_id", flat=True
        )
    )
    stage = one.stage
    for scoped in _scope(one, organisation):
        uid, state, version = drafts.get(scoped[0], ("", "", 0))
        task = _task(scoped, uid, state, version)
        groups[_group(task.state, stage, was_sent_back=uid in sent_back)].append(task)
    return MyRound(
        one,
        organisation,
        **{name: tuple(tasks) for name, tasks in groups.items()},
        to_review=tuple(tasks_of(visible_to(actor, _of(one), Action.REVIEW))) if stage not in OVER else (),
        reviewing=tuple(tasks_of(_under_review(actor, one))),
        to_reply=tuple(_to_reply(actor, organisation, one, moment(now))),
    )


def may_take_for_review(actor: Actor, one: Round) -> list[Task]:
    """The verdicts that wait for a reviewer whom this actor could be, or could name."""
    return list(tasks_of(visible_to(actor, _of(one), Action.REVIEW)))


def _group(state: AssessmentState | None, stage: RoundState, *, was_sent_back: bool) -> str:
    if state is AssessmentState.RETURNED:
        return "overdue" if stage in OVER else "returned"
    if state is None or state is AssessmentState.DRAFT:
        if stage in OVER or (stage is not RoundState.OPEN and not was_sent_back):
            return "overdue"
        return "returned" if was_sent_back else "to_assess"
    return "done"


def _to_reply(actor: Actor, organisation: Organisation, one: Round, now: datetime) -> Iterable[Task]:
    """The verdicts of others on the organisation's states that it has not answered, while it can."""
    if one.stage is not RoundState.REPLY or not one.calendar.reply_window.holds(now):
        return ()
    if Constituency(organisation.constituency) not in REPLYING:
        return ()
    rows = _of(one).filter(state__in=sorted(OPEN), state_commitment__state__in=organisation.states.all())
    answered = Reply.objects.filter(organisation=organisation).values("assessment")
    return tasks_of(visible_to(actor, rows.exclude(organisation=organisation).exclude(pk__in=answered)))


def _under_review(actor: Actor, one: Round) -> QuerySet[Assessment]:
    under_way = Review.objects.filter(reviewer=actor.account_id, decision="").values("assessment")
    return visible_to(actor, _of(one).filter(pk__in=under_way))


def _of(one: Round) -> QuerySet[Assessment]:
    return Assessment.objects.filter(round=one)


_COMMITMENT: Final = ("state_commitment_id", "state_commitment__commitment_id", "state_commitment__commitment__title")


def _scope(one: Round, organisation: Organisation) -> QuerySet[ScopedCommitment, Scoped]:
    rows = ScopedCommitment.objects.filter(round=one, state_commitment__state__in=organisation.states.all())
    return rows.order_by("state_commitment_id").values_list(*_COMMITMENT, "state_commitment__state_id")


def tasks_of(rows: QuerySet[Assessment]) -> Iterable[Task]:
    """The commitments of these verdicts in the order of references, and how far each has come; nothing it says."""
    columns = (*_COMMITMENT, "state_commitment__state_id", "uid", "state", "version")
    for row in rows.order_by("state_commitment_id", "pk").values_list(*columns):
        yield _task(row[:4], *row[4:])


def _task(scoped: Scoped, uid: str, state: str, version: int) -> Task:
    return Task(*scoped, uid, AssessmentState(state) if state else None, version)
