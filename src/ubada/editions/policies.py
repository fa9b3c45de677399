"""Who may see and make editions. A published one is everybody's; one that is only built is the editors' to look at."""

from __future__ import annotations

from ubada.access.actors import PlatformRole
from ubada.access.engine import Action, declare
from ubada.access.rules import IfActor, Where
from ubada.editions.models import Correction, Edition

IS_EDITOR = IfActor(lambda actor: actor.is_system or actor.has_role(PlatformRole.EDITOR))
OUT = frozenset({Edition.State.PUBLISHED, Edition.State.WITHDRAWN})

declare(Action.VIEW, Edition, Where("state", OUT) | IS_EDITOR)
declare(Action.CREATE, Edition, IS_EDITOR)
declare(Action.PUBLISH, Edition, IS_EDITOR)
declare(Action.VIEW, Correction, Where("edition__state", OUT) | IS_EDITOR)
declare(Action.CREATE, Correction, IS_EDITOR)
