"""Giving files out: the copy without metadata to whoever may see the item, the original to its own organisation."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from ubada.evidence import queries, services
from ubada.evidence.models import EvidenceItem
from ubada.files.views import given_back
from ubada.register.views.answering import actor_of


@require_safe
def copy(request: HttpRequest, uid: str) -> FileResponse:
    """The copy without metadata; its name says nothing. What everybody may have may be kept, and is asked for anew."""
    try:
        found = queries.copy_of(actor_of(request), uid)
    except EvidenceItem.DoesNotExist:
        raise Http404 from None
    response = given_back(found.path.open("rb"), found.name, found.media_type)
    if found.is_public:
        response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
@login_required
def original(request: HttpRequest, uid: str) -> FileResponse:
    """The file as it came, for members of its organisation alone. That it was given out is in the history."""
    return _as_it_came(request, uid, "file")


@require_safe
@login_required
def archive(request: HttpRequest, uid: str) -> FileResponse:
    """What stood at the address, for members of its organisation alone."""
    return _as_it_came(request, uid, "snapshot")


def _as_it_came(request: HttpRequest, uid: str, what: str) -> FileResponse:
    try:
        stored, path = services.read_original(actor=actor_of(request), uid=uid, what=what)
    except EvidenceItem.DoesNotExist:
        raise Http404 from None
    return given_back(path.open("rb"), stored.name, stored.media_type)
