"""What the register puts on the desk of an editor."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from ubada.access.actors import Actor
from ubada.access.engine import Action, can
from ubada.register.models import ClassificationSuggestion, Relation
from ubada.register.queries.classification import suggested_commitments
from ubada.register.queries.groups import open_groups
from ubada.register.queries.relations import counts
from ubada.web.desk import Work, offer


def _classification(actor: Actor) -> Work | None:
    if not can(actor, Action.CHANGE, ClassificationSuggestion):
        return None
    return Work(
        title=_("Suggested terms"),
        summary=_("Listed words and models suggest themes, persons, SDG targets and how specific a request is."),
        url=reverse("desk_classification"),
        waiting=suggested_commitments(actor).count(),
    )


def _relations(actor: Actor) -> Work | None:
    if not can(actor, Action.CHANGE, Relation):
        return None
    return Work(
        title=_("Promises made again"),
        summary=_("Rules suggest which commitments ask for the same, for more, or for the opposite. You decide."),
        url=reverse("desk_relations"),
        waiting=counts(actor)[Relation.State.SUGGESTED],
    )


def _clusters(actor: Actor) -> Work | None:
    if not can(actor, Action.CHANGE, Relation):
        return None
    return Work(
        title=_("Clusters"),
        summary=_("Join commitments that were confirmed to be one promise, and mend the clusters there are."),
        url=reverse("desk_clusters"),
        waiting=len(open_groups(actor)),
    )


offer(30, _classification)
offer(40, _relations)
offer(41, _clusters)
