"""Labels of terms, and how far the translation of a record has come."""

from __future__ import annotations

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.kernel.text import TranslatedText
from ubada.languages.models import Translation
from ubada.register.models import Term

Labels = dict[str, TranslatedText]


def labels(actor: Actor, *vocabularies: str) -> dict[str, Labels]:
    """The labels of whole vocabularies, by vocabulary and code of the term."""
    found: dict[str, Labels] = {code: {} for code in vocabularies}
    terms = visible_to(actor, Term.objects.filter(vocabulary__in=vocabularies)).order_by("order", "code")
    for vocabulary, code, label in terms.values_list("vocabulary_id", "code", "label"):
        found[vocabulary][code] = label
    return found


def translation_status(actor: Actor, record_type: str, key: str, language: str) -> str | None:
    """How far one record's translation into a language has come: draft, reviewed, stale or machine; None for none."""
    rows = visible_to(actor, Translation.objects.filter(pk=f"{record_type}:{key}:{language}"))
    return rows.values_list("status", flat=True).first()
