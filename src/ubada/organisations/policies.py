"""Who may see and change organisations, accounts and memberships (domain model, 13.5)."""

from __future__ import annotations

from ubada.access.actors import Actor, PlatformRole
from ubada.access.engine import Action, declare
from ubada.access.rules import IfActor, Where
from ubada.organisations.models import Account, Accreditation, ApiToken, Membership, Organisation
from ubada.register.policies import SEES_PRACTICE

IS_SYSTEM = IfActor(lambda actor: actor.is_system)
IS_ADMIN = IfActor(lambda actor: actor.is_system or actor.has_role(PlatformRole.ADMIN))
IS_STAFF = IfActor(lambda actor: actor.is_system or actor.has_role(PlatformRole.ADMIN, PlatformRole.EDITOR))


def _coordinated(actor: Actor) -> frozenset[int]:
    return frozenset(one.organisation_id for one in actor.memberships if one.role == Membership.Role.COORDINATOR)


declare(
    Action.VIEW,
    Organisation,
    (Where("status", Organisation.Status.APPROVED) & (Where("is_practice", value=False) | SEES_PRACTICE))
    | Where("pk", lambda actor: actor.organisation_ids)
    | IS_STAFF,
)
declare(Action.CREATE, Organisation, IS_ADMIN)
declare(Action.CHANGE, Organisation, IS_ADMIN)
# What is public of an organisation is its accreditation too; no more.
declare(
    Action.VIEW,
    Accreditation,
    (
        Where("organisation__status", Organisation.Status.APPROVED)
        & (Where("organisation__is_practice", value=False) | SEES_PRACTICE)
    )
    | Where("organisation", lambda actor: actor.organisation_ids)
    | IS_STAFF,
)
declare(Action.CREATE, Accreditation, IS_STAFF)
# A person's account is seen by that person, by the coordinators of their organisations and by administrators.
declare(
    Action.VIEW,
    Account,
    Where("pk", lambda actor: actor.account_id if actor.account_id is not None else frozenset())
    | Where("memberships__organisation", _coordinated, crosses_many=True)
    | IS_ADMIN,
)
declare(Action.CREATE, Account, IS_ADMIN)
declare(Action.CHANGE, Account, IS_ADMIN)
declare(
    Action.VIEW,
    Membership,
    Where("account", lambda actor: actor.account_id if actor.account_id is not None else frozenset())
    | Where("organisation", _coordinated)
    | IS_ADMIN,
)
declare(Action.CREATE, Membership, IS_ADMIN | Where("organisation", _coordinated))
declare(Action.CHANGE, Membership, IS_ADMIN | Where("organisation", _coordinated))
# A token is made by the member alone; the coordinators of the organisation see that there is one, and can revoke it.
_own_token = Where(
    "membership__account", lambda actor: actor.account_id if actor.account_id is not None else frozenset()
)
declare(Action.VIEW, ApiToken, _own_token | Where("membership__organisation", _coordinated))
declare(Action.CREATE, ApiToken, _own_token & Where("membership__organisation", lambda actor: actor.organisation_ids))
declare(Action.CHANGE, ApiToken, IS_SYSTEM | _own_token | Where("membership__organisation", _coordinated))
