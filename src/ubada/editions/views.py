"""Pages of editions, and the frozen files themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ubada.access.actors import Actor
from ubada.assessments.queries import corrected_in, round_or_none
from ubada.editions import queries
from ubada.editions.models import Edition
from ubada.editions.report import LANGUAGES
from ubada.editions.rounds import Carried, rounds_before
from ubada.editions.verify import MANIFEST, PACKAGE

TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".jsonl": "application/jsonl; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".py": "text/x-python; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
    ".zip": "application/zip",
}
"""The types of all files that an edition holds."""
KEPT_FOR: Final = 24 * 3600  # seconds; what is published does not change


@require_safe
def edition_list(request: HttpRequest) -> HttpResponse:
    """Every edition, newest first."""
    return render(request, "editions/editions.html", {"editions": queries.editions(_actor(request))})


@require_safe
def edition(request: HttpRequest, number: int) -> HttpResponse:
    """One edition: what is in it, how to read it, take it away and check it, and what was found wrong in it."""
    one = _edition(request, number)
    language = get_language() or LANGUAGES[0]
    report = language if language in one.languages else LANGUAGES[0]
    context = {
        "edition": one,
        "name": _("Edition %(number)s") % {"number": number},
        "report_url": reverse("edition_file", args=[number, f"{report}/index.html"]),
        "is_other_language": report != language,
        "files": [
            {
                "title": name,
                "url": reverse("edition_file", args=[number, name]),
                "size": found.size,
                "sha256": "" if name == MANIFEST else found.sha256,
            }
            for name in (MANIFEST, PACKAGE, "README.md", "verify.py")
            if (found := queries.stored_file(one, name)) is not None
        ],
        "archive": _archive(one),
        "round": round_or_none(_actor(request), one.round_code) if one.round_code else None,
        "before": next(iter(rounds_before(Carried(one.round_code), one.register_date)), None),
        "verdict_count": queries.count_of(one, "verdict"),
        "corrected": corrected_in(_actor(request), one.round_code) if one.round_code else [],
        "corrections": queries.corrections(_actor(request), number),
    }
    return render(request, "editions/edition.html", context)


@require_safe
def edition_root(request: HttpRequest, number: int) -> HttpResponse:
    """The folder without a file's name leads to its cover."""
    one = _edition(request, number)
    return redirect("edition_file", one.number, "index.html")


@require_safe
def edition_file(request: HttpRequest, number: int, name: str) -> HttpResponseBase:
    """A file of the frozen folder, if the manifest names it."""
    one = _edition(request, number)
    found = queries.stored_file(one, name)
    if found is None:
        raise Http404
    response = _sent(request, one, found.path, found.sha256)
    language = name.partition("/")[0]
    # What the page is written in, and not what the reader asked the site for.
    response.headers["Content-Language"] = language if language in one.languages else ", ".join(one.languages)
    return response


@require_safe
def edition_archive(request: HttpRequest, number: int) -> HttpResponseBase:
    """The whole edition as one file."""
    one = _edition(request, number)
    path = queries.archive_of(one)
    if path is None:
        raise Http404
    return _sent(request, one, path, f"{one.root_hash}-zip")


def _edition(request: HttpRequest, number: int) -> Edition:
    try:
        return queries.edition(_actor(request), number)
    except Edition.DoesNotExist:
        raise Http404 from None


def _archive(one: Edition) -> dict[str, object] | None:
    path = queries.archive_of(one)
    if path is None:
        return None
    return {"url": reverse("edition_archive", args=[one.number]), "size": path.stat().st_size, "name": path.name}


def _sent(request: HttpRequest, one: Edition, path: Path, tag: str) -> HttpResponseBase:
    etag = f'"{tag}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag)
    if response is None:
        try:
            stream = path.open("rb")
        except OSError:
            raise Http404 from None
        response = FileResponse(stream, content_type=TYPES[path.suffix], filename=path.name)
    response.headers["ETag"] = etag
    is_out = one.state != Edition.State.BUILT
    response.headers["Cache-Control"] = f"public, max-age={KEPT_FOR}" if is_out else "private, no-store"
    return response


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
