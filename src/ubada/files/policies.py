"""Who may hand in files, have them back and remove them."""

from __future__ import annotations

from ubada.access.actors import PlatformRole
from ubada.access.engine import Action, declare
from ubada.access.rules import IfActor, Where
from ubada.files.models import StoredFile

IS_STAFF = IfActor(lambda actor: actor.is_system or actor.has_role(PlatformRole.EDITOR))
RECEIVED_IT = Where("received_by_id", lambda actor: actor.account_id if actor.account_id is not None else frozenset())

declare(Action.CREATE, StoredFile, IS_STAFF)
declare(Action.VIEW, StoredFile, IS_STAFF | RECEIVED_IT)
declare(Action.CHANGE, StoredFile, IS_STAFF)
