"""The desk of those who see rounds through: every round, planning one, its dates, and how far its verdicts are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ubada.access.actors import Actor
from ubada.assessments import queries, services
from ubada.assessments.clock import moment
from ubada.assessments.forms.refusals import said, show, typed
from ubada.assessments.forms.steering import AssignForm, EditionForm, MoveForm, PlanForm, next_round
from ubada.assessments.models import Assessment, Review, Round
from ubada.assessments.policies import ROUND_OPEN
from ubada.assessments.queries import steering
from ubada.assessments.queries.reviewing import candidates_for
from ubada.assessments.rules.calendar import Milestone
from ubada.assessments.rules.states import RoundState
from ubada.assessments.services.reviewing import REVIEWED_IN
from ubada.assessments.views.standing import ROWS_A_PAGE
from ubada.kernel.deadlines import DeadlineError
from ubada.kernel.errors import InvalidInput, Problem, UbadaError
from ubada.register.models import State
from ubada.register.queries.states import states as followed
from ubada.register.views.answering import actor_of, page_of


@never_cache
@login_required
@require_safe
def round_list(request: HttpRequest) -> HttpResponse:
    """Every round and where it stands, those for practice marked."""
    actor = _secretary(request)
    return render(request, "assessments/steering/list.html", {"overviews": steering.overviews(actor, _today())})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Planning a round; its dates are computed from the opening day as often as one asks for it."""
    actor = _secretary(request)
    states = list(followed(actor, practice=True).order_by("is_practice", "order"))
    form = (
        PlanForm(states, request.POST) if request.method == "POST" else PlanForm(states, initial=next_round(_today()))
    )
    if request.method == "POST" and request.POST.get("act") == "compute":
        form = _computed(request, form, states)
    elif request.method == "POST" and form.is_valid():
        try:
            one = _planned(actor, form)
        except UbadaError as error:
            show(form, error)
        else:
            messages.success(request, _("The round is planned. It opens by itself on its day."))
            return HttpResponseRedirect(reverse("desk_steering_round", args=[one.code]))
    return render(request, "assessments/steering/plan.html", {"form": form}, status=400 if form.errors else 200)


def _computed(request: HttpRequest, form: PlanForm, states: list[State]) -> PlanForm:
    given = typed(form)
    try:
        given |= form.computed()
    except (ValidationError, DeadlineError):
        messages.error(request, _("Fill in the day on which the round opens; the other dates follow from it."))
    return PlanForm(states, initial=given)


