"""How the addresses answer that need a token: to whom, with which headers, and what is said when something is wrong.

Nothing but the header Authorization says who asks: no cookie, no session and no parameter, so that no page of anybody
else can ask in somebody's name, and no address that is copied or kept holds a secret.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from allauth.core.internal import ratelimit
from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.utils.cache import get_conditional_response
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from ubada.access.engine import Refused
from ubada.api import own_problems as kinds
from ubada.api.problems import NOT_FOUND, PRECONDITION_FAILED, SERVER_ERROR, UNAVAILABLE, from_validation, problem
from ubada.assessments.api.own.acting import ScopeMissing, VersionMissing
from ubada.assessments.rules.refusal import RuleBroken
from ubada.assessments.services import EditConflict
from ubada.assessments.words import explain
from ubada.kernel.errors import InvalidInput
from ubada.organisations.services import act_through
from ubada.resources.addresses import JSON
from ubada.web.errors import DATABASE_AWAY
from ubada.web.middleware import fault_of

View = Callable[..., HttpResponse]
FAILURES: Final = "30/m/ip"
"""As many tokens that do not work as attempts to sign in: from one place in a minute."""
_BEARER: Final = re.compile(r"bearer +(\S+)", re.IGNORECASE)
_WITH_BODY: Final = ("POST", "PUT", "PATCH")
_log = logging.getLogger("ubada.api")


def own(view: View) -> View:
    """A view for whoever brings a token, kept by no cache."""

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with override("en"):
            try:
                response = _answer(request, view, args, kwargs)
            except DATABASE_AWAY:
                response = problem(request, UNAVAILABLE)
        response.headers["Cache-Control"] = "no-store"
        response.headers.setdefault("Content-Language", "en")
        return response

    return answer


def _answer(request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]) -> HttpResponse:
    fault = fault_of(request)
    if fault:
        return problem(request, kinds.FAULTS[fault])
    acting = act_through(token) if (token := _token_of(request)) else None
    if acting is None:
        return _unknown(request, counts=bool(token))
    if request.method in _WITH_BODY and request.body and request.content_type != JSON:
        return problem(request, kinds.NOT_JSON)
    request.actor = acting.actor  # type: ignore[attr-defined]
    request.acting = acting  # type: ignore[attr-defined]
    is_head = request.method == "HEAD"
    if is_head:
        request.method = "GET"
    response = view(request, *args, **kwargs)
    if response.status_code == 405:
        refused = problem(request, kinds.METHOD_NOT_ALLOWED)
        refused.headers["Allow"] = response.headers["Allow"]
        return refused
    if request.method == "GET" and response.status_code == 200 and "ETag" in response.headers:
        response = _unless_known(request, response)
    if is_head:
        request.method = "HEAD"
        response.headers["Content-Length"] = str(len(response.content))
        response.content = b""
    return response


def _token_of(request: HttpRequest) -> str:
    match = _BEARER.fullmatch(request.headers.get("Authorization", "").strip())
    return match[1] if match is not None else ""


def _unknown(request: HttpRequest, *, counts: bool) -> HttpResponse:
    """Without a token that works nothing is said. Only failures are counted.

    Nobody guesses a secret of 256 bits, and a limit on tokens that work would let anybody behind the same address shut
    others out.
    """
    if counts and not ratelimit.consume(
        request, app="ubada.api", action="token_failed", config={"token_failed": FAILURES}, limit_get=True
    ):
        response = problem(request, kinds.TOO_MANY_ATTEMPTS)
        response.headers["Retry-After"] = "60"
        return response
    response = problem(request, kinds.TOKEN_MISSING)
    response.headers["WWW-Authenticate"] = 'Bearer realm="ubada"'
    return response


def _unless_known(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    conditional = get_conditional_response(request, etag=response.headers["ETag"], response=response)
    if conditional is None or conditional.status_code == 200:
        return response
    if conditional.status_code == 412:
        return problem(request, PRECONDITION_FAILED)
    known: HttpResponse = conditional
    return known


def explain_refusals(api: NinjaAPI) -> None:
    """Have everything that a step can be refused for answered as a problem that names all of it."""

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        places = {one["loc"][0] for one in error.errors}
        if "path" in places:
            return problem(request, NOT_FOUND)
        if "query" in places:
            return from_validation(request, error.errors)
        faults = [(_member(one["loc"]), str(one["msg"])) for one in error.errors]
        return _invalid_value(request, faults)

    @api.exception_handler(InvalidInput)
    def meaningless(request: HttpRequest, error: InvalidInput) -> HttpResponse:
        faults = [(one.field, one.message) for one in error.problems]
        if not faults:  # nothing is wrong with what was sent, but with the moment
            return problem(request, kinds.NOT_NOW, str(error), more={"unmet": []})
        return _invalid_value(request, faults)

    @api.exception_handler(RuleBroken)
    def missing(request: HttpRequest, error: RuleBroken) -> HttpResponse:
        unmet = [{"code": one.code, "what": one.what, "remedy": one.remedy} for one in explain(error)]
        return problem(request, kinds.NOT_NOW, " ".join(one["what"] for one in unmet), more={"unmet": unmet})

    @api.exception_handler(EditConflict)
    def changed(request: HttpRequest, error: EditConflict) -> HttpResponse:
        kind = kinds.CHANGED_SINCE if "If-Match" in request.headers else kinds.EDIT_CONFLICT
        response = problem(request, kind, more={"yours": error.yours, "theirs": error.theirs, "version": error.version})
        response.headers["ETag"] = f'"{error.version}"'
        return response

    @api.exception_handler(ScopeMissing)
    def out_of_scope(request: HttpRequest, error: ScopeMissing) -> HttpResponse:
        response = problem(request, kinds.SCOPE_MISSING, str(error))
        challenge = f'Bearer realm="ubada", error="insufficient_scope", scope="{error.scope}"'
        response.headers["WWW-Authenticate"] = challenge
        return response

    @api.exception_handler(HttpError)
    def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:  # noqa: ARG001
        return problem(request, kinds.MALFORMED_BODY)

    @api.exception_handler(Exception)
    def failed(request: HttpRequest, error: Exception) -> HttpResponse:
        _log.error("an address of the interface failed", exc_info=error)
        return problem(request, SERVER_ERROR)

    plain = (
        (VersionMissing, kinds.VERSION_MISSING),
        (Refused, kinds.NOT_ALLOWED),
        (ObjectDoesNotExist, NOT_FOUND),
        (Http404, NOT_FOUND),
        (RequestDataTooBig, kinds.TOO_LARGE),
        (UnreadablePostError, kinds.MALFORMED_BODY),
        *((away, UNAVAILABLE) for away in DATABASE_AWAY),
    )
    for error_class, kind in plain:
        api.add_exception_handler(error_class, lambda request, _, kind=kind: problem(request, kind))  # type: ignore[misc]


def _member(place: tuple[Any, ...]) -> str:
    """The member of the body that a fault is in; the first two parts of its place are the body and its name here."""
    return str(place[2]) if len(place) > 2 else "body"


def _invalid_value(request: HttpRequest, faults: list[tuple[str, str]]) -> HttpResponse:
    detail = " ".join(f"{name}: {message}" for name, message in faults)
    return problem(request, kinds.INVALID_VALUE, detail, errors=faults)
