"""How organisations and their people are written down for the ledger. Accounts appear by identifier alone."""

from __future__ import annotations

from collections.abc import Iterator

from ubada.kernel.canonical import record_hash
from ubada.ledger.records import Record, RecordType, register
from ubada.ledger.services import Change
from ubada.organisations.models import Account, Accreditation, ApiToken, Membership, Organisation


def organisation_record(organisation: Organisation) -> Record:
    """The canonical record of an organisation."""
    return {
        "code": organisation.code,
        "name": organisation.name.as_dict(),
        "constituency": organisation.constituency,
        "states": sorted(state.code for state in organisation.states.all()),
        "status": organisation.status,
        "homepage": organisation.homepage,
        "is_practice": organisation.is_practice,
    }


def accreditation_record(accreditation: Accreditation) -> Record:
    """The canonical record of one period of accreditation."""
    return {
        "organisation": accreditation.organisation.code,
        "grade": accreditation.grade,
        "valid_from": str(accreditation.valid_from),
        "valid_to": str(accreditation.valid_to) if accreditation.valid_to else None,
        "source_title": accreditation.source_title,
        "source_url": accreditation.source_url,
    }


def account_record(account: Account) -> Record:
    """The canonical record of an account: what it may do, never who it is or how it signs in."""
    return {"uid": account.uid, "platform_role": account.platform_role, "is_active": account.is_active}


def membership_record(membership: Membership) -> Record:
    """The canonical record of a membership."""
    return {
        "account": membership.account.uid,
        "organisation": membership.organisation.code,
        "role": membership.role,
        "began_on": membership.began_on.isoformat(),
        "ended_on": membership.ended_on.isoformat() if membership.ended_on else None,
    }


def token_record(token: ApiToken) -> Record:
    """The canonical record of a token. Of its secret the hash alone is known, and the ledger keeps the hash of this."""
    return {
        "name": token.name,
        "sha256": token.sha256,
        "membership": str(token.membership_id),
        "label": token.label,
        "scopes": sorted(token.scopes),
        "made_at": token.made_at.isoformat(),
        "expires_at": token.expires_at.isoformat(),
        "revoked_at": token.revoked_at.isoformat() if token.revoked_at else None,
    }


def organisation_change(organisation: Organisation) -> Change:
    """The ledger's note of an organisation as it now stands."""
    return Change("organisation", organisation.code, record_hash(organisation_record(organisation)))


def accreditation_change(accreditation: Accreditation) -> Change:
    """The ledger's note of a period of accreditation as it now stands."""
    return Change("accreditation", _accreditation_key(accreditation), record_hash(accreditation_record(accreditation)))


def account_change(account: Account) -> Change:
    """The ledger's note of an account as it now stands."""
    return Change("account", account.uid, record_hash(account_record(account)))


def membership_change(membership: Membership) -> Change:
    """The ledger's note of a membership as it now stands."""
    return Change("membership", str(membership.pk), record_hash(membership_record(membership)))


def token_change(token: ApiToken) -> Change:
    """The ledger's note of a token as it now stands."""
    return Change("api_token", token.name, record_hash(token_record(token)))


def _accreditation_key(accreditation: Accreditation) -> str:
    return f"{accreditation.organisation.code}@{accreditation.valid_from}"


def _all_organisations() -> Iterator[tuple[str, Record]]:
    for organisation in Organisation.objects.prefetch_related("states"):
        yield organisation.code, organisation_record(organisation)


def _all_accreditations() -> Iterator[tuple[str, Record]]:
    for accreditation in Accreditation.objects.select_related("organisation"):
        yield _accreditation_key(accreditation), accreditation_record(accreditation)


def _all_accounts() -> Iterator[tuple[str, Record]]:
    for account in Account.objects.all():
        yield account.uid, account_record(account)


def _all_memberships() -> Iterator[tuple[str, Record]]:
    for membership in Membership.objects.select_related("organisation", "account"):
        yield str(membership.pk), membership_record(membership)


def _all_tokens() -> Iterator[tuple[str, Record]]:
    for token in ApiToken.objects.all():
        yield token.name, token_record(token)


register(RecordType("organisation", _all_organisations))
register(RecordType("accreditation", _all_accreditations))
register(RecordType("account", _all_accounts, is_inner=True))
register(RecordType("membership", _all_memberships, is_inner=True))
register(RecordType("api_token", _all_tokens, is_inner=True))
