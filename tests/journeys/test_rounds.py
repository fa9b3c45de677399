"""A reader follows a round down to one verdict, in the practice state that every demo has."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
BAND = "A practice state, invented to learn on."


def test_a_reader_goes_from_the_rounds_to_a_verdict_and_its_reply(page: Page) -> None:
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Rounds").click()
    expect(page.get_by_text("No round has been planned yet.")).to_be_visible()
    page.get_by_role("link", name="Rounds of an invented state, to learn on").click()
    expect(page.get_by_text(BAND)).to_be_visible()
    page.get_by_role("link", name="Practice round of the first half of 2026").click()
    expect(page.get_by_role("heading", name="Where sides differ most")).to_be_visible()
    page.locator("#levels ~ section h3 a").click()
    page.get_by_label("Theme").select_option("civic-space")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("h2#levels")).to_have_text(re.compile("Civic space"))
    page.locator("tbody.of-state .num a").first.click()
    expect(page.get_by_text(BAND)).to_be_visible()
    page.locator("main .rows > li > a").first.click()
    expect(page.get_by_role("heading", name="Where each side stands")).to_be_visible()
    expect(page.locator("article.verdict").first).to_contain_text("Evidence")
    page.get_by_text("Who was counted").click()
    expect(page.locator("details.more dl").first).to_be_visible()
    page.get_by_role("link", name="The commitment, and what facts alone answer on it").click()
    expect(page.get_by_role("heading", name="What each side says")).to_be_visible()


def test_the_pages_of_real_states_know_nothing_of_practice(page: Page) -> None:
    for path in ("/", "/rounds/", "/states/KGZ/", "/commitments/C190-5/", "/commitments/C190-5/KGZ/verdicts/"):
        page.goto(path)
        expect(page.locator("main")).not_to_contain_text("Practistan")
        expect(page.get_by_text(BAND)).to_have_count(0)
