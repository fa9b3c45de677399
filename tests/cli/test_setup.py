"""`ubada init` on a server: with a database that somebody else runs, and with rules that embedded mode has not."""

from __future__ import annotations

import os
import re
import stat
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.cli.processes import Installation, fresh
from ubada.cli.setup_commands import check_site
from ubada.config.cluster import Cluster
from ubada.kernel.errors import UbadaError


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
    said = [re.sub(r" \([\d.]+ s\)$", "", line) for line in finished.stderr.splitlines()]
    assert said == [
        *("Database …", "✓ Database: up to date"),
        *("Static files …", "✓ Static files: up to date"),
        *("Code and settings …", "✓ Code and settings: no faults"),
    ], "and nothing in the words of the framework"


@pytest.mark.django_db
def test_faults_and_warnings_of_the_settings_are_one_line_each(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tmp_path.chmod(0o700)
    safe = {"DEBUG": False, "SECRET_KEY": string.ascii_letters, "ALLOWED_HOSTS": ["ubada.example"], "EMAIL_HOST": ""}
    for name, value in {**safe, "MODE": "server", "DATA_DIR": tmp_path, "USES_EMBEDDED_DATABASE": True}.items():
        setattr(settings, name, value)
    settings.PUBLIC_URL = "http://ubada.example"
    with pytest.raises(UbadaError) as fault:
        check_site()
    assert str(fault.value) == (
        "The site's code or settings have faults.\n"
        "  There is no encrypted address at which readers reach the site. Set UBADA_PUBLIC_URL to an address that "
        "begins with https:// (or http:// and an onion host). (ubada.E004)"
    )
    settings.PUBLIC_URL = "https://ubada.example"
    assert check_site() == "no faults"
    assert capsys.readouterr().err == (
        "  No mail server is set: nobody can set a new password by themselves. Set UBADA_MAIL_URL, or hand out links "
        "with `ubada account link`. (ubada.W006)\n"
    )


def test_any_other_command_that_is_the_first_does_too(on_server: Installation) -> None:
    finished = on_server.run("ledger", "verify")
    assert finished.returncode == 0, finished.stderr
    assert stat.S_IMODE(on_server.data_dir.stat().st_mode) == 0o700


def test_the_doctor_makes_no_data_folder(on_server: Installation) -> None:
    finished = on_server.run("doctor")
    assert finished.returncode == 1
    assert "There is no data folder yet." in finished.stdout
    assert not on_server.data_dir.exists()
