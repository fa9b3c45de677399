"""The register of `tests.world` with organisations of every constituency, and a round that is open."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.assessments.people import COLLECTING, People, advance, build_people, round_of
from tests.world import build_world
from ubada.assessments.models import Round


@pytest.fixture(scope="module")
def standing_people(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[People]:
    """World and people in an open transaction around all tests of a module that ask for them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_people(build_world())
        transaction.set_rollback(True)


@pytest.fixture
def people(standing_people: People, db: None) -> People:
    """The organisations and their people; each test's own changes are taken back."""
    cache.clear()
    return standing_people


@pytest.fixture
def planned(people: People) -> Round:
    """A round of all five states that has not opened."""
    return round_of()


@pytest.fixture
def opened(planned: Round) -> Round:
    """A round that collects verdicts."""
    advance(COLLECTING)
    planned.refresh_from_db()
    return planned
