"""What is still to be verified, and where sources conflict."""

from __future__ import annotations

from itertools import groupby
from typing import cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ubada.register.models import VerificationTask
from ubada.register.queries.conflicts import conflicts, disputes
from ubada.register.queries.states import in_reading_order, states
from ubada.register.queries.verification import task_counts, task_rows, tasks
from ubada.register.queries.vocabulary import labels
from ubada.register.views.answering import actor_of, language_of, page_of
from ubada.register.words import TASK_REASON

TASKS_A_PAGE = 40
CONFLICTS_A_PAGE = 20


@require_safe
def to_verify(request: HttpRequest) -> HttpResponse:
    """The tasks by state and reason, narrowed to one of each where the address asks for it."""
    actor = actor_of(request)
    columns = in_reading_order(states(actor), language_of())
    known = {state.code: state for state in columns}
    asked_state, asked_reason = request.GET.get("state", ""), request.GET.get("reason", "")
    state = asked_state if asked_state in known or asked_state == "ALL" else None
    reason = asked_reason if asked_reason in TASK_REASON else None
    page = page_of(request, tasks(actor, state=state, reason=reason), TASKS_A_PAGE)
    rows = task_rows(cast("QuerySet[VerificationTask]", page.object_list))
    counts = task_counts(actor)
    named = labels(actor, "law-topics", "fact-kinds")
    return render(
        request,
        "register/to_verify.html",
        {
            "page": page,
            "groups": [
                (known.get(key[0] or ""), key[1], list(own))
                for key, own in groupby(rows, key=lambda task: (task.state, task.reason))
            ],
            "topics": {**named["fact-kinds"], **named["law-topics"]},
            "columns": columns,
            "reasons": [code for code in TASK_REASON if any(code == found for _, found, _ in counts)],
            "state": state,
            "reason": reason,
            "total": sum(n for _, _, n in counts),
        },
    )


@require_safe
def conflict_list(request: HttpRequest) -> HttpResponse:
    """Every disagreement between sources, by state."""
    actor = actor_of(request)
    page = page_of(request, conflicts(actor), CONFLICTS_A_PAGE)
    found = disputes(actor, tuple(page.object_list))
    return render(
        request,
        "register/conflicts.html",
        {
            "page": page,
            "groups": [(state, list(own)) for state, own in groupby(found, key=lambda one: one.conflict.state)],
        },
    )
