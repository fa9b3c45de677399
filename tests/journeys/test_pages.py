"""Every kind of page, in both languages: free of barriers, fit for a phone, light, and leaving nothing behind."""

from __future__ import annotations

from itertools import chain

import pytest
from playwright.sync_api import Page

from tests.journeys.observing import BROAD, CUT, FOLDED, SMALL, Observations, axe, lines
from tests.journeys.pages import (
    DESKTOP,
    ELSEWHERE,
    LANGUAGES,
    MISSING,
    NO_PAGES,
    PAGES,
    PHONE,
    SIGNED_IN,
    public_pages,
    reader_routes,
)

EVERY = [path for language in LANGUAGES for path in public_pages(language)]
WIDTHS = (DESKTOP["width"], PHONE["width"])
LOOKED_AT = [
    (path, width)
    for path in EVERY
    for width in WIDTHS
    if "/files/" not in path or ("/files/ru/" in path) == (width == PHONE["width"])
]
"""Pages and widths for axe: one of the frozen report, long as they are, once a language, others at both."""
HEAVIEST = 150_000
"""Bytes of a document before compression."""
REFERENCE = 260_000
"""The same of the reference of the interface, which is one page so that it can be searched; it is sent compressed."""
SPOILT = """() => {
  document.querySelector('main').innerHTML = '<h1>x</h1><img src="/none"><button>a</button><div>wide</div><p></p>'
    + '<svg width="9" height="9"><text>outside</text></svg>'
  document.querySelector('main p').textContent = 'cut '.repeat(99)
  const style = (name, values) => Object.assign(document.querySelector(`main ${name}`).style, values)
  style('div', {width: '500px', textAlign: 'right'})
  style('p', {overflow: 'hidden', whiteSpace: 'nowrap'})
  style('button', {minHeight: 0, padding: 0, border: 0, lineHeight: '9px'})
}"""
"""A page with one fault of each kind put into it."""
CLOSE = """() => {
  const names = [...document.querySelectorAll('.map text')].map(one => [one.textContent, one.getBoundingClientRect()])
  const apart = (one, other) => Math.max(one.left, other.left) - Math.min(one.right, other.right) >= 4
    || Math.max(one.top, other.top) - Math.min(one.bottom, other.bottom) >= 2
  return names.flatMap(([name, box], n) => names.slice(n + 1).filter(([, other]) => !apart(box, other))
    .map(([other]) => `${name} and ${other}`))
}"""
"""Names on the map that touch, by pair."""
DOORS = ("/accounts/",)
"""Pages with a form to sign in set the one cookie that protects it."""

browser = pytest.mark.browser
every_page = pytest.mark.parametrize("path", EVERY)


def test_every_kind_of_page_has_an_example_here() -> None:
    assert reader_routes() == {route for route in PAGES if not route.startswith(SIGNED_IN)} | NO_PAGES | ELSEWHERE


@browser
@pytest.mark.parametrize(("path", "width"), LOOKED_AT)
def test_nothing_on_a_page_bars_a_reader(observations: Observations, path: str, width: int) -> None:
    seen = observations.at(path, width)
    assert seen.status == (404 if path.endswith(MISSING) else 200)
    assert seen.barriers == {"light": [], "dark": []}, lines(chain(*seen.barriers.values()))


@browser
@every_page
def test_a_page_fits_a_phone(observations: Observations, path: str) -> None:
    seen = observations.on_phone(path)
    faults = seen.broad + seen.small + seen.cut
    assert faults == [], lines(faults)


@browser
@every_page
def test_a_page_fits_a_screen_magnified_twofold_and_fourfold(scripted: Page, path: str) -> None:
    for width in (DESKTOP["width"] // 2, DESKTOP["width"] // 4):
        scripted.set_viewport_size({"width": width, "height": 450})
        scripted.goto(path)
        scripted.evaluate(FOLDED)
        assert scripted.evaluate(BROAD) == [], width


@browser
@every_page
def test_a_visit_goes_without_error_and_asks_no_one_else(observations: Observations, path: str) -> None:
    visit = observations.visit(path)
    expected = ["error: Failed to load resource: the server responded with a status of 404 (Not Found)"]
    assert visit.troubles == (expected if path.endswith(MISSING) else []), lines(visit.troubles)


@browser
@every_page
def test_a_visit_leaves_nothing_in_the_browser(observations: Observations, path: str) -> None:
    visit = observations.visit(path)
    assert {name: value for name, value in visit.traces.items() if value} == {}
    is_door = path.removeprefix("/ru").startswith(DOORS)
    assert visit.cookies == (["ubada_csrf"] if is_door else [])


@browser
@every_page
def test_a_page_is_light_and_loads_only_the_letters_it_shows(observations: Observations, path: str) -> None:
    visit = observations.visit(path)
    assert visit.size < (REFERENCE if path.endswith("/api/v1/docs/") else HEAVIEST)
    assert "latin" in visit.fonts()
    assert visit.fonts() <= visit.scripts()


@browser
@pytest.mark.parametrize("path", ["/", "/ru/"])
def test_names_on_the_map_keep_apart_on_a_phone(phone: Page, path: str) -> None:
    phone.goto(path)
    assert phone.locator(".map text").count() == 5
    assert phone.evaluate(CLOSE) == []


@browser
def test_the_measures_see_what_they_look_for(scripted: Page) -> None:
    scripted.set_viewport_size(PHONE)
    scripted.goto("/help/")
    scripted.evaluate(SPOILT)
    assert scripted.evaluate(BROAD) != []
    assert any("<button" in one for one in scripted.evaluate(SMALL))
    cut = {one.partition(":")[0] for one in scripted.evaluate(CUT)}
    assert cut >= {"cut", "beyond the edge", "outside its drawing"}
    assert any(one.startswith("image-alt") for one in axe(scripted, {"type": "tag", "values": ["wcag2a"]}))
