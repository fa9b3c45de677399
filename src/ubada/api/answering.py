"""How every address of the interface answers: to whom, by which methods, with which headers.

Whoever asks is a reader, signed in or not, so that the answer is the same for everyone, may be kept by caches and
read by pages of other origins.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any, Final

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.operation import Operation

from ubada.access.actors import Actor
from ubada.access.engine import Refused
from ubada.api.problems import (
    FAULTS,
    INVALID_PARAMETER,
    METHOD_NOT_ALLOWED,
    NOT_ACCEPTABLE,
    NOT_FOUND,
    PRECONDITION_FAILED,
    SERVER_ERROR,
    UNAVAILABLE,
    UNKNOWN_PARAMETER,
    from_invalid_input,
    from_validation,
    problem,
)
from ubada.kernel.errors import InvalidInput
from ubada.resources.addresses import JSON
from ubada.search.engine import IndexTrouble
from ubada.search.services import ask_for_repair
from ubada.web.errors import DATABASE_AWAY
from ubada.web.middleware import fault_of, share_with_other_origins

View = Callable[..., HttpResponse]
METHODS: Final = "GET, HEAD, OPTIONS"
FRESH_FOR = 300
"""Seconds for which an answer may be used without asking again."""
_log = logging.getLogger("ubada.api")


def public(view: View) -> View:
    """A view of the interface: read-only, the same for everyone, with an entity tag, its errors as problems."""

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        share_with_other_origins(request)
        request.actor = Actor.reader()  # type: ignore[attr-defined]
        with override("en"):
            response = _answer(request, view, args, kwargs)
        response.headers.setdefault("Content-Language", "en")
        return response

    return answer


def _answer(request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]) -> HttpResponse:
    if request.method == "OPTIONS":
        return _options()
    if request.method not in ("GET", "HEAD"):
        refused = problem(request, METHOD_NOT_ALLOWED)
        refused.headers["Allow"] = METHODS
        return refused
    fault = fault_of(request)
    if fault:
        return problem(request, FAULTS[fault])
    is_head, request.method = request.method == "HEAD", "GET"
    response = view(request, *args, **kwargs)
    if response.status_code == 200:
        response = _kept(request, response)
    if is_head:
        request.method = "HEAD"
        if response.status_code != 304:
            response.headers["Content-Length"] = str(len(response.content))
        response.content = b""
    return response


def _options() -> HttpResponse:
    response = HttpResponse(status=204)
    response.headers["Allow"] = METHODS
    response.headers["Access-Control-Allow-Methods"] = METHODS
    response.headers["Access-Control-Allow-Headers"] = "Accept, If-None-Match"
    response.headers["Access-Control-Max-Age"] = "86400"
    del response.headers["Content-Type"]
    return response


def _kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer with its tag and how long it is good for; 304 to those who have it already."""
    tag = f'"{sha256(response.content).hexdigest()[:32]}"'
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = f"public, max-age={FRESH_FOR}"
    conditional = get_conditional_response(request, etag=tag, response=response)
    if conditional is None or conditional.status_code == 200:
        return response
    if conditional.status_code == 412:
        return problem(request, PRECONDITION_FAILED)
    answered: HttpResponse = conditional
    return answered


def strict(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """An operation that refuses parameters it does not have, repeated ones, and media types it does not come in."""
    operation: Operation = run.__self__  # type: ignore[attr-defined]
    allowed = {
        name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name in model.__ninja_flatten_map__
    }
    several = {name for model in operation.models for name in model.__ninja_collection_fields__}
    media_types: tuple[str, ...] = getattr(operation.view_func, "offers", (JSON,))

    @wraps(run)
    def checked(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        unknown = sorted(set(request.GET) - allowed)
        if unknown:
            detail = f"There is no parameter {', '.join(unknown)[:200]} here."
            errors = [(name, "There is no such parameter here.") for name in unknown]
            return problem(request, UNKNOWN_PARAMETER, detail, errors=errors)
        twice = sorted(name for name, values in request.GET.lists() if len(values) > 1 and name not in several)
        if twice:
            errors = [(name, "It is given more than once.") for name in twice]
            return problem(request, INVALID_PARAMETER, f"{', '.join(twice)}: given more than once.", errors=errors)
        if not accepts(request, *media_types):
            return problem(request, NOT_ACCEPTABLE, f"This resource comes as {' or '.join(media_types)}.")
        return run(request, **kwargs)

    return checked


def accepts(request: HttpRequest, *media_types: str) -> bool:
    """Whether the client takes any of these media types; no Accept header, or an empty one, takes all."""
    return not request.headers.get("Accept", "").strip() or any(request.accepts(one) for one in media_types)


def explain_failures(api: NinjaAPI) -> None:
    """Have every failure of an operation answered as a problem."""

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        if any(one["loc"][0] == "path" for one in error.errors):
            return problem(request, NOT_FOUND)
        return from_validation(request, error.errors)

    @api.exception_handler(InvalidInput)
    def meaningless(request: HttpRequest, error: InvalidInput) -> HttpResponse:
        return from_invalid_input(request, error)

    for absent in (ObjectDoesNotExist, Http404, Refused):
        api.add_exception_handler(absent, lambda request, _: problem(request, NOT_FOUND))

    for away in DATABASE_AWAY:
        api.add_exception_handler(away, lambda request, _: problem(request, UNAVAILABLE))

    @api.exception_handler(IndexTrouble)
    def rebuilding(request: HttpRequest, error: IndexTrouble) -> HttpResponse:  # noqa: ARG001
        ask_for_repair()
        return problem(request, UNAVAILABLE)

    @api.exception_handler(Exception)
    def failed(request: HttpRequest, error: Exception) -> HttpResponse:
        _log.error("an address of the interface failed", exc_info=error)
        return problem(request, SERVER_ERROR)
