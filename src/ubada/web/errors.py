"""The pages for what goes wrong. They need no database, and the last of them needs nothing at all."""

from __future__ import annotations

import re
import sys
from typing import Final

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

from ubada.files.storage import NoRoom
from ubada.web.context import shell

DATABASE_AWAY: Final = (OperationalError, InterfaceError)
RETRY_SECONDS: Final = "30"
WORTH_KEEPING: Final = 3
"""Words from which on what was written on a form that is gone is given back: keys and choices are shorter."""
_SECRET: Final = re.compile("password|token|code|key", re.IGNORECASE)
"""Names of fields whose content is never shown."""
_LAST_RESORT: Final = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Ubada</title>'
    "<h1>Something went wrong on our side</h1><p>Please try again in a few minutes.</p>"
    '<p lang="ru">Произошла ошибка на нашей стороне. Попробуйте ещё раз через несколько минут.</p></html>'
)


def plain_page(request: HttpRequest, status: int, name: str = "") -> HttpResponse:
    """The page for this status without anything about the reader: no session is read and no database asked.

    ``name`` is that of its template, if the status alone does not say what is wrong.
    """
    try:
        text = get_template(f"{name or status}.html").render(shell(request))
    except Exception:  # noqa: BLE001 - a page about a fault must not fail in its turn
        text = _LAST_RESORT
    return HttpResponse(text, status=status)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database is away; the answer says when to come back."""
    response = plain_page(request, 503)
    response.headers["Retry-After"] = RETRY_SECONDS
    return response


def busy(request: HttpRequest) -> HttpResponse:
    """Others are taking whole lists away; the answer says when to come back."""
    response = plain_page(request, 503, "busy")
    response.headers["Retry-After"] = RETRY_SECONDS
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """The address or the form is malformed."""
    return plain_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """What may not be had answers 404, as if it were not there."""
    return not_found(request)


def form_without_token(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """A form came back without its token."""
    return plain_page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """There is no such page, or none for this reader, or none any more: then it holds what they have just written.

    The answer is the same whatever there is or was at the address, so that it tells nothing.
    """
    return render(request, "404.html", {"written": _written(request)}, status=404)


def _written(request: HttpRequest) -> list[tuple[str, str]]:
    """The texts of a form that somebody who is signed in has sent, without secrets; their language is unknown."""
    user = getattr(request, "user", None)
    # Where no view was found, nobody has looked whether the form is one of ours, nor whether it can be read.
    if request.method != "POST" or request.resolver_match is None or user is None or not user.is_authenticated:
        return []
    fields = [name for name in request.POST if not _SECRET.search(name)]
    return [("", text) for name in fields for text in request.POST.getlist(name) if len(text.split()) >= WORTH_KEEPING]


def too_many_attempts(request: HttpRequest) -> HttpResponse:
    """Someone tried too often."""
    response = plain_page(request, 429)
    response.headers["Retry-After"] = "300"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Something failed on our side: 503 if it was the database, 507 if it was a full disk, wherever it was noticed."""
    failure = sys.exc_info()[1]
    if isinstance(failure, DATABASE_AWAY):
        return unavailable(request)
    if isinstance(failure, NoRoom):
        return plain_page(request, 507)
    return plain_page(request, 500)
