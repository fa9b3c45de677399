"""What the pages of the desk of rounds share: who asks, about which round, and for which organisation."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpRequest

from ubada.access.actors import Actor
from ubada.assessments import queries
from ubada.assessments.models import Round
from ubada.assessments.queries.writing import asked_by
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


def asked_or_404(request: HttpRequest, code: str, organisation: str) -> tuple[Actor, Round, Organisation]:
    """Who asks, the round of the address, and the organisation of theirs that it asks; nobody else learns of either."""
    actor = actor_of(request)
    found = asked_by(actor, code, organisation)
    if found is None:
        raise Http404
    return actor, *found


def chosen_among(organisations: Iterable[Organisation], code: str | None) -> Organisation:
    """The organisation that the address names, or the first. Raises Http404 for one that is not among them."""
    known = list(organisations)
    for one in known:
        if code in (None, "", one.code):
            return one
    raise Http404
