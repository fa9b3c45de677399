"""The register of `tests.world`, written once a module, and who reads it. Each test's own changes are taken back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings

from tests.world import World, build_world
from ubada.access.actors import Actor


@pytest.fixture(scope="module")
def standing_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The world in an open transaction around all tests of a module that ask for it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(standing_world: World, db: None) -> World:
    """The register and its organisations, and no page kept from an earlier test."""
    cache.clear()
    return standing_world


@pytest.fixture
def reader() -> Actor:
    """Anyone at all."""
    return Actor.reader()


@pytest.fixture
def site(world: World, client: Client, settings: Settings) -> Client:
    """A reader's browser on a site with the world in it."""
    settings.PUBLIC_URL = "https://register.example"
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns of a folder that is not there
    return client
