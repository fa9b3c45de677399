"""One demo installation and one browser for all journeys; both are gone when the last of them is done.

The site is a process of its own, so that what is tested is what an operator starts: gunicorn, hashed static files, the
shipped baseline, edition 0. It has a database of its own too, and the tests of other folders never meet its records.
"""

from __future__ import annotations

import io
import os
import shutil
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, sync_playwright

from tests.cli.processes import Installation, address_from, end, fresh
from tests.journeys.observing import Observations
from tests.journeys.pages import DESKTOP
from ubada.exchange.practice import KNOWN_PASSWORD

SignIn = Callable[..., Page]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-default-apps",
    "--disable-domain-reliability", "--disable-sync", "--no-first-run", "--no-pings", "--metrics-recording-only",
)  # fmt: skip
"""The browser asks for nothing but what a page makes it ask for."""
EDITOR = "editor@example.org"
PASSWORD = "a long pass phrase of three birds"


@pytest.fixture(scope="package")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The data folder that the site runs on."""
    yield from fresh(tmp_path_factory.mktemp("journeys"))


@pytest.fixture(scope="package")
def site(installation: Installation) -> Iterator[str]:
    """The address of the running site, without a slash at its end."""
    process = installation.start("demo", "--port", "0")
    yield address_from(process).rstrip("/")
    status, errors = end(process)
    assert status == 0, errors
    assert "Traceback" not in errors, errors


@pytest.fixture(scope="package")
def edition_folder(site: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of edition 0, taken from the site and unpacked."""
    folder = tmp_path_factory.mktemp("taken-away")
    with urllib.request.urlopen(f"{site}/editions/0/edition.zip", timeout=30) as answer:
        zipfile.ZipFile(io.BytesIO(answer.read())).extractall(folder)
    return folder


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium of the system. It ends with the package: while it runs, Django refuses its database to this thread."""
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        pytest.skip("No Chromium was found: install the package 'chromium'.")
    with sync_playwright() as playwright:
        arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def observations(site: str, browser: Browser) -> Observations:
    """What was seen on each page, looked at once for every test that asks."""
    return Observations(browser, site)


@pytest.fixture(scope="package")
def editor(installation: Installation, site: str, browser: Browser) -> StorageState:
    """The cookies of an editor, who was given an account on the command line and set a password by its link."""
    made = installation.run("account", "create", EDITOR, "--name", "Editor", "--platform-role", "editor")
    assert made.returncode == 0, made.stderr
    link = next(word for word in made.stdout.split() if "/password/reset/key/" in word)
    context = browser.new_context(base_url=site)
    page = context.new_page()
    page.goto(urlsplit(link).path)
    for field in page.get_by_label("password").all():
        field.fill(PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.goto("/accounts/login/")
    page.fill("[name=login]", EDITOR)
    page.fill("[name=password]", PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.goto("/desk/")
    assert page.title().startswith("Your desk"), page.title()
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(params=[False, True], ids=["without-javascript", "with-javascript"])
def desk(request: pytest.FixtureRequest, site: str, browser: Browser, editor: StorageState) -> Iterator[Page]:
    """An editor's page, once with JavaScript switched off and once with it on."""
    yield from _page(browser, site, java_script_enabled=request.param, storage_state=editor)


@pytest.fixture
def audited_desk(site: str, browser: Browser, editor: StorageState) -> Iterator[Page]:
    """An editor's page past the site's policy, so that axe can be put in."""
    yield from _page(browser, site, storage_state=editor, bypass_csp=True)


@pytest.fixture
def sign_in(site: str, browser: Browser) -> Iterator[SignIn]:
    """Gives a page of somebody in the practice state, by their address; each has a browser of their own."""
    contexts = []

    def signed_in(address: str, **options: Any) -> Page:
        context = browser.new_context(**{"base_url": site, "viewport": DESKTOP, "locale": "en-GB", **options})
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        enter(page, address)
        return page

    yield signed_in
    for context in contexts:
        context.close()


def press(page: Page, key: str) -> None:
    """Press a key on a page whose scripts have come: before, nobody is there who would hear it."""
    page.wait_for_load_state()
    page.keyboard.press(key)


def enter(page: Page, address: str) -> None:
    """Sign in as somebody in the practice state."""
    page.goto("/accounts/login/")
    page.fill("[name=login]", address)
    page.fill("[name=password]", KNOWN_PASSWORD)
    page.locator("main button[type=submit]").first.click()


@pytest.fixture
def scripted_desk(site: str, browser: Browser, editor: StorageState) -> Iterator[Page]:
    """An editor's page with JavaScript."""
    yield from _page(browser, site, storage_state=editor)


@pytest.fixture(params=[False, True], ids=["without-javascript", "with-javascript"])
def page(request: pytest.FixtureRequest, site: str, browser: Browser) -> Iterator[Page]:
    """A reader's own page, once with JavaScript switched off and once with it on."""
    yield from _page(browser, site, java_script_enabled=request.param)


@pytest.fixture
def scripted(site: str, browser: Browser) -> Iterator[Page]:
    """A page with JavaScript, for tests that measure with it."""
    yield from _page(browser, site)


@pytest.fixture
def phone(site: str, browser: Browser) -> Iterator[Page]:
    """A page of the width of a small phone."""
    yield from _page(browser, site, viewport={"width": 360, "height": 740}, has_touch=True)


def _page(browser: Browser, site: str, **options: Any) -> Iterator[Page]:
    context: BrowserContext = browser.new_context(
        **{"base_url": site, "viewport": DESKTOP, "locale": "en-GB", **options}
    )
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()
