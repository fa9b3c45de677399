"""The world of the addresses' matrix with the practice state beside it, for tests: made once, everybody by name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings

from tests.abuse.people import People, build_people
from ubada.access.actors import Actor
from ubada.editions.services import build_edition, publish_edition
from ubada.exchange.baseline import default_folder, read_baseline
from ubada.exchange.baseline.convert import convert
from ubada.exchange.practice import KNOWN_PASSWORD, make_practice
from ubada.exchange.practice.taking_part import email_of
from ubada.ledger.services import record
from ubada.organisations.models import Account, Organisation
from ubada.register.models import Term
from ubada.register.services import write_records
from ubada.register.shapes import TERM
from ubada.search.services import rebuild_index

NOW: Final = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SYSTEM: Final = Actor.system("test")
MARKS: Final = ("Practistan", "Практистан", "Машыкстан", "PRACTICE-", "practistan", "XXA", "practice-20")
"""Words that stand in what is invented and nowhere else."""
BAND: Final = "A practice state, invented to learn on."
BAND_OF_A_PERSON: Final = "You are signed in for a practice organisation, invented to learn on."
EARLIER: Final = "practice-2025-2"
PAST: Final = "practice-2026-1"
OPEN: Final = "practice-2026-2"
REPLYING: Final = "practice-2026-2-replies"
EDITION: Final = 7
"""The edition that is built when the practice state is there."""


def account(key: str) -> Account:
    """A person by the key of the file: ``clear-spring.assessor``."""
    return Account.objects.get(email=email_of(key))


def actor(key: str) -> Actor:
    """That person as signed in."""
    return Actor.of(account(key))


def organisation(code: str) -> Organisation:
    """An organisation by its code without the prefix."""
    return Organisation.objects.get(code=f"practice-{code}")


def client_of(key: str) -> Client:
    """The browser of that person, signed in."""
    client = Client()
    client.force_login(account(key))
    return client


@contextmanager
def practice_world(folder: Path) -> Iterator[People]:
    """Everybody of the matrix, the practice state, an edition built and published after it, and a search index."""
    with (
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
        people = build_people()
        _add_terms()
        make_practice(actor=SYSTEM, password=KNOWN_PASSWORD, now=NOW)
        build_edition(actor=SYSTEM, number=EDITION, on=date(2026, 11, 24))
        publish_edition(actor=SYSTEM, number=EDITION)
        rebuild_index()
        yield people
        transaction.set_rollback(True)
    cache.clear()


def _add_terms() -> None:
    """The terms of the baseline's themes, persons and targets that the small world does without."""
    wanted = convert(read_baseline(default_folder())).records["term"]
    there = set(Term.objects.values_list("pk", flat=True))
    names = ("themes:", "affected-persons:", "sdg-targets:")
    missing = {key: one for key, one in wanted.items() if key.startswith(names) and key not in there}
    with transaction.atomic():
        written = write_records(TERM, missing)
        record(actor=SYSTEM, action="import_baseline", subject="terms", changes=[one.change for one in written])
