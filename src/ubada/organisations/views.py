"""The directory of organisations, and a person's own account."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import groupby

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ubada.access.actors import Actor
from ubada.kernel.errors import InvalidInput
from ubada.ledger.queries import entries
from ubada.organisations import queries, services
from ubada.organisations.forms import OneselfForm, TokenForm
from ubada.organisations.models import Account, Membership
from ubada.organisations.tokens import new_name
from ubada.organisations.words import ACTS, CONSTITUENCIES, GRADES, PLATFORM_ROLES, ROLES, SCOPES, STATUSES

OWN_ACTS_SHOWN = 25


@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Who takes part: the approved organisations by constituency, with states and accreditation as of today.

    With ``?practice=1`` those that are invented to learn on, in their place.
    """
    today = datetime.now(UTC).date()
    is_practice = request.GET.get("practice") == "1"
    actor = _actor(request).asking_for_practice() if is_practice else _actor(request)
    listed = queries.directory(actor, today)
    groups = [
        (
            CONSTITUENCIES[constituency],
            [(one, GRADES[one.accreditation.grade] if one.accreditation else "") for one in members],
        )
        for constituency, members in groupby(listed, key=lambda one: one.organisation.constituency)
    ]
    return render(
        request, "organisations/organisation_list.html", {"groups": groups, "today": today, "is_practice": is_practice}
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """One's own account: name and language, organisations and roles, sessions, second factor, own acts."""
    person = _person(request)
    form = OneselfForm(request.POST or None, initial={"name": person.name, "language": person.language})
    if request.method == "POST" and form.is_valid():
        services.describe_oneself(actor=_actor(request), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("account"))
    actor = _actor(request)
    memberships = [
        (one, ROLES[one.role], CONSTITUENCIES[one.organisation.constituency], STATUSES[one.organisation.status])
        for one in queries.own_memberships(actor)
    ]
    acts = entries(actor).filter(actor=actor.label).order_by("-sequence")[:OWN_ACTS_SHOWN]
    factors = queries.second_factors(actor)
    return render(
        request,
        "organisations/account.html",
        {
            "form": form,
            "person": person,
            "memberships": memberships,
            "platform_role": PLATFORM_ROLES.get(person.platform_role, ""),
            "sessions": sorted(queries.sessions_of(actor, person), key=lambda one: one.expire_date),
            "has_app": Authenticator.Type.TOTP in factors,
            "has_key": Authenticator.Type.WEBAUTHN in factors,
            "acts": [(act, ACTS.get(act.action, act.action)) for act in acts],
        },
        status=400 if form.errors else 200,
    )


@never_cache
@login_required
@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End every session of one's own but this one."""
    ended = services.end_other_sessions(actor=_actor(request), keep=request.session.session_key or "")
    messages.success(
        request,
        ngettext("%(count)d other session was ended.", "%(count)d other sessions were ended.", ended)
        % {"count": ended},
    )
    return HttpResponseRedirect(reverse("account"))


@never_cache
@login_required
@require_safe
def tokens(request: HttpRequest) -> HttpResponse:
    """One's tokens, and those of the organisations that one coordinates. Of their secrets nothing is known here."""
    actor = _actor(request)
    found = queries.tokens(actor, datetime.now(UTC))
    shown = [(one, [SCOPES[scope] for scope in one.token.scopes]) for one in found]
    return render(
        request,
        "organisations/tokens.html",
        {
            "own": [each for each in shown if each[0].is_own],
            "others": [each for each in shown if not each[0].is_own],
            "coordinates": any(one.role == Membership.Role.COORDINATOR for one in actor.memberships),
            "may_make": bool(actor.memberships),
        },
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth declares none
def new_token(request: HttpRequest) -> HttpResponse:
    """Make a token. The answer shows it, this once: there is no page to come back to that could."""
    actor = _actor(request)
    places = [
        one.organisation for one in queries.own_memberships(actor) if one.organisation_id in actor.organisation_ids
    ]
    if not places:
        raise Http404
    form = TokenForm(request.POST or None, organisations=places, initial={"name": new_name()})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.make_token(actor=actor, **form.cleaned_data)
        except InvalidInput as error:
            for problem in error.problems:
                form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        else:
            return render(request, "organisations/token_made.html", {"made": made, "root": _root(request)})
    if form.errors.get("name"):
        messages.warning(
            request, _("This form was sent already. A token is shown once: if you did not keep it, revoke it here.")
        )
        return HttpResponseRedirect(reverse("account_tokens"))
    return render(request, "organisations/token_new.html", {"form": form}, status=400 if form.errors else 200)


@never_cache
@login_required
@require_POST
def revoke_token(request: HttpRequest, name: str) -> HttpResponse:
    """End a token: one's own, or one of an organisation that one coordinates."""
    try:
        token = services.revoke_token(actor=_actor(request), name=name)
    except ObjectDoesNotExist:
        raise Http404 from None
    messages.success(request, _("The token “%(label)s” opens nothing any more.") % {"label": token.label})
    return HttpResponseRedirect(reverse("account_tokens"))


def _root(request: HttpRequest) -> str:
    return request.build_absolute_uri("/api/v1/own/")


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _person(request: HttpRequest) -> Account:
    assert isinstance(request.user, Account)  # noqa: S101 - login_required let nobody else pass
    return request.user
