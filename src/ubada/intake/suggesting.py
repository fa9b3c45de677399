"""What the classifier suggests for a passage, kept with its reasons and set in the fields for a person to confirm."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.conf import settings

from ubada.access.actors import Actor
from ubada.intake.models import Passage
from ubada.reading.classification.installed import models_in
from ubada.reading.classification.lexicon import LANGUAGES as LANGUAGES_WITH_CUES
from ubada.reading.classification.suggesting import Suggestion, suggest
from ubada.register.models import Term
from ubada.register.queries.classification import concordance

VOCABULARIES: Final[Mapping[str, str]] = {
    "themes": "themes",
    "persons": "affected-persons",
    "sdg_targets": "sdg-targets",
}
"""The fields of a passage that hold terms, and the vocabulary of each."""
EVERYONE: Final = "affected-persons:general"


def suggest_for(actor: Actor, *passages: Passage) -> None:
    """Set themes, persons, targets and class of action of unsaved passages to what is suggested, with why."""
    models = models_in(settings.MODELS_DIR).models
    table = concordance(actor)
    terms = set(Term.objects.filter(vocabulary__in=VOCABULARIES.values()).values_list("key", flat=True))
    for one in passages:
        if EVERYONE in terms:
            one.persons = [EVERYONE]
        if one.language in LANGUAGES_WITH_CUES:
            _note(one, suggest(one.text, one.language, models, concordance=table), terms)


def _note(one: Passage, found: Any, terms: set[str]) -> None:
    kept: dict[str, list[dict[str, Any]]] = {}
    for field, vocabulary in VOCABULARIES.items():
        suggestions: Iterable[Suggestion] = getattr(found, field)
        kept[field] = [
            plain for each in suggestions if (plain := _plain(f"{vocabulary}:{each.label}", each))["label"] in terms
        ]
        if kept[field] or field != "persons":
            setattr(one, field, [each["label"] for each in kept[field]])
    if found.action is not None:
        kept["specificity"] = [_plain(found.action.label, found.action)]
        one.specificity = int(found.action.label)
    features = found.specificity
    one.suggested = {
        **kept,
        "features": {name: [[span.start, span.end] for span in spans] for name, spans in features.found.items()},
        "missing": list(features.missing),
    }


def _plain(label: str, one: Suggestion) -> dict[str, Any]:
    return {
        "label": label,
        "method": one.method,
        "chance": one.chance,
        "spans": [[span.start, span.end] for span in one.spans],
        "version": one.version,
    }
