"""Reading by keyboard, on paper, and from the menu of languages on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.observing import BROAD
from tests.journeys.pages import choose

pytestmark = pytest.mark.browser

FOCUSED = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect()
  return {
    words: (one.innerText || one.value || one.getAttribute('aria-label') || '').trim(),
    place: ['header', 'main', 'footer'].find(name => one.closest(name)) || '',
    outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
      || one.parentElement.matches(':focus-within') && getComputedStyle(one.parentElement).outlineStyle !== 'none',
    seen: box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0 && box.top < innerHeight,
  } }"""


WITHOUT_DRAWINGS = """() => {
  const plain = one => {
    const kept = document.createElementNS('urn:none', one.localName)
    for (const {name, value} of one.attributes) kept.setAttribute(name, value)
    for (const child of [...one.childNodes]) kept.append(child.nodeType === 1 ? plain(child) : child.cloneNode())
    return kept
  }
  for (const drawing of [...document.querySelectorAll('svg')]) drawing.replaceWith(plain(drawing))
}"""
"""What a page is to a browser in which SVG is switched off, as the Tor Browser at its safest: empty elements."""
WORDS_OF_DRAWINGS = """() => [...document.querySelectorAll('svg *')]
  .filter(one => [...one.childNodes].some(child => child.nodeType === 3 && child.data.trim()))
  .filter(one => { const box = one.getBoundingClientRect(); return box.right > 0 && box.width > 0 })
  .map(one => one.textContent)"""


def test_the_first_key_offers_to_skip_to_the_content(scripted: Page) -> None:
    scripted.goto("/states/KGZ/")
    scripted.keyboard.press("Tab")
    first = scripted.evaluate(FOCUSED)
    assert first["words"] == "Skip to content"
    assert first["seen"]
    scripted.keyboard.press("Enter")
    expect(scripted.locator("main")).to_be_focused()
    scripted.keyboard.press("Tab")
    assert scripted.evaluate(FOCUSED)["place"] == "main"


@pytest.mark.parametrize("path", ["/", "/states/KGZ/", "/compare/", "/ru/search/?q=torture"])
def test_focus_goes_down_the_page_and_can_always_be_seen(scripted: Page, path: str) -> None:
    scripted.emulate_media(reduced_motion="reduce")
    scripted.goto(path)
    places = []
    for _ in range(45):
        scripted.keyboard.press("Tab")
        focused = scripted.evaluate(FOCUSED)
        assert focused["outlined"], focused
        assert focused["seen"], focused
        places.append(focused["place"])
    order = ["", "header", "main", "footer"]
    ranks = [order.index(place) for place in places]
    assert ranks == sorted(ranks)
    assert {"header", "main"} <= set(places)


def test_folded_parts_open_and_close_by_keyboard(scripted: Page) -> None:
    scripted.goto("/states/KGZ/")
    part = scripted.locator("details.theme").nth(4)
    expect(part).not_to_have_attribute("open", "")
    part.locator("summary").focus()
    scripted.keyboard.press("Enter")
    expect(part).to_have_attribute("open", "")
    scripted.keyboard.press("Space")
    expect(part).not_to_have_attribute("open", "")


def test_the_language_is_changed_by_keyboard(scripted: Page) -> None:
    scripted.goto("/help/")
    scripted.locator("details.lang summary").focus()
    for key in ("Enter", "Tab", "Tab", "Enter"):
        scripted.keyboard.press(key)
    expect(scripted).to_have_url("/ru/help/")


@pytest.mark.parametrize("path", ["/", "/ru/states/KGZ/"])
def test_the_menu_of_languages_opens_within_the_phone(phone: Page, path: str) -> None:
    phone.goto(path)
    phone.locator("details.lang summary").tap()
    entries = phone.locator("details.lang a")
    assert entries.count() >= 2
    for box in (one.bounding_box() for one in entries.all()):
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
        assert box["height"] >= 24
    assert phone.evaluate(BROAD) == []


def test_a_search_is_narrowed_on_a_phone(phone: Page) -> None:
    phone.goto("/search/?q=torture")
    phone.get_by_text("Narrow the result").tap()
    choose(phone, "state", "KGZ")
    phone.get_by_role("button", name="Apply").tap()
    expect(phone).to_have_url("/search/?q=torture&state=KGZ&sort=relevance")
    expect(phone.locator("main .rows .head").first).to_be_visible()


@pytest.mark.parametrize(
    "path", ["/states/KGZ/", "/commitments/C190-5/", "/search/?q=torture", "/editions/0/files/en/state-KGZ.html"]
)
def test_paper_carries_the_content_without_the_navigation(scripted: Page, path: str) -> None:
    scripted.goto(path)
    scripted.emulate_media(media="print", color_scheme="dark")
    for name in ("header nav, header .end", "nav.toc", "footer", ".skip", ".pages", ".find", ".facets"):
        for one in scripted.locator(name).all():
            expect(one).not_to_be_visible()
    expect(scripted.get_by_role("heading", level=1)).to_be_visible()
    assert scripted.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert scripted.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def test_what_is_folded_is_unfolded_on_paper(scripted: Page) -> None:
    scripted.goto("/states/KGZ/")
    inside = scripted.locator("details.theme:not([open]) .rows > li > a").first
    expect(inside).not_to_be_visible()
    scripted.emulate_media(media="print")
    expect(inside).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/states/KGZ/", "/ru/themes/", "/editions/0/files/ru/state-KGZ.html"])
def test_where_drawings_are_switched_off_their_words_do_not_run_into_the_text(scripted: Page, path: str) -> None:
    scripted.goto(path)
    scripted.evaluate(WITHOUT_DRAWINGS)
    assert scripted.evaluate(WORDS_OF_DRAWINGS) == []
    assert scripted.evaluate(BROAD) == []


def test_where_drawings_are_switched_off_every_state_of_the_map_is_a_link_in_the_text(scripted: Page) -> None:
    scripted.goto("/")
    states = scripted.evaluate("[...document.querySelectorAll('.map a')].map(one => one.getAttribute('href'))")
    assert len(states) == 5
    scripted.evaluate(WITHOUT_DRAWINGS)
    for state in states:
        assert scripted.locator(f'.two a[href="{state}"]:not(svg a)').count() == 1
