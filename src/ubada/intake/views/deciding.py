"""Passages: deciding on one, mending it, cutting it up, putting two together, adding one."""

from __future__ import annotations

import re
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ubada.access.actors import Actor
from ubada.intake import queries, services
from ubada.intake.forms import PassageForm, contents_of
from ubada.intake.models import Passage
from ubada.intake.views.showing import cards, passage_or_404, place_of, reading_or_404, worker_on
from ubada.intake.words import REASONS
from ubada.kernel.errors import InvalidInput
from ubada.web.problems import said, show_problems

_CUT: Final = re.compile(r"\n[ \t\r]*\n|\s*\|\|\s*")
"""Where a wording is cut: an empty line, or two upright strokes."""


@never_cache
@login_required
@require_POST
def decide(request: HttpRequest, uid: str, passage: str) -> HttpResponse:
    """Accept, reject, take back, or join with the next; answers the card alone where the script asks for it."""
    actor = worker_on(request)
    one = passage_or_404(actor, uid, passage)
    act = request.POST.get("act", "")
    try:
        if act == "join":
            one = _join_with_next(actor, one)
            return HttpResponseRedirect(place_of(one))
        unmakes = one.state in (Passage.State.DIVIDED, Passage.State.JOINED)
        one = _decide(actor, one, act, request.POST.get("reason", ""))
        if unmakes:
            return HttpResponseRedirect(place_of(one))
    except InvalidInput as error:
        return _answer(request, actor, uid, passage, said(error))
    return _answer(request, actor, uid, passage, "")


def _decide(actor: Actor, one: Passage, act: str, reason: str) -> Passage:
    if act == "accept":
        return services.accept_passage(actor=actor, uid=one.uid)
    if act == "reject":
        return services.reject_passage(actor=actor, uid=one.uid, reason=reason)
    if act == "reopen":
        return services.reopen_passage(actor=actor, uid=one.uid)
    raise InvalidInput(_("Choose what to do with it."))


def _join_with_next(actor: Actor, one: Passage) -> Passage:
    rows = queries.passages(actor, one.reading)
    rest = [each for each in rows if each.state in queries.ACTIVE and each.place > one.place]
    if not rest:
        raise InvalidInput(_("Nothing follows it."))
    return services.join_passages(actor=actor, uids=[one.uid, rest[0].uid])


def _answer(request: HttpRequest, actor: Actor, uid: str, passage: str, error: str) -> HttpResponse:
    """The card as it stands now, alone for the script; else the page at the next one that waits."""
    one = passage_or_404(actor, uid, passage)
    every = queries.passages(actor, one.reading)
    if request.headers.get("X-Swap"):
        [card] = cards(actor, one.reading, [one], every)
        context = {
            "card": card,
            "reading": one.reading,
            "reasons": REASONS,
            "tally": queries.tally(one.reading, every),
            "error": error,
        }
        return render(request, "intake/parts/answer.html", context, status=400 if error else 200)
    if error:
        messages.error(request, error)
        return HttpResponseRedirect(place_of(one))
    waiting = [each for each in every if each.state == Passage.State.WAITING and each.place > one.place]
    return HttpResponseRedirect(place_of(waiting[0] if waiting and one.state != Passage.State.WAITING else one))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mend(request: HttpRequest, uid: str, passage: str) -> HttpResponse:
    """One passage with every field it will have in the register; keep it, or keep and accept it."""
    actor = worker_on(request)
    one = passage_or_404(actor, uid, passage)
    data = request.POST if request.method == "POST" else None
    form = PassageForm(actor, data, initial=contents_of(one))
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("act") == "accept" and one.state == Passage.State.WAITING:
                one = services.accept_passage(actor=actor, uid=passage, changes=form.cleaned_data)
            else:
                one = services.mend_passage(actor=actor, uid=passage, changes=form.cleaned_data)
        except InvalidInput as error:
            show_problems(form, error)
        else:
            return HttpResponseRedirect(place_of(one))
    [card] = cards(actor, one.reading, [one], queries.passages(actor, one.reading))
    context = {
        "reading": one.reading,
        "card": card,
        "form": form,
        "back": place_of(one),
        "around": _around(one),
        "wording": one.text,
    }
    return render(request, "intake/passage.html", context, status=400 if form.errors else 200)


def _around(one: Passage) -> tuple[str, str, str]:
    """The document's text before, in and after the passage."""
    if not one.segments:
        return ("", "", "")
    text = one.reading.text
    start, end = one.segments[0][0], one.segments[-1][1]
    return text[max(0, start - 400) : start], text[start:end], text[end : end + 400]


@never_cache
@login_required
@require_POST
def divide(request: HttpRequest, uid: str, passage: str) -> HttpResponse:
    """Cut a passage where the person set empty lines."""
    actor = worker_on(request)
    one = passage_or_404(actor, uid, passage)
    try:
        made = services.divide_passage(actor=actor, uid=passage, parts=_CUT.split(request.POST.get("wording", "")))
    except InvalidInput as error:
        messages.error(request, said(error))
        return HttpResponseRedirect(one.get_absolute_url())
    return HttpResponseRedirect(place_of(made[0]))


@never_cache
@login_required
@require_POST
def add(request: HttpRequest, uid: str) -> HttpResponse:
    """Add a recommendation that the reader missed."""
    actor = worker_on(request)
    one = reading_or_404(actor, uid)
    try:
        added = services.add_passage(
            actor=actor,
            reading=uid,
            text=request.POST.get("text", ""),
            number=request.POST.get("number", ""),
            locator=request.POST.get("locator", ""),
        )
    except InvalidInput as error:
        messages.error(request, said(error))
        return HttpResponseRedirect(f"{one.get_absolute_url()}?part={request.POST.get('part', '')}#add")
    return HttpResponseRedirect(place_of(added))
