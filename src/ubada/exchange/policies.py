"""Who may import, and who sees what was imported: the installation itself, and its editors and administrators see."""

from __future__ import annotations

from ubada.access.actors import PlatformRole
from ubada.access.engine import Action, declare
from ubada.access.rules import IfActor
from ubada.exchange.models import Import, ImportedRecord

MAY_SEE = IfActor(lambda actor: actor.is_system or actor.has_role(PlatformRole.EDITOR, PlatformRole.ADMIN))
MAY_IMPORT = IfActor(lambda actor: actor.is_system)

declare(Action.VIEW, Import, MAY_SEE)
declare(Action.IMPORT, Import, MAY_IMPORT)
# The records hold how something stood before, withheld values included, so they are for the installation alone.
declare(Action.VIEW, ImportedRecord, MAY_IMPORT)
