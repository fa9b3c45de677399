"""The desk of measures: what an organisation says was done, and saying that something was."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ubada.access.actors import Actor
from ubada.access.engine import Refused
from ubada.assessments import services
from ubada.assessments.forms.measures import MeasureForm
from ubada.assessments.forms.refusals import show, typed
from ubada.assessments.queries.claiming import claiming_for, claims_of
from ubada.assessments.views.standing import ROWS_A_PAGE, chosen_among
from ubada.kernel.errors import UbadaError
from ubada.organisations.models import Organisation
from ubada.register.views.answering import actor_of, page_of


@never_cache
@login_required
@require_safe
def measure_list(request: HttpRequest) -> HttpResponse:
    """What an organisation of the actor said was done, newest first."""
    actor, organisations, mine = _standing(request)
    page = page_of(request, claims_of(actor, mine), ROWS_A_PAGE)
    context = {"organisations": organisations, "mine": mine, "page": page}
    return render(request, "assessments/measures/list.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest) -> HttpResponse:
    """Saying in public that something was done about commitments of a state."""
    actor, organisations, mine = _standing(request)
    initial = {"find_commitment": request.GET.get("about", "")[:100]}
    form = MeasureForm(request.POST) if request.method == "POST" else MeasureForm(initial=initial)
    is_search = request.method == "POST" and request.POST.get("act") == "find"
    if is_search:
        form = MeasureForm(initial=typed(form))
    form.offer(actor, mine)
    if request.method == "POST" and not is_search and form.is_valid():
        given = form.cleaned_data
        try:
            services.claim_measure(
                actor=actor,
                organisation=mine.code,
                state=given["state"],
                kind=given["kind"],
                title=given["title"],
                summary=given["summary"],
                dated=given["dated"].strip(),
                body=given["body"],
                state_commitments=given["state_commitments"],
                evidence=given["evidence"],
            )
        except Refused:
            raise Http404 from None
        except UbadaError as error:
            show(form, error)
        else:
            messages.success(request, _("It is written down as what your organisation says, for everybody to weigh."))
            return HttpResponseRedirect(f"{reverse('desk_measures')}?as={mine.code}")
    context = {
        "organisations": organisations,
        "mine": mine,
        "form": form,
        "here": f"{reverse('desk_measure_new')}?as={mine.code}",
    }
    return render(request, "assessments/measures/claim.html", context, status=400 if form.errors else 200)


def _standing(request: HttpRequest) -> tuple[Actor, list[Organisation], Organisation]:
    actor = actor_of(request)
    organisations = claiming_for(actor)
    if not organisations:
        raise Http404
    return actor, organisations, chosen_among(organisations, request.GET.get("as"))