def _planned(actor: Actor, form: PlanForm) -> Round:
    given = form.cleaned_data
    scope = None
    if given["which"] == "listed":
        scope, unknown = steering.keys_named(actor, form.names(), given["states"])
        if unknown or not scope:
            words = _("not found among the commitments of these states: %(names)s") % {"names": ", ".join(unknown[:20])}
            message = words if unknown else _("list at least one commitment")
            raise InvalidInput(_("This cannot be kept like that."), problems=[Problem("", "", "scope", message)])
    return services.plan_round(
        actor=actor,
        code=given["code"].strip(),
        title=given["title"],
        period=(given["period_from"], given["period_to"]),
        calendar=form.calendar(),
        states=given["states"],
        scope=scope,
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def one_round(request: HttpRequest, code: str) -> HttpResponse:
    """A round: its dates and how to move them, how far each organisation is, its edition, its reminders."""
    actor, one = _round(request, code)
    today = one.calendar.day_of(moment(None))
    move, edition = MoveForm(one, today), EditionForm()
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act == "move":
            move = MoveForm(one, today, request.POST)
            done = _try(request, move, lambda: _move(actor, one, move), _("Moved, for everybody to read."))
        elif act == "edition":
            edition = EditionForm(request.POST)
            done = _try(
                request,
                edition,
                lambda: services.name_edition(actor=actor, code=code, edition=edition.cleaned_data["edition"]),
                _("Named. The round is published on its day."),
            )
        else:
            done = _step(request, actor, one, act)
        if done:
            return HttpResponseRedirect(reverse("desk_steering_round", args=[code]))
    context = {
        "round": one,
        "today": today,
        "dates": _dates(one, today),
        "moves": steering.moves_of(actor, one),
        "move": move if move.has_dates else None,
        "edition": edition if one.stage is RoundState.EDITION_FROZEN and not one.is_practice else None,
        "may_archive": one.stage is RoundState.PUBLISHED,
        "may_open": one.stage is RoundState.PLANNED and today >= one.opens,
        "is_open_to_parties": one.state in ROUND_OPEN,
        "in_scope": steering.in_scope(actor, one),
        "table": steering.progress_table(actor, one),
        "waiting": len(steering.awaiting_review(actor, one)) if one.stage in REVIEWED_IN else 0,
        "reminded": steering.reminded(actor, one),
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "assessments/steering/round.html", context, status=status)


@never_cache
@login_required
@require_safe
def waiting_list(request: HttpRequest, code: str) -> HttpResponse:
    """The verdicts of a round that wait for a reviewer or are being reviewed; nothing of what they say."""
    actor, one = _round(request, code)
    page = page_of(request, steering.awaiting_review(actor, one), ROWS_A_PAGE)
    context = {"round": one, "page": page, "is_time": one.stage in REVIEWED_IN}
    return render(request, "assessments/steering/waiting.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, code: str, uid: str) -> HttpResponse:
    """Giving a verdict to somebody of another organisation to review, or to somebody else than now."""
    actor, one = _round(request, code)
    waits = steering.awaits_review(actor, one, uid)
    if waits is None:
        raise Http404
    form = AssignForm(candidates_for(actor, uid), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        give = services.reassign_review if waits.reviewed_by is not None else services.begin_review
        try:
            give(actor=actor, uid=uid, reviewer=form.chosen().account)
        except (Assessment.DoesNotExist, Review.DoesNotExist):
            messages.warning(request, _("It does not stand where it stood a moment ago: look at the list again."))
            return HttpResponseRedirect(reverse("desk_steering_reviews", args=[code]))
        except UbadaError as error:
            show(form, error)
        else:
            messages.success(request, _("Given to them. It is on their desk now."))
            return HttpResponseRedirect(reverse("desk_steering_reviews", args=[code]))
    context = {"round": one, "one": waits, "form": form, "is_time": one.stage in REVIEWED_IN}
    return render(request, "assessments/steering/assign.html", context, status=400 if form.errors else 200)


def _move(actor: Actor, one: Round, form: MoveForm) -> None:
    given = form.cleaned_data
    services.move_round_date(
        actor=actor, code=one.code, milestone=given["milestone"], to=given["to"], reason=given["reason"],
        and_later=given["and_later"],
    )  # fmt: skip


def _try(request: HttpRequest, form: forms.Form, act: Callable[[], object], done: str) -> bool:
    """Whether it was done; otherwise the form says what is wrong."""
    if not form.is_valid():
        return False
    try:
        act()
    except UbadaError as error:
        show(form, error)
        return False
    messages.success(request, done)
    return True


def _step(request: HttpRequest, actor: Actor, one: Round, act: str) -> bool:
    steps = {
        "open": (services.open_round, _("The round is open.")),
        "archive": (services.archive_round, _("The round is in the archive, where everybody can read it.")),
    }
    if act not in steps:
        messages.error(request, _("Choose what to do."))
        return False
    step, done = steps[act]
    try:
        step(actor=actor, code=one.code)
    except UbadaError as error:
        messages.error(request, said(error))
        return False
    messages.success(request, done)
    return True


def _dates(one: Round, today: date) -> list[tuple[str, date, bool]]:
    """Each date with its name, and whether it has come."""
    return [(each.value, one.calendar.on(each), one.calendar.on(each) <= today) for each in Milestone]


def _secretary(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if not steering.steers(actor):
        raise Http404
    return actor


def _round(request: HttpRequest, code: str) -> tuple[Actor, Round]:
    actor = _secretary(request)
    one = queries.round_or_none(actor, code)
    if one is None:
        raise Http404
    return actor, one


def _today() -> date:
    return timezone.localdate(moment(None))
