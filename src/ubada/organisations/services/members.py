"""Organisations, their accreditations, accounts, sessions and memberships."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Final

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse

from ubada.access.actors import Actor, PlatformRole
from ubada.access.engine import Action, Refused, require
from ubada.kernel.dates import PartialDate
from ubada.kernel.errors import InvalidInput, Problem
from ubada.languages.table import INTERFACE_LANGUAGES
from ubada.ledger.services import record
from ubada.organisations.models import Account, Accreditation, Constituency, Membership, Organisation
from ubada.organisations.queries import sessions_of
from ubada.organisations.records import (
    account_change,
    accreditation_change,
    membership_change,
    organisation_change,
)
from ubada.organisations.services.tokens import revoke_all
from ubada.register.models import State

ONE_STATE_ONLY = frozenset({Constituency.STATE, Constituency.OMBUDSMAN})
"""State bodies and ombudsman institutions speak on their own country only (domain model, 13.2)."""
APART = "what is real and what is invented to learn on are worked on from accounts of their own"


ADDRESSES: Final = frozenset({"reviews", "replies", "findings"})
"""Words that stand in addresses of the desk where the code of an organisation does: no organisation is called so."""


def create_organisation(
    *, actor: Actor, code: str, name: dict[str, str], constituency: str, states: Iterable[str], homepage: str = ""
) -> Organisation:
    """Enter an organisation, approved, in one constituency and for the states it may speak on.

    Raises Refused, or InvalidInput naming the field: no state or an unknown one, unknown constituency, a code already
    used or one that is an address, more than one state for a state body or an ombudsman institution, or the practice
    state beside a real one.
    """
    require(actor, Action.CREATE, Organisation)
    if code in ADDRESSES:
        raise _invalid("code", "the site has an address of this name; choose another")
    scope = _states(states)
    if not scope:
        raise _invalid("states", "an organisation speaks on at least one state")
    if constituency in ONE_STATE_ONLY and len(scope) != 1:
        raise _invalid("states", "a state body or an ombudsman institution speaks on exactly one state")
    organisation = Organisation(
        code=code,
        name=name,
        constituency=constituency,
        homepage=homepage,
        status=Organisation.Status.APPROVED,
        is_practice=any(state.is_practice for state in scope),
    )
    if organisation.is_practice and not all(state.is_practice for state in scope):
        raise _invalid("states", "the practice state is never mixed with real states")
    with transaction.atomic():
        _save(organisation)
        organisation.states.set(scope)
        record(
            actor=actor,
            action="create_organisation",
            subject=f"organisation {code}",
            changes=[organisation_change(organisation)],
        )
    return organisation


def change_status(*, actor: Actor, organisation: Organisation, status: Organisation.Status) -> Organisation:
    """Approve, suspend or close an organisation; its members lose or regain its voice at their next request."""
    require(actor, Action.CHANGE, organisation)
    with transaction.atomic():
        organisation.status = status
        _save(organisation)
        record(
            actor=actor,
            action=f"set_organisation_{status.value}",
            subject=f"organisation {organisation.code}",
            changes=[organisation_change(organisation)],
        )
    return organisation


def record_accreditation(
    *,
    actor: Actor,
    organisation: Organisation,
    grade: str,
    valid_from: PartialDate,
    source_title: str,
    source_url: str,
    valid_to: PartialDate | None = None,
) -> Accreditation:
    """Add a period to an ombudsman institution's accreditation history; earlier periods stay as they are.

    Raises Refused, or InvalidInput if the organisation is not an ombudsman institution.
    """
    require(actor, Action.CREATE, Accreditation)
    if organisation.constituency != Constituency.OMBUDSMAN:
        raise _invalid("organisation", "only ombudsman institutions are accredited")
    accreditation = Accreditation(
        organisation=organisation,
        grade=grade,
        valid_from=valid_from,
        valid_to=valid_to,
        source_title=source_title,
        source_url=source_url,
    )
    with transaction.atomic():
        _save(accreditation)
        record(
            actor=actor,
            action="record_accreditation",
            subject=f"organisation {organisation.code}",
            changes=[accreditation_change(accreditation)],
        )
    return accreditation


def create_account(
    *,
    actor: Actor,
    email: str,
    name: str,
    password: str | None = None,
    platform_role: PlatformRole | None = None,
    language: str = "en",
) -> Account:
    """Make an account. Without a password it cannot sign in until one is set through a reset link.

    The address counts as checked: whoever makes the account knows the person. Raises Refused, or InvalidInput naming
    the field.
    """
    require(actor, Action.CREATE, Account)
    account = Account(
        email=email.strip(),
        name=name.strip(),
        language=language,
        platform_role=platform_role.value if platform_role else "",
    )
    if language not in {one.code for one in INTERFACE_LANGUAGES}:
        raise _invalid("language", f"the pages are not offered in {language!r}")
    if password is None:
        account.set_unusable_password()
    else:
        try:
            validate_password(password, account)
        except ValidationError as error:
            raise _invalid("password", " ".join(error.messages)) from None
        account.set_password(password)
    with transaction.atomic():
        _save(account)
        EmailAddress.objects.create(user=account, email=account.email.lower(), verified=True, primary=True)
        record(
            actor=actor, action="create_account", subject=f"account {account.uid}", changes=[account_change(account)]
        )
    return account


def set_account_active(*, actor: Actor, account: Account, is_active: bool) -> int:
    """Switch an account off or on; gives how many sessions ended. Raises Refused.

    Switching off ends its sessions and its tokens at once, and for good.
    """
    require(actor, Action.CHANGE, account)
    with transaction.atomic():
        account.is_active = is_active
        _save(account)
        ended = 0 if is_active else _end_sessions(actor, account)
        revoked = [] if is_active else revoke_all(account)
        record(
            actor=actor,
            action="enable_account" if is_active else "disable_account",
            subject=f"account {account.uid}",
            changes=[account_change(account), *revoked],
        )
    return ended


def set_platform_role(*, actor: Actor, account: Account, role: PlatformRole | None) -> Account:
    """Give an account a role on the platform itself, or take the one it has.

    Raises Refused, or InvalidInput for somebody of a practice organisation: who is invented changes nothing real.
    """
    require(actor, Action.CHANGE, account)
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        if role and Membership.objects.filter(account=account, organisation__is_practice=True).exists():
            raise _invalid("account", APART)
        account.platform_role = role.value if role else ""
        _save(account)
        record(
            actor=actor, action="set_platform_role", subject=f"account {account.uid}", changes=[account_change(account)]
        )
    return account


def describe_oneself(*, actor: Actor, name: str, language: str) -> Account:
    """Change the name and the language of one's own account. Raises Refused, or InvalidInput naming the field."""
    account = _own_account(actor)
    if language not in {one.code for one in INTERFACE_LANGUAGES}:
        raise _invalid("language", f"the pages are not offered in {language!r}")
    account.name, account.language = name.strip(), language
    with transaction.atomic():
        _save(account)
        record(actor=actor, action="describe_oneself", subject=f"account {account.uid}")
    return account


