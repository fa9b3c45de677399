"""Documents: bringing one in, saying what it is, going through its passages, entering what was accepted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ubada.intake import queries, services
from ubada.intake.forms import AgainForm, DescribeForm, DocumentForm, described_by
from ubada.intake.layout import Part, shown
from ubada.intake.models import Passage, Reading
from ubada.intake.views.showing import cards, place_of, reading_or_404, worker_on
from ubada.intake.words import PROFILES, REASONS
from ubada.kernel.errors import InvalidInput, UbadaError
from ubada.register.views.answering import page_of
from ubada.web.problems import said, show_problems

READINGS_A_PAGE = 25
SHOWS = ("all", "waiting", "accepted", "rejected", "differences")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def document_list(request: HttpRequest) -> HttpResponse:
    """The documents that were read and how far each has come; a new one is brought in here."""
    actor = worker_on(request)
    form = DocumentForm(request.POST, request.FILES) if request.method == "POST" else DocumentForm()
    if request.method == "POST" and form.is_valid():
        try:
            file = form.cleaned_data["file"]
            received = services.receive_document(
                actor=actor, name=file.name, chunks=file.chunks(), profile=form.cleaned_data["profile"]
            )
        except InvalidInput as error:
            form.add_error("file", said(error))
        else:
            if received.is_known:
                messages.info(request, _("This very file was read already. Here it is."))
            return HttpResponseRedirect(received.reading.get_absolute_url())
    page = page_of(request, queries.readings(actor), READINGS_A_PAGE)
    status = 400 if form.errors else 200
    return render(request, "intake/documents.html", {"form": form, "page": page}, status=status)


@never_cache
@login_required
@require_safe
def review(request: HttpRequest, uid: str) -> HttpResponse:
    """A part of the document with its passages marked, and the list of these to decide on beside it."""
    actor = worker_on(request)
    one = reading_or_404(actor, uid)
    if one.state != Reading.State.READ:
        return render(request, "intake/not_read.html", {"reading": one, "again": AgainForm()})
    if not one.is_described:
        return HttpResponseRedirect(reverse("describe_reading", args=[uid]))
    every = queries.passages(actor, one)
    parts = queries.parts(one, every)
    show = request.GET.get("show", "all")
    show = show if show in SHOWS else "all"
    part = _part(request, parts, show)
    listed = [each for each in part.passages if _is_listed(each, show)]
    active = [each for each in part.passages if each.state in queries.ACTIVE]
    context = {
        "reading": one,
        "later": queries.later(actor, one),
        "profile": PROFILES.get(one.profile, one.profile),
        "tally": queries.tally(one, every),
        "show": show,
        "part": part,
        "parts": [(each, each.waiting(), sum(_is_listed(found, show) for found in each.passages)) for each in parts],
        "blocks": shown(one.text, part, [each for each in every if each.state in queries.ACTIVE]),
        "cards": cards(actor, one, listed, every),
        "active": active,
        "next_waiting": _next_waiting(parts, part),
        "reasons": REASONS,
        "again": AgainForm(),
        "is_outdated": queries.is_outdated(one),
        "entered": len(queries.entered(one, every)),
    }
    return render(request, "intake/review.html", context)


def _part(request: HttpRequest, parts: Sequence[Part], show: str) -> Part:
    """The part asked for by number or by a passage in it; else the first with something to show."""
    at = request.GET.get("at", "")
    for part in parts:
        if any(each.uid == at for each in part.passages) or str(part.number) == request.GET.get("part"):
            return part
    wanted = "waiting" if show == "all" else show
    return next((part for part in parts if any(_is_listed(each, wanted) for each in part.passages)), parts[0])


def _is_listed(one: Passage, show: str) -> bool:
    if show == "all":
        return True
    if show == "differences":
        return one.state == Passage.State.GONE or (one.state == Passage.State.WAITING and one.differs_from_before)
    return one.state == show


def _next_waiting(parts: Sequence[Part], part: Part) -> Passage | None:
    """The first passage that waits in a later part, or else in an earlier one."""
    later = [*parts[part.number :], *parts[: part.number - 1]]
    return next((each for one in later for each in one.passages if each.state == Passage.State.WAITING), None)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: HttpRequest, uid: str) -> HttpResponse:
    """What the document is: the reader's guess, for a person to put right."""
    actor = worker_on(request)
    one = reading_or_404(actor, uid)
    if one.state != Reading.State.READ:
        return HttpResponseRedirect(one.get_absolute_url())
    data = request.POST if request.method == "POST" else None
    form = DescribeForm(actor, data, initial=described_by(one))
    if request.method == "POST" and form.is_valid():
        try:
            services.describe_document(actor=actor, uid=uid, **form.cleaned_data)
        except InvalidInput as error:
            show_problems(form, error)
        else:
            return HttpResponseRedirect(one.get_absolute_url())
    found = queries.tally(one, queries.passages(actor, one))
    context = {"reading": one, "form": form, "tally": found, "profile": PROFILES.get(one.profile, one.profile)}
    return render(request, "intake/describe.html", context, status=400 if form.errors else 200)


@never_cache
@login_required
@require_POST
def again(request: HttpRequest, uid: str) -> HttpResponse:
    """Have the document read once more, by this version of the reader, as another kind, or in a new version."""
    actor = worker_on(request)
    one = reading_or_404(actor, uid)
    form = AgainForm(request.POST, request.FILES)
    file: Any = None
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            later = services.read_again(
                actor=actor,
                uid=uid,
                profile=form.cleaned_data["profile"],
                name=file.name if file else "",
                chunks=file.chunks() if file else None,
            )
        except InvalidInput as error:
            messages.error(request, said(error))
        else:
            return HttpResponseRedirect(later.get_absolute_url())
    else:
        messages.error(request, _("Choose a file, or leave it out, and choose a kind from the list."))
    return HttpResponseRedirect(one.get_absolute_url())


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, uid: str) -> HttpResponse:
    """What would enter the register, and the button that enters it."""
    actor = worker_on(request)
    one = reading_or_404(actor, uid)
    every = queries.passages(actor, one)
    accepted = [each for each in every if each.state == Passage.State.ACCEPTED]
    if request.method == "POST":
        try:
            entered = services.enter_accepted(actor=actor, uid=uid)
        except UbadaError as error:
            messages.error(request, said(error))
            return HttpResponseRedirect(reverse("enter_reading", args=[uid]))
        messages.success(request, _entered(entered))
        if entered.kept:
            left = _("Left alone, because others wrote or changed them: %(refs)s.")
            messages.warning(request, left % {"refs": ", ".join(entered.kept)})
        return HttpResponseRedirect(one.get_absolute_url())
    there = queries.entered(one, every)
    context = {
        "reading": one,
        "accepted": [(each, each.ref in there, place_of(each)) for each in accepted],
        "new": sum(each.ref not in there for each in accepted),
        "waiting": queries.tally(one, every).waiting,
    }
    return render(request, "intake/enter.html", context)


def _entered(done: services.Entered) -> str:
    if done.number is None:
        return _("The register has all of this already.")
    added = ngettext(
        "%(count)d recommendation entered the register", "%(count)d recommendations entered the register", done.added
    ) % {"count": done.added}
    changed = ngettext("%(count)d was brought up to date", "%(count)d were brought up to date", done.changed) % {
        "count": done.changed
    }
    return f"{added}; {changed}." if done.changed else f"{added}."
