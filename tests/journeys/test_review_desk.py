"""A verdict is reviewed and answered, a round is steered: in a browser, in the practice rounds of the demo."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.journeys.conftest import SignIn
from tests.journeys.observing import look_at

REVIEWER, PARTY, COORDINATOR = (
    f"{one}.practistan.example" for one in ("reviewer@institute", "coordinator@ministry", "coordinator@mission")
)


@pytest.fixture
def codes(site: str, browser: Browser, editor: StorageState) -> tuple[str, str]:
    """The practice round that collects, and the one that waits for answers."""
    context = browser.new_context(base_url=site, storage_state=editor)
    page = context.new_page()
    page.goto("/desk/steering/")
    found = [
        re.findall(r"/desk/steering/([^/]+)/", str(page.get_by_role("link", name=name).get_attribute("href")))[0]
        for name in ("Practice round that is open now", "Practice round that waits for answers")
    ]
    context.close()
    return found[0], found[1]


@pytest.mark.parametrize("scripts", [False, True], ids=["without-javascript", "with-javascript"])
def test_a_verdict_is_taken_up_and_decided_on(sign_in: SignIn, codes: tuple[str, str], scripts: bool) -> None:
    page = sign_in(REVIEWER, java_script_enabled=scripts)
    page.goto(f"/desk/rounds/{codes[0]}/reviews/")
    page.get_by_role("button", name="Take it up").first.click()
    expect(page.get_by_role("heading", name="The verdict")).to_be_visible()
    expect(page.get_by_role("heading", name="The promise")).to_be_visible()
    for yes in page.get_by_role("radio", name="Yes").all():
        yes.check()
    if scripts:
        page.get_by_role("radio", name="No", exact=True).nth(1).check()
        page.get_by_role("radio", name="Send it back").check()
        page.get_by_label("Comments for the organisation").fill("Say on which page.")
    else:
        page.get_by_role("radio", name="Accept it").check()
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("Sent back." if scripts else "Accepted.").first).to_be_visible()
    expect(page.get_by_role("heading", name="You have decided")).to_be_visible()


@pytest.mark.parametrize("scripts", [False, True], ids=["without-javascript", "with-javascript"])
def test_a_party_answers_once(sign_in: SignIn, codes: tuple[str, str], scripts: bool) -> None:
    page = sign_in(PARTY, java_script_enabled=scripts)
    page.goto(f"/desk/rounds/{codes[1]}/replies/")
    page.locator("main .rows a").first.click()
    page.get_by_label("English", exact=True).fill(f"We see it otherwise, {scripts}.")
    page.get_by_text("In other languages").first.click()
    page.get_by_label("Русский").fill("Мы видим это иначе.")
    page.get_by_label("Search your evidence").fill("bulletin")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_label("Русский")).to_have_value("Мы видим это иначе.")
    page.get_by_role("checkbox", name=re.compile("^Bulletin")).check()
    page.get_by_role("button", name="Send our answer").click()
    expect(page.get_by_text("Your answer is there, beside the verdict")).to_be_visible()
    expect(page.get_by_text(f"We see it otherwise, {scripts}.")).to_be_visible()
    expect(page.get_by_role("button", name="Send our answer")).to_have_count(0)


def test_an_editor_plans_a_round_for_practice_and_moves_a_date(desk: Page, request: pytest.FixtureRequest) -> None:
    code = f"practice-journey-{1 if 'without' in request.node.callspec.id else 2}"
    desk.goto("/desk/plan-round/")
    desk.get_by_label("Code").fill(code)
    desk.get_by_label("English", exact=True).fill("A round of a journey")
    desk.get_by_role("checkbox", name="Practistan").check()
    desk.get_by_label("The round opens", exact=True).fill("2031-01-01")
    desk.get_by_role("button", name="Compute the other dates").click()
    expect(desk.get_by_label("The round is published", exact=True)).to_have_value("2031-05-30")
    desk.get_by_role("button", name="Plan it").click()
    expect(desk.get_by_text("The round is planned.")).to_be_visible()
    desk.get_by_label("To which day").fill("2031-01-15")
    desk.get_by_role("radio", name="better planning").check()
    desk.get_by_role("button", name="Move it").click()
    expect(desk.get_by_text("Moved, for everybody to read.")).to_be_visible()
    expect(desk.locator("main")).to_contain_text("15 January 2031")


def test_nothing_at_these_desks_bars_anyone(sign_in: SignIn, audited_desk: Page, codes: tuple[str, str]) -> None:
    collecting, replying = codes
    page = sign_in(COORDINATOR, bypass_csp=True)
    page.goto(f"/desk/rounds/{collecting}/reviews/")
    if page.get_by_role("button", name="Take it up").count():
        page.get_by_role("button", name="Take it up").first.click()
        look_at(page, page.url)
    page.goto(f"/desk/rounds/{replying}/replies/")
    answer = str(page.locator("main .rows a").first.get_attribute("href"))
    page.goto(f"/desk/rounds/{replying}/findings/")
    together = str(page.locator("main .rows a").first.get_attribute("href"))
    for path in (
        f"/desk/rounds/{collecting}/reviews/", f"/desk/rounds/{replying}/replies/", answer,
        f"/desk/rounds/{replying}/findings/?q=women", together, "/desk/measures/", "/desk/measures/new/?about=women",
        f"/ru{answer}", f"/ru{together}", f"/ru/desk/rounds/{collecting}/reviews/",
    ):  # fmt: skip
        look_at(page, path)
    audited_desk.goto(f"/desk/steering/{collecting}/reviews/")
    assign = audited_desk.locator("main table a").first.get_attribute("href")
    for path in (
        "/desk/steering/", "/desk/plan-round/", f"/desk/steering/{collecting}/",
        f"/desk/steering/{collecting}/reviews/", str(assign), f"/ru/desk/steering/{replying}/", "/ru/desk/plan-round/",
    ):  # fmt: skip
        look_at(audited_desk, path)
