"""Organisations and people over the register of `tests.world`, and browsers that are signed in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from tests.world import World, build_world
from ubada.access.actors import Actor
from ubada.organisations.models import Account
from ubada.organisations.services import create_account

PASSWORD = "a long pass phrase 2"


@pytest.fixture(autouse=True)
def _nothing_counted_yet(settings) -> None:
    """Attempts are counted in the cache, which outlives a test; pages name files that a first start would have made."""
    cache.clear()
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture
def world(db: None) -> World:
    """The register and its organisations."""
    return build_world()


@pytest.fixture
def person(db: None) -> Account:
    """Someone with an account and no organisation."""
    return create_account(
        actor=Actor.system("test"), email="Person@example.org", name="Aigul", password=PASSWORD, language="ru"
    )


@pytest.fixture
def signed_in(client: Client) -> Callable[[Account], Client]:
    """The browser of this person, signed in."""

    def sign_in(account: Account) -> Client:
        client.force_login(account)
        return client

    return sign_in
