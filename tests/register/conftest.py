"""The register of `tests.world`, written once a test, and who reads it."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from tests.world import World, build_world
from ubada.access.actors import Actor


@pytest.fixture
def world(db: None) -> World:
    """The register and its organisations."""
    return build_world()


@pytest.fixture
def reader() -> Actor:
    """Anyone at all."""
    return Actor.reader()


@pytest.fixture
def site(world: World, client: Client, settings: Settings) -> Client:
    """A reader's browser on a site with the world in it."""
    settings.PUBLIC_URL = "https://register.example"
    return client
