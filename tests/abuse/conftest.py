"""One world for the tests of a module; nothing that a test asks for may change it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.abuse.people import People, build_people


@pytest.fixture
def _django_db_helper() -> None:
    """No transaction a test: the one of `people` is around them all. The mark still makes the database be there."""


@pytest.fixture(scope="module")
def people(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[People]:
    """Everyone, in a transaction that is taken back at the end. Passwords are hashed cheaply: none is guessed here."""
    folder = tmp_path_factory.mktemp("abuse")
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    with (
        django_db_blocker.unblock(),
        override_settings(
            EDITIONS_DIR=folder / "editions",
            SEARCH_INDEX_DIR=folder / "index",
            PUBLIC_URL="https://register.example",
            PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
            ACCOUNT_RATE_LIMITS=False,
        ),
        transaction.atomic(),
    ):
        cache.clear()
        yield build_people()
        transaction.set_rollback(True)
    cache.clear()
