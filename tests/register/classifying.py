"""Commitments that another database brought, with fields that nobody or a rule filled, and a model to read them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction

from tests.world import TODAY, both
from ubada.access.actors import Actor
from ubada.reading.classification.labelled import LabelledText
from ubada.reading.classification.learning import train
from ubada.reading.classification.models import Model
from ubada.reading.classification.tasks import TASKS
from ubada.register.models import ClassificationSuggestion, Commitment
from ubada.register.queries.classification import concordance
from ubada.register.services import refresh_derived, write_records
from ubada.register.services.suggesting_terms import SuggestedTerms, suggest_classification
from ubada.register.shapes import COMMITMENT, COMMITMENT_SOURCE, MAPPING, STATE_COMMITMENT, TERM, VOCABULARY, Record

SYSTEM = Actor.system("classify")
UNCLASSIFIED = "themes:unclassified"
EVERYONE = "affected-persons:general"
HARASSMENT = "Adopt a law against sexual harassment by 2027"
"""Cue words see labour.harassment and action category 5."""
THEME = "IN-1:themes:labour.harassment"
TARGET = "IN-1:sdg_targets:8.8"
CATEGORY = "IN-1:specificity:5"
LOCATED = "Adopt a law against sexual harassment of women at work by 2027"


def add_vocabularies() -> None:
    """What the world lacks: the theme of what is unclassified, the action categories, more themes and a target."""
    with transaction.atomic():
        write_records(VOCABULARY, {"action-category": {
            "code": "action-category", "version": "1", "owner": "McMahon", "kind": "ordinal", "title": both("Action"),
            "source_url": "", "retrieved_on": None, "licence_note": "",
        }})  # fmt: skip
        terms = [("themes", "unclassified", "Not classified yet"), ("themes", "justice", "Justice"),
                 ("themes", "justice.torture", "Torture"),
                 *(("action-category", str(one), f"Category {one}") for one in range(1, 6))]  # fmt: skip
        write_records(
            TERM, {f"{vocabulary}:{code}": _term(vocabulary, code, label) for vocabulary, code, label in terms}
        )
        write_records(MAPPING, {"harassment|sdg": {
            "key": "harassment|sdg", "term": "themes:labour.harassment", "relation": "closeMatch",
            "scheme": "sdg-targets", "target": "8.8",
        }})  # fmt: skip


def _term(vocabulary: str, code: str, label: str) -> Record:
    parent = code.rpartition(".")[0] if vocabulary == "themes" else ""
    return {
        "key": f"{vocabulary}:{code}", "code": code, "order": int(code) if code.isdigit() else 90, "label": both(label),
        "definition": {}, "valid_from": None, "valid_to": None, "vocabulary": vocabulary,
        "parent": f"{vocabulary}:{parent}" if parent else None, "replaced_by": None,
    }  # fmt: skip


def add(
    ref: str, text: Mapping[str, str] | str, *, derived: Collection[str] = (), database: str = "uhri", **more: Any
) -> str:
    """An imported commitment followed for Kyrgyzstan, without a theme or a group of persons unless told."""
    texts = {"en": text} if isinstance(text, str) else dict(text)
    like = COMMITMENT.record_of(Commitment.objects.get(ref="STMT-4"))
    plain = {"primary_theme": UNCLASSIFIED, "themes": [UNCLASSIFIED], "persons": [EVERYONE], "sdg_targets": [],
             "specificity": 4, "cluster": None}  # fmt: skip
    pair = f"{ref}@KGZ"
    with transaction.atomic():
        write_records(COMMITMENT, {ref: like | plain | {"ref": ref, "text": texts} | more})
        write_records(
            STATE_COMMITMENT, {pair: {"key": pair, "commitment": ref, "state": "KGZ", "standing": "addressed"}}
        )
        source = f"{ref}|{database}"
        write_records(COMMITMENT_SOURCE, {source: {
            "key": source, "commitment": ref, "database": database, "source_key": ref, "source_title": "An index",
            "source_url": "https://example.org/index", "is_quoted": True, "labels": {}, "derived": sorted(derived),
        }})  # fmt: skip
    return ref


def put(ref: str, **fields: object) -> None:
    """The commitment has these values, and what follows from them is worked out, as an import does it."""
    with transaction.atomic():
        write_records(COMMITMENT, {ref: record_of(ref) | fields})
        refresh_derived(on=TODAY)


def record_of(ref: str) -> Record:
    """The commitment's record as it stands."""
    return COMMITMENT.record_of(Commitment.objects.get(ref=ref))


def suggest(*refs: str, models: Mapping[str, Model] | None = None, **more: Any) -> SuggestedTerms:
    """What the command does, for the commitments named or for all."""
    return suggest_classification(
        actor=SYSTEM, models=models or {}, concordance=concordance(SYSTEM), refs=refs or None, **more
    )


def open_terms(ref: str) -> dict[str, list[str]]:
    """The terms that are suggested and not decided, by field."""
    found: dict[str, list[str]] = {}
    rows = ClassificationSuggestion.objects.filter(commitment=ref, state="suggested").order_by("key")
    for field, term in rows.values_list("field", "term"):
        found.setdefault(field, []).append(term.partition(":")[2])
    return found


def states() -> dict[str, str]:
    """The state of every suggestion, by key."""
    return dict(ClassificationSuggestion.objects.values_list("key", "state"))


def themes_model() -> Model:
    """A model of three themes that is all but certain of its words, and speaks from an even chance up."""
    wording = {
        "labour.harassment": ["bullying at the mill", "insults in the mill", "bullying at the quarry"],
        "civic-space.association": ["clubs of beekeepers", "clubs of the village", "choirs and clubs"],
        "equality.gender": ["brides and dowries", "dowries in the village", "widows and dowries"],
    }
    texts = [
        LabelledText(f"Look into {words} number {number}", (label,), f"document {number}", "A", str(number % 6))
        for label, listed in wording.items()
        for words in listed
        for number in range(1, 31)
    ]
    return replace(train(TASKS["themes"], texts), abstain=0.5)
