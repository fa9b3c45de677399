"""What stands around a promise where a verdict on it is written: facts, verdicts of others, what is new."""

from __future__ import annotations

from typing import Any

from ubada.access.actors import Actor
from ubada.assessments import queries
from ubada.assessments.models import Round
from ubada.assessments.policies import ROUND_PUBLIC
from ubada.assessments.queries import VerdictShown, writing
from ubada.assessments.showing import stands
from ubada.register.models import StateCommitment
from ubada.register.queries.answers import answers_on


def surroundings(actor: Actor, one: Round, about: StateCommitment, before: VerdictShown | None) -> dict[str, Any]:
    """Everything beside the form, for its template. Verdicts of others are those of rounds that are published.

    ``before`` is what the organisation itself said last.
    """
    published = [
        each
        for each in queries.assessments_on(actor, about.pk)
        if each.round.state in ROUND_PUBLIC and each.round.pk != one.pk and each.round.is_practice == one.is_practice
    ]
    newest = published[0].round if published else None
    since = before.round.closes if before is not None else newest.closes if newest is not None else None
    return {
        "lines": answers_on(actor, [about.commitment_id], [about.state_id]).lines(about.commitment_id, [about.state]),
        "responses": writing.responses_of(actor, about),
        "claimed": list(writing.measures_to_weigh(actor, about)),
        "grades": queries.grades_on(actor, about.pk),
        "last_round": newest,
        "last_stands": stands(queries.positions_on(actor, about.pk, newest)) if newest is not None else [],
        "last_verdicts": [each for each in published if newest is not None and each.round.pk == newest.pk],
        "before": before,
        "news": writing.news_since(actor, about, since) if since is not None else None,
    }
