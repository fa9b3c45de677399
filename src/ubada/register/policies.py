"""Who may see the register. What passed the gate is everybody's; what did not is shown as a task, never as content."""

from __future__ import annotations

from ubada.access.actors import PlatformRole
from ubada.access.engine import Action, declare
from ubada.access.rules import Anyone, IfActor, Where
from ubada.languages.models import Translation
from ubada.ledger.models import Touch
from ubada.register.models import (
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
from ubada.register.shapes import SHAPES

IS_EDITOR = IfActor(lambda actor: actor.is_system or actor.has_role(PlatformRole.EDITOR))

for _model in (
    Region,
    Vocabulary,
    Term,
    TermMapping,
    IssuingBody,
    Document,
    Instrument,
    Provision,
    RatingScale,
    Cluster,
    StructuralTest,
):
    declare(Action.VIEW, _model, Anyone())

declare(Action.VIEW, State, Anyone())
# What is followed for the practice state alone is an exercise, not a commitment of anyone's.
declare(
    Action.VIEW,
    Commitment,
    Where("state_commitments__state__is_practice", value=False, crosses_many=True)
    | Where("state_commitments", None, crosses_many=True)
    | IS_EDITOR,
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
    Where("commitment__state_commitments__state__is_practice", value=False, crosses_many=True) | IS_EDITOR,
)
declare(Action.VIEW, StateResponse, Anyone())
declare(Action.VIEW, StructuralResult, Anyone())
declare(Action.VIEW, Fact, Where("is_published", value=True) | IS_EDITOR)
declare(Action.VIEW_EDITORIAL, Fact, IS_EDITOR)
declare(Action.VIEW, TreatyAction, Where("fact__is_published", value=True) | IS_EDITOR)
declare(Action.VIEW, VerificationTask, Where("is_open", value=True) | IS_EDITOR)
declare(Action.VIEW, Conflict, Anyone())
declare(Action.IMPORT, Commitment, IfActor(lambda actor: actor.is_system))
# The history of the register's objects is public, without who acted; so is how far a translation has come.
declare(Action.VIEW, Touch, Where("type", frozenset(shape.name for shape in SHAPES)))
declare(Action.VIEW, Translation, Anyone())
