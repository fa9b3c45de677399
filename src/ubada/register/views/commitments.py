"""The page of a commitment."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ubada.access.engine import Action, can
from ubada.register.models import Commitment, Relation
from ubada.register.places import Place, blocks
from ubada.register.queries.commitments import commitment_page, is_for_practice
from ubada.register.queries.conflicts import disputes
from ubada.register.queries.relations import related_to
from ubada.register.queries.vocabulary import translation_status
from ubada.register.views.answering import actor_of, language_of


@require_safe
def commitment(request: HttpRequest, ref: str) -> HttpResponse:
    """The promise, where it comes from, and what is known of it in each state."""
    actor = actor_of(request)
    is_practice = is_for_practice(actor, ref)
    if is_practice:
        actor = actor.asking_for_practice()
    try:
        page = commitment_page(actor, ref)
    except Commitment.DoesNotExist as error:
        raise Http404 from error
    return render(
        request,
        "register/commitment.html",
        {
            "page": page,
            "one": page.commitment,
            "is_practice": is_practice,
            "crumbs": [
                {"title": _("Themes"), "url": reverse("themes")},
                {
                    "title": page.commitment.primary_theme.label,
                    "url": reverse("theme", args=[page.commitment.primary_theme.code]),
                },
                {"title": ref},
            ],
            "blocks": blocks(Place.COMMITMENT, actor, page.commitment),
            "disputes": disputes(actor, page.conflicts),
            "related": related_to(actor, ref),
            "may_relate": can(actor, Action.CHANGE, Relation),
            "translation": translation_status(actor, "commitment", ref, language_of()),
            "today": timezone.now().date(),
        },
    )
