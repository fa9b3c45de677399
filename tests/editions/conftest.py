"""One edition, built once from the small world with a practice state beside it, for every test that only reads it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.assessments.people import People, build_people
from tests.editions.carried import CODE, ON, frozen_round
from tests.editions.practice import PRACTICE, PRACTICE_WORDS, add_practice_state
from tests.world import build_world
from ubada.access.actors import Actor
from ubada.editions.freeze import Frozen, freeze
from ubada.editions.rounds import Carried
from ubada.editions.services import build_edition

__all__ = ["DAY", "PRACTICE", "PRACTICE_WORDS", "Published", "add_practice_state"]

DAY = date(2026, 11, 1)


@dataclass(frozen=True)
class Published:
    """An edition on disk, and the frozen records it was made of."""

    folder: Path
    frozen: Frozen
    root_hash: str


@pytest.fixture(scope="session")
def published(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Published:
    """The edition; nobody may change it."""
    root = tmp_path_factory.mktemp("editions")
    with django_db_blocker.unblock(), override_settings(EDITIONS_DIR=root), transaction.atomic():
        build_world()
        add_practice_state()
        built = build_edition(actor=Actor.system("test"), number=0, on=DAY)
        frozen = freeze(number=0, title=dict(built.edition.title), on=DAY)
        made = Published(built.folder, frozen, built.edition.root_hash)
        transaction.set_rollback(True)
    return made


@pytest.fixture
def copy(published: Published, tmp_path: Path) -> Path:
    """A copy of the edition to be damaged."""
    return Path(shutil.copytree(published.folder, tmp_path / "edition"))


@pytest.fixture
def world(db: None, tmp_path: Path, settings: Any) -> Path:
    """The register of the world, and an empty folder for its editions."""
    settings.EDITIONS_DIR = tmp_path / "editions"
    build_world()
    return Path(settings.EDITIONS_DIR)


@pytest.fixture(scope="session")
def carried(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Published:
    """An edition that carries a round; nobody may change it."""
    root = tmp_path_factory.mktemp("carried")
    cache.clear()
    with django_db_blocker.unblock(), override_settings(EDITIONS_DIR=root), transaction.atomic():
        people = build_people(build_world())
        add_practice_state()
        frozen_round(people)
        built = build_edition(actor=Actor.system("test"), number=1, on=ON, round_code=CODE)
        frozen = freeze(number=1, title=dict(built.edition.title), on=ON, carried=Carried(CODE, None))
        made = Published(built.folder, frozen, built.edition.root_hash)
        transaction.set_rollback(True)
    cache.clear()
    return made


@pytest.fixture
def people(db: None, tmp_path: Path, settings: Any) -> People:
    """The world with its people and a practice state, and an empty folder for its editions."""
    settings.EDITIONS_DIR = tmp_path / "editions"
    cache.clear()
    people = build_people(build_world())
    add_practice_state()
    return people
