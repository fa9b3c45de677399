"""The desk of parties: what may be answered, the one answer to each verdict, and correcting one's own in public."""

from __future__ import annotations

from datetime import datetime
from typing import Any

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
from ubada.assessments import queries, services
from ubada.assessments.clock import moment
from ubada.assessments.forms.answering import CorrectionForm, ReplyForm
from ubada.assessments.forms.refusals import show, typed
from ubada.assessments.models import Assessment, Round
from ubada.assessments.policies import ROUND_OPEN
from ubada.assessments.queries import VerdictShown
from ubada.assessments.queries.answering import answerable, answering_for
from ubada.assessments.queries.reviewing import scale_tests
from ubada.assessments.rules.states import AssessmentState, RoundState
from ubada.assessments.views.standing import ROWS_A_PAGE, chosen_among, round_or_404
from ubada.kernel.errors import UbadaError
from ubada.organisations.models import Organisation
from ubada.register.views.answering import actor_of, page_of


@never_cache
@login_required
@require_safe
def reply_list(request: HttpRequest, code: str) -> HttpResponse:
    """The verdicts of others that an organisation may answer, and those that it has answered."""
    actor, one = round_or_404(request, code)
    organisations = answering_for(actor, one)
    if one.state not in ROUND_OPEN or not organisations:
        raise Http404
    mine = chosen_among(organisations, request.GET.get("as"))
    wants_answered = request.GET.get("show") == "answered"
    rows = answerable(actor, mine, one, answered=wants_answered)
    context = {
        "round": one,
        "organisations": organisations,
        "mine": mine,
        "show": "answered" if wants_answered else "waiting",
        "page": page_of(request, rows, ROWS_A_PAGE),
        **_window(one, moment(None)),
    }
    return render(request, "assessments/reply/list.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, uid: str) -> HttpResponse:
    """A verdict, what others answered, and the answer of one's own organisation: once, and in time."""
    actor = actor_of(request)
    verdict = _verdict_or_404(actor, uid)
    organisations = _who_may_answer(actor, verdict)
    if not organisations:
        raise Http404
    mine = chosen_among(organisations, request.GET.get("as"))
    here = f"{reverse('desk_reply', args=[uid])}?as={mine.code}"
    form = ReplyForm(request.POST) if request.method == "POST" else ReplyForm()
    is_search = request.method == "POST" and request.POST.get("act") == "find"
    if is_search:
        form = ReplyForm(initial=typed(form))
    form.offer_evidence(actor, mine)
    now = moment(None)
    if request.method == "POST" and not is_search and form.is_valid() and not verdict.is_tombstone:
        try:
            services.reply_to_assessment(
                actor=actor,
                uid=uid,
                organisation=mine.code,
                text=form.cleaned_data["text"],
                evidence=form.cleaned_data["evidence"],
                is_name_protected=form.cleaned_data["is_name_protected"],
            )
        except (Assessment.DoesNotExist, Refused):
            raise Http404 from None
        except UbadaError as error:
            now = moment(None)
            if now < verdict.round.calendar.reply_window.ends:  # the page says by itself that it was too late
                show(form, error)
        else:
            messages.success(request, _("Your answer is there, beside the verdict, for all parties to read."))
            return HttpResponseRedirect(here)
    own = [each for each in verdict.replies if each.organisation is not None and each.organisation.pk == mine.pk]
    window = _window(verdict.round, now)
    is_refused = request.method == "POST" and not is_search
    context = {
        "verdict": verdict,
        "round": verdict.round,
        "commitment": verdict.state_commitment.commitment,
        "state": verdict.state_commitment.state,
        "test": scale_tests(actor, "implementation-levels").get(str(verdict.level)),
        "organisations": organisations,
        "mine": mine,
        "own": own,
        "others": [each for each in verdict.replies if each not in own],
        "form": form,
        "here": here,
        "is_refused": is_refused,
        "may_answer": window["is_open"] and not own and not verdict.is_tombstone,
        "kept": _kept(form) if is_refused else [],
        **window,
    }
    return render(request, "assessments/reply/reply.html", context, status=400 if is_refused else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, uid: str) -> HttpResponse:
    """Saying in public what was wrong with a published verdict of one's own organisation."""
    actor = actor_of(request)
    verdict = _verdict_or_404(actor, uid)
    if not queries.may_change(actor, uid) or verdict.published_at is None or verdict.is_tombstone:
        raise Http404
    form = CorrectionForm(request.POST) if request.method == "POST" else CorrectionForm()
    if request.method == "POST" and form.is_valid():
        try:
            services.correct_assessment(actor=actor, uid=uid, correction=form.cleaned_data["correction"])
        except UbadaError as error:
            show(form, error)
        else:
            messages.success(request, _("Your correction is public, beside the verdict."))
            return HttpResponseRedirect(reverse("desk_correct", args=[uid]))
    context = {
        "verdict": verdict,
        "round": verdict.round,
        "commitment": verdict.state_commitment.commitment,
        "state": verdict.state_commitment.state,
        "form": form,
        "may_correct": verdict.state is AssessmentState.PUBLISHED,
        "is_corrected": verdict.state is AssessmentState.CORRECTED,
    }
    return render(request, "assessments/reply/correct.html", context, status=400 if form.errors else 200)


def _verdict_or_404(actor: Actor, uid: str) -> VerdictShown:
    try:
        return queries.assessment(actor, uid)
    except Assessment.DoesNotExist:
        raise Http404 from None


def _who_may_answer(actor: Actor, verdict: VerdictShown) -> list[Organisation]:
    """The actor's organisations that may answer it: on its state, once texts are open, and never their own verdict."""
    if verdict.round.state not in ROUND_OPEN or verdict.opened_at is None:
        return []
    author = verdict.organisation.pk if verdict.organisation is not None else None
    state = verdict.state_commitment.state_id
    return [
        one
        for one in answering_for(actor, verdict.round)
        if one.pk != author and state in {each.code for each in one.states.all()}
    ]


def _window(one: Round, now: datetime) -> dict[str, Any]:
    window = one.calendar.reply_window
    is_open = window.holds(now) and one.stage is RoundState.REPLY
    return {"window": window, "is_open": is_open, "is_over": now >= window.ends, "left": window.ends - now, "now": now}


def _kept(form: ReplyForm) -> list[tuple[str, str]]:
    """What was written, by language: for copying where it could not be taken."""
    return list((form["text"].value() or {}).items())
