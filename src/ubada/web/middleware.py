"""What every answer carries, and who is asking."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from ubada.access.actors import Actor

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
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), "
        "usb=(), interest-cohort=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
}
STRICT_TRANSPORT = "max-age=63072000; includeSubDomains"


class SecurityHeaders:
    """Puts the same protective headers on every answer, static files and errors included."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers[name] = value
        if settings.MODE == "server" and request.is_secure() and not request.get_host().endswith(".onion"):
            response.headers["Strict-Transport-Security"] = STRICT_TRANSPORT
        return response


class PlainAnswers:
    """Turns malformed addresses and a missing database into plain answers with the right status."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _is_malformed(request):
            return render(request, "400.html", status=400)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say 503 and when to come back if the database is away; leave every other error to Django."""
        if not isinstance(exception, OperationalError):
            return None
        response = render(request, "503.html", status=503)
        response.headers["Retry-After"] = "30"
        return response


def _is_malformed(request: HttpRequest) -> bool:
    """True for a zero byte or broken UTF-8 in the address: PostgreSQL stores neither and no page has such a name."""
    query = request.META.get("QUERY_STRING", "")
    if "\x00" in request.path_info or "�" in request.path_info:
        return True
    return any("\x00" in value or "�" in value for values in request.GET.lists() for value in values[1]) or (
        "%00" in query
    )


class ActingPerson:
    """Gives each request its actor, read from the session only when someone asks for it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: Actor.of(request.user))  # type: ignore[attr-defined]
        return self.get_response(request)
