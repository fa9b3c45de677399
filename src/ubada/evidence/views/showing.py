"""The list of items a person may see, and one of them with everything around it."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ubada.access.engine import Action, can
from ubada.evidence import queries
from ubada.evidence.forms import FilterForm
from ubada.evidence.services.opening import WIDTH
from ubada.evidence.views.finding import item_or_404
from ubada.register.views.answering import actor_of, page_of

ITEMS_A_PAGE: Final = 25


@never_cache
@login_required
@require_safe
def evidence_list(request: HttpRequest) -> HttpResponse:
    """The items this person may see, narrowed by what the address says."""
    actor = actor_of(request)
    if not queries.takes_part(actor):
        raise Http404
    form = FilterForm(request.GET)
    wanted = form.wanted()
    form.offer(queries.tally(actor, **wanted))
    page = page_of(request, queries.items(actor, **wanted), ITEMS_A_PAGE)
    keepers = queries.keepers(actor, page.object_list)
    context = {
        "form": form,
        "page": page,
        "rows": [(one, keepers.get(one.uid), queries.is_own(actor, one)) for one in page.object_list],
        "is_narrowed": any(wanted.values()),
        "may_add": bool(queries.keeps_for(actor)),
        "waiting": queries.waiting_for(actor),
    }
    return render(request, "evidence/list.html", context)


@never_cache
@login_required
@require_safe
def evidence_item(request: HttpRequest, uid: str) -> HttpResponse:
    """One item: what it is, who sees it, what rests on it, and what its own organisation can do with it."""
    actor = actor_of(request)
    one = item_or_404(actor, uid)
    may_change = can(actor, Action.CHANGE, one) and not one.is_withdrawn
    may_close = can(actor, Action.VIEW_EDITORIAL, one) and WIDTH[one.sensitivity] > 0 and not one.is_withdrawn
    crumbs = [{"title": _("Your desk"), "url": reverse("desk")}]
    if queries.takes_part(actor):
        crumbs.append({"title": _("Evidence"), "url": reverse("desk_evidence")})
    context = {
        "one": one,
        "crumbs": [*crumbs, {"title": one.title, "url": ""}],
        "keeper": queries.keepers(actor, [one]).get(one.uid),
        "is_own": queries.is_own(actor, one),
        "is_for_everyone": queries.is_for_everyone(one),
        "uses": queries.uses(actor, one),
        "history": queries.history(actor, one),
        "may_change": may_change,
        "may_choose_readers": may_change or may_close,
    }
    return render(request, "evidence/item.html", context)
