"""The codes of evidence in words, for templates."""

from __future__ import annotations

from django import template

from ubada.evidence import words
from ubada.languages.table import BY_CODE

register = template.Library()


@register.filter
def evidence_kind(code: str) -> str:
    """What kind of thing an item is."""
    return str(words.KINDS.get(code, code))


@register.filter
def who_sees(code: str) -> str:
    """Who may see an item, in a word or two."""
    return str(words.WHO_SEES.get(code, code))


@register.filter
def who_sees_at_length(code: str) -> str:
    """Who may see an item, in a sentence."""
    return str(words.WHO_SEES_AT_LENGTH.get(code, code))


@register.filter
def consent_word(code: str) -> str:
    """Whether whoever it concerns agreed."""
    return str(words.CONSENT_NOW.get(code, code))


@register.filter
def why_no_copy(code: str) -> str:
    """Why there is no copy without metadata, and what to do."""
    return str(words.COPY_REFUSALS.get(code, code))


@register.filter
def why_alike(code: str) -> str:
    """In what an item is like another."""
    return str(words.ALIKE.get(code, code))


@register.filter
def evidence_happened(action: str) -> str:
    """What was done to an item."""
    return str(words.HAPPENED.get(action, action))


@register.filter
def endonym(code: str) -> str:
    """The name of a language in itself."""
    return BY_CODE[code].endonym if code in BY_CODE else code
