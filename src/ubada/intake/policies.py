"""Who sees documents that were read, and who decides. Nothing that was read is public before a person entered it."""

from __future__ import annotations

from ubada.access.engine import Action, declare
from ubada.intake.models import Passage, Reading
from ubada.register.policies import IS_EDITOR, IS_PERSON_WHO_EDITS

for _model in (Reading, Passage):
    declare(Action.VIEW, _model, IS_EDITOR)
    declare(Action.CREATE, _model, IS_EDITOR)
# A command may bring a document in and have it read; to decide on a passage takes a person.
for _model in (Reading, Passage):
    declare(Action.CHANGE, _model, IS_PERSON_WHO_EDITS)
declare(Action.IMPORT, Reading, IS_PERSON_WHO_EDITS)
