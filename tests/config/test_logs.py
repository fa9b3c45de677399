"""What the log holds: what failed and where, never who asked for what."""

from __future__ import annotations

import logging
import re
import sys
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import SuspiciousOperation
from django.db.utils import OperationalError
from django.test import Client
from django.urls import path

from tests.world import NEVER_SHOWN, World, build_world
from ubada.config import urls
from ubada.config.logs import LeanFormatter

pytestmark = pytest.mark.django_db

SECRET_IN_A_FAULT = "person@example.org asked for /facts/hidden?q=words from 192.0.2.77"


def broken(request, words):
    raise ValueError(SECRET_IN_A_FAULT)


def suspicious(request):
    raise SuspiciousOperation(SECRET_IN_A_FAULT)


def database_away(request):
    raise OperationalError(SECRET_IN_A_FAULT)


urlpatterns = [
    path("broken/<str:words>/", broken),
    path("suspicious/", suspicious),
    path("away/", database_away),
    *urls.urlpatterns,
]
handler400 = "ubada.api.views.bad_request"
handler404 = "ubada.web.errors.not_found"
handler500 = "ubada.api.views.server_error"


@pytest.fixture
def world(settings) -> World:
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    return build_world()


@pytest.fixture
def browser(settings) -> Client:
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


class Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(LeanFormatter("%(levelname)s %(name)s: %(message)s"))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def lines():
    handler = Lines()
    root, names = logging.getLogger(), ("django", "django.request", "django.security", "ubada", "allauth")
    levels = {name: logging.getLogger(name).level for name in names}
    root.addHandler(handler)
    for name in names:
        logging.getLogger(name).setLevel(logging.INFO)
    yield handler.lines
    root.removeHandler(handler)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def test_the_shipped_log_uses_the_lean_form() -> None:
    assert django_settings.LOGGING["formatters"]["line"]["()"] == "ubada.config.logs.LeanFormatter"
    assert {handler["formatter"] for handler in django_settings.LOGGING["handlers"].values()} == {"line"}


def test_no_line_of_the_log_says_who_asked_for_what(browser, world, lines) -> None:
    client = browser
    client.defaults["REMOTE_ADDR"] = "192.0.2.77"
    for address in (
        "/states/KGZ/?q=words", "/facts/hidden-fact/?q=words", "/broken/hidden-words/?q=words", "/suspicious/?q=words",
        "/away/?q=words", "/a%00/?q=words", "/search/?q=words",
    ):  # fmt: skip
        client.get(address, headers={"User-Agent": "browser-of-a-person"})
    client.get("/", headers={"Host": "evil-words.example"})
    client.post("/accounts/login/", {"login": "person@example.org", "password": "words"})
    client.post("/states/", {"note": "words"})
    Client(enforce_csrf_checks=True, REMOTE_ADDR="192.0.2.77").post("/accounts/login/", {"login": "person@example.org"})
    text = "\n".join(lines)
    assert "500 broken/<str:words>/" in text
    assert "builtins.ValueError" in text
    assert re.search(r"test_logs\.py:\d+ broken", text)
    for personal in ("192.0.2.77", "example.org", "words", "hidden", "browser-of-a-person", "evil", *NEVER_SHOWN):
        assert personal not in text.replace("broken/<str:words>/", ""), personal


def test_a_fault_in_the_log_names_every_cause_and_none_of_their_words() -> None:
    handler = Lines()
    try:
        try:
            raise KeyError(SECRET_IN_A_FAULT)
        except KeyError as cause:
            raise ValueError(SECRET_IN_A_FAULT) from cause
    except ValueError:
        handler.emit(logging.LogRecord("ubada.search", logging.ERROR, "", 0, "could not index", (), sys.exc_info()))
    (line,) = handler.lines
    assert line.startswith("ERROR ubada.search: could not index\n")
    assert line.index("builtins.ValueError") < line.index("builtins.KeyError")
    assert SECRET_IN_A_FAULT not in line
