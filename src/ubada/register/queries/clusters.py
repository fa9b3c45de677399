"""One promise through the years and mechanisms: who made it when, and how each state answered each time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.db.models import Prefetch, QuerySet

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.kernel.dates import PartialDate
from ubada.register.models import (
    Cluster,
    Commitment,
    IssuingBody,
    RecommendedBy,
    State,
    StateCommitment,
    StateResponse,
)

_NUMBERED: Final = re.compile(r"(\D*)(\d*)")


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

    @property
    def silent(self) -> tuple[tuple[str, tuple[State, ...]], ...]:
        """The states of which no answer is on record, by their standing to the commitment."""
        by_standing: dict[str, list[State]] = {}
        for one in self.given:
            if not one.responses:
                by_standing.setdefault(one.standing.standing, []).append(one.standing.state)
        return tuple((standing, tuple(states)) for standing, states in by_standing.items())


@dataclass(frozen=True, slots=True)
class Occasion:
    """One day on which one body said it, once or in several places."""

    made_on: PartialDate | None
    body: IssuingBody | None
    times: tuple[Time, ...]


def cluster_history(actor: Actor, cluster: Cluster) -> tuple[Time, ...]:
    """Every time the promise was made, the earliest first and those of unknown date last.

    The number of queries does not depend on how many there are.
    """
    return tuple(sorted(times_of(actor, Commitment.objects.filter(cluster=cluster)).values(), key=when))


def occasions(times: Iterable[Time]) -> list[Occasion]:
    """Times that follow each other on one day from one body, together."""
    grouped = groupby(times, key=lambda one: (one.made_on, one.body))
    return [Occasion(made_on, body, tuple(own)) for (made_on, body), own in grouped]


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


def when(one: Time) -> tuple[bool, str, str, list[tuple[str, int]]]:
    """The order in which times are told: by date, those without one last; then by body and reference, 9 before 10."""
    day = one.made_on.earliest.isoformat() if one.made_on else ""
    parts = [(words, int(number or 0)) for words, number in _NUMBERED.findall(one.commitment.ref)]
    return not day, day, one.body.code if one.body else "", parts


def _time(row: Commitment) -> Time:
    source = row.document or row.instrument
    return Time(
        commitment=row,
        made_on=source.adopted_on if source else None,
        body=source.body if source else None,
        recommended_by=tuple(row.recommended_by.all()),
        given=tuple(Given(one, tuple(one.responses.all())) for one in row.state_commitments.all()),
    )
