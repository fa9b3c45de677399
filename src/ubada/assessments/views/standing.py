"""What the pages of the desk of rounds share: who asks, about which round, and for which organisation."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpRequest

from ubada.access.actors import Actor
from ubada.assessments import queries
from ubada.assessments.models import Round
from ubada.organisations.models import Organisation
from ubada.register.views.answering import actor_of

ROWS_A_PAGE = 25


def round_or_404(request: HttpRequest, code: str) -> tuple[Actor, Round]:
    """Who asks, and the round of the address."""
    actor = actor_of(request)
    one = queries.round_or_none(actor, code)
    if one is None:
        raise Http404
    return actor, one


def chosen_among(organisations: Iterable[Organisation], code: str | None) -> Organisation:
    """The organisation that the address names, or the first. Raises Http404 for one that is not among them."""
    known = list(organisations)
    for one in known:
        if code in (None, "", one.code):
            return one
    raise Http404
