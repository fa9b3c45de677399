"""An editor has a report read and decides on what it recommends, with keys and with forms alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.intake.documents import report
from tests.journeys.conftest import press
from tests.journeys.observing import BROAD, STANDARDS, axe, lines

NUMBERS = {"without-javascript": "6", "with-javascript": "7"}


def bring(page: Page, folder: Path, number: str) -> None:
    """Hand in a report of our own whose recommendations have this number, and say what it is."""
    items = tuple(
        (f"{number}.{place}", f"{words} ({state}){end}")
        for place, (words, state, end) in enumerate(
            (
                (f"Open {number} shelters in every region by 2027 and train those who work there", "Chile", ";"),
                (f"Publish the report of commission {number} every year", "Ghana", ";"),
                ("The delegation thanked everyone", "Norway", ";"),
                (f"Pay the {number} judges what the law promises them", "Iceland", "."),
            ),
            start=1,
        )
    )
    path = folder / f"report-{number}.txt"
    path.write_text(report(items).replace("A/HRC/60/4", f"A/HRC/6{number}/4"), encoding="utf-8")
    page.goto("/desk/documents/")
    page.get_by_label("Document", exact=True).set_input_files(path)
    page.get_by_role("button", name="Read it").click()
    for _ in range(60):
        if page.url.endswith("/describe/"):
            break
        page.wait_for_timeout(500)
        page.goto(re.sub(r"[#?].*", "", page.url))
    expect(page.get_by_label("Symbol")).to_have_value(f"A/HRC/6{number}/4")
    page.get_by_label("Kind").select_option("upr-report")
    page.get_by_label("Issued by").select_option("UPR")
    page.get_by_label("Address on the web").fill(f"https://example.org/report-{number}")
    page.get_by_role("button", name="Go to its recommendations").click()
    expect(page.locator("[data-card]")).to_have_count(4)


def card(page: Page, number: str) -> Locator:
    return page.locator("[data-card]").filter(has=page.get_by_role("heading", name=number, exact=True))


def test_a_report_is_decided_on_and_enters_the_register(
    desk: Page, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    number = NUMBERS[request.node.callspec.id]
    bring(desk, tmp_path, number)
    first, second, third = (card(desk, f"{number}.{place}") for place in (1, 2, 3))
    first.get_by_role("link", name="Split").click()
    wording = desk.locator("#wording")
    wording.fill(wording.input_value().replace(" and train", "\n\nand train"))
    desk.get_by_role("button", name="Split it there").click()
    expect(desk.locator("[data-card]")).to_have_count(5)
    second.get_by_role("button", name="Accept").click()
    expect(second.locator(".state")).to_have_text("accepted")
    third.locator("summary", has_text="Reject").click()
    third.get_by_role("button", name="Account of a debate").click()
    expect(third.locator(".state")).to_have_text("rejected")
    desk.get_by_role("link", name="Enter what is accepted").click()
    desk.get_by_role("button", name="Enter them into the register").click()
    expect(desk.get_by_text("1 recommendation entered the register.")).to_be_visible()
    desk.goto(f"/commitments/A-HRC-6{number}-4-{number}.2/")
    expect(desk.locator("main")).to_contain_text(f"Publish the report of commission {number}")


def test_the_keys_do_it_all(scripted_desk: Page, tmp_path: Path) -> None:
    page = scripted_desk
    bring(page, tmp_path, "8")
    press(page, "j")
    press(page, "a")
    expect(card(page, "8.1").locator(".state")).to_have_text("accepted")
    expect(page.locator("[data-card].here h3")).to_have_text("8.2")
    expect(page.locator("mark[data-state=accepted]")).to_have_count(1)
    expect(page.locator("[data-count=accepted]")).to_have_text("1")
    press(page, "r")
    press(page, "Enter")
    expect(card(page, "8.2").locator(".state")).to_have_text("rejected")
    press(page, "k")
    press(page, "u")
    expect(card(page, "8.2").locator(".state")).to_have_text("waits")
    press(page, "g")
    expect(page.locator("[data-card]")).to_have_count(3)
    press(page, "m")
    page.wait_for_url(re.compile(r"/desk/documents/\w+/\w+/$"))


def test_nothing_at_the_desk_bars_anyone(audited_desk: Page, tmp_path: Path) -> None:
    page = audited_desk
    bring(page, tmp_path, "9")
    review = page.url
    page.get_by_role("button", name="Accept").first.click()
    expect(page.locator("mark[data-state=accepted]")).to_have_count(1)
    mend = page.get_by_role("link", name="Mend").first.get_attribute("href")
    for path in (review, mend, f"{review}describe/", f"{review}enter/", "/desk/documents/", "/desk/", f"/ru{mend}"):
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(str(path))
            assert not (found := axe(page, {"type": "tag", "values": list(STANDARDS)})), f"{path}: {lines(found)}"
            assert not (broad := page.evaluate(BROAD)), f"{path} at {width}: {broad}"
