"""A member adds evidence, opens and closes it, withdraws it; a partner finds what is open: in the practice state."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.evidence import making
from tests.journeys.observing import BROAD, COLOURS, CUT, SMALL, STANDARDS, axe, lines
from tests.journeys.pages import DESKTOP, PHONE
from ubada.exchange.practice import KNOWN_PASSWORD

MEMBER, PARTNER = (f"{one}.practistan.example" for one in ("coordinator@clear-spring", "assessor@open-road"))
SignIn = Callable[..., Page]


@pytest.fixture
def sign_in(site: str, browser: Browser) -> Iterator[SignIn]:
    """A page of somebody in the practice state."""
    contexts = []

    def signed_in(address: str, **options: Any) -> Page:
        context = browser.new_context(**{"base_url": site, "viewport": DESKTOP, "locale": "en-GB", **options})
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.goto("/accounts/login/")
        page.fill("[name=login]", address)
        page.fill("[name=password]", KNOWN_PASSWORD)
        page.locator("main button[type=submit]").first.click()
        return page

    yield signed_in
    for context in contexts:
        context.close()


def fill(page: Page, title: str) -> None:
    """The form, but for file and consent."""
    page.goto("/desk/evidence/new/?return=/desk/")
    page.locator("[name=title_en]").fill(title)
    page.get_by_label("What kind of thing it is").select_option("statistics")
    page.get_by_label("Who says or published it").fill("An invented bureau")
    page.get_by_label("Its date").fill("2026-05")
    page.get_by_role("radio", name="Partners").check()


@pytest.mark.parametrize("scripts", [False, True], ids=["without-javascript", "with-javascript"])
def test_evidence_is_added_copied_opened_and_withdrawn(sign_in: SignIn, tmp_path: Path, scripts: bool) -> None:
    page = sign_in(MEMBER, java_script_enabled=scripts)
    title = f"Seats in councils {scripts}"
    photo, broken = tmp_path / "photo.jpg", tmp_path / "broken.docx"
    photo.write_bytes(making.jpeg() + bytes([scripts]))
    broken.write_bytes(b"PK\x03\x04 cut")
    fill(page, title)
    page.locator("[name=file]").set_input_files(broken)
    page.get_by_role("radio", name="It concerns no person").check()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("alert")).to_contain_text("The file is damaged or cut short.")
    expect(page.locator("[name=title_en]")).to_have_value(title)
    page.locator("[name=file]").set_input_files(photo)
    page.get_by_label("Its date").fill("spring")
    page.get_by_role("button", name="Add it").click()
    expect(page.locator("main")).to_contain_text("You need not send it again.")
    page.get_by_label("Its date").fill("2026-05")
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url(re.compile(r"/desk/\?evidence=\w+$"))
    page.goto("/desk/evidence/")
    page.get_by_role("link", name=title).click()
    for _ in range(60):
        if page.get_by_role("link", name="Download the copy").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the copy").click()
    copied = Path(download.value.path()).read_bytes()
    assert not [words for words in making.TELLING if words in copied]
    address = page.url
    partner = sign_in(PARTNER, java_script_enabled=scripts)
    partner.goto(address)
    expect(partner.locator("main")).to_contain_text("another organisation that takes part")
    expect(partner.locator("main")).not_to_contain_text("photo.jpg")
    page.get_by_role("link", name="Open it to more people, or close it").click()
    page.get_by_role("radio", name="My organisation alone").check()
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_text("From now on others see it as you chose.")).to_be_visible()
    partner.goto(address)
    expect(partner.get_by_role("heading", name="Nothing is kept at this address")).to_be_visible()
    page.get_by_role("link", name="Withdraw it for good").click()
    expect(page.locator("main")).to_contain_text("It cannot be taken back.")
    page.get_by_role("radio", name="It proved wrong").check()
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.locator("main")).to_contain_text("This was withdrawn.")


def test_what_may_be_here_already_is_shown_and_can_be_used(sign_in: SignIn) -> None:
    page = sign_in(MEMBER)
    for _ in range(2):
        fill(page, "Counted twice")
        page.get_by_label("Address on the web").fill("https://archive.practistan.example/twice")
        page.get_by_role("radio", name="It concerns no person").check()
        page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="This may be here already")).to_be_visible()
    page.get_by_role("link", name="This is the same: use it").first.click()
    page.wait_for_url(re.compile(r"/desk/\?evidence=\w+$"))


def test_nothing_about_evidence_bars_anyone(sign_in: SignIn) -> None:
    page = sign_in(MEMBER, bypass_csp=True)
    fill(page, "For all to use, with a title that is as long as titles of official statistics are wont to be")
    page.get_by_label("Address on the web").fill("https://archive.practistan.example/bars?" + "long=address&" * 12)
    page.get_by_role("radio", name="It concerns no person").check()
    page.get_by_role("button", name="Add it").click()
    page.goto("/desk/evidence/")
    one = str(page.locator(".evidence a").first.get_attribute("href"))
    rest = ("", "describe/", "readers/", "snapshot/", "withdraw/")
    desk = ("/desk/evidence/", "/desk/evidence/?text=xyzzyq", "/desk/evidence/new/", f"/ru{one}")
    for path in [*desk, *(f"{one}{more}" for more in rest)]:
        for size in (DESKTOP, PHONE):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            page.emulate_media(color_scheme="light", reduced_motion="reduce")
            page.goto(path)
            for measure in (BROAD, SMALL, CUT):
                # A long name in the head of the page is shortened by design, and a field is scrolled within.
                by_design = ("Practice coordinator", "cut: <input")
                told = [each for each in page.evaluate(measure) if not any(one in each for one in by_design)]
                assert not told, f"{path} at {size['width']}: {told}"
            assert not (found := axe(page, {"type": "tag", "values": list(STANDARDS)})), f"{path}: {lines(found)}"
            page.emulate_media(color_scheme="dark")
            assert not (found := axe(page, {"type": "rule", "values": list(COLOURS)})), f"{path}: {lines(found)}"


def test_a_form_with_mistakes_bars_nobody(sign_in: SignIn) -> None:
    page = sign_in(MEMBER, bypass_csp=True)
    page.goto("/desk/evidence/new/")
    page.evaluate("document.querySelector('.evidence-form').noValidate = true")
    page.get_by_role("button", name="Add it").click()
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert not page.evaluate(BROAD)
        assert not (found := axe(page, {"type": "tag", "values": list(STANDARDS)})), lines(found)
    page.get_by_role("link", name=re.compile("^Title: ")).click()
    expect(page.locator("[name=title_en]")).to_be_focused()
