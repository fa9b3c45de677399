"""Levels, constituencies and counts in words, for templates."""

from __future__ import annotations

from django import template
from django.core.cache import cache
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ubada.access.actors import Actor
from ubada.assessments.rules.scale import Level
from ubada.assessments.rules.verdicts import Constituency
from ubada.assessments.showing import SCALE, Stand
from ubada.register.queries.vocabulary import labels

register = template.Library()
KEPT = 600
"""For how many seconds the labels of a vocabulary are kept."""


@register.filter
def level_word(level: str) -> str:
    """The label of a level in the language of the page."""
    return label_of("implementation-levels", str(level))


@register.filter
def cooperation_word(level: str) -> str:
    """The label of a level of cooperation."""
    return label_of("cooperation-levels", str(level))


@register.filter
def trend_word(trend: str) -> str:
    """The label of a trend."""
    return label_of("trends", str(trend))


@register.filter
def gap_word(gap: str) -> str:
    """Why there was not enough to grade."""
    return label_of("information-gaps", str(gap))


@register.filter
def divergence_word(pair_class: str) -> str:
    """How two constituencies differ."""
    return label_of("divergence-classes", str(pair_class))


@register.filter
def constituency_word(constituency: str) -> str:
    """The name of a constituency."""
    return label_of("constituencies", Constituency(constituency).term)


@register.simple_tag
def scale_levels() -> tuple[Level, ...]:
    """The levels that have a place on the scale, from left to right."""
    return SCALE


@register.simple_tag
def range_words(row: Stand) -> str:
    """From which level to which the grades of one constituency reach."""
    assert row.lowest is not None  # noqa: S101 - asked only of a row with a range
    assert row.highest is not None  # noqa: S101
    lowest, highest = level_word(SCALE[row.lowest - 1]), level_word(SCALE[row.highest - 1])
    return _("from “%(lowest)s” to “%(highest)s”") % {"lowest": lowest, "highest": highest}


@register.simple_tag
def count_words(row: Stand) -> str:
    """How many organisations spoke, and how many of them had too little information."""
    count = row.n + row.n_unknown
    if not count:
        return _("nobody spoke")
    spoke = ngettext("%(count)d organisation", "%(count)d organisations", count) % {"count": count}
    if not row.n_unknown:
        return spoke
    unknown = ngettext(
        "%(count)d with too little information", "%(count)d with too little information", row.n_unknown
    ) % {"count": row.n_unknown}
    return f"{spoke}, {unknown}"


def label_of(vocabulary: str, code: str) -> str:
    """The label of a term, read once a while and language: the vocabularies of the scales are frozen by version."""
    language = get_language() or "en"
    key = f"labels:{vocabulary}:{language}"
    kept: dict[str, str] | None = cache.get(key)
    if kept is None:
        found = labels(Actor.reader(), vocabulary)[vocabulary]
        kept = {term: text.best(language).text for term, text in found.items()}
        cache.set(key, kept, KEPT)
    return kept.get(code, code)
