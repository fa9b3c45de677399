"""What every page needs to know: the languages it can be read in, and where the reader stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from ubada.access.actors import Actor
from ubada.editions.queries import newest_published
from ubada.languages.table import BY_CODE, COMPLETE_LANGUAGES


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """One entry of the language menu: the same page in that language."""

    code: str
    bcp47: str
    endonym: str
    url: str
    is_current: bool


EDITION_KEY = "site:newest-edition"
EDITION_KEPT = 60
"""For how many seconds the newest edition is remembered, so that not every page asks for it."""


def newest_edition(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001 - the shape of a context processor
    """The newest published edition, which footer, citations and downloads name; nothing before there is one."""
    return {"newest_edition": SimpleLazyObject(_newest_edition)}


def _newest_edition() -> Any:
    kept = cache.get(EDITION_KEY)
    if kept is None:
        kept = (newest_published(Actor.reader()),)
        cache.set(EDITION_KEY, kept, EDITION_KEPT)
    return kept[0]


def shell(request: HttpRequest) -> dict[str, Any]:
    """The language menu of complete languages, the current language, and the address of the page."""
    current = get_language() or settings.LANGUAGE_CODE
    path = request.get_full_path()
    return {
        "language": BY_CODE.get(current, BY_CODE["en"]),
        "languages": [
            LanguageChoice(one.code, one.bcp47, one.endonym, translate_url(path, one.django_code), one.code == current)
            for one in COMPLETE_LANGUAGES
        ],
        "public_url": settings.PUBLIC_URL,
    }
