"""The ways readers take through the site, each once without JavaScript and once with it."""

from __future__ import annotations

import csv
import io

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.pages import choose

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("забастовка", "/commitments/ICESCR-8-1-D/"),
        ("torture", "/commitments/CAT-2/"),
        ("C190", "/commitments/C190-5/"),
    ],
)
def test_a_word_in_any_language_or_a_reference_leads_from_the_front_page_to_the_commitment(
    page: Page, word: str, found: str
) -> None:
    page.goto("/")
    page.get_by_role("searchbox").fill(word)
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("searchbox")).to_have_value(word)
    page.locator(f'main a[href="{found}"]').click()
    expect(page).to_have_url(found)


def test_a_search_is_narrowed_to_a_state_and_an_answer_and_followed_down_to_the_source(page: Page) -> None:
    page.goto("/search/?q=association")
    choose(page, "state", "KGZ")
    page.get_by_role("button", name="Apply").click()
    choose(page, "result", "no")
    page.get_by_role("button", name="Apply").click()
    chosen = page.locator("form .tags")
    expect(chosen).to_contain_text("Kyrgyzstan")
    expect(chosen.get_by_role("link", name="take away")).to_have_count(2)
    page.locator("main .rows .head").first.click()
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Kyrgyzstan")).first
    expect(row.locator(".tag")).to_have_text("no")
    row.get_by_role("link", name="the fact").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    source = page.locator("dl.meta a[rel~=external]").first
    assert str(source.get_attribute("href")).startswith("http")
    assert source.inner_text().strip()


def test_what_a_search_is_narrowed_to_can_be_taken_away_again(page: Page) -> None:
    page.goto("/search/?q=association&state=KGZ&result=no")
    before = page.get_by_role("status").inner_text()
    page.locator("form .tags a", has_text="Kyrgyzstan").click()
    expect(page).to_have_url("/search/?q=association&result=no")
    assert page.get_by_role("status").inner_text() != before


def test_a_state_leads_to_its_treaties_and_on_to_the_instrument(page: Page) -> None:
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="States").click()
    page.get_by_role("main").get_by_role("link", name="Kyrgyzstan").first.click()
    expect(page).to_have_url("/states/KGZ/")
    page.get_by_role("navigation", name="On this page").get_by_role("link", name="Treaties").click()
    expect(page).to_have_url("/states/KGZ/#treaties")
    expect(page.get_by_role("heading", name="Treaties", exact=True)).to_be_in_viewport()
    page.locator('main a[href="/instruments/C190/"]').first.click()
    expect(page).to_have_url("/instruments/C190/")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Kyrgyzstan"))
    expect(row).to_contain_text("party")


@pytest.mark.parametrize(
    "path", ["/states/KGZ/", "/search/?q=torture&state=KGZ", "/compare/?state=KGZ&state=UZB", "/editions/0/"]
)
def test_another_language_shows_the_same_page(page: Page, path: str) -> None:
    page.goto(path)
    page.locator("details.lang summary").click()
    page.locator("details.lang a[lang=ru]").click()
    expect(page).to_have_url(f"/ru{path}")
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    page.locator("details.lang summary").click()
    page.locator("details.lang a[lang=en]").click()
    expect(page).to_have_url(path)


def test_two_states_are_compared_by_their_answers(page: Page) -> None:
    page.goto("/compare/")
    states = page.get_by_role("group", name="States")
    for box in states.get_by_role("checkbox").all():
        box.set_checked(box.get_attribute("value") in {"KGZ", "UZB"})
    page.get_by_role("button", name="Show").click()
    headers = page.locator("main table thead th").all_inner_texts()
    assert [text.strip() for text in headers[1:]] == ["Kyrgyzstan", "Uzbekistan"]
    expect(page.locator("main table .tag").first).to_be_visible()


def test_what_is_still_to_be_verified_is_listed_by_state(page: Page) -> None:
    page.goto("/")
    page.get_by_role("contentinfo").get_by_role("link", name="To be verified").click()
    page.locator("main .tags").get_by_role("link", name="Uzbekistan").click()
    expect(page).to_have_url("/to-verify/?state=UZB")
    assert page.get_by_role("main").get_by_role("heading", level=2).all_inner_texts() == ["Uzbekistan"]


def test_sources_in_conflict_stand_side_by_side(page: Page) -> None:
    page.goto("/")
    page.get_by_role("contentinfo").get_by_role("link", name="Sources in conflict").click()
    sides = page.locator("main .sides").first.get_by_role("listitem")
    assert sides.count() >= 2
    tops = {round(box["y"]) for box in (one.bounding_box() for one in sides.all()) if box}
    assert len(tops) == 1


def test_an_edition_is_opened_and_its_report_read_in_both_languages(page: Page) -> None:
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Editions").click()
    page.locator("main .rows .head").first.click()
    expect(page).to_have_url("/editions/0/")
    page.get_by_role("link", name="Read the report").click()
    expect(page).to_have_url("/editions/0/files/en/index.html")
    page.locator('main a[href="state-KGZ.html"]').first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kyrgyzstan")
    page.get_by_role("navigation", name="Language").get_by_role("link", name="Русский").click()
    expect(page).to_have_url("/editions/0/files/ru/state-KGZ.html")


def test_the_data_are_taken_away_as_csv(page: Page) -> None:
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Data").click()
    row = page.get_by_role("row").filter(has=page.locator('a[href="/data/commitment.csv"]'))
    with page.expect_download() as taken:
        row.get_by_role("link", name="CSV").click()
    content = taken.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    count = "".join(filter(str.isdigit, row.get_by_role("cell").first.inner_text()))
    assert len(rows) == int(count)
    assert "C190-5" in {one["ref"] for one in rows}


def test_help_leads_to_search(page: Page) -> None:
    page.goto("/")
    page.get_by_role("contentinfo").get_by_role("link", name="Help").click()
    page.get_by_role("main").get_by_role("searchbox").fill("harassment")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    expect(page.locator("main .rows .head").first).to_be_visible()
