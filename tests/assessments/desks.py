"""The desk as people use it: a browser for each of them, and a clock that stands where a test puts it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.assessments.people import People
from ubada.assessments import clock
from ubada.organisations.models import Account


class Clock:
    """The clock of rounds, moved by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch

    def at(self, moment: datetime) -> None:
        """It is this moment from now on."""

        class Standing(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> datetime:
                return moment.astimezone(tz)

        self.monkeypatch.setattr(clock, "datetime", Standing)


def browser(people: People, name: str) -> Client:
    """The browser of somebody, signed in; the reader's is not. A bare organisation names its coordinator."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    client = Client()
    if name != "reader":
        code = name if "." in name or name in people.accounts else f"{name}.coordinator"
        client.force_login(Account.objects.get(pk=people.accounts[code].pk))
    return client


def page(client: Client, path: str, *, status: int = 200) -> str:
    """What the page holds. Fails unless it answers with the status."""
    response = client.get(path)
    assert response.status_code == status, f"{path}: {response.status_code}"
    return response.content.decode()


def sent(client: Client, path: str, data: dict[str, Any], *, status: int = 200) -> str:
    """The page after a form was sent, redirects followed; fails unless the form itself was answered as expected.

    A status of 200 says that it was taken: the answer leads on to another page.
    """
    response = client.post(path, data)
    if status != 200:
        assert response.status_code == status, f"{path}: {response.status_code}"
        return response.content.decode()
    assert response.status_code == 302, f"{path}: {response.status_code}: {errors_in(response.content.decode())}"
    return page(client, response.headers["Location"])


def errors_in(text: str) -> str:
    """The summary of mistakes on a page, for messages of tests."""
    start = text.find('class="errors"')
    return text[start : start + 600] if start >= 0 else ""
