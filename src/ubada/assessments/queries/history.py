"""What the keys in old versions of a verdict are called today, as far as the reader may know them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.assessments.models import Measure
from ubada.evidence.models import EvidenceItem
from ubada.kernel.text import TranslatedText
from ubada.register.queries.answers import published_facts


@dataclass(frozen=True, slots=True)
class Titles:
    """Titles by key."""

    evidence: Mapping[str, TranslatedText]
    measures: Mapping[str, TranslatedText]
    facts: Mapping[str, TranslatedText]


def titles_of(actor: Actor, contents: Iterable[Mapping[str, Any]]) -> Titles:
    """The titles of all that these versions name."""
    evidence: set[str] = set()
    measures: set[str] = set()
    facts: set[str] = set()
    for content in contents:
        evidence |= {link["item"] for link in content.get("evidence", ())}
        measures |= set(content.get("measures", ()))
        facts |= set(content.get("facts", ()))
    return Titles(
        dict(visible_to(actor, EvidenceItem.objects.filter(pk__in=evidence)).order_by().values_list("pk", "title")),
        dict(visible_to(actor, Measure.objects.filter(pk__in=measures)).order_by().values_list("pk", "title")),
        dict(published_facts(actor).filter(pk__in=facts).order_by().values_list("pk", "label")),
    )
