"""Pages of the shell and the error pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, the five states on a map, what changed, the newest edition, search."""
    return render(request, "web/home.html")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Where robots may go: everywhere that is public."""
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """The address is malformed."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """A form came back without its token. What may not be seen answers 404 instead, as if it were not there."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """There is no such page, or none for this reader."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something failed on our side; the page needs neither database nor context."""
    return render(request, "500.html", status=500)
