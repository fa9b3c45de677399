"""What the desk pages of editors share: who may open them, and how a refusal is told."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache

from ubada.access.engine import Action, can
from ubada.kernel.errors import UbadaError
from ubada.register.models import Relation
from ubada.register.views.answering import actor_of

View = Callable[..., HttpResponse]


def for_editors(view: View) -> View:
    """A page for those who decide on relations and clusters; for everyone else who is signed in there is none."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not can(actor_of(request), Action.CHANGE, Relation):
            raise Http404
        return view(request, *args, **kwargs)

    return never_cache(login_required(guarded))


def tell(request: HttpRequest, error: UbadaError) -> None:
    """Show on the next page why nothing was done, and what to do."""
    messages.error(request, f"{error.message} {error.hint}".strip())


def back_to(path: str, query: str, place: str = "", **more: str) -> HttpResponseRedirect:
    """The page that was left, at a place of it, with its filters and these parameters; an empty one is taken away."""
    kept = dict(parse_qsl(query)) | more
    asked = urlencode({name: value for name, value in kept.items() if value})
    return HttpResponseRedirect(f"{path}{'?' if asked else ''}{asked}{'#' if place else ''}{place}")
