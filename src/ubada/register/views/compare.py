"""States side by side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ubada.register.queries.answers import answers_on
from ubada.register.queries.comparison import comparable
from ubada.register.queries.states import in_reading_order, states
from ubada.register.queries.themes import theme_tree
from ubada.register.views.answering import actor_of, language_of, page_of

COMMITMENTS_A_PAGE = 30


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Commitments of chosen themes by chosen states, in alphabetical order; there is no total and no rank."""
    actor = actor_of(request)
    every = in_reading_order(states(actor), language_of())
    themes = theme_tree(actor)
    asked_states, asked_themes = set(request.GET.getlist("state")), set(request.GET.getlist("theme"))
    columns = [state for state in every if state.code in asked_states] or every
    chosen = [node.term.code for node in themes if node.term.code in asked_themes]
    page = page_of(request, comparable(actor, columns, chosen), COMMITMENTS_A_PAGE)
    book = answers_on(actor, [row.ref for row in page], [state.code for state in columns])
    return render(
        request,
        "register/compare.html",
        {
            "every": every,
            "columns": columns,
            "chosen_states": {state.code for state in columns},
            "themes": themes,
            "chosen_themes": set(chosen),
            "page": page,
            "rows": [(row, book.lines(row.ref, columns)) for row in page],
        },
    )
