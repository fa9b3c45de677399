"""Every write to organisations, accounts and memberships."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from ubada.access.actors import Actor, PlatformRole
from ubada.access.engine import Action, require
from ubada.kernel.dates import PartialDate
from ubada.kernel.errors import InvalidInput, Problem
from ubada.ledger.services import record
from ubada.organisations.models import Account, Accreditation, Constituency, Membership, Organisation
from ubada.organisations.records import (
    account_change,
    accreditation_change,
    membership_change,
    organisation_change,
)
from ubada.register.models import State

ONE_STATE_ONLY = frozenset({Constituency.STATE, Constituency.OMBUDSMAN})
"""State bodies and ombudsman institutions speak on their own country only (domain model, 13.2)."""


def create_organisation(
    *, actor: Actor, code: str, name: dict[str, str], constituency: str, states: Iterable[str], homepage: str = ""
) -> Organisation:
    """Enter an organisation, approved, in one constituency and for the states it may speak on.

    Raises Refused, or InvalidInput naming the field: unknown state, unknown constituency, a code already used, or
    more than one state for a state body or an ombudsman institution.
    """
    require(actor, Action.CREATE, Organisation)
    scope = _states(states)
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

    Raises Refused, or InvalidInput naming the field.
    """
    require(actor, Action.CREATE, Account)
    account = Account(
        email=email.strip(),
        name=name.strip(),
        language=language,
        platform_role=platform_role.value if platform_role else "",
    )
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
        record(
            actor=actor, action="create_account", subject=f"account {account.uid}", changes=[account_change(account)]
        )
    return account


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
    """Place a person in an organisation. Raises Refused, or InvalidInput if they are in it already."""
    membership = Membership(account=account, organisation=organisation, role=role, began_on=began_on)
    require(actor, Action.CREATE, membership)
    with transaction.atomic():
        _save(membership)
        record(
            actor=actor,
            action="begin_membership",
            subject=f"organisation {organisation.code}",
            changes=[membership_change(membership)],
        )
    return membership


def end_membership(*, actor: Actor, membership: Membership, ended_on: date) -> Membership:
    """End a membership on a day; what the person wrote in its time stays the organisation's."""
    require(actor, Action.CHANGE, membership)
    membership.ended_on = ended_on
    with transaction.atomic():
        _save(membership)
        record(
            actor=actor,
            action="end_membership",
            subject=f"organisation {membership.organisation.code}",
            changes=[membership_change(membership)],
        )
    return membership


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
    row.save()


def _invalid(field: str, message: str) -> InvalidInput:
    return InvalidInput("It cannot be saved like this.", problems=[Problem("", "", field, message)])


__all__ = [
    "begin_membership",
    "create_account",
    "create_organisation",
    "end_membership",
    "password_link",
    "record_accreditation",
]
