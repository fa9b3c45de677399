"""The site map: every public page with its languages, from the same queries as the pages themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final
from xml.etree import ElementTree as ET

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from ubada.access.actors import Actor
from ubada.api.feeds import FRESH_FOR, site_address
from ubada.assessments.queries.readers import published_rounds
from ubada.editions import queries as editions
from ubada.languages.table import COMPLETE_LANGUAGES
from ubada.register.queries import lists

MOST: Final = 5_000
"""Addresses in one file; the format allows 50,000 (sitemaps.org), but a smaller file is read sooner."""
MAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML: Final = "http://www.w3.org/1999/xhtml"
_LANGUAGES: Final = COMPLETE_LANGUAGES
Paths = Callable[[Actor], Iterable[str]]
PATHS_IN_A_FILE: Final = MOST // len(_LANGUAGES)
"""Every path is an address in each language."""


def _single(_: Actor) -> Iterator[str]:
    yield from (reverse(name) for name in SINGLE_PAGES)


def _of(name: str, rows: Callable[[Actor], QuerySet[Any]], key: str = "pk") -> Paths:
    return lambda actor: (reverse(name, args=[one]) for one in rows(actor).order_by("pk").values_list(key, flat=True))


SINGLE_PAGES: Final = (
    "home", "states", "instruments", "themes", "editions", "organisations", "to_verify", "conflicts", "compare",
    "search", "rounds", "data", "method", "help", "api_docs",
)  # fmt: skip
SECTIONS: Final[dict[str, Paths]] = {
    "pages": _single,
    "states": _of("state", lists.COUNTED["states"]),
    "commitments": _of("commitment", lists.COUNTED["commitments"]),
    "instruments": _of("instrument", lists.COUNTED["instruments"]),
    "themes": _of("theme", lists.COUNTED["themes"], "code"),
    "clusters": _of("cluster", lists.COUNTED["clusters"]),
    "facts": _of("fact", lists.COUNTED["facts"]),
    "editions": _of("edition", editions.published),
    "rounds": _of("round", published_rounds),
}
"""The paths of each section in English, in the order of their keys."""


@require_safe
@gzip_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """All addresses; an index of the sections where they are too many for one file."""
    found = _all_paths()
    if sum(map(len, found.values())) <= PATHS_IN_A_FILE:
        return _written(_addresses(site_address(request), [path for paths in found.values() for path in paths]))
    ET.register_namespace("", MAP)
    root = ET.Element(f"{{{MAP}}}sitemapindex")
    for name, paths in found.items():
        for number in range(1, -(-len(paths) // PATHS_IN_A_FILE) + 1):
            address = site_address(request) + reverse("sitemap_section", args=[name, number])
            _text(ET.SubElement(root, f"{{{MAP}}}sitemap"), "loc", address)
    return _written(root)


@require_safe
@gzip_page
def section(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """One part of one section, counted from 1."""
    if name not in SECTIONS:
        raise Http404
    paths = _paths(name)[(number - 1) * PATHS_IN_A_FILE : number * PATHS_IN_A_FILE] if number else []
    if not paths:
        raise Http404
    return _written(_addresses(site_address(request), paths))


def _all_paths() -> dict[str, list[str]]:
    return {name: _paths(name) for name in SECTIONS}


def _paths(name: str) -> list[str]:
    with override(settings.LANGUAGE_CODE):
        return list(SECTIONS[name](Actor.reader()))


def _addresses(site: str, paths: Iterable[str]) -> ET.Element:
    ET.register_namespace("", MAP)
    ET.register_namespace("xhtml", XHTML)
    root = ET.Element(f"{{{MAP}}}urlset")
    for path in paths:
        in_languages = [(one.bcp47, site + _in_language(path, one.django_code)) for one in _LANGUAGES]
        for _, address in in_languages:
            url = ET.SubElement(root, f"{{{MAP}}}url")
            _text(url, "loc", address)
            for tag, other in [*in_languages, ("x-default", site + path)]:
                ET.SubElement(url, f"{{{XHTML}}}link", {"rel": "alternate", "hreflang": tag, "href": other})
    return root


def _in_language(path: str, language: str) -> str:
    return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{MAP}}}{name}").text = text


def _written(root: ET.Element) -> HttpResponse:
    body = b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="utf-8")
    response = HttpResponse(body, content_type="application/xml; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={FRESH_FOR}"
    return response
