"""What tests of the public pages of rounds share: a page as text, a browser of somebody, a round brought to its end."""

from __future__ import annotations

import re
from typing import Final

from django.test import Client

from tests.assessments.people import FROZEN, PUBLISHED, People, advance
from tests.assessments.rounds import THIS_YEAR
from ubada.assessments.services import name_edition

REF: Final = "CEDAW-7"
VERDICTS: Final = f"/commitments/{REF}/KGZ/verdicts/"
RESULTS: Final = (
    f"/rounds/{THIS_YEAR}/", f"/rounds/{THIS_YEAR}/KGZ/", "/states/KGZ/", f"/commitments/{REF}/", VERDICTS,
)  # fmt: skip


def page(path: str, client: Client | None = None, status: int = 200) -> str:
    """A page that is there, with single spaces."""
    response = (client or Client()).get(path)
    assert response.status_code == status, (path, response.status_code)
    return " ".join(response.content.decode().split())


def words(path: str, client: Client | None = None) -> str:
    """What a page says, without its marks."""
    main = page(path, client).partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


def client_of(people: People, name: str) -> Client:
    client = Client()
    client.force_login(people.accounts[name])
    return client


def publish(people: People, code: str = THIS_YEAR) -> None:
    """The round of this year comes to its end."""
    advance(FROZEN)
    name_edition(actor=people.actor("editor"), code=code, edition="7")
    advance(PUBLISHED)