def end_other_sessions(*, actor: Actor, keep: str) -> int:
    """End every session of one's own account but the one with this key; gives how many. Raises Refused."""
    account = _own_account(actor)
    with transaction.atomic():
        ended = _end_sessions(actor, account, keep=keep)
        record(actor=actor, action="end_other_sessions", subject=f"account {account.uid}")
    return ended


def password_link(*, actor: Actor, account: Account) -> str:
    """A link at which the account's owner sets a password: it works once, for three days. Raises Refused.

    The ledger notes that a link was made, never the link.
    """
    require(actor, Action.CHANGE, account)
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(account), "key": default_token_generator.make_token(account)},
    )
    with transaction.atomic():
        record(actor=actor, action="issue_password_link", subject=f"account {account.uid}")
    return f"{settings.PUBLIC_URL or settings.LOCAL_URL}{path}"


def begin_membership(
    *, actor: Actor, account: Account, organisation: Organisation, role: str, began_on: date
) -> Membership:
    """Place a person in an organisation.

    Raises Refused, or InvalidInput if they were in it already on that day or later, if the day is still to come, or if
    it would make one person act in what is real and in what is invented to learn on.
    """
    membership = Membership(account=account, organisation=organisation, role=role, began_on=began_on)
    require(actor, Action.CREATE, membership)
    if began_on > _today():
        raise _invalid("began_on", "the day is still to come")
    with transaction.atomic():
        # One at a time for a person: two requests at once would each see no membership yet.
        held = Account.objects.select_for_update().get(pk=account.pk)
        elsewhere = Membership.objects.filter(account=account, organisation__is_practice=not organisation.is_practice)
        if elsewhere.exists() or (organisation.is_practice and held.platform_role):
            raise _invalid("account", APART)
        others = Membership.objects.filter(account=account, organisation=organisation)
        if others.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=began_on)).exists():
            raise _invalid("account", "this person is in the organisation already on that day or later")
        _save(membership)
        record(
            actor=actor,
            action="begin_membership",
            subject=f"organisation {organisation.code}",
            changes=[membership_change(membership)],
        )
    return membership


def end_membership(*, actor: Actor, membership: Membership, ended_on: date) -> Membership:
    """End a membership on a day; what the person wrote in its time stays the organisation's.

    Raises Refused, or InvalidInput if it has ended already or the day is before its beginning or still to come.
    """
    require(actor, Action.CHANGE, membership)
    if ended_on > _today():
        raise _invalid("ended_on", "the day is still to come")
    with transaction.atomic():
        current = Membership.objects.select_for_update().get(pk=membership.pk)
        if current.ended_on is not None:
            raise _invalid("ended_on", "this membership has ended already")
        membership.ended_on = ended_on
        _save(membership)
        record(
            actor=actor,
            action="end_membership",
            subject=f"organisation {membership.organisation.code}",
            changes=[membership_change(membership)],
        )
    return membership


def _end_sessions(actor: Actor, account: Account, *, keep: str = "") -> int:
    """End the account's sessions, all but the one with the key ``keep``; gives how many."""
    keys = [one.session_key for one in sessions_of(actor, account) if one.session_key != keep]
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)


def _today() -> date:
    return datetime.now(UTC).date()


def _own_account(actor: Actor) -> Account:
    if actor.account_id is None:
        raise Refused(Action.CHANGE)
    account = Account.objects.filter(pk=actor.account_id, is_active=True).first()
    if account is None:
        raise Refused(Action.CHANGE)
    return account


def _states(codes: Iterable[str]) -> list[State]:
    wanted = sorted(set(codes))
    found = {state.code: state for state in State.objects.filter(code__in=wanted)}
    unknown = [code for code in wanted if code not in found]
    if unknown:
        raise _invalid("states", f"no such state: {', '.join(unknown)}")
    return [found[code] for code in wanted]


def _save(row: Organisation | Accreditation | Account | Membership) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        problems = [
            Problem("", str(row._meta.verbose_name), "" if field == "__all__" else field, " ".join(messages))
            for field, messages in error.message_dict.items()
        ]
        raise InvalidInput("It cannot be saved like this.", problems=problems) from None
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # someone else took the name between the check and the write
        raise _invalid("", "the same exists already") from None


def _invalid(field: str, message: str) -> InvalidInput:
    return InvalidInput("It cannot be saved like this.", problems=[Problem("", "", field, message)])
