"""One promise through the years and mechanisms: who made it when, and how each state answered each time."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.kernel.dates import PartialDate
from ubada.register.models import Cluster, Commitment, IssuingBody, RecommendedBy, StateCommitment, StateResponse


@dataclass(frozen=True, slots=True)
class Given:
    """How one state stood to one commitment, and what it answered, the earliest first."""

    standing: StateCommitment
    responses: tuple[StateResponse, ...]


@dataclass(frozen=True, slots=True)
class Time:
    """One time the promise was made: when, by which body, on whose recommendation, and the answers to it."""

    commitment: Commitment
    made_on: PartialDate | None
    body: IssuingBody | None
    recommended_by: tuple[RecommendedBy, ...]
    given: tuple[Given, ...]

    @property
    def answered(self) -> tuple[Given, ...]:
        """The states that answered."""
        return tuple(one for one in self.given if one.responses)


def cluster_history(actor: Actor, cluster: Cluster) -> tuple[Time, ...]:
    """Every time the promise was made, the earliest first and those of unknown date last.

    The number of queries does not depend on how many there are.
    """
    return tuple(sorted(times_of(actor, Commitment.objects.filter(cluster=cluster)).values(), key=when))


def times_of(actor: Actor, commitments: QuerySet[Commitment]) -> dict[str, Time]:
    """Each of these commitments as one time that a promise was made, by reference."""
    standings = visible_to(actor, StateCommitment.objects.filter(state__is_practice=False)).select_related("state")
    responses = Prefetch("responses", queryset=visible_to(actor, StateResponse.objects.order_by("dated")))
    rows = (
        visible_to(actor, commitments)
        .select_related("instrument__body", "document__body", "provision")
        .prefetch_related(
            Prefetch("recommended_by", queryset=visible_to(actor, RecommendedBy.objects.all())),
            Prefetch("state_commitments", queryset=standings.order_by("state__order").prefetch_related(responses)),
        )
    )
    return {row.ref: _time(row) for row in rows}


def when(one: Time) -> tuple[bool, str, str]:
    """The order in which times are told: by date, those without one last."""
    day = one.made_on.earliest.isoformat() if one.made_on else ""
    return not day, day, one.commitment.ref


def _time(row: Commitment) -> Time:
    source = row.document or row.instrument
    return Time(
        commitment=row,
        made_on=source.adopted_on if source else None,
        body=source.body if source else None,
        recommended_by=tuple(row.recommended_by.all()),
        given=tuple(Given(one, tuple(one.responses.all())) for one in row.state_commitments.all()),
    )
