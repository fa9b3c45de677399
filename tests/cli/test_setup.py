"""`ubada init` on a server: with a database that somebody else runs, and with rules that embedded mode has not."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.processes import Installation, fresh
from ubada.config.cluster import Cluster


@pytest.fixture
def on_server(installation: Installation, tmp_path: Path) -> Iterator[Installation]:
    """An installation in server mode of which nothing is there but a database; what it makes is open to others."""
    cluster = Cluster(installation.data_dir)
    umask = os.umask(0o022)
    try:
        with cluster.running():
            for made in fresh(tmp_path / "on a server" / "data"):
                made.more = {
                    "UBADA_MODE": "server",
                    "DATABASE_URL": cluster.url(),
                    "UBADA_SECRET_KEY": "a key for this test that is longer than fifty characters",
                    "UBADA_PUBLIC_URL": "https://ubada.example",
                    "UBADA_ALLOWED_HOSTS": "ubada.example",
                    "UBADA_MAIL_URL": "smtp://mail.example:587",
                }
                yield made
    finally:
        os.umask(umask)


def test_the_first_init_makes_a_data_folder_that_others_cannot_enter(on_server: Installation) -> None:
    finished = on_server.run("init")
    assert finished.returncode == 0, finished.stderr
    assert stat.S_IMODE(on_server.data_dir.stat().st_mode) == 0o700


def test_any_other_command_that_is_the_first_does_too(on_server: Installation) -> None:
    finished = on_server.run("ledger", "verify")
    assert finished.returncode == 0, finished.stderr
    assert stat.S_IMODE(on_server.data_dir.stat().st_mode) == 0o700


def test_the_doctor_makes_no_data_folder(on_server: Installation) -> None:
    finished = on_server.run("doctor")
    assert finished.returncode == 1
    assert "There is no data folder yet." in finished.stdout
    assert not on_server.data_dir.exists()
