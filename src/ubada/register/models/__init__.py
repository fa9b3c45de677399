"""The register's tables."""

from ubada.register.models.classification import ClassificationSuggestion
from ubada.register.models.commitments import (
    Cluster,
    Commitment,
    CommitmentSource,
    RecommendedBy,
    StateCommitment,
    StateResponse,
)
from ubada.register.models.facts import Conflict, Fact, TreatyAction, VerificationTask
from ubada.register.models.normative import Document, Instrument, IssuingBody, Provision, RatingScale
from ubada.register.models.reference import Region, State, Term, TermMapping, Vocabulary
from ubada.register.models.relations import Relation
from ubada.register.models.structural import StructuralResult, StructuralTest

__all__ = [
    "ClassificationSuggestion",
    "Cluster",
    "Commitment",
    "CommitmentSource",
    "Conflict",
    "Document",
    "Fact",
    "Instrument",
    "IssuingBody",
    "Provision",
    "RatingScale",
    "RecommendedBy",
    "Region",
    "Relation",
    "State",
    "StateCommitment",
    "StateResponse",
    "StructuralResult",
    "StructuralTest",
    "Term",
    "TermMapping",
    "TreatyAction",
    "VerificationTask",
    "Vocabulary",
]
