"""An editor decides on suggested terms, commitment by commitment, with forms and with keys."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.cli.processes import Installation
from tests.exchange.formats import small_upr
from tests.journeys.conftest import press
from tests.journeys.observing import BROAD, CUT, SMALL, STANDARDS, axe, lines

pytestmark = pytest.mark.browser

ASKED = {
    "without-javascript": "Adopt a law against torture in every prison by 2031",
    "with-javascript": "Adopt a law against domestic violence in every village by 2031",
    "keys": "Adopt a law on the independence of judges in every district by 2031",
    "audited": "Adopt a law on climate change with women in every valley by 2031",
}
"""What is recommended under a label that leads to no theme, for each test its own."""
LIST = "/desk/classification/?field=themes&source=upr-info"


@pytest.fixture(scope="module")
def suggested(installation: Installation, site: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Recommendations that no theme of ours was known for, imported and read as an operator does it."""
    rows = [small_upr.row(Text=text, Issue="A label of nobody") for text in ASKED.values()]
    file = small_upr.write(tmp_path_factory.mktemp("terms"), rows)
    for arguments in (("import", "upr-info", str(file)), ("classify", "--store")):
        done = installation.run(*arguments)
        assert done.returncode == 0, done.stderr


def card(page: Page, text: str) -> Locator:
    return page.locator("article.case").filter(has_text=text)


def test_terms_are_confirmed_and_then_decided_differently(
    suggested: None, desk: Page, request: pytest.FixtureRequest
) -> None:
    text = ASKED[request.node.callspec.id]
    desk.goto("/desk/")
    desk.get_by_role("link", name="Suggested terms").click()
    desk.get_by_label("For", exact=True).select_option(label="Themes")
    desk.get_by_label("Brought in from").select_option("upr-info")
    desk.get_by_role("button", name="Show").click()
    one = card(desk, text)
    expect(one.locator("mark").first).to_be_visible()
    one.get_by_role("group", name="Themes").get_by_role("checkbox").first.check()
    one.get_by_role("button", name="Confirm what is ticked").click()
    expect(desk.get_by_role("status").first).to_contain_text("1 suggestion confirmed")
    expect(card(desk, text)).to_have_count(0)
    desk.get_by_role("link", name="Decide differently").click()
    expect(desk.get_by_role("group", name="Themes").get_by_role("checkbox", checked=True)).to_have_count(1)
    desk.get_by_role("checkbox", name="Women in public life").check()
    desk.get_by_label("The theme that leads").select_option(label="Women in public life")
    desk.get_by_role("button", name="Save these terms").click()
    expect(desk.get_by_role("status").first).to_contain_text("its terms are as you picked them")
    desk.get_by_role("link", name="Decide differently").click()
    desk.get_by_role("heading", level=1).wait_for()
    expect(desk.get_by_label("The theme that leads")).to_have_value("participation.women")


def test_the_keys_do_it_all(suggested: None, scripted_desk: Page) -> None:
    page = scripted_desk
    page.goto(LIST)
    here = page.locator("article.case.here")
    press(page, "j")
    for _ in range(20):
        if ASKED["keys"] in here.inner_text():
            break
        press(page, "j")
    press(page, "k")
    press(page, "j")
    expect(here).to_contain_text(ASKED["keys"])
    press(page, "1")
    expect(here.get_by_role("checkbox").first).to_be_checked()
    press(page, "e")
    expect(page.get_by_role("button", name="Save these terms")).to_be_visible()
    page.goto(LIST)
    card(page, ASKED["keys"]).focus()
    press(page, "1")
    press(page, "c")
    expect(page.get_by_role("status").first).to_contain_text("1 suggestion confirmed")


def test_nothing_at_the_desk_bars_anyone(suggested: None, audited_desk: Page) -> None:
    page = audited_desk
    page.goto(LIST)
    card(page, ASKED["audited"]).get_by_role("button", name="Confirm all").click()
    ref = page.locator(".notice").inner_text().partition(":")[0]
    for path in (
        page.url, f"/desk/classification/{ref}/", "/desk/classification/", "/desk/classification/?state=confirmed",
        "/desk/classification/?state=stale", "/ru/desk/classification/", "/ru/desk/classification/C190-4/",
    ):  # fmt: skip
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(path)
            found = axe(page, {"type": "tag", "values": list(STANDARDS)})
            assert not found, f"{path} at {width}: {lines(found)}"
            faults = page.evaluate(BROAD) + (page.evaluate(SMALL) + page.evaluate(CUT) if width == 360 else [])
            assert not faults, f"{path} at {width}: {lines(faults)}"
