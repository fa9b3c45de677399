"""The canonical record of every kind of register object: one form for the ledger, for editions, exports and imports.

A shape lists which columns make up a record. Reading a row through its shape gives a plain dictionary of text, whole
numbers, truth values, lists and dictionaries; two rows are the same exactly if their records are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet

from ubada.kernel.dates import PartialDate
from ubada.kernel.text import TranslatedText
from ubada.register import models as m

Record = dict[str, Any]


@dataclass(frozen=True)
class Shape:
    """Which columns of a model make its record.

    ``links`` are foreign keys and ``many`` to-many relations, written as the keys of the rows they name.
    ``kept_inside`` are the columns that never leave the installation.
    """

    name: str
    model: type[Model]
    fields: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    many: tuple[str, ...] = ()
    kept_inside: tuple[str, ...] = ()

    def rows(self) -> QuerySet[Model]:
        """All rows with what their records need, in the order of their keys."""
        rows = self.model._default_manager.order_by("pk")
        return rows.prefetch_related(*self.many) if self.many else rows

    def record_of(self, row: Model) -> Record:
        """The canonical record of a row."""
        record: Record = {name: plain(getattr(row, name)) for name in self.fields}
        record |= {link: getattr(row, f"{link}_id") for link in self.links}
        for name in self.many:
            record[name] = sorted(str(other.pk) for other in getattr(row, name).all())
        return record

    def public_record_of(self, row: Model) -> Record:
        """The record without the columns that are for editors only."""
        return {name: value for name, value in self.record_of(row).items() if name not in self.kept_inside}

    def all(self) -> Iterator[tuple[str, Record]]:
        """(key, record) of every row."""
        for row in self.rows().iterator(chunk_size=2000):
            yield str(row.pk), self.record_of(row)


def plain(value: Any) -> Any:
    """The value as canonical JSON can hold it. Raises TypeError for what has no such form."""
    if isinstance(value, TranslatedText):
        return value.as_dict()
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | bool | list | dict):
        return value
    message = f"{type(value).__name__} has no canonical form"
    raise TypeError(message)


STATE = Shape("state", m.State, ("code", "alpha2", "numeric", "name", "endonym", "order", "is_practice"))
REGION = Shape("region", m.Region, ("code", "name", "kind", "valid_from", "valid_to"), ("state",))
VOCABULARY = Shape(
    "vocabulary",
    m.Vocabulary,
    ("code", "version", "owner", "kind", "title", "source_url", "retrieved_on", "licence_note"),
)
TERM = Shape(
    "term",
    m.Term,
    ("key", "code", "order", "label", "definition", "valid_from", "valid_to"),
    ("vocabulary", "parent", "replaced_by"),
)
MAPPING = Shape("mapping", m.TermMapping, ("key", "relation", "scheme", "target"), ("term",))
BODY = Shape("body", m.IssuingBody, ("code", "name", "kind", "url"))
DOCUMENT = Shape(
    "document",
    m.Document,
    ("code", "symbol", "title", "kind", "adopted_on", "url", "languages", "unverified_fields"),
    ("body",),
)
INSTRUMENT = Shape(
    "instrument",
    m.Instrument,
    (
        "code",
        "title",
        "short_title",
        "kind",
        "binding",
        "group",
        "order",
        "adopted_on",
        "in_force_on",
        "url",
        "unverified_fields",
    ),
    ("body", "document"),
    ("monitored_by",),
)
RATING_SCALE = Shape(
    "rating_scale", m.RatingScale, ("code", "title", "url", "note", "score", "rank", "parts", "classes"), ("body",)
)
PROVISION = Shape("provision", m.Provision, ("key", "locator"), ("instrument", "document"))
CLUSTER = Shape("cluster", m.Cluster, ("code", "title", "summary"))
COMMITMENT = Shape(
    "commitment",
    m.Commitment,
    (
        "ref",
        "title",
        "text",
        "kind",
        "binding",
        "addressee",
        "duty_bearers",
        "specificity",
        "is_verifiable",
        "verifiable_reason",
        "due_on",
        "due_basis",
        "verification",
        "verification_missing",
        "checked_source_title",
        "checked_source_url",
    ),
    ("instrument", "document", "provision", "primary_theme", "parent", "cluster"),
    ("themes", "persons", "sdg_targets"),
)
RECOMMENDED_BY = Shape("recommended_by", m.RecommendedBy, ("key", "recommending_state", "raw_name"), ("commitment",))
COMMITMENT_SOURCE = Shape(
    "commitment_source",
    m.CommitmentSource,
    ("key", "database", "source_key", "source_title", "source_url", "labels", "derived", "is_quoted"),
    ("commitment",),
)
RELATION = Shape(
    "relation",
    m.Relation,
    ("key", "type", "state", "suggested_by", "reasons", "decided_on"),
    ("commitment_a", "commitment_b"),
)
CLASSIFICATION_SUGGESTION = Shape(
    "classification_suggestion",
    m.ClassificationSuggestion,
    (
        "key",
        "field",
        "state",
        "method",
        "occasion",
        "score",
        "version",
        "basis",
        "language",
        "text_hash",
        "spans",
        "decided_on",
    ),
    ("commitment", "term"),
)
STATE_COMMITMENT = Shape("state_commitment", m.StateCommitment, ("key", "standing"), ("commitment", "state"))
RESPONSE = Shape(
    "response",
    m.StateResponse,
    (
        "key",
        "wording",
        "official_class",
        "our_class",
        "claim",
        "claim_wording",
        "dated",
        "source_title",
        "source_url",
    ),
    ("state_commitment",),
)
FACT = Shape(
    "fact",
    m.Fact,
    (
        "key",
        "kind",
        "topic",
        "label",
        "value",
        "detail",
        "date",
        "as_of",
        "source_title",
        "source_url",
        "confidence",
        "unverified_fields",
        "withheld",
        "editor_note",
        "is_published",
    ),
    ("state",),
    kept_inside=("editor_note", "withheld"),
)
TREATY_ACTION = Shape(
    "treaty_action",
    m.TreatyAction,
    ("status", "action", "action_date", "date_basis", "signature_date", "absent_from_source"),
    ("fact", "state", "instrument"),
)
TASK = Shape(
    "task",
    m.VerificationTask,
    ("key", "reason", "missing", "is_open"),
    ("fact", "commitment", "instrument", "document", "state"),
)
CONFLICT = Shape(
    "conflict",
    m.Conflict,
    ("key", "subject", "settled_as", "handling", "sides"),
    ("state",),
    ("facts",),
)
TEST = Shape("test", m.StructuralTest, ("code", "question", "caveat", "rule"), (), ("commitments",))
RESULT = Shape(
    "result",
    m.StructuralResult,
    ("key", "answer", "reason", "since", "as_of"),
    ("test", "state"),
    ("facts",),
)

SHAPES: tuple[Shape, ...] = (
    STATE, REGION, VOCABULARY, TERM, MAPPING, BODY, DOCUMENT, INSTRUMENT, RATING_SCALE, PROVISION, CLUSTER, COMMITMENT,
    RECOMMENDED_BY, COMMITMENT_SOURCE, RELATION, CLASSIFICATION_SUGGESTION, STATE_COMMITMENT, RESPONSE, FACT,
    TREATY_ACTION, TASK, CONFLICT, TEST, RESULT,
)  # fmt: skip
"""Every kind of register object, in an order in which each only names rows of kinds before it."""


def by_name(names: Iterable[str]) -> list[Shape]:
    """The shapes with these names. Raises KeyError for an unknown name."""
    known = {shape.name: shape for shape in SHAPES}
    return [known[name] for name in names]
