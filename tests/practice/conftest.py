"""One practice world for the tests of a module; nothing that a test does may change it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

from tests.abuse.people import People
from tests.practice.world import practice_world


@pytest.fixture(scope="module")
def made(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[People]:
    """The practice state beside the world of the addresses' matrix, taken back at the end."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    with django_db_blocker.unblock(), practice_world(tmp_path_factory.mktemp("practice")) as people:
        yield people
