"""The intake's codes in words, and addresses of passages, for templates."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from ubada.intake.layout import Part
from ubada.intake.models import Passage
from ubada.intake.views.showing import place_of
from ubada.intake.words import ANSWERS, PROFILES, REASONS
from ubada.register.words import SPECIFICITY

register = template.Library()


@register.filter
def profile(code: str) -> str:
    """The kind of document that a profile reads."""
    return str(PROFILES.get(code, code)) if code else ""


@register.filter
def reason(code: str) -> str:
    """Why a passage was rejected."""
    return str(REASONS.get(code, code))


@register.filter
def answer(code: str) -> str:
    """What the state answered."""
    return str(ANSWERS.get(code, code))


@register.filter
def specificity(value: int) -> str:
    """How specific a recommendation is, from 1 to 5."""
    return str(SPECIFICITY.get(str(value), value))


@register.filter
def place(one: Passage) -> str:
    """The address of a passage's card beside its part of the document."""
    return place_of(one)


@register.simple_tag
def page_range(part: Part) -> str:
    """The pages of a part in words; its number where the document knows no pages."""
    first, last = part.pages
    if last <= 1:
        return _("part %(number)d") % {"number": part.number}
    return _("p. %(first)d") % {"first": first} if first == last else f"{first}–{last}"
