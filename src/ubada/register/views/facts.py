"""The page of a fact."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ubada.register.models import Fact
from ubada.register.queries.conflicts import disputes
from ubada.register.queries.facts import fact_page
from ubada.register.queries.vocabulary import labels, translation_status
from ubada.register.views.answering import actor_of, language_of
from ubada.register.words import word


@require_safe
def fact(request: HttpRequest, key: str) -> HttpResponse:
    """What one source says, with all that rests on it. Unpublished facts are not there for readers."""
    actor = actor_of(request)
    try:
        page = fact_page(actor, key)
    except Fact.DoesNotExist as error:
        raise Http404 from error
    one = page.fact
    named = labels(actor, "law-topics", "fact-kinds")
    topic = named["law-topics"].get(one.topic) or named["fact-kinds"].get(one.topic)
    return render(
        request,
        "register/fact.html",
        {
            "page": page,
            "one": one,
            "is_practice": one.state is not None and one.state.is_practice,
            "crumbs": [
                {"title": _("States"), "url": reverse("states")},
                *([{"title": one.state.name, "url": one.state.get_absolute_url()}] if one.state else []),
                {"title": key},
            ],
            "kind": word(one.kind, "fact_kind"),
            "topic": topic,
            "disputes": disputes(actor, page.conflicts),
            "translation": translation_status(actor, "fact", key, language_of()),
            "today": timezone.now().date(),
        },
    )
