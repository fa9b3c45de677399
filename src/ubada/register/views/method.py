"""How the register works, for readers."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ubada.register.queries.vocabulary import labels
from ubada.register.views.answering import actor_of

PARTS: Final[tuple[tuple[str, Promise], ...]] = (
    ("rules", _("Eight rules")),
    ("commitments", _("What counts as a commitment")),
    ("gate", _("What is published, and what is not yet")),
    ("tests", _("Questions that facts can answer")),
    ("scale", _("The scale of verdicts")),
    ("conflicts", _("Where sources conflict")),
    ("ratings", _("Ratings by others")),
    ("translations", _("Translations")),
    ("verify", _("How to verify an edition")),
)


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """The rules, the scale, the gate, the tests, the conflicts, and how to check an edition."""
    named = labels(actor_of(request), "implementation-levels", "cooperation-levels", "constituencies")
    return render(
        request,
        "register/method.html",
        {
            "parts": [{"id": name, "title": str(title)} for name, title in PARTS],
            "levels": named["implementation-levels"],
            "cooperation": named["cooperation-levels"],
            "constituencies": named["constituencies"],
        },
    )


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """A short help for readers."""
    return render(request, "register/help.html")
