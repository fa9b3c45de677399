"""Themes and clusters."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ubada.access.engine import Action, can
from ubada.register.models import Cluster, Commitment, Term
from ubada.register.places import Place, blocks
from ubada.register.queries.answers import Line, answers_by_theme, answers_on
from ubada.register.queries.clusters import cluster_history, occasions
from ubada.register.queries.relations import confirmed_of_earlier
from ubada.register.queries.states import Answers, in_reading_order, states
from ubada.register.queries.themes import (
    cluster_with_code,
    commitments_under,
    mappings_of,
    parts_of,
    theme_tree,
    theme_with_code,
)
from ubada.register.queries.vocabulary import translation_status
from ubada.register.views.answering import actor_of, language_of, page_of

COMMITMENTS_A_PAGE = 40


@require_safe
def theme_list(request: HttpRequest) -> HttpResponse:
    """The themes with their parts, and what facts answer under each, by state."""
    actor = actor_of(request)
    columns = in_reading_order(states(actor), language_of())
    found = answers_by_theme(actor)
    return render(
        request,
        "register/themes.html",
        {
            "columns": columns,
            "rows": [
                (node, [(state, found.get(node.term.key, {}).get(state.code, Answers())) for state in columns])
                for node in theme_tree(actor)
            ],
        },
    )


@require_safe
def theme(request: HttpRequest, code: str) -> HttpResponse:
    """One theme: its commitments, each with the answers of the five states."""
    actor = actor_of(request)
    try:
        one = theme_with_code(actor, code)
    except Term.DoesNotExist as error:
        raise Http404 from error
    columns = in_reading_order(states(actor), language_of())
    page = page_of(request, commitments_under(actor, one), COMMITMENTS_A_PAGE)
    book = answers_on(actor, [row.ref for row in page], [state.code for state in columns])
    return render(
        request,
        "register/theme.html",
        {
            "one": one,
            "crumbs": [
                {"title": _("Themes"), "url": reverse("themes")},
                *([{"title": one.parent.label, "url": reverse("theme", args=[one.parent.code])}] if one.parent else []),
                {"title": one.label},
            ],
            "page": page,
            "blocks": blocks(Place.THEME, actor, one),
            "rows": [(row, book.lines(row.ref, columns)) for row in page],
            "columns": columns,
            "parts": parts_of(actor, one),
            "mappings": mappings_of(actor, one),
        },
    )


@require_safe
def cluster(request: HttpRequest, code: str) -> HttpResponse:
    """One promise, and every document that makes it."""
    actor = actor_of(request)
    try:
        one, members = cluster_with_code(actor, code)
    except Cluster.DoesNotExist as error:
        raise Http404 from error
    columns = in_reading_order(states(actor), language_of())
    book = answers_on(actor, [row.ref for row in members], [state.code for state in columns])
    asked: dict[str, tuple[Line, list[Commitment]]] = {}
    for row in members:
        for line in book.lines(row.ref, columns):
            asked.setdefault(line.test, (line, []))[1].append(row)
    times = cluster_history(actor, one)
    return render(
        request,
        "register/cluster.html",
        {
            "one": one,
            "crumbs": [{"title": _("Themes"), "url": reverse("themes")}, {"title": one.title}],
            "asked": list(asked.values()),
            "occasions": occasions(times),
            "said": confirmed_of_earlier(actor, times),
            "may_mend": can(actor, Action.CHANGE, one),
            "translation": translation_status(actor, "cluster", code, language_of()),
        },
    )
