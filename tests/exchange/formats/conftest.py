"""The real baseline, written once for the tests of a format; each test's own changes are taken back."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from ubada.access.actors import Actor
from ubada.exchange.baseline import import_baseline
from ubada.exchange.services import Outcome, import_files
from ubada.kernel.errors import InvalidInput
from ubada.ledger.records import current_hashes

OPERATOR = Actor.system("test")
SHARED = Path(os.environ.get("UBADA_SHARED_DIR") or Path(__file__).resolve().parents[4] / "shared")
"""Real files, which may not be shipped; tests on them are skipped where they are not."""
Importer = Callable[..., Outcome]


@pytest.fixture(scope="module")
def standing_baseline(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The baseline in an open transaction around the tests of a module, which is as far as it can reach others."""
    with django_db_blocker.unblock(), transaction.atomic():
        import_baseline(actor=OPERATOR)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def register(standing_baseline: None, db: None) -> None:
    """The register as the baseline leaves it."""


@pytest.fixture
def bring(register: None) -> Importer:
    """Imports files of a format as the installation does."""

    def bring_in(format_name: str, *paths: Path, **options: Any) -> Outcome:
        return import_files(actor=OPERATOR, format_name=format_name, paths=paths, **options)

    return bring_in


@pytest.fixture
def problems_of(bring: Importer) -> Callable[..., list[str]]:
    """The problems for which an import is refused, as text."""

    def refused(format_name: str, *paths: Path, **options: Any) -> list[str]:
        with pytest.raises(InvalidInput) as caught:
            bring(format_name, *paths, **options)
        return [str(problem) for problem in caught.value.problems] or [str(caught.value)]

    return refused


@pytest.fixture
def everything(register: None) -> Callable[[], dict[tuple[str, str], str]]:
    """The hash of every object in the register, imports themselves left out."""

    def hashes() -> dict[tuple[str, str], str]:
        return {(kind, key): digest for kind, key, digest in current_hashes() if kind != "import"}

    return hashes
