"""The published world, written once for the tests of this folder: they only read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from tests.published_world import published_world


@pytest.fixture(scope="package")
def published(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The register, its organisations, a practice state, an edition and a search index."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # the site's own files, of which a test needs none
    with django_db_blocker.unblock(), published_world(tmp_path_factory.mktemp("published")):
        yield


@pytest.fixture
def api(published: None) -> Client:
    """A program that reads the interface."""
    return Client()
