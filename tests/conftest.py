"""One embedded PostgreSQL for the whole test session, in a folder of its own that is gone afterwards.

Django's settings read the environment once, so it is set here, while pytest loads this file and before anything can
import the settings. A DATABASE_URL that is set already is used as it is.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import django
import pytest
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck, settings

from tests.workers import pytest_collection_modifyitems, pytest_xdist_make_scheduler
from ubada.cli.message_commands import compile_stale_catalogues
from ubada.config.cluster import Cluster

__all__ = ["pytest_collection_modifyitems", "pytest_xdist_make_scheduler"]

# No test fails for the time it takes: on a busy machine that is chance. The suite as `make test` runs it is the same
# every time; `pytest` by itself looks for cases that nobody has seen yet.
settings.register_profile("searching", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("repeatable", settings.get_profile("searching"), derandomize=True)
settings.load_profile("searching")

_session = ExitStack()


def _prepare_session() -> None:
    folder = Path(tempfile.mkdtemp(prefix="ubada-tests-"))
    _session.callback(shutil.rmtree, folder, ignore_errors=True)
    # The account that runs PostgreSQL for root passes through this folder, which is ours.
    folder.chmod(0o711)
    os.environ.update(
        {
            "DJANGO_SETTINGS_MODULE": "ubada.config.settings",
            "UBADA_MODE": "testing",
            "UBADA_DATA_DIR": str(folder / "data"),
            "UBADA_DATABASE_DIR": str(folder / "database"),
            "UBADA_SECRET_KEY": "a key for tests alone, known to everyone who reads this file",
        }
    )
    # Where static files are gathered before a site is served; its absence is a warning, and warnings are errors here.
    (folder / "data" / "build" / "collected").mkdir(parents=True, mode=0o700)
    compile_stale_catalogues()
    if not os.environ.get("DATABASE_URL"):
        cluster = Cluster(folder / "data", durable=False)
        cluster.start()
        _session.callback(os.environ.pop, "DATABASE_URL", None)
        _session.callback(cluster.stop)
        cluster.allow_test_databases()
        os.environ["DATABASE_URL"] = cluster.url()


atexit.register(_session.close)
_prepare_session()
django.setup()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stops the server and removes its folder, whatever became of the tests."""
    _session.close()


@pytest.fixture(autouse=True)
def _no_test_leaves_its_language_to_the_next() -> Iterator[None]:
    """A page that was asked for in Russian leaves Russian active, and addresses and words with it."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True, scope="session")
def _emptying_between_tests_passes_the_append_only_triggers() -> Iterator[None]:
    """Tests that commit are cleaned up by truncating every table, which the database rightly refuses for the ledger."""
    empty = TransactionTestCase._fixture_teardown

    def with_triggers_off(case: TransactionTestCase) -> None:
        guarded = sorted(_tables_that_refuse_truncation())
        with connection.cursor() as cursor:
            for table in guarded:
                cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        try:
            empty(case)
        finally:
            with connection.cursor() as cursor:
                for table in guarded:
                    cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')

    TransactionTestCase._fixture_teardown = with_triggers_off
    yield
    TransactionTestCase._fixture_teardown = empty


def _tables_that_refuse_truncation() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger "
            "WHERE NOT tgisinternal AND tgtype & 32 = 32 AND tgrelid::regclass::text !~ '^procrastinate'"
        )
        return {name.strip('"') for (name,) in cursor.fetchall()}
