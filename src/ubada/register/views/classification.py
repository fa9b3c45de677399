"""The desk on which an editor decides on the terms that are suggested for commitments, or picks others."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ubada.access.actors import Actor
from ubada.kernel.errors import InvalidInput
from ubada.reading.classification.vocabulary import NONE_NAMED, VOCABULARY
from ubada.register.classification_words import FIELD, STATE
from ubada.register.models import ClassificationSuggestion, Commitment
from ubada.register.queries.classification import (
    Case,
    case_of,
    cases,
    choices,
    source_databases,
    suggested_commitments,
    suggestion_counts,
)
from ubada.register.services.classification import Decision, classify_commitment, standing_of
from ubada.register.views.answering import actor_of, page_of
from ubada.register.views.desk import back_to, for_editors

State = ClassificationSuggestion.State
CASES_A_PAGE: Final = 10
TICKED, ALL, NONE = "ticked", "all", "none"
"""What is confirmed of the suggestions of a card; the rest of them is rejected."""


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def suggestions(request: HttpRequest) -> HttpResponse:
    """The commitments with suggested terms, each with its text and one form; a decision comes back to the same list."""
    actor = actor_of(request)
    asked = _asked(request)
    refused: dict[str, InvalidInput] = {}
    if request.method == "POST":
        ref = request.POST.get("ref", "")
        try:
            decision = _decide(request, actor, _case_or_404(actor, ref))
        except InvalidInput as error:
            refused[ref] = error
        else:
            _tell(request, ref, decision)
            return back_to(request.path, request.GET.urlencode(), page="")
    rows = suggested_commitments(actor, state=asked["state"], field=asked["field"], database=asked["source"])
    page = page_of(request, rows, CASES_A_PAGE)
    shown = cases(actor, list(page), asked["state"])
    return render(
        request,
        "register/desk_classification.html",
        {
            "page": page,
            "cases": [(one, standing_of(one.commitment), refused.get(one.commitment.ref)) for one in shown],
            "counts": suggestion_counts(actor),
            "states": STATE,
            "fields": FIELD,
            "sources": source_databases(actor),
            "asked": asked,
            "is_narrowed": bool(asked["field"] or asked["source"]),
        },
        status=422 if refused else 200,
    )


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def classify(request: HttpRequest, ref: str) -> HttpResponse:
    """All terms of one commitment, to be picked from every term there is; what is suggested is marked."""
    actor = actor_of(request)
    case = _case_or_404(actor, ref)
    refused: InvalidInput | None = None
    if request.method == "POST":
        try:
            decision = _pick(request, actor, case)
        except InvalidInput as error:
            refused = error
        else:
            _tell(request, ref, decision)
            return back_to(reverse("desk_classification"), "")
    return render(
        request,
        "register/desk_classify.html",
        {
            "case": case,
            "stood": standing_of(case.commitment),
            "groups": _groups(actor, case, request.POST if refused else None),
            "primary": request.POST.get("primary") or case.commitment.primary_theme.code,
            "refused": refused,
        },
        status=422 if refused else 200,
    )


def _asked(request: HttpRequest) -> dict[str, str]:
    """What the list is narrowed to. Raises Http404 for a state or field that is none; an unknown source finds none."""
    asked = {
        "state": request.GET.get("state") or str(State.SUGGESTED),
        "field": request.GET.get("field", ""),
        "source": request.GET.get("source", ""),
    }
    if asked["state"] not in State.values or (asked["field"] and asked["field"] not in FIELD):
        raise Http404
    return asked


def _case_or_404(actor: Actor, ref: str) -> Case:
    try:
        return case_of(actor, ref)
    except Commitment.DoesNotExist as error:
        raise Http404 from error


def _decide(request: HttpRequest, actor: Actor, case: Case) -> Decision:
    """Confirm what is ticked (or all, or nothing) of what the form showed, and reject the rest of it."""
    act, seen = request.POST.get("act", ""), request.POST.getlist("seen")
    if act not in {TICKED, ALL, NONE}:
        raise Http404
    confirmed = {ALL: seen, NONE: [], TICKED: request.POST.getlist("confirm")}[act]
    offered = {one.suggestion.key: one.suggestion for one in case.offered}
    if not set(seen) <= offered.keys() or not set(confirmed) <= set(seen):
        raise InvalidInput(_("Someone else has decided on these suggestions meanwhile."))
    terms: dict[str, list[str]] = {}
    for field in case.fields:
        of_field = [one.suggestion for one in field.offered if one.suggestion.key in seen]
        if of_field:
            added = [one.term.code for one in of_field if one.key in confirmed]
            kept = [term.code for term in field.present if term.code != NONE_NAMED.get(field.name)]
            terms[field.name] = added if field.name == "specificity" and added else [*kept, *added]
    return classify_commitment(
        actor=actor, ref=case.commitment.ref, terms=terms, seen=seen, stood=request.POST.get("stood", ""), on=_today()
    )


def _pick(request: HttpRequest, actor: Actor, case: Case) -> Decision:
    """The commitment gets the terms that are ticked, and none that is not."""
    terms = {name: request.POST.getlist(name) for name in VOCABULARY}
    return classify_commitment(
        actor=actor, ref=case.commitment.ref, terms=terms, primary=request.POST.get("primary", ""),
        seen=request.POST.getlist("seen"), stood=request.POST.get("stood", ""), on=_today(),
    )  # fmt: skip


def _groups(actor: Actor, case: Case, posted: Any) -> list[dict[str, Any]]:
    """Every field with all its terms, each ticked if the commitment has it or the refused form ticked it."""
    every = choices(actor)
    groups = []
    for field in case.fields:
        offered = {one.suggestion.term_id: one for one in field.offered}
        present = {term.key for term in field.present}
        ticked = {f"{VOCABULARY[field.name]}:{code}" for code in posted.getlist(field.name)} if posted else present
        groups.append(
            {
                "field": field,
                "terms": [
                    {"term": term, "offered": offered.get(term.key), "is_ticked": term.key in ticked}
                    for term in every[field.name]
                ],
            }
        )
    return groups


def _tell(request: HttpRequest, ref: str, decision: Decision) -> None:
    """Say on the next page what was done; the reference goes with it, for the way back."""
    confirmed, rejected = len(decision.confirmed), len(decision.rejected)
    said = []
    if confirmed:
        said.append(ngettext("%(n)s suggestion confirmed", "%(n)s suggestions confirmed", confirmed) % {"n": confirmed})
    if rejected:
        said.append(ngettext("%(n)s suggestion rejected", "%(n)s suggestions rejected", rejected) % {"n": rejected})
    if not said:
        said = [_("its terms are as you picked them") if decision.changed else _("its terms stay as they were")]
    messages.success(request, f"{ref}: {', '.join(said)}", extra_tags=ref)


def _today() -> date:
    return datetime.now(UTC).date()
