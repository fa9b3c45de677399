"""Who may hand in files, have them back and remove them."""

from __future__ import annotations

from typing import Final

from ubada.access.actors import PlatformRole
from ubada.access.engine import Action, declare
from ubada.access.rules import IfActor, Where
from ubada.files.models import StoredFile

HAND_IN: Final = frozenset({"coordinator", "assessor"})
"""Roles in an approved organisation whose work is to hand in what its verdicts rest on."""
IS_SYSTEM = IfActor(lambda actor: actor.is_system)
IS_STAFF = IfActor(lambda actor: actor.is_system or actor.has_role(PlatformRole.EDITOR))
HANDS_IN = IfActor(lambda actor: any(standing.role in HAND_IN for standing in actor.memberships))
RECEIVED_IT = Where("received_by_id", lambda actor: actor.account_id if actor.account_id is not None else frozenset())
IS_OPEN = Where("is_private", value=False)

declare(Action.CREATE, StoredFile, IS_STAFF | HANDS_IN)
# A private file is given back by the app that refers to it, by the rules of that app alone.
declare(Action.VIEW, StoredFile, IS_SYSTEM | (IS_OPEN & (IS_STAFF | RECEIVED_IT)))
declare(Action.CHANGE, StoredFile, IS_SYSTEM | (IS_OPEN & IS_STAFF))
