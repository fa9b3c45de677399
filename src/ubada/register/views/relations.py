"""The desk on which an editor decides what two commitments are to each other. Deciding joins nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ubada.kernel.errors import UbadaError
from ubada.register.forms import FilterForm, OtherForm, TypeForm
from ubada.register.models import Commitment, Relation
from ubada.register.queries.commitments import commitments
from ubada.register.queries.relations import (
    SUREST_FIRST,
    Ranked,
    Wanted,
    counts,
    pairs,
    place_of,
    relation_with_key,
    relations,
    said_of_pair,
    side_by_side,
)
from ubada.register.queries.states import in_reading_order, states
from ubada.register.queries.themes import theme_tree
from ubada.register.services.relations import (
    confirm_relation,
    reject_relation,
    relate_commitments,
    reopen_relation,
)
from ubada.register.views.answering import actor_of, language_of, page_of
from ubada.register.views.desk import back_to, for_editors, tell
from ubada.register.views.reasons import Naming, reasons_of

PAIRS_A_PAGE: Final = 10
DECISIONS: Final = ("confirm", "reject", "reopen")


@for_editors
@require_safe
def relation_list(request: HttpRequest) -> HttpResponse:
    """The relations asked for, both texts side by side; after a decision the page on which the next pair is."""
    actor = actor_of(request)
    decided = request.GET.get("decided", Relation.State.SUGGESTED)
    if decided not in Relation.State.values:
        raise Http404
    form = _filter_form(request)
    wanted = form.wanted(decided)
    rows = relations(actor, wanted)
    left = relation_with_key(actor, request.GET.get("after", ""))
    page, now = _page_after(request, rows, wanted, left)
    shown = pairs(actor, page)
    said = said_of_pair(actor, left) if left is not None else None
    in_state = counts(actor)
    naming = Naming.of(actor, language_of())
    return render(
        request,
        "register/desk_relations.html",
        {
            "form": form,
            "page": page,
            "pairs": [(one, reasons_of(one, naming)) for one in shown],
            "now": now,
            "said": said,
            "told": _told(request.GET.get("did", ""), said),
            "decided": decided,
            "counts": [(state, in_state[state]) for state in Relation.State.values],
            "is_narrowed": wanted != Wanted(decided=decided),
            "types": SUREST_FIRST,
            "query": _filters(request),
            "crumbs": [{"title": _("Your desk"), "url": reverse("desk")}, {"title": _("Promises made again")}],
        },
    )


@for_editors
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """One decision on one relation, and on to the next: confirm, reject, take back, or confirm as another type."""
    actor, today = actor_of(request), datetime.now(UTC).date()
    key, act = request.POST.get("key", ""), request.POST.get("act", "")
    if act not in {*DECISIONS, *SUREST_FIRST}:
        raise Http404
    after, did = key, act
    try:
        if act == "confirm":
            confirm_relation(actor=actor, key=key, on=today)
        elif act == "reject":
            reject_relation(actor=actor, key=key, on=today)
        elif act == "reopen":
            again = reopen_relation(actor=actor, key=key)
            after = again.key if again is not None else ""
        else:
            confirm_relation(actor=actor, key=key, on=today, as_type=act)
            did = "confirm"
    except Relation.DoesNotExist as error:
        raise Http404 from error
    except UbadaError as error:
        tell(request, error)
        did = ""
    return back_to(reverse("desk_relations"), request.POST.get("query", ""), "now", after=after, did=did)


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def relate(request: HttpRequest, ref: str) -> HttpResponse:
    """Relate a commitment to another one by hand: first name it, then see both texts and say what they are."""
    actor = actor_of(request)
    try:
        one = commitments(actor).get(ref=ref)
    except Commitment.DoesNotExist as error:
        raise Http404 from error
    other_form = OtherForm(request.GET if "other" in request.GET else None)
    type_form = TypeForm(request.POST if request.method == "POST" else None)
    sides = None
    other = other_form.cleaned_data["other"] if other_form.is_bound and other_form.is_valid() else ""
    if other == ref:
        other_form.add_error("other", _("That is this commitment itself."))
    elif other:
        try:
            sides = side_by_side(actor, ref, other)
        except Commitment.DoesNotExist:
            other_form.add_error("other", _("There is no commitment with this reference."))
    if request.method == "POST" and sides is not None and type_form.is_valid():
        today = datetime.now(UTC).date()
        try:
            said = relate_commitments(
                actor=actor, first=ref, second=other, relation=type_form.cleaned_data["type"], on=today
            )
        except UbadaError as error:
            type_form.add_error(None, f"{error.message} {error.hint}".strip())
        else:
            return back_to(reverse("desk_relations"), "", decided="confirmed", ref=ref, after=said.key, did="relate")
    return render(
        request,
        "register/desk_relate.html",
        {
            "one": one,
            "other": other,
            "sides": sides,
            "other_form": other_form,
            "type_form": type_form,
            "crumbs": [{"title": one.title, "url": one.get_absolute_url()}, {"title": _("Relate to another")}],
        },
        status=400 if type_form.errors or other_form.errors else 200,
    )


def _told(did: str, said: Relation | None) -> str:
    """What there is to tell of the last act: decided, again (it waits again), gone, or nothing."""
    if said is None:
        return "gone" if did == "reopen" else ""
    if said.state == Relation.State.SUGGESTED:
        return "again" if did == "reopen" else ""
    return "decided" if did in {"confirm", "reject", "relate"} else ""


def _filter_form(request: HttpRequest) -> FilterForm:
    actor, language = actor_of(request), language_of()
    themes = [
        (term.key, f"{indent}{term.label.best(language).text}")
        for node in theme_tree(actor)
        for term, indent in ((node.term, ""), *((part.term, "\N{EN DASH} ") for part in node.parts))
    ]
    named = [(one.code, one.name.best(language).text) for one in in_reading_order(states(actor), language)]
    return FilterForm(request.GET, states=named, themes=themes)


def _filters(request: HttpRequest) -> str:
    """What the list is narrowed to, for the way back; on a list of decided relations the page too."""
    kept = request.GET.copy()
    for name in ("after", "did", *(("page",) if kept.get("decided", "suggested") == "suggested" else ())):
        kept.pop(name, None)
    return kept.urlencode()


def _page_after(request: HttpRequest, rows: Ranked, wanted: Wanted, left: Any | None) -> tuple[Page[Any], str]:
    """A page of the rows and the key of the pair to go on with: the one after that which was left, else the first."""
    is_waiting = wanted.decided == Relation.State.SUGGESTED
    if left is None or not is_waiting or "page" in request.GET:
        page = page_of(request, rows, PAIRS_A_PAGE)
        return page, page[0].key if page.object_list and is_waiting else ""
    at = place_of(rows, left)
    # A pair that was left for later, or waits again, still has its place in the rows.
    if request.GET.get("did") == "later":
        at += 1
    total = rows.count()
    at = at if at < total else 0
    page = Paginator(rows, PAIRS_A_PAGE).page(at // PAIRS_A_PAGE + 1)
    return page, page[at % PAIRS_A_PAGE].key if total else ""
