"""Tokens of the interface: made by a member, shown once, ended by many things, and used in the member's name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ubada.access.actors import Actor
from ubada.access.engine import Action, require, visible_to
from ubada.kernel.errors import InvalidInput, Problem
from ubada.ledger.services import Change, record
from ubada.organisations import tokens
from ubada.organisations.models import Account, ApiToken, Constituency, Membership, Organisation
from ubada.organisations.records import token_change

LIFETIMES: Final = (30, 90, 180, 365)
"""Days for which a token can be made."""
MOST_AT_ONCE: Final = 20
"""Living tokens of one membership."""
LONGEST_LABEL: Final = 80
_NOT_TEXT: Final = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Made:
    """A token that was made. Its text is nowhere else, and is shown by no representation of this."""

    token: ApiToken
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts through a token: the member, with no more than their place in this one organisation."""

    actor: Actor
    organisation: Organisation
    scopes: frozenset[str]


def make_token(
    *,
    actor: Actor,
    name: str,
    organisation: str,
    label: str,
    scopes: Iterable[str],
    days: int,
    now: datetime | None = None,
) -> Made:
    """Make a token for one's own place in an organisation. To write means to read as well.

    ``name`` is one of `tokens.new_name`, so that a form that is sent twice makes one token. Raises Refused, and
    InvalidInput naming the field: no such organisation of one's own, no label or scope, a time that is not offered, a
    name in use, too many tokens.
    """
    at = now or datetime.now(UTC)
    with transaction.atomic():
        mine = Membership.objects.select_for_update(of=("self",)).select_related("organisation", "account")
        place = mine.filter(
            account=actor.account_id, organisation__code=organisation, organisation__in=actor.organisation_ids,
            ended_on=None,
        ).first()  # fmt: skip
        if place is None:
            raise _wrong("organisation", _("choose from the list"))
        wanted = set(scopes)
        if not wanted or not wanted <= set(ApiToken.Scope.values):
            raise _wrong("scopes", _("choose what it may do"))
        if ApiToken.Scope.ASSESSMENTS_WRITE in wanted:
            wanted.add(ApiToken.Scope.ASSESSMENTS_READ)
        if days not in LIFETIMES:
            raise _wrong("days", _("choose from the list"))
        if not tokens.is_name(name):
            raise _wrong("name", _("open the form again"))
        secret = tokens.new_secret()
        token = ApiToken(
            name=name, sha256=tokens.digest(secret), membership=place, label=_label(label),
            scopes=sorted(str(one) for one in wanted), made_at=at, expires_at=at + timedelta(days=days),
        )  # fmt: skip
        require(actor, Action.CREATE, token)
        if place.tokens.filter(revoked_at=None, expires_at__gt=at).count() >= MOST_AT_ONCE:
            raise _wrong("", _("You have too many tokens. Revoke one that you do not use."))
        try:
            with transaction.atomic():
                token.save(force_insert=True)
        except IntegrityError:
            raise _wrong("name", _("this token was made already")) from None
        record(actor=actor, action="make_token", subject=f"token {name}", changes=[token_change(token)])
    return Made(token, tokens.whole(name, secret))


def revoke_token(*, actor: Actor, name: str, now: datetime | None = None) -> ApiToken:
    """End a token for good. Ending it twice ends it once. Raises Refused, ApiToken.DoesNotExist."""
    with transaction.atomic():
        rows = ApiToken.objects.select_for_update(of=("self",)).select_related("membership__account")
        token = visible_to(actor, rows, Action.CHANGE).get(pk=name)
        if token.revoked_at is None:
            token.revoked_at = now or datetime.now(UTC)
            token.save(update_fields=["revoked_at"])
            record(actor=actor, action="revoke_token", subject=f"token {name}", changes=[token_change(token)])
    return token


def revoke_all(account: Account) -> list[Change]:
    """End every token of an account, as part of another act; gives the ledger's notes of them."""
    living = list(ApiToken.objects.select_for_update().filter(membership__account=account, revoked_at=None))
    for token in living:
        token.revoked_at = datetime.now(UTC)
        token.save(update_fields=["revoked_at"])
    return [token_change(token) for token in living]


def act_through(text: str, *, now: datetime | None = None) -> Acting | None:
    """Who acts with this token, None if it opens nothing now. Notes the day of its use, once a day.

    The rights are those that the account has at this moment in that organisation. Somebody who speaks for a state
    works for no other organisation, so that a token for another rests as long as they do.
    """
    given = tokens.taken_apart(text)
    if given is None:
        return None
    at = now or datetime.now(UTC)
    rows = ApiToken.objects.select_related("membership__account", "membership__organisation")
    token = rows.filter(pk=given.name).first()
    if not tokens.is_the_same(token.sha256 if token is not None else None, given):
        return None
    if token is None or not token.works_at(at):
        return None
    actor = _narrowed(token.membership.account.as_actor(), token.membership.organisation_id)
    if actor is None:
        return None
    unused = ApiToken.objects.filter(Q(last_used_on=None) | Q(last_used_on__lt=at.date()), pk=token.pk)
    unused.update(last_used_on=at.date())
    return Acting(actor, token.membership.organisation, frozenset(token.scopes))


def _narrowed(account: Actor, organisation: int) -> Actor | None:
    here = tuple(one for one in account.memberships if one.organisation_id == organisation)
    is_official = any(one.constituency == Constituency.STATE for one in account.memberships)
    if not here or (is_official and any(one.constituency != Constituency.STATE for one in here)):
        return None
    return replace(account, roles=frozenset(), memberships=here)


def _label(text: str) -> str:
    label = " ".join(_NOT_TEXT.sub(" ", text).split())
    if not label:
        raise _wrong("label", _("say what you use it for"))
    if len(label) > LONGEST_LABEL:
        raise _wrong("label", _("is longer than %(count)s characters") % {"count": LONGEST_LABEL})
    return label


def _wrong(field_name: str, message: str) -> InvalidInput:
    return InvalidInput(_("It cannot be saved like this."), problems=[Problem("", "", field_name, message)])
