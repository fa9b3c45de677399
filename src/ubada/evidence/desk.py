"""The desk's entry for evidence."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from ubada.access.actors import Actor
from ubada.evidence import queries
from ubada.web.desk import Work, offer


def _evidence(actor: Actor) -> Work | None:
    if not queries.takes_part(actor):
        return None
    return Work(
        title=_("Evidence"),
        summary=_("What verdicts rest on: add a document, a page or a statistic, and say who may see it."),
        url=reverse("desk_evidence"),
        waiting=queries.waiting_for(actor),
    )


offer(8, _evidence)
