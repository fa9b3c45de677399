"""What every answer carries, and who is asking."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import Final

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language_from_path, override

from ubada.access.actors import Actor
from ubada.files.storage import NoRoom
from ubada.files.uploads import has_room_for, most_bytes, read_past
from ubada.register.views.answering import Busy
from ubada.web.errors import DATABASE_AWAY, busy, plain_page, unavailable

Handler = Callable[[HttpRequest], HttpResponse]

CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Nothing inline, nothing from anyone else, on every page alike."""

HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), "
        "usb=(), interest-cohort=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SANDBOX: Final = "sandbox; default-src 'none'; "
"""How a policy begins that is stricter than ours and may stand: that of a file which someone handed in."""
STRICT_TRANSPORT = "max-age=63072000; includeSubDomains"
SHARED: Final = {
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Allow, Retry-After",
}
"""What differs for an answer that pages of other origins may read. Credentials are never allowed with it."""
OTHER_FORMS: Final = ("/api/",)
"""Addresses under these prefixes say in a form of their own what is wrong with a request."""
LONGEST_QUERY: Final = 4000
"""Characters after the question mark; a search of several hundred letters in any alphabet fits."""


def share_with_other_origins(request: HttpRequest) -> None:
    """Let pages of other origins read the answer to this request: only for what is public and the same for everyone."""
    request.is_shared = True  # type: ignore[attr-defined]


class SecurityHeaders:
    """Puts the same protective headers on every answer, static files and errors included."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        policy = response.headers.get("Content-Security-Policy", "")
        for name, value in HEADERS.items():
            response.headers[name] = value
        if policy.startswith(SANDBOX):
            response.headers["Content-Security-Policy"] = policy
        if getattr(request, "is_shared", False):
            for name, value in SHARED.items():
                response.headers[name] = value
        # A browser that may send no referrer sends no origin with a form either, and the form would be refused.
        response.headers["Referrer-Policy"] = "same-origin" if "CSRF_COOKIE" in request.META else "no-referrer"
        if settings.MODE == "server" and request.is_secure() and not _is_onion(request):
            response.headers["Strict-Transport-Security"] = STRICT_TRANSPORT
        return response


class PlainAnswers:
    """Turns what cannot be read, what is too large, and a missing database into plain answers with the right status."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        status = fault_of(request)
        if status and not request.path_info.startswith(OTHER_FORMS):
            read_past(request)
            return _in_language_of_address(request, status)
        response = self.get_response(request)
        if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
            return _begun(request, response)
        if response.status_code == 405 and not response.streaming and not response.content:
            page = plain_page(request, 405)
            page.headers["Allow"] = response.headers.get("Allow", "")
            return page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say 503 and when to come back if the database is away, 507 if the disk is full; leave all else to Django."""
        if isinstance(exception, NoRoom):
            read_past(request)
            return plain_page(request, 507)
        return unavailable(request) if isinstance(exception, DATABASE_AWAY) else None


class ActingPerson:
    """Gives each request its actor, read from the session only when someone asks for it.

    A page made for someone with a session is kept by no cache.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: Actor.of(request.user))  # type: ignore[attr-defined]
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not getattr(request, "is_shared", False):
            response.headers["Cache-Control"] = "private, no-store"
        return response


def _in_language_of_address(request: HttpRequest, status: int) -> HttpResponse:
    """The page for a fault that is found before the language of the request was chosen."""
    language = get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    with override(language):
        return plain_page(request, status)


def _begun(request: HttpRequest, response: StreamingHttpResponse) -> HttpResponse:
    """The streamed answer with its first pieces ready, so that a missing database is noticed before the status is sent.

    Two pieces, because the first of a table is its heading.
    """
    pieces: Iterator[bytes] = iter(response.streaming_content)  # type: ignore[arg-type]  # none of ours is asynchronous
    try:
        ready = list(islice(pieces, 2))
    except DATABASE_AWAY:
        return unavailable(request)
    except Busy:
        return busy(request)
    response.streaming_content = chain(ready, pieces)
    answered: HttpResponse = response  # type: ignore[assignment]  # the two are alike in all that follows
    return answered


def is_malformed(request: HttpRequest) -> bool:
    """True for a zero byte or broken UTF-8 in the address or a cookie: PostgreSQL stores neither, no page has such."""
    texts = [request.path_info, *request.COOKIES.values()]
    for name, values in request.GET.lists():
        texts += [name, *values]
    return any("\x00" in text or "\ufffd" in text for text in texts)


def fault_of(request: HttpRequest) -> int:
    """414 or 413 for a query or a body that no page of ours needs, 411 for a body that does not say how long it is, 400
    for what is malformed, 507 for a file that finds no room on the disk, else 0.
    """
    if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
        return 414
    length = _length(request)
    if "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
        return 411
    if length > most_bytes(request):
        return 413
    if is_malformed(request):
        return 400
    return 0 if has_room_for(request, length) else 507


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _is_onion(request: HttpRequest) -> bool:
    """Whether the page was asked for under an onion address, as far as the request says; it decides one header only."""
    return str(request.META.get("HTTP_HOST", "")).partition(":")[0].endswith(".onion")
