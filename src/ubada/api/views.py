"""What is not an operation: the description of the interface, its documentation, and what is not there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import resolve, reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from ubada.api.answering import accepts, public
from ubada.api.openapi import openapi
from ubada.api.own_openapi import own_openapi
from ubada.api.problems import MALFORMED, NOT_ACCEPTABLE, NOT_FOUND, SERVER_ERROR, UNKNOWN_PARAMETER, problem
from ubada.api.reference import reference
from ubada.resources.addresses import JSON, ROOT
from ubada.web import errors as web
from ubada.web.middleware import OTHER_FORMS


def openapi_document(request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 document of what is public."""
    return _document(request, openapi)


def own_openapi_document(request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 document of what needs a token; the document itself needs none."""
    return _document(request, own_openapi)


def _document(request: HttpRequest, described: Callable[[], dict[str, Any]]) -> HttpResponse:
    if request.GET:
        return problem(request, UNKNOWN_PARAMETER)
    if not accepts(request, JSON):
        return problem(request, NOT_ACCEPTABLE)
    return JsonResponse(described(), json_dumps_params={"ensure_ascii": False, "indent": 1})


@csrf_exempt
def elsewhere(request: HttpRequest, rest: str) -> HttpResponse:
    """A known address with a slash at its end is the same resource; anything else is not there."""
    if rest == "docs":
        return HttpResponseRedirect(reverse("api_docs"))
    if rest.endswith("/") and rest.strip("/"):
        match = resolve(ROOT + rest.rstrip("/"))
        if match.func is not elsewhere:
            answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
            return answer
    return _nothing(request)


@public
def _nothing(request: HttpRequest) -> HttpResponse:
    return problem(request, NOT_FOUND)


@require_safe
@gzip_page
def documentation(request: HttpRequest) -> HttpResponse:
    """The reference of the interface, made from its description, for people."""
    return render(request, "api/docs.html", {"reference": reference(request.build_absolute_uri(ROOT)), "root": ROOT})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request is malformed: said as a problem to programs, as a page to people."""
    if request.path_info.startswith(OTHER_FORMS):
        return problem(request, MALFORMED)
    return web.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something failed on our side: said as a problem to programs, as a page to people."""
    if request.path_info.startswith(OTHER_FORMS):
        return problem(request, SERVER_ERROR)
    return web.server_error(request)
