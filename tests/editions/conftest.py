"""One edition, built once from the small world with a practice state beside it, for every test that only reads it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.world import both, build_world
from ubada.access.actors import Actor
from ubada.editions.freeze import Frozen, freeze
from ubada.editions.services import build_edition
from ubada.ledger.services import record
from ubada.register.services import write_records
from ubada.register.shapes import COMMITMENT, FACT, REGION, STATE, STATE_COMMITMENT

DAY = date(2026, 11, 1)
PRACTICE = "XAA"
PRACTICE_WORDS = "invented for exercise 6606"


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


def add_practice_state() -> None:
    """An invented state with a region, a fact, a commitment of its own, and a shared commitment followed for it."""
    state = {
        "code": PRACTICE, "alpha2": "XA", "numeric": "900", "name": both(PRACTICE_WORDS), "endonym": {}, "order": 90,
        "is_practice": True,
    }  # fmt: skip
    region = {
        "code": "XA-A", "state": PRACTICE, "name": both(PRACTICE_WORDS), "kind": "region", "valid_from": None,
        "valid_to": None,
    }  # fmt: skip
    fact = {
        "key": f"law.{PRACTICE}.practice", "kind": "law", "state": PRACTICE, "topic": "domestic_violence",
        "label": both(PRACTICE_WORDS), "value": both("a law"), "detail": {}, "date": "2024", "as_of": "2024",
        "source_title": "A source", "source_url": "https://example.org/practice", "confidence": "seen",
        "unverified_fields": [], "withheld": {}, "editor_note": "", "is_published": True,
    }  # fmt: skip
    with transaction.atomic():
        applied = [
            *write_records(STATE, {PRACTICE: state}),
            *write_records(REGION, {"XA-A": region}),
            *write_records(FACT, {fact["key"]: fact}),
        ]
        shared = next(record for key, record in COMMITMENT.all() if key == "CEDAW-7")
        own = {**shared, "ref": "PRACTICE-1", "title": both(PRACTICE_WORDS), "duty_bearers": [PRACTICE]}
        named = {**shared, "duty_bearers": ["STATES", PRACTICE]}
        applied += write_records(COMMITMENT, {"PRACTICE-1": own, "CEDAW-7": named})
        applied += write_records(
            STATE_COMMITMENT,
            {
                f"{ref}@{PRACTICE}": {
                    "key": f"{ref}@{PRACTICE}", "commitment": ref, "state": PRACTICE, "standing": "unknown",
                }
                for ref in ("PRACTICE-1", "CEDAW-7")
            },
        )  # fmt: skip
        changes = [one.change for one in applied]
        record(actor=Actor.system("practice"), action="import_baseline", subject="practice", changes=changes)
