"""The desk of reviewers: what waits, taking one up, reading it with its promise beside, and deciding."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ubada.access.actors import Actor
from ubada.access.engine import Refused
from ubada.assessments import queries, services
from ubada.assessments.clock import moment
from ubada.assessments.forms.refusals import said, show
from ubada.assessments.forms.reviewing import ReviewForm
from ubada.assessments.models import Assessment, Round
from ubada.assessments.queries.reviewing import (
    ReviewQueue,
    decided_task,
    my_reviews,
    review_queue,
    scale_tests,
    waiting_for_review,
)
from ubada.assessments.rules.scale import Level
from ubada.assessments.services.reviewing import REVIEWED_IN
from ubada.assessments.views.standing import ROWS_A_PAGE, round_or_404
from ubada.kernel.errors import UbadaError
from ubada.register.queries.answers import answers_on
from ubada.register.views.answering import actor_of, page_of


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review_list(request: HttpRequest, code: str) -> HttpResponse:
    """What waits for a reviewer, what this person has taken up and has decided; one is taken up by a POST."""
    actor, one = round_or_404(request, code)
    queue = _queue_or_404(actor, one)
    if request.method == "POST":
        return _take(request, actor, one, request.POST.get("take", ""))
    state = request.GET.get("state", "")
    waiting = [task for task in queue.waiting if state in ("", task.state_code)]
    context = {
        "round": one,
        "queue": queue,
        "state": state if state in queue.states else "",
        "page": page_of(request, waiting, ROWS_A_PAGE),
        "is_time": one.stage in REVIEWED_IN,
        "days_left": (one.review_until - one.calendar.day_of(moment(None))).days,
        "has_begun": one.calendar.day_of(moment(None)) >= one.review_from,
    }
    return render(request, "assessments/review/queue.html", context)


def _take(request: HttpRequest, actor: Actor, one: Round, uid: str) -> HttpResponse:
    """Of two who press at the same moment one gets it, and the other is told so; whose it is, neither learns before."""
    try:
        services.begin_review(actor=actor, uid=uid)
    except (Assessment.DoesNotExist, Refused):
        messages.warning(
            request,
            _("That verdict does not wait any more: somebody else has taken it up, or its author took it back."),
        )
    except UbadaError as error:
        messages.error(request, said(error))
    else:
        return HttpResponseRedirect(reverse("desk_review", args=[uid]))
    return HttpResponseRedirect(reverse("desk_reviews", args=[one.code]))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, uid: str) -> HttpResponse:
    """A verdict as its reviewer reads it and decides on it; before it is taken up, its commitment alone."""
    actor = actor_of(request)
    mine = my_reviews(actor, uid)
    if not any(one.decision == "" for one in mine):
        return _not_under_way(request, actor, uid)
    try:
        verdict = queries.assessment(actor, uid)
    except Assessment.DoesNotExist:
        raise Http404 from None
    form = ReviewForm(request.POST) if request.method == "POST" else ReviewForm()
    if request.method == "POST" and form.is_valid():
        try:
            services.decide_review(
                actor=actor,
                uid=uid,
                decision=form.cleaned_data["decision"],
                checklist=form.answers(),
                comments=form.cleaned_data["comments"],
            )
        except Assessment.DoesNotExist:
            raise Http404 from None
        except UbadaError as error:
            show(form, error)
        else:
            messages.success(request, _done(form.cleaned_data["decision"]))
            return HttpResponseRedirect(reverse("desk_reviews", args=[verdict.round.code]))
    about = verdict.state_commitment
    context = {
        "verdict": verdict,
        "round": verdict.round,
        "commitment": about.commitment,
        "state": about.state,
        "lines": answers_on(actor, [about.commitment_id], [about.state_id]).lines(about.commitment_id, [about.state]),
        "test": scale_tests(actor, "implementation-levels").get(str(verdict.level)),
        "form": form,
        "is_time": verdict.round.stage in REVIEWED_IN,
        "lacks_evidence": verdict.level is not Level.INSUFFICIENT
        and all(link.is_withdrawn for link in verdict.evidence),
    }
    return render(request, "assessments/review/verdict.html", context, status=400 if form.errors else 200)


def _not_under_way(request: HttpRequest, actor: Actor, uid: str) -> HttpResponse:
    """What can be said of a verdict that this person does not review now: where to take it up, or what was decided."""
    waiting = waiting_for_review(actor, uid)
    found = waiting or decided_task(actor, uid)
    if found is None:
        raise Http404
    one, task = found
    context = {
        "round": one,
        "task": task,
        "is_waiting": waiting is not None,
        "is_time": one.stage in REVIEWED_IN,
        "reviews": [each for each in my_reviews(actor, uid) if each.decision],
    }
    return render(request, "assessments/review/task.html", context, status=200)


def _queue_or_404(actor: Actor, one: Round) -> ReviewQueue:
    queue = review_queue(actor, one)
    if queue is None:
        raise Http404
    return queue


def _done(decision: str) -> str:
    if decision == "accepted":
        return _("Accepted. It opens to all parties at the moment at which all verdicts do.")
    return _("Sent back. Its author reads your comments and can hand it in again.")
