"""Pages of the shell and the error pages."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ubada import charts
from ubada.assessments.queries.readers import n_published, newest_and_next
from ubada.exchange.baseline import default_folder
from ubada.register.queries.overview import Overview, overview
from ubada.register.views.answering import actor_of, same_for_readers
from ubada.web.desk import works

KEYS_COOKIE: Final = "ubada_keys"
KEYS_OFF: Final = "off"
"""All that the cookie ever holds: it names nobody."""
KEYS_KEPT: Final = 365 * 24 * 3600
"""For how many seconds a browser remembers it."""


@require_safe
@same_for_readers
def home(request: HttpRequest) -> HttpResponse:
    """What this is, the five states on a map, what changed, the newest edition, search."""
    language = get_language() or "en"
    actor = actor_of(request)
    found = overview(actor, language)
    newest, coming = newest_and_next(actor)
    map_svg = charts.state_map(
        outlines(),
        names={state.code: state.name for state in found.states},
        counts={},
        links={state.code: state.get_absolute_url() for state in found.states},
        language=language,
    )
    return render(
        request,
        "web/home.html",
        {
            "found": found,
            "map": map_svg,
            "counts": _tally(found, n_published(actor)),
            "newest_round": newest,
            "next_round": coming,
        },
    )


@cache
def outlines() -> dict[str, Any]:
    """The outlines of the five states that come with the baseline, with their credit."""
    loaded: dict[str, Any] = json.loads((default_folder() / "geo" / "map.json").read_text(encoding="utf-8"))
    return loaded


def _tally(found: Overview, verdicts: int) -> list[dict[str, Any]]:
    tally = found.tally
    return [
        {
            "n": tally.commitments,
            "label": ngettext("commitment", "commitments", tally.commitments),
            "url": reverse("themes"),
        },
        {
            "n": tally.facts,
            "label": ngettext("fact with a source", "facts with a source", tally.facts),
            "url": reverse("states"),
        },
        {"n": tally.to_verify, "label": _("still to be verified"), "url": reverse("to_verify")},
        {
            "n": tally.conflicts,
            "label": ngettext("conflict between sources", "conflicts between sources", tally.conflicts),
            "url": reverse("conflicts"),
        },
        {
            "n": verdicts,
            "label": ngettext("verdict published", "verdicts published", verdicts),
            "url": reverse("rounds"),
        },
    ]


@never_cache
@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What the person signed in can work on, and how much of it waits."""
    context = {"works": works(actor_of(request)), "keys_are_on": request.COOKIES.get(KEYS_COOKIE) != KEYS_OFF}
    return render(request, "web/desk.html", context)


@never_cache
@login_required
@require_POST
def desk_keys(request: HttpRequest) -> HttpResponse:
    """Single letters as keys of the desk, switched off or on again in this browser (WCAG 2.2, 2.1.4)."""
    answer = HttpResponseRedirect(reverse("desk") + "#keys")
    if request.POST.get("keys") == KEYS_OFF:
        answer.set_cookie(
            KEYS_COOKIE, KEYS_OFF, max_age=KEYS_KEPT, secure=settings.SESSION_COOKIE_SECURE, httponly=True,
            samesite="Strict",
        )  # fmt: skip
        messages.success(request, _("Single keys are off in this browser."))
    else:
        answer.delete_cookie(KEYS_COOKIE, samesite="Strict")
        messages.success(request, _("Single keys are on."))
    return answer


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Where robots may go: everywhere that is public."""
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")
