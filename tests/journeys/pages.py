"""One example of every kind of page that a reader can open, checked against the addresses of the site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern
from playwright.sync_api import Page

DESKTOP: Final = {"width": 1280, "height": 900}
PHONE: Final = {"width": 360, "height": 740}
LANGUAGES: Final = ("en", "ru")

PAGES: Final[dict[str, tuple[str, ...]]] = {
    "": ("/",),
    "states/": ("/states/",),
    "states/<state:code>/": ("/states/KGZ/",),
    "commitments/<str:ref>/": ("/commitments/C190-5/",),
    "commitments/<str:ref>/<state:state>/verdicts/": (
        "/commitments/C190-5/KGZ/verdicts/",
        "/commitments/PRACTICE-T7/XXA/verdicts/",
    ),
    "rounds/": ("/rounds/", "/rounds/?practice=1"),
    "rounds/<slug:code>/": ("/rounds/practice-2026-1/",),
    "rounds/<slug:code>/<state:state>/": ("/rounds/practice-2026-1/XXA/",),
    "rounds/<slug:code>/<state:state>/<str:side>/<str:level>/": ("/rounds/practice-2026-1/XXA/CSO/I1/",),
    "instruments/": ("/instruments/",),
    "instruments/<path:code>/": ("/instruments/C190/",),
    "facts/<str:key>/": ("/facts/law.KGZ.sexual_harassment.c190/",),
    "themes/": ("/themes/",),
    "themes/<str:code>/": ("/themes/equality/",),
    "clusters/<slug:code>/": ("/clusters/harassment-at-work/",),
    "to-verify/": ("/to-verify/",),
    "conflicts/": ("/conflicts/",),
    "compare/": ("/compare/",),
    "data/": ("/data/",),
    "method/": ("/method/",),
    "help/": ("/help/",),
    "search/": ("/search/?q=torture&state=KGZ", "/search/?q=xyzzyq"),
    "editions/": ("/editions/",),
    "editions/<int:number>/": ("/editions/0/",),
    "editions/<int:number>/files/": ("/editions/0/files/",),
    "organisations/": ("/organisations/",),
    "api/v1/docs/": ("/api/v1/docs/",),
    "accounts/login/": ("/accounts/login/",),
    "accounts/password/reset/": ("/accounts/password/reset/",),
}
"""Examples by route, without the prefix of a language."""
MISSING: Final = "/states/ZZZ/"
"""The page that says that there is none."""
REPORT: Final = tuple(
    f"/editions/0/files/{{language}}/{name}.html"
    for name in (
        "index", "state-KGZ", "commitment-C190-5", "facts-KGZ", "theme-equality", "themes", "commitments", "conflicts",
        "instruments", "to-verify", "sources", "method", "check",
    )
)  # fmt: skip
"""The kinds of page of the frozen report; its language is a folder."""
NO_PAGES: Final = {
    "states/<state:code>/<slug:what>.csv", "instruments/matrix.csv", "data/<slug:name>.csv", "data/<slug:name>.json",
    "editions/<int:number>/edition.zip", "rounds/calendar.ics", "rounds/calendar/<state:code>.ics",
    "organisations/<slug:code>/calendar.ics", "evidence/<str:uid>/copy/",
}  # fmt: skip
"""Files to take away."""
ELSEWHERE: Final = {"editions/<int:number>/files/<path:name>"}
"""Served by one route and listed in `REPORT`."""
SIGNED_IN: Final = ("account/", "accounts/", "desk/", "files/")
"""For people with an account; of these, the reader meets only the doors listed in `PAGES`."""


def public_pages(language: str) -> Iterator[str]:
    """The addresses of the examples in a language."""
    prefix = "" if language == "en" else f"/{language}"
    for examples in PAGES.values():
        for one in examples:
            yield prefix + one
    yield prefix + MISSING
    for one in REPORT:
        yield one.format(language=language)


def reader_routes() -> set[str]:
    """Every route of the URLconf that exists in each language and is for readers."""
    return {route for route in _routes(get_resolver(), "", in_languages=False) if not route.startswith(SIGNED_IN)}


def _routes(resolver: URLResolver, prefix: str, *, in_languages: bool) -> Iterator[str]:
    for one in resolver.url_patterns:
        is_language = isinstance(one.pattern, LocalePrefixPattern)
        route = prefix if is_language else prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _routes(one, route, in_languages=in_languages or is_language)
        elif isinstance(one, URLPattern) and in_languages:
            yield route


def choose(page: Page, facet: str, value: str) -> None:
    """Tick a value of a facet of the search, unfolding the facet where it is folded."""
    part = page.locator(f"details:has(> #facet-{facet})")
    if part.get_attribute("open") is None:
        part.locator("summary").click()
    part.locator(f"input[value={value}]").check()
