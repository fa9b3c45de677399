"""Saying anew what an item is, choosing who sees it, adding what stood at its address, withdrawing it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ubada.access.actors import Actor
from ubada.access.engine import Action, can
from ubada.evidence import queries, services
from ubada.evidence.forms import DescribeForm, ReadersForm, SnapshotForm, WithdrawForm, described_by
from ubada.evidence.models import EvidenceItem
from ubada.evidence.services.opening import WIDTH
from ubada.evidence.views.finding import item_or_404, kept_or_404
from ubada.evidence.views.taking import NotTaken, take
from ubada.kernel.errors import InvalidInput
from ubada.register.views.answering import actor_of
from ubada.web.problems import said, show_problems


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: HttpRequest, uid: str) -> HttpResponse:
    """What the item is, to be put right."""
    actor = actor_of(request)
    one = kept_or_404(actor, uid)
    form = DescribeForm(request.POST if request.method == "POST" else None, initial=described_by(one))
    if request.method == "POST" and form.is_valid():
        try:
            services.describe_item(actor=actor, uid=uid, **form.described())
        except InvalidInput as error:
            show_problems(form, error)
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(one.get_absolute_url())
    return _page(request, "evidence/describe.html", one, form, _("What this is"))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def readers(request: HttpRequest, uid: str) -> HttpResponse:
    """Who may see the item: its organisation opens and closes it, an editor closes what readers see."""
    actor = actor_of(request)
    one = item_or_404(actor, uid)
    codes = _choosable(actor, one)
    if len(codes) < 2:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = ReadersForm(codes, data, initial={"sensitivity": one.sensitivity})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["sensitivity"]
        try:
            services.change_sensitivity(actor=actor, uid=uid, sensitivity=chosen)
        except InvalidInput as error:
            show_problems(form, error)
        else:
            messages.success(request, _("From now on others see it as you chose."))
            return HttpResponseRedirect(_way_on(actor, uid))
    return _page(request, "evidence/readers.html", one, form, _("Who may see it"))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def snapshot(request: HttpRequest, uid: str) -> HttpResponse:
    """What stood at the item's address, handed in by a person."""
    actor = actor_of(request)
    one = kept_or_404(actor, uid)
    if not one.url or one.snapshot is not None:
        raise Http404
    form = SnapshotForm(request.POST, request.FILES) if request.method == "POST" else SnapshotForm()
    if request.method == "POST" and form.is_valid():
        fault = _attach(actor, uid, form)
        if not fault:
            messages.success(request, _("The archived copy was added."))
            return HttpResponseRedirect(one.get_absolute_url())
        form.add_error("snapshot", fault)
    return _page(request, "evidence/snapshot.html", one, form, _("Add an archived copy"))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, uid: str) -> HttpResponse:
    """What follows if the item is withdrawn, and the button that does it."""
    actor = actor_of(request)
    one = kept_or_404(actor, uid)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_item(actor=actor, uid=uid, reason=form.cleaned_data["reason"])
        except InvalidInput as error:
            show_problems(form, error)
        else:
            messages.success(request, _("Withdrawn. Nobody outside your organisation sees it any more."))
            return HttpResponseRedirect(one.get_absolute_url())
    return _page(request, "evidence/withdraw.html", one, form, _("Withdraw it"), uses=queries.uses(actor, one))


def _page(
    request: HttpRequest, template: str, one: EvidenceItem, form: forms.Form, title: str, **more: Any
) -> HttpResponse:
    crumbs = [{"title": _("Your desk"), "url": reverse("desk")}]
    if queries.takes_part(actor_of(request)):
        crumbs.append({"title": _("Evidence"), "url": reverse("desk_evidence")})
    crumbs += [{"title": one.title, "url": one.get_absolute_url()}, {"title": title, "url": ""}]
    context = {"one": one, "form": form, "crumbs": crumbs, **more}
    return render(request, template, context, status=400 if form.errors else 200)


def _choosable(actor: Actor, one: EvidenceItem) -> list[str]:
    """The readers among whom this person may choose, from the fewest: up to those of today, or all for its keepers."""
    if one.is_withdrawn or not can(actor, Action.VIEW_EDITORIAL, one):
        return []
    return [code for code, width in WIDTH.items() if can(actor, Action.CHANGE, one) or width <= WIDTH[one.sensitivity]]


def _way_on(actor: Actor, uid: str) -> str:
    """The item's page, or the list where it is not for this person any more."""
    try:
        return queries.item(actor, uid).get_absolute_url()
    except EvidenceItem.DoesNotExist:
        return reverse("desk_evidence")


def _attach(actor: Actor, uid: str, form: SnapshotForm) -> str:
    """Adds the file that was sent; what is wrong with it, or nothing."""
    try:
        stored = take(actor, form.cleaned_data["snapshot"])
    except NotTaken as refusal:
        return str(refusal)
    try:
        services.attach_snapshot(actor=actor, uid=uid, file=stored.uid)
    except InvalidInput as error:
        services.release_file(actor=actor, uid=stored.uid)
        message = error.problems[0].message if error.problems else said(error)
        return f"{message[:1].upper()}{message[1:].rstrip('.')}."
    return ""
