"""Reading organisations and their people, narrowed to what the actor may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from ubada.access.actors import Actor
from ubada.access.engine import Action, can, visible_to
from ubada.organisations.models import Account, Accreditation, ApiToken, Constituency, Membership, Organisation
from ubada.register.models import State


def organisations(actor: Actor) -> QuerySet[Organisation]:
    """The organisations this actor may see."""
    return visible_to(actor, Organisation.objects.prefetch_related("states"))


def organisations_with_accreditations(actor: Actor) -> QuerySet[Organisation]:
    """The organisations this actor may see, with their accreditations, oldest first."""
    history = visible_to(actor, Accreditation.objects.order_by("valid_from"))
    return organisations(actor).prefetch_related(Prefetch("accreditations", queryset=history))


def memberships(actor: Actor) -> QuerySet[Membership]:
    """The memberships this actor may see: their own, and those of organisations they coordinate."""
    return visible_to(actor, Membership.objects.select_related("organisation", "account"))


def sessions_of(actor: Actor, account: Account) -> Iterator[Session]:
    """The sessions in which an account is signed in; none for an actor who may not see the account.

    A row names its account only inside its signed data, so rows are read one by one.
    """
    if not can(actor, Action.VIEW, account):
        return
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(account.pk):
            yield session


def second_factors(actor: Actor) -> set[str]:
    """The kinds of second factor the actor has set up for themselves."""
    return set(Authenticator.objects.filter(user=actor.account_id).values_list("type", flat=True))


def accreditation_on(actor: Actor, organisation: Organisation, day: date) -> Accreditation | None:
    """The GANHRI standing of the organisation on that day, or None if it had none or it is not known."""
    history = visible_to(actor, Accreditation.objects.filter(organisation=organisation))
    return _in_force(history, day)


@dataclass(frozen=True, slots=True)
class Listed:
    """An organisation as the public directory shows it: the states it speaks on and its accreditation that day."""

    organisation: Organisation
    states: tuple[State, ...]
    accreditation: Accreditation | None


def directory(actor: Actor, day: date) -> list[Listed]:
    """The approved organisations by constituency in the order of the model, then by code.

    The real ones, or those that are invented to learn on for an actor who asks for practice; never both.
    """
    approved = Organisation.objects.filter(status=Organisation.Status.APPROVED)
    rows = visible_to(actor, approved.filter(is_practice=actor.asks_for_practice))
    history = visible_to(actor, Accreditation.objects.all())
    rows = rows.prefetch_related(
        Prefetch("states", State.objects.order_by("order")), Prefetch("accreditations", history)
    )
    order = {value: position for position, value in enumerate(Constituency.values)}
    return [
        Listed(one, tuple(one.states.all()), _in_force(one.accreditations.all(), day))
        for one in sorted(rows, key=lambda one: (order[one.constituency], one.code))
    ]


def own_memberships(actor: Actor) -> list[Membership]:
    """The actor's own memberships that have not ended, in organisations of whatever standing."""
    if actor.account_id is None:
        return []
    return list(memberships(actor).filter(account=actor.account_id, ended_on__isnull=True))


def accounts(actor: Actor) -> QuerySet[Account]:
    """The accounts this actor may see: their own, those of organisations they coordinate, or all."""
    return visible_to(actor, Account.objects.prefetch_related("memberships__organisation"))


@dataclass(frozen=True, slots=True)
class TokenShown:
    """A token in a list, without anything of its secret. ``works`` tells whether it opens anything now."""

    token: ApiToken
    account: Account
    organisation: Organisation
    is_own: bool
    works: bool


def tokens(actor: Actor, now: datetime) -> list[TokenShown]:
    """The tokens this actor may see, newest first: their own, and those of organisations they coordinate."""
    rows = visible_to(actor, ApiToken.objects.select_related("membership__account", "membership__organisation"))
    return [
        TokenShown(
            one, one.membership.account, one.membership.organisation, one.membership.account_id == actor.account_id,
            one.works_at(now),
        )
        for one in rows
    ]  # fmt: skip


def _in_force(history: Iterable[Accreditation], day: date) -> Accreditation | None:
    in_force = [one for one in history if one.in_force_on(day)]
    return max(in_force, key=lambda one: one.valid_from.latest, default=None)
