"""The register's codes in words, and permanent addresses, for templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import get_language

from ubada.register import words
from ubada.register.models import Commitment

register = template.Library()


@register.filter
def word(code: object, table: str) -> str:
    """The word for a code of a table of `ubada.register.words`; nothing for no code."""
    return words.word(code, table) if code not in (None, "") else ""


@register.filter
def words_for(codes: Iterable[object], table: str) -> list[str]:
    """The words for several codes."""
    return [words.word(code, table) for code in codes]


@register.filter
def named(key: str, names: Mapping[str, Any]) -> Any:
    """The entry of a mapping under a key, or nothing."""
    return names.get(key, "")


@register.filter
def source_of(commitment: Commitment) -> Any:
    """The title of the text a commitment stands in: the short one of an instrument, the title of a document."""
    if commitment.instrument is not None:
        return commitment.instrument.short_title
    return commitment.document.title if commitment.document is not None else ""


@register.filter
def source_code(commitment: Commitment) -> str:
    """The code of that text, for compact lists; the symbol of a document where it has one."""
    return str(commitment.instrument_id or (commitment.document and str(commitment.document)) or "")


@register.simple_tag(takes_context=True)
def permanent(context: template.Context, path: str) -> str:
    """The permanent address of a page: the public one of this installation, without a language."""
    base = settings.PUBLIC_URL
    if not base and "request" in context:
        base = context["request"].build_absolute_uri("/").rstrip("/")
    language = get_language()
    return f"{base}{path.removeprefix(f'/{language}')}" if path.startswith(f"/{language}/") else f"{base}{path}"
