"""What the public pages of rounds need besides: signs, versions, paragraphs, and why a verdict was taken back."""

from __future__ import annotations

import re
from typing import Any, Final

from django import template

from ubada.assessments.rules.scale import Level
from ubada.assessments.showing import SIGNS
from ubada.assessments.templatetags.assessment_words import label_of

register = template.Library()
_BLANK_LINES: Final = re.compile(r"\n\s*\n")


@register.filter
def withdrawal_word(reason: str) -> str:
    """The class of reason for which a verdict was taken back."""
    return label_of("withdrawal-reasons", reason)


@register.filter
def sign_of(constituency: Any) -> str:
    """The sign of a constituency."""
    return SIGNS[constituency]


@register.simple_tag
def all_levels() -> tuple[Level, ...]:
    """All eight levels, the two without a place on the scale last."""
    return tuple(Level)


@register.filter
def version_of(scale: str) -> str:
    """The version in the id of a scale or a method, such as 2026-11."""
    return scale.partition("@")[2] or scale


@register.filter
def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text: what blank lines part."""
    return [part.strip() for part in _BLANK_LINES.split(text.replace("\r\n", "\n")) if part.strip()]
