"""What rounds put on the desk: one's own verdicts, seeing rounds through, and saying that something was done."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ubada.access.actors import Actor
from ubada.assessments import queries
from ubada.assessments.clock import moment
from ubada.assessments.queries import steering
from ubada.assessments.queries.claiming import claiming_for
from ubada.assessments.queries.writing import writing_for
from ubada.web.desk import Work, offer


def _rounds(actor: Actor) -> Work | None:
    organisations = writing_for(actor)
    if not organisations:
        return None
    waiting = sum(
        queries.my_round(actor, each, one).n_waiting
        for each in organisations
        for one in queries.rounds_in_hand(actor, each)
    )
    return Work(
        title=_("My rounds"),
        summary=_("Give your organisation's verdicts, look over those of others, and answer them."),
        url=reverse("desk_rounds"),
        waiting=waiting,
    )


def _steering(actor: Actor) -> Work | None:
    if not steering.steers(actor):
        return None
    return Work(
        title=_("Steering of rounds"),
        summary=_("Plan rounds, move their dates in public, and see to it that every verdict has a reviewer."),
        url=reverse("desk_steering"),
        waiting=steering.waiting_for_steering(actor, timezone.localdate(moment(None))),
    )


def _measures(actor: Actor) -> Work | None:
    if not claiming_for(actor):
        return None
    return Work(
        title=_("Measures"),
        summary=_("Say in public what was done about a commitment, for verdicts to weigh."),
        url=reverse("desk_measures"),
        waiting=0,
    )


offer(5, _rounds)
offer(7, _steering)
offer(9, _measures)
