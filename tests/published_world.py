"""The whole public site for tests that only read it: the world, a practice state, an edition, rounds, an index."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from django.db import transaction
from django.test import override_settings

from tests.published_rounds import publish_rounds
from tests.search.world import build_searched_world
from tests.world import both, build_world
from ubada.access.actors import Actor
from ubada.editions.models import Correction, Edition
from ubada.kernel.dates import PartialDate
from ubada.ledger.services import record
from ubada.organisations.services import create_organisation, record_accreditation
from ubada.register.services import write_records
from ubada.register.shapes import FACT, REGION, STATE
from ubada.search.services import rebuild_index

PRACTICE = "XAA"
PRACTICE_WORDS = "invented for exercise 6606"
"""Words of a fact about the practice state, which no list may hold unless the state is asked for."""
UNAPPROVED = "not-yet-approved"
EDITOR_PASSWORD = "a long pass phrase 1"


@contextmanager
def published_world(folder: Path) -> Iterator[None]:
    """The site's content for as long as the context lasts; afterwards the database is as it was."""
    with override_settings(SEARCH_INDEX_DIR=folder / "index"), transaction.atomic():
        world = build_world()
        build_searched_world(more=30)
        _add_practice_state()
        _add_organisations()
        _add_edition()
        publish_rounds({"open-steppe": world.civil_society, "akyikatchy": world.ombudsman})
        rebuild_index()
        yield
        transaction.set_rollback(True)


def _add_practice_state() -> None:
    state = {
        "code": PRACTICE, "alpha2": "XA", "numeric": "900", "name": both("Practice state", "Учебное государство"),
        "endonym": {}, "order": 90, "is_practice": True,
    }  # fmt: skip
    region = {
        "code": "XA-A", "state": PRACTICE, "name": both(PRACTICE_WORDS), "kind": "region", "valid_from": None,
        "valid_to": None,
    }  # fmt: skip
    fact = {
        "key": "law.XAA.practice", "kind": "law", "state": PRACTICE, "topic": "domestic_violence",
        "label": both(PRACTICE_WORDS), "value": both("a law"), "detail": {}, "date": "2024", "as_of": "2024",
        "source_title": "A source", "source_url": "https://example.org/practice", "confidence": "seen",
        "unverified_fields": [], "withheld": {}, "editor_note": "", "is_published": True,
    }  # fmt: skip
    with transaction.atomic():
        applied = [
            *write_records(STATE, {PRACTICE: state}),
            *write_records(REGION, {"XA-A": region}),
            *write_records(FACT, {"law.XAA.practice": fact}),
        ]
        record(
            actor=Actor.system("practice"), action="import_baseline", subject="practice state",
            changes=[one.change for one in applied],
        )  # fmt: skip


def _add_organisations() -> None:
    system = Actor.system("published world")
    institution = create_organisation(
        actor=system, code="institution", name=both("Institution"), constituency="NHR", states=["KAZ"]
    )
    record_accreditation(
        actor=system, organisation=institution, grade="B", valid_from=PartialDate.parse("2012-03"),
        source_title="Chart of accredited institutions", source_url="https://example.org/chart",
    )  # fmt: skip
    waiting = create_organisation(
        actor=system, code=UNAPPROVED, name=both("Waiting to be approved"), constituency="CSO", states=["KGZ"]
    )
    type(waiting).objects.filter(pk=waiting.pk).update(status="applied")


def _add_edition() -> None:
    moment = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    published = Edition.objects.create(
        number=1, title=both("First edition", "Первое издание"), register_date=date(2026, 11, 19), state="published",
        root_hash="a" * 64, records_root="b" * 64, record_count=100, file_count=10, languages=["en", "ru"],
        built_at=moment, published_at=moment,
    )  # fmt: skip
    Edition.objects.create(
        number=2, title=both("Only built 5150"), register_date=date(2026, 11, 21), state="built", root_hash="c" * 64,
        records_root="d" * 64, record_count=100, file_count=10, languages=["en"], built_at=moment,
    )  # fmt: skip
    Correction.objects.create(
        edition=published, order=1, what=both("A date was wrong", "Дата неверна"), why=both("Misread"),
        made_on=date(2026, 11, 22),
    )  # fmt: skip
