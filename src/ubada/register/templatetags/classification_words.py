"""Suggested terms in words, for templates."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ubada.languages import cldr
from ubada.register import classification_words
from ubada.register.models import StateCommitment
from ubada.register.queries.classification import Offered

register = template.Library()


@register.filter
def classified(code: str, table: str) -> str:
    """The word for a code of a table of `ubada.register.classification_words`; a code without one as it is."""
    return str(classification_words.TABLES[table].get(code, code))


@register.filter
def sureness(score: int | None) -> str:
    """How sure a model is, in words; nothing where it was not measured."""
    return "" if score is None else classification_words.how_sure(score)


@register.filter
def learned_from(one: Offered) -> int:
    """From how many texts the model learned that suggests this; 0 for other methods."""
    basis = one.suggestion.basis
    return int(basis) if one.suggestion.method == "model" and basis.isdecimal() else 0


@register.filter
def quoted(words: Iterable[str]) -> str:
    """Words of a text, each between quotation marks."""
    return ", ".join(_("“%(words)s”") % {"words": each} for each in words)


@register.filter
def listed_features(names: Iterable[str]) -> str:
    """The names of features as one phrase: how much, by when."""
    words = [str(classification_words.FEATURE[name]) for name in names]
    return ", ".join(f"{word[:1].lower()}{word[1:]}" for word in words)


@register.filter
def states_listed(rows: Iterable[StateCommitment]) -> str:
    """The names of the states that a commitment is followed for, as one phrase in the reader's language."""
    language = get_language() or "en"
    return cldr.listed([one.state.name.best(language).text for one in rows], language)
