"""An assessor writes a verdict in a practice round: with forms alone, on a page that saves itself, on a bad line."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.journeys.conftest import SignIn, enter, press
from tests.journeys.observing import look_at
from tests.journeys.pages import PHONE

pytestmark = pytest.mark.browser
WRITER, COLLEAGUE = (f"{role}@clear-spring.practistan.example" for role in ("assessor", "coordinator"))
PROMISES = {False: "Train every judge in the convention", True: "Count how cases of domestic violence end"}
ON_A_BAD_LINE = "Report to the partners every four years"
OF_TWO = "Adopt a law against discrimination"
UNHURRIED = 25_000
"""Milliseconds within which a page that saves by itself has done so, also on a busy machine."""
SAVED = re.compile(r"^Saved at \d\d:\d\d$")


UNDER_THE_BAR = """() => {
  const here = document.activeElement, bar = document.querySelector(".bar");
  const one = here.getBoundingClientRect(), other = bar.getBoundingClientRect();
  if (here === document.body) return ["", false];
  const meets = one.bottom > other.top + 1 && one.top < other.bottom - 1;
  return [here.name || here.textContent.trim(), meets && !bar.contains(here)];
}"""


def open_promise(page: Page, title: str) -> None:
    """Go to the page on which the verdict on a promise is written, as a person does."""
    page.goto("/desk/")
    page.get_by_role("link", name="My rounds").click()
    page.get_by_role("link", name="Practice round that is open now").click()
    page.get_by_role("link", name=title).click()


def reasons(page: Page) -> Locator:
    return page.get_by_label("English", exact=True)


@pytest.mark.parametrize("scripts", [False, True], ids=["without-javascript", "with-javascript"])
def test_a_verdict_is_begun_saved_and_handed_in(sign_in: SignIn, scripts: bool) -> None:
    page = sign_in(WRITER, java_script_enabled=scripts)
    open_promise(page, PROMISES[scripts])
    reasons(page).fill("We asked on 3 May 2026 and saw the answer.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved. Nobody outside your organisation can read it.")).to_be_visible(timeout=UNHURRIED)
    page.get_by_role("button", name="Hand in").click()
    missing = page.locator(".errors").first
    for words in ("No level is chosen.", "No evidence is linked.", "Interests are not declared."):
        expect(missing).to_contain_text(words)
    expect(reasons(page)).to_have_value("We asked on 3 May 2026 and saw the answer.")
    page.get_by_role("radio", name=re.compile("^Partially implemented")).check()
    page.get_by_role("checkbox", name="We have considered whether we have an interest").check()
    page.get_by_label("Piece of evidence").select_option(index=1)
    page.get_by_label("Where in it").fill("page 4")
    page.get_by_role("button", name="Link it").click()
    expect(page.locator(".errors").first).to_contain_text("Choose from the list")
    page.get_by_label("Its source is").select_option("B")
    page.get_by_label("What it says is").select_option("2")
    page.get_by_role("button", name="Link it").click()
    expect(page.get_by_text("Linked, and your draft is saved.")).to_be_visible(timeout=UNHURRIED)
    expect(page.locator("#evidence .cited")).to_contain_text("page 4")
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_text("Handed in. Somebody of another organisation looks it over")).to_be_visible(
        timeout=UNHURRIED
    )
    expect(page.get_by_role("button", name="Hand in")).to_have_count(0)
    page.get_by_role("link", name="Every version of it").click()
    expect(page.get_by_role("heading", name="Handed in")).to_be_visible(timeout=UNHURRIED)
    expect(page.locator("main")).to_contain_text("We asked on 3 May 2026 and saw the answer.")


def test_the_draft_saves_itself_waits_for_the_line_and_leaves_nothing_in_the_browser(sign_in: SignIn) -> None:
    page = sign_in(WRITER)
    open_promise(page, ON_A_BAD_LINE)
    saved = page.locator("#saved")
    expect(page.locator("#standing")).to_have_text("nothing written yet")
    reasons(page).fill("First words.")
    expect(saved).to_have_text(SAVED, timeout=UNHURRIED)
    expect(page.locator("#standing")).to_have_text("draft")
    page.reload()
    expect(reasons(page)).to_have_value("First words.")
    page.context.set_offline(True)
    reasons(page).fill("Second words.")
    expect(saved).to_contain_text("the line is down", timeout=UNHURRIED)
    page.context.set_offline(False)
    expect(saved).to_have_text(SAVED, timeout=UNHURRIED)
    page.context.clear_cookies()
    reasons(page).fill("Third words.")
    expect(saved).to_contain_text("you are signed out", timeout=UNHURRIED)
    expect(reasons(page)).to_have_value("Third words.")
    enter(page.context.new_page(), WRITER)
    reasons(page).fill("Third words, and more.")
    expect(saved).to_have_text(SAVED, timeout=UNHURRIED)
    page.reload()
    expect(reasons(page)).to_have_value("Third words, and more.")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0


def test_what_was_written_before_a_slow_line_brought_the_script_is_saved_too(sign_in: SignIn) -> None:
    page = sign_in(WRITER)
    held: list[Route] = []

    def hold(request: Route) -> None:
        held.append(request)

    page.route(re.compile(r"/verdict[^/]*\.js$"), hold)
    open_promise(page, ON_A_BAD_LINE)
    reasons(page).fill("Written at once.")
    expect(page.locator("#saved")).to_have_text("")
    for request in held:
        request.continue_()
    expect(page.locator("#saved")).to_have_text(SAVED, timeout=UNHURRIED)
    page.unroute_all()
    page.reload()
    expect(reasons(page)).to_have_value("Written at once.")


def test_what_has_the_focus_is_never_under_the_bar_with_the_buttons(sign_in: SignIn) -> None:
    page = sign_in(WRITER, viewport=PHONE, reduced_motion="reduce")
    open_promise(page, ON_A_BAD_LINE)
    under, names = [], set()
    for _ in range(60):
        page.keyboard.press("Tab")
        name, is_under = page.evaluate(UNDER_THE_BAR)
        names.add(name)
        under += [name] if is_under else []
    assert {"level", "narrative_en", "shared_draft"} <= names
    assert under == []


def test_a_button_pressed_while_the_page_saves_is_no_conflict_with_oneself(sign_in: SignIn) -> None:
    page = sign_in(WRITER)
    open_promise(page, ON_A_BAD_LINE)
    page.get_by_role("radio", name=re.compile("^Initial steps")).focus()
    press(page, "Space")
    press(page, "Control+s")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved. Nobody outside your organisation can read it.")).to_be_visible(timeout=UNHURRIED)
    expect(page.get_by_role("radio", name=re.compile("^Initial steps"))).to_be_checked()


def test_two_people_see_both_texts_and_save_what_they_agree_on(sign_in: SignIn) -> None:
    first, second = sign_in(WRITER), sign_in(COLLEAGUE, java_script_enabled=False)
    for page in (first, second):
        open_promise(page, OF_TWO)
    reasons(second).fill("A law was adopted on 4 May.")
    second.get_by_role("button", name="Save", exact=True).click()
    reasons(first).fill("A law was adopted on 3 May, and is not applied.")
    expect(first.locator("#saved")).to_contain_text("somebody else changed this draft", timeout=UNHURRIED)
    first.get_by_role("button", name="Save", exact=True).click()
    expect(first.get_by_role("heading", name="Somebody else changed this draft")).to_be_visible(timeout=UNHURRIED)
    expect(first.locator(".both")).to_contain_text("A law was adopted on 4 May.")
    expect(first.locator(".both ins").first).to_be_visible(timeout=UNHURRIED)
    expect(reasons(first)).to_have_value("A law was adopted on 3 May, and is not applied.")
    reasons(first).fill("A law was adopted on 4 May, and is not applied.")
    first.get_by_role("button", name="Save", exact=True).click()
    expect(first.get_by_text("Saved. Nobody outside your organisation can read it.")).to_be_visible(timeout=UNHURRIED)


def test_nothing_at_this_desk_bars_anyone(sign_in: SignIn) -> None:
    page = sign_in(WRITER, bypass_csp=True)
    page.goto("/desk/rounds/")
    here = str(page.get_by_role("link", name="Practice round that is open now").get_attribute("href"))
    for path in (
        "/desk/rounds/", here, f"{here}?show=done&theme=&q=zzz", f"{here}PRACTICE-R12@XXA/",
        f"{here}PRACTICE-R2@XXA/", f"{here}PRACTICE-T7@XXA/", f"/ru{here}PRACTICE-R2@XXA/",
    ):  # fmt: skip
        look_at(page, path)
