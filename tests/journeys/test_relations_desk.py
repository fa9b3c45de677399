"""An editor finds promises made again, decides pair by pair, with forms and with keys, and makes a cluster."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.cli.processes import Installation
from tests.exchange.formats import small_upr
from tests.journeys.conftest import press
from tests.journeys.observing import BROAD, CUT, SMALL, STANDARDS, axe, lines

pytestmark = pytest.mark.browser

PROMISES = {
    "without-javascript": ("Teach judges the law of equality", "Count the votes of every village in public"),
    "with-javascript": ("Pay the midwives of mountain districts", "Let inspectors of labour enter every mine"),
    "keys": ("Plant mulberry trees along the great canal", "Repair the lifts of the city hospitals"),
    "audited": ("Open the archives of the old ministry", "Print the ballots in braille letters"),
}
"""What is recommended twice, for each test its own."""
AGAIN = "as recommended earlier"


@pytest.fixture(scope="module")
def suggested(installation: Installation, site: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Recommendations that were made again, imported and matched as an operator does it."""
    rows = [
        small_upr.row(Text=text, Issue="Justice", From=by)
        for promise in (one for own in PROMISES.values() for one in own)
        for text, by in ((promise, "Norway"), (f"{promise} {AGAIN}", "Chile"))
    ]
    file = small_upr.write(tmp_path_factory.mktemp("again"), rows)
    for arguments in (("import", "upr-info", str(file)), ("match",)):
        done = installation.run(*arguments)
        assert done.returncode == 0, done.stderr


def pair(page: Page, promise: str) -> Locator:
    return page.locator("article.pair").filter(has_text=promise)


def walk(page: Page, *, to: str) -> None:
    """Go up to the first pair and down to this one by keys."""
    for key in ("k", "j"):
        for _ in range(page.locator("article.pair").count()):
            if to not in page.locator(".card.pair.here").inner_text():
                press(page, key)
    expect(page.locator(".card.pair.here")).to_contain_text(to)


def test_a_pair_is_decided_on_taken_back_and_made_a_cluster(
    suggested: None, desk: Page, request: pytest.FixtureRequest
) -> None:
    first, second = PROMISES[request.node.callspec.id]
    desk.goto("/desk/")
    desk.get_by_role("link", name="Promises made again").click()
    expect(pair(desk, first).locator("mark.differs")).to_have_text(AGAIN.removeprefix("as "))
    pair(desk, first).get_by_role("button", name="Confirm: reiterates").click()
    expect(desk.locator(".said")).to_contain_text("Confirmed: reiterates")
    expect(pair(desk, first)).to_have_count(0)
    desk.get_by_role("button", name="Undo").click()
    expect(pair(desk, first)).to_have_class("card pair here")
    pair(desk, first).get_by_role("button", name="Confirm: reiterates").click()
    pair(desk, second).get_by_role("link", name="Later").click()
    expect(pair(desk, second)).to_be_visible()
    pair(desk, second).get_by_role("button", name="narrower").click()
    expect(desk.locator(".said")).to_contain_text("Confirmed: narrower")
    desk.goto("/desk/clusters/?show=new")
    group = desk.locator("article.group").filter(has_text=first)
    expect(desk.locator("article.group").filter(has_text=second)).to_have_count(0)
    title = f"Again: {first}"
    group.get_by_label("Title, English").fill(title)
    group.get_by_label("Title, Русский").fill("Снова")
    group.get_by_role("button", name="Make the cluster").click()
    expect(desk.get_by_role("status").filter(has_text=title)).to_be_visible()
    desk.get_by_role("link", name="All clusters").click()
    desk.get_by_role("link", name=title).click()
    desk.get_by_role("link", name="as readers see it").click()
    times = desk.locator("#times ~ *")
    expect(times.filter(has_text=f"{first} {AGAIN}").first).to_be_visible()
    expect(desk.get_by_role("main")).to_contain_text("the same promise in other words")


def test_the_keys_do_it_all(suggested: None, scripted_desk: Page) -> None:
    page = scripted_desk
    first, second = PROMISES["keys"]
    page.goto("/desk/relations/")
    here = page.locator(".card.pair.here")
    walk(page, to=second)
    walk(page, to=first)
    press(page, "c")
    expect(page.locator(".said")).to_contain_text("Confirmed: reiterates")
    press(page, "u")
    expect(here).to_contain_text(first)
    press(page, "r")
    expect(page.locator(".said")).to_contain_text("Rejected: reiterates")
    press(page, "u")
    expect(here).to_contain_text(first)
    press(page, "l")
    expect(here).not_to_contain_text(first)
    page.goto("/desk/relations/?type=reiterates")
    walk(page, to=second)
    press(page, "6")
    expect(page.locator(".said")).to_contain_text("Confirmed: same topic")
    press(page, "?")
    expect(page.locator("details.keys")).to_have_attribute("open", "")


def test_single_keys_do_nothing_once_they_are_switched_off(suggested: None, scripted_desk: Page) -> None:
    page = scripted_desk
    page.goto("/desk/")
    page.get_by_role("button", name="Switch single keys off").click()
    expect(page.get_by_text("Single keys are off in this browser.")).to_be_visible()
    page.goto("/desk/relations/")
    shown = page.locator("article.pair").count()
    assert shown
    expect(page.locator("details.keys")).to_be_hidden()
    marked = "all => all.map((one) => one.id)"
    before = page.locator(".card.pair.here").evaluate_all(marked)
    for key in ("j", "j", "c", "r", "1", "?"):
        press(page, key)
    assert page.locator(".card.pair.here").evaluate_all(marked) == before
    expect(page.locator(".said")).to_have_count(0)
    expect(page.locator("article.pair")).to_have_count(shown)
    page.goto("/desk/")
    page.get_by_role("button", name="Switch single keys on").click()
    page.goto("/desk/relations/")
    press(page, "j")
    expect(page.locator(".card.pair.here")).to_have_count(1)


def test_nothing_at_the_desk_bars_anyone(suggested: None, audited_desk: Page) -> None:
    page = audited_desk
    promise, _ = PROMISES["audited"]
    page.goto("/desk/relations/")
    pair(page, promise).get_by_role("button", name="Confirm: reiterates").click()
    decided = page.url
    for path in (
        decided, "/desk/relations/?decided=confirmed", "/desk/clusters/?show=new", "/desk/clusters/?show=between",
        "/desk/clusters/?show=all", "/desk/clusters/harassment-at-work/",
        "/desk/commitments/C190-4/relate/?other=C190-5", "/ru/desk/relations/", "/ru/desk/clusters/?show=new",
    ):  # fmt: skip
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(path)
            page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
            found = axe(page, {"type": "tag", "values": list(STANDARDS)})
            assert not found, f"{path} at {width}: {lines(found)}"
            faults = page.evaluate(BROAD) + (page.evaluate(SMALL) + page.evaluate(CUT) if width == 360 else [])
            assert not faults, f"{path} at {width}: {lines(faults)}"
