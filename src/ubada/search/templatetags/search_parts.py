"""The two parts of the search page that are repeated by the hundred, put together faster than by a template each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from ubada.languages import cldr
from ubada.search.queries import StateAnswer
from ubada.search.snippets import Marked

register = template.Library()
_CHECKED: Final = mark_safe(" checked")
_PART: Final = mark_safe(' class="part"')
_PLAIN: Final = mark_safe("")


@lru_cache(maxsize=4096)
def _number(value: int, language: str) -> str:
    return cldr.number(value, language)


@register.simple_tag
def facet_options(name: str, options: Iterable[Mapping[str, Any]]) -> SafeString:
    """A checkbox for each value of a facet, with the number of hits it would give."""
    language = get_language() or "en"
    return format_html_join(
        "",
        '<li{}><label><input type="checkbox" name="{}" value="{}"{}>'
        '<span>{}</span><span class="n">{}</span></label></li>',
        (
            (
                _PART if one["is_part"] else _PLAIN,
                name,
                one["value"],
                _CHECKED if one["is_chosen"] else _PLAIN,
                one["label"],
                _number(one["count"], language),
            )
            for one in options
        ),
    )


@register.simple_tag
def answers(given: tuple[StateAnswer, ...]) -> SafeString:
    """The answers of a commitment, state by state; there are few combinations, so each is put together once."""
    return _answers(given, get_language() or "en")


@lru_cache(maxsize=2048)
def _answers(given: tuple[StateAnswer, ...], language: str) -> SafeString:  # noqa: ARG001 - the text depends on it
    return render_to_string("components/state_dots.html", {"states": given})


@register.simple_tag
def marked(text: Marked) -> SafeString:
    """A text with what was looked for in it marked, and named by its language if that is not the reader's."""
    pieces = format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", piece) if is_hit else piece,) for piece, is_hit in text.fragments)
    )
    if not text.is_fallback:
        return pieces
    return format_html(
        '<span lang="{}">{}</span> <span class="in-lang" lang="{}">{}</span>',
        text.bcp47,
        pieces,
        text.bcp47,
        text.endonym,
    )
