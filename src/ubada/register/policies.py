"""Who may see the register. What passed the gate is everybody's; what did not is shown as a task, never as content."""

from __future__ import annotations

from typing import Final

from ubada.access.actors import PlatformRole
from ubada.access.engine import Action, declare
from ubada.access.rules import Anyone, Has, IfActor, Where
from ubada.languages.models import Translation
from ubada.ledger.models import Touch
from ubada.register.models import (
    ClassificationSuggestion,
    Cluster,
    Commitment,
    CommitmentSource,
    Conflict,
    Document,
    Fact,
    Instrument,
    IssuingBody,
    Provision,
    RatingScale,
    RecommendedBy,
    Region,
    Relation,
    State,
    StateCommitment,
    StateResponse,
    StructuralResult,
    StructuralTest,
    Term,
    TermMapping,
    TreatyAction,
    VerificationTask,
    Vocabulary,
)
from ubada.register.shapes import CLASSIFICATION_SUGGESTION, RELATION, SHAPES

IS_EDITOR = IfActor(lambda actor: actor.is_system or actor.has_role(PlatformRole.EDITOR))

SEES_PRACTICE = IfActor(lambda actor: actor.is_system or actor.sees_practice)
PRACTICE_BODY: Final = "PRACTICE"
"""The one issuing body, invented, of every text in which the practice state promised something."""

for _model in (
    Region,
    Vocabulary,
    Term,
    TermMapping,
    RatingScale,
    Cluster,
    StructuralTest,
):
    declare(Action.VIEW, _model, Anyone())

# The texts of the practice state are invented, and come from one body, which is too.
declare(Action.VIEW, IssuingBody, ~Where("pk", PRACTICE_BODY) | SEES_PRACTICE)
for _text in (Document, Instrument):
    declare(Action.VIEW, _text, ~Where("body", PRACTICE_BODY) | SEES_PRACTICE)
declare(
    Action.VIEW,
    Provision,
    (~Where("instrument__body", PRACTICE_BODY) & ~Where("document__body", PRACTICE_BODY)) | SEES_PRACTICE,
)
declare(Action.VIEW, State, Anyone())
# What is followed for the practice state alone is an exercise, not a commitment of anyone's.
declare(
    Action.VIEW,
    Commitment,
    Where("state_commitments__state__is_practice", value=False, crosses_many=True)
    | Where("state_commitments", None, crosses_many=True)
    | SEES_PRACTICE,
)
# Who recommended what, and in which public database it stands, is as public as the recommendation itself.
for _part in (RecommendedBy, CommitmentSource):
    declare(
        Action.VIEW,
        _part,
        Where("commitment__state_commitments__state__is_practice", value=False, crosses_many=True) | IS_EDITOR,
    )
declare(
    Action.VIEW,
    StateCommitment,
    # The second holds wherever the first does; the first spares the database the question for all real states.
    Where("state__is_practice", value=False)
    | Has(StateCommitment, "commitment", Where("state__is_practice", value=False), path="commitment_id")
    | SEES_PRACTICE,
)
# What a rule suggests is nobody's word yet, so readers see of relations and terms only what a person confirmed.
_REAL = "state_commitments__state__is_practice"
declare(
    Action.VIEW,
    Relation,
    (
        Where("state", Relation.State.CONFIRMED)
        & Where(f"commitment_a__{_REAL}", value=False, crosses_many=True)
        & Where(f"commitment_b__{_REAL}", value=False, crosses_many=True)
    )
    | IS_EDITOR,
)
declare(
    Action.VIEW,
    ClassificationSuggestion,
    (
        Where("state", ClassificationSuggestion.State.CONFIRMED)
        & Where(f"commitment__{_REAL}", value=False, crosses_many=True)
    )
    | IS_EDITOR,
)
# Rules and commands suggest; to decide, to join commitments into a cluster and to classify one, takes a person.
IS_PERSON_WHO_EDITS = IfActor(lambda actor: actor.is_account and actor.has_role(PlatformRole.EDITOR))
declare(Action.CREATE, Relation, IS_EDITOR)
declare(Action.CHANGE, Relation, IS_PERSON_WHO_EDITS)
declare(Action.CHANGE, Cluster, IS_PERSON_WHO_EDITS)
declare(Action.CREATE, ClassificationSuggestion, IS_EDITOR)
declare(Action.CHANGE, ClassificationSuggestion, IS_PERSON_WHO_EDITS)
declare(Action.VIEW, StateResponse, Anyone())
declare(Action.VIEW, StructuralResult, Anyone())
declare(Action.VIEW, Fact, Where("is_published", value=True) | IS_EDITOR)
declare(Action.VIEW_EDITORIAL, Fact, IS_EDITOR)
declare(Action.VIEW, TreatyAction, Where("fact__is_published", value=True) | IS_EDITOR)
declare(Action.VIEW, VerificationTask, Where("is_open", value=True) | IS_EDITOR)
declare(Action.VIEW, Conflict, Anyone())
declare(Action.IMPORT, Commitment, IfActor(lambda actor: actor.is_system))
# The history of the register's objects is public, without who acted; so is how far a translation has come.
# A suggestion's key would tell what was suggested, so the history of relations and suggested terms is for editors.
_SUGGESTED = (RELATION, CLASSIFICATION_SUGGESTION)
declare(
    Action.VIEW, Touch, Where("type", frozenset(shape.name for shape in SHAPES if shape not in _SUGGESTED)) | IS_EDITOR
)
declare(Action.VIEW, Translation, Anyone())
