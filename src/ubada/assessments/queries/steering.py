"""The desk of those who see rounds through: where each stands, how far its verdicts are; nothing of what they say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Count, Min, QuerySet

from ubada.access.actors import Actor
from ubada.access.engine import Action, can, visible_to
from ubada.assessments.models import Assessment, DateMoved, ReminderSent, Review, Round, ScopedCommitment
from ubada.assessments.queries.rounds import rounds
from ubada.assessments.queries.sayings import progress_counts
from ubada.assessments.rules.calendar import Milestone
from ubada.assessments.rules.states import AssessmentState, RoundState
from ubada.assessments.rules.verdicts import PLACE, VOICES, Constituency
from ubada.assessments.services.reviewing import REVIEWED_IN
from ubada.kernel.text import TranslatedText
from ubada.organisations.models import Organisation
from ubada.register.models import State, StateCommitment

COLUMNS: Final[dict[str, tuple[AssessmentState, ...]]] = {
    "draft": (AssessmentState.DRAFT,),
    "submitted": (AssessmentState.SUBMITTED,),
    "in-review": (AssessmentState.IN_REVIEW,),
    "returned": (AssessmentState.RETURNED,),
    "accepted": (AssessmentState.ACCEPTED,),
    "open": tuple(state for state in AssessmentState if state.is_open_to_all),
    "withdrawn": (AssessmentState.WITHDRAWN,),
}
"""How the states of verdicts are counted together for the table of a round."""


@dataclass(frozen=True, slots=True)
class Overview:
    """A round as it stands: what comes next, how many verdicts there are and how many wait for a reviewer."""

    round: Round
    next: tuple[Milestone, date] | None
    verdicts: int
    waiting: int
    needs_edition: bool


@dataclass(frozen=True, slots=True)
class OrganisationProgress:
    """How far an organisation has come: how many commitments it is asked about, and its verdicts by state."""

    organisation: Organisation
    constituency: Constituency
    asked: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AwaitsReview:
    """A verdict that waits for a reviewer, or that one has taken up: whose organisation reviews it, and since when."""

    uid: str
    ref: str
    title: TranslatedText
    state_code: str
    organisation: Organisation
    submitted_at: datetime | None
    reviewed_by: Organisation | None
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Reminded:
    """A reminder that went out: of what, how many days from it, to whom, to how many organisations, first when."""

    milestone: str
    of: date
    days: int
    audience: str
    count: int
    sent_at: datetime

    @property
    def distance(self) -> int:
        """How many days lay between the reminder and the date."""
        return abs(self.days)


def steers(actor: Actor) -> bool:
    """Whether the actor plans rounds and sees them through."""
    return can(actor, Action.CHANGE, Round)


def overviews(actor: Actor, today: date) -> list[Overview]:
    """Every round, those for practice too, newest first."""
    if not steers(actor):
        return []
    counts: dict[str, Counter[str]] = {}
    rows = visible_to(actor, Assessment.objects.all(), Action.VIEW_EDITORIAL)
    for code, state, count in rows.order_by().values_list("round", "state").annotate(count=Count("pk")):
        counts.setdefault(code, Counter())[state] = count
    every = [*rounds(actor), *rounds(actor, practice=True)]
    return [_overview(one, counts.get(one.code, Counter()), today) for one in every]


def waiting_for_steering(actor: Actor, today: date) -> int:
    """How many verdicts wait for a reviewer in rounds in which they can be reviewed, and rounds for an edition."""
    return sum(one.waiting + one.needs_edition for one in overviews(actor, today))


def progress_table(actor: Actor, one: Round) -> list[OrganisationProgress] | None:
    """How far each organisation has come, also those that have begun nothing; by constituency, then by code.

    None for whoever may not know it.
    """
    if not can(actor, Action.VIEW_EDITORIAL, Assessment):
        return None
    found = progress_counts(actor, one)
    scope = Counter(
        dict(
            ScopedCommitment.objects.filter(round=one)
            .order_by()
            .values_list("state_commitment__state")
            .annotate(count=Count("pk"))
        )
    )
    spoke = {code for code, _state in found}
    sides = [side.value for side in VOICES]
    asked = Organisation.objects.filter(
        states__in=one.states.all(), status=Organisation.Status.APPROVED, is_practice=one.is_practice,
        constituency__in=sides,
    )  # fmt: skip
    rows = (asked | Organisation.objects.filter(code__in=spoke)).distinct().prefetch_related("states")
    table = [
        OrganisationProgress(
            each,
            Constituency(each.constituency),
            sum(scope[state.code] for state in each.states.all()),
            tuple(sum(found.get((each.code, state), 0) for state in states) for states in COLUMNS.values()),
        )
        for each in rows
    ]
    return sorted(table, key=lambda each: (PLACE[each.constituency], each.organisation.code))


def awaiting_review(actor: Actor, one: Round) -> list[AwaitsReview]:
    """The verdicts that wait for a reviewer, then those that are being reviewed; for the secretariat alone."""
    waiting = (AssessmentState.SUBMITTED.value, AssessmentState.IN_REVIEW.value)
    rows = visible_to(actor, Assessment.objects.filter(round=one, state__in=waiting), Action.VIEW_EDITORIAL)
    under_way = {
        each.assessment_id: each
        for each in visible_to(actor, Review.objects.filter(assessment__in=rows, decision="")).select_related(
            "organisation"
        )
    }
    rows = rows.select_related("organisation", "state_commitment__commitment").only(
        "uid", "organisation", "submitted_at", "state_commitment__state", "state_commitment__commitment__title"
    )
    found = [_awaits(each, under_way.get(each.uid)) for each in rows]
    return sorted(found, key=lambda each: (each.reviewed_by is not None, each.ref, each.state_code, each.uid))


def awaits_review(actor: Actor, one: Round, uid: str) -> AwaitsReview | None:
    """One of these."""
    return next((each for each in awaiting_review(actor, one) if each.uid == uid), None)


def moves_of(actor: Actor, one: Round) -> list[DateMoved]:
    """The dates that were moved, the latest move first."""
    return list(visible_to(actor, DateMoved.objects.filter(round=one)).order_by("-moved_at", "-pk"))


def reminded(actor: Actor, one: Round) -> list[Reminded]:
    """The reminders of the round that went out, newest first; for the secretariat alone."""
    rows = visible_to(actor, ReminderSent.objects.filter(round=one)).order_by()
    sent = []
    for key, count, first in rows.values_list("key").annotate(count=Count("pk"), first=Min("sent_at")):
        milestone, day, days, audience = key.split(":")
        sent.append(Reminded(milestone, date.fromisoformat(day), int(days), audience, count, first))
    return sorted(sent, key=lambda each: (each.sent_at, each.milestone, each.audience), reverse=True)


def in_scope(actor: Actor, one: Round) -> int:
    """How many commitments are in the round: those listed, or for a round that has not opened all of its states."""
    listed = visible_to(actor, ScopedCommitment.objects.filter(round=one)).count()
    if listed or one.stage is not RoundState.PLANNED:
        return listed
    return _followed(actor, one.states.all()).count()


def keys_named(actor: Actor, names: Iterable[str], states: Iterable[str]) -> tuple[list[str], list[str]]:
    """The keys of commitments of states for references (in all of these states) and keys; and what names none."""
    among = list(states)
    wanted = list(dict.fromkeys(names))
    rows = _followed(actor, among)
    keys = set(rows.filter(pk__in=wanted).values_list("pk", flat=True))
    by_ref: dict[str, list[str]] = {}
    for key, ref in rows.filter(commitment__in=wanted).order_by("pk").values_list("pk", "commitment_id"):
        by_ref.setdefault(ref, []).append(key)
    found: dict[str, None] = {}
    for name in wanted:
        found |= dict.fromkeys([name] if name in keys else by_ref.get(name, []))
    return list(found), [name for name in wanted if name not in keys and name not in by_ref]


def _followed(actor: Actor, states: Iterable[State] | Iterable[str]) -> QuerySet[StateCommitment]:
    """What these states promised. A round for practice names the practice state, so what is invented is asked for."""
    return visible_to(actor.asking_for_practice(), StateCommitment.objects.filter(state__in=states))


def _overview(one: Round, counts: Counter[str], today: date) -> Overview:
    ahead = [(each, one.calendar.on(each)) for each in Milestone if one.calendar.on(each) > today]
    return Overview(
        one,
        ahead[0] if ahead else None,
        sum(counts.values()) - counts[AssessmentState.WITHDRAWN.value],
        counts[AssessmentState.SUBMITTED.value] if one.stage in REVIEWED_IN else 0,
        one.stage is RoundState.EDITION_FROZEN and not one.is_practice and not one.edition,
    )


def _awaits(one: Assessment, review: Review | None) -> AwaitsReview:
    about = one.state_commitment
    return AwaitsReview(
        one.uid, about.commitment_id, about.commitment.title, about.state_id, one.organisation, one.submitted_at,
        review.organisation if review is not None else None, review.began_at if review is not None else None,
    )  # fmt: skip
