"""Backups between PostgreSQL servers of different versions, as far as this computer holds more than one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from tests.cli.processes import Installation, fresh
from ubada.cli.database_dump import require_target_for
from ubada.config.cluster import MINIMUM_MAJOR, Cluster, find_binaries, find_clients
from ubada.kernel.errors import UbadaError

NEWEST = find_binaries().major


def oldest() -> int:
    """The oldest version here that has its own programs for backups."""
    for major in range(MINIMUM_MAJOR, NEWEST):
        with suppress(UbadaError):
            if find_clients(find_binaries(major).major).major == major:
                return major
    return NEWEST


OLDEST = oldest()
with_an_older_server = pytest.mark.skipif(OLDEST == NEWEST, reason="there is no older PostgreSQL beside the newest")


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A running server of the oldest version here."""
    cluster = Cluster(tmp_path_factory.mktemp("older") / "data", durable=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ubada.config.cluster.control.find_binaries", lambda major: find_binaries(major or OLDEST))
        cluster.ensure_initialised()
    with cluster.running():
        yield cluster


@pytest.fixture
def on_older(older: Cluster, tmp_path: Path) -> Iterator[Installation]:
    """An installation without anything but the address of the older server."""
    for made in fresh(tmp_path / "data"):
        made.more = {"DATABASE_URL": older.url()}
        yield made


@pytest.fixture(scope="module")
def from_older(older: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the older server, which holds a row."""
    folder = tmp_path_factory.mktemp("from older")
    for made in fresh(folder / "data"):
        made.more = {"DATABASE_URL": older.url(), "DJANGO_SETTINGS_MODULE": "ubada.config.settings"}
        subprocess.run([sys.executable, "-m", "django", "migrate", "-v", "0"], env=made.env, check=True)
        with psycopg.connect(older.url()) as connection:
            connection.execute("CREATE TABLE kept_by_backup AS SELECT 'убада' AS word")
        finished = made.run("backup", folder / "backup.tar")
        assert finished.returncode == 0, finished.stderr
        assert "may not come back" not in finished.stderr
    return folder / "backup.tar"


@with_an_older_server
def test_a_backup_comes_back_into_a_server_of_its_own_version(
    older: Cluster, on_older: Installation, from_older: Path
) -> None:
    older.ensure_database("second")
    on_older.more = {"DATABASE_URL": older.url("second")}
    finished = on_older.run("restore", from_older)
    assert finished.returncode == 0, finished.stderr
    with psycopg.connect(older.url("second")) as connection:
        assert connection.execute("SELECT word FROM kept_by_backup").fetchone() == ("убада",)


@with_an_older_server
def test_a_backup_comes_back_into_a_newer_server(from_older: Path, tmp_path: Path) -> None:
    for restored in fresh(tmp_path / "restored"):
        finished = restored.run("restore", from_older)
        assert finished.returncode == 0, finished.stderr
        cluster = Cluster(restored.data_dir)
        with cluster.running(), psycopg.connect(cluster.url()) as connection:
            assert connection.info.server_version // 10000 == NEWEST
            assert connection.execute("SELECT word FROM kept_by_backup").fetchone() == ("убада",)


@with_an_older_server
def test_a_backup_of_a_newer_server_is_refused_before_anything_is_written(
    installation: Installation, older: Cluster, on_older: Installation, tmp_path: Path
) -> None:
    older.ensure_database("empty")
    on_older.more = {"DATABASE_URL": older.url("empty")}
    assert installation.run("backup", tmp_path / "newer").returncode == 0
    finished = on_older.run("restore", tmp_path / "newer")
    assert finished.returncode == 1
    assert f"from PostgreSQL {NEWEST} and the server here is PostgreSQL {OLDEST}" in finished.stderr
    assert f"Restore it into PostgreSQL {NEWEST} or newer" in finished.stderr
    assert not on_older.data_dir.exists()


def test_an_older_server_that_does_not_answer_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://ubada:secret-word@127.0.0.1:1/ubada")
    with pytest.raises(UbadaError, match="cannot be reached") as caught:
        require_target_for(None, tmp_path)
    assert "secret-word" not in str(caught.value)


@with_an_older_server
def test_a_backup_made_with_the_programs_of_another_version_says_what_to_install(
    from_older: Path, on_older: Installation, tmp_path: Path
) -> None:
    (tmp_path / "without_debians_programs.py").write_text(
        "from pathlib import Path\n"
        "from ubada.config.cluster import binaries\n"
        "binaries._DEBIAN = Path('/nowhere')\n"
        "from ubada.config.settings import *\n",
        encoding="utf-8",
    )
    on_older.more |= {"PYTHONPATH": str(tmp_path), "DJANGO_SETTINGS_MODULE": "without_debians_programs"}
    finished = on_older.run("backup", tmp_path / "backup")
    assert finished.returncode == 0, finished.stderr
    assert f"programs of PostgreSQL {NEWEST} from a server of PostgreSQL {OLDEST} and may not" in finished.stderr
    assert f"apt-get install postgresql-client-{OLDEST}" in finished.stderr
