"""What the pages of evidence share: the item of the address, and the way back to where a person came from."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.http import Http404, HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from ubada.access.actors import Actor
from ubada.access.engine import Action, can
from ubada.evidence import queries
from ubada.evidence.models import EvidenceItem

BACK: Final = "return"
"""The parameter with the page of this site that a person came from."""
CHOSEN: Final = "evidence"
"""The parameter that tells that page which item was added or found there."""
_LONGEST_WAY: Final = 1000


def item_or_404(actor: Actor, uid: str) -> EvidenceItem:
    """The item of the address; 404 for what is not there and what is not for this person."""
    try:
        return queries.item(actor, uid)
    except EvidenceItem.DoesNotExist:
        raise Http404 from None


def kept_or_404(actor: Actor, uid: str) -> EvidenceItem:
    """The item of the address, for those who keep it, unless it was withdrawn."""
    one = item_or_404(actor, uid)
    if not can(actor, Action.CHANGE, one) or one.is_withdrawn:
        raise Http404
    return one


def way_back(request: HttpRequest) -> str:
    """The page of this site that a person came from, as a path; empty for none and for what leads elsewhere."""
    given = request.POST.get(BACK, "") if request.method == "POST" else request.GET.get(BACK, "")
    if len(given) > _LONGEST_WAY or not given.startswith("/") or not given.isprintable():
        return ""
    return given if url_has_allowed_host_and_scheme(given, allowed_hosts=None) else ""


def with_item(way: str, uid: str) -> str:
    """The way back, telling which item it was; the item's own page where there is no way back."""
    parts = urlsplit(way)
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != CHOSEN]
    return urlunsplit(("", "", parts.path, urlencode([*query, (CHOSEN, uid)]), parts.fragment))
