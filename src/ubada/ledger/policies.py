"""Who may read the ledger: auditors, administrators and the installation itself. Nobody may change it."""

from __future__ import annotations

from ubada.access.actors import PlatformRole
from ubada.access.engine import Action, declare
from ubada.access.rules import IfActor, Where
from ubada.ledger.models import Entry

declare(
    Action.VIEW,
    Entry,
    IfActor(lambda actor: actor.is_system or actor.has_role(PlatformRole.AUDITOR, PlatformRole.ADMIN))
    | (IfActor(lambda actor: actor.is_account) & Where("actor", lambda actor: actor.label)),
)
