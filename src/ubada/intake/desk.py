"""The desk's entry for documents that were read."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from ubada.access.actors import Actor
from ubada.intake import queries
from ubada.web.desk import Work, offer


def _documents(actor: Actor) -> Work | None:
    waiting = queries.waiting_for(actor)
    if waiting is None:
        return None
    return Work(
        title=_("Documents"),
        summary=_("Have a document read, and decide which of its recommendations enter the register."),
        url=reverse("readings"),
        waiting=waiting,
    )


offer(10, _documents)
