from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.cli.processes import Installation
from ubada.access.actors import Actor
from ubada.cli import doctor_checks
from ubada.files import storage
from ubada.files.services import receive_file


def by_name(text: str) -> dict[str, dict[str, str]]:
    return {check["name"]: check for check in json.loads(text)["checks"]}


def test_a_sound_installation_passes(installation: Installation) -> None:
    finished = installation.run("doctor", "--format", "json")
    assert finished.returncode == 0
    assert finished.stderr == ""
    result = json.loads(finished.stdout)
    assert result["ok"] is True
    checks = by_name(finished.stdout)
    assert set(checks) == {
        *("python", "settings", "account", "postgresql", "data folder", "disk space", "clock"),
        *("database", "backups", "migrations", "search index", "files", "rounds", "safety", "practice"),
    }
    assert {checks[name]["status"] for name in ("python", "postgresql", "database", "migrations")} == {"ok"}


def test_a_folder_without_an_installation_fails_and_is_not_made(installation: Installation, tmp_path: Path) -> None:
    missing = tmp_path / "none"
    finished = installation.run("doctor", "--format", "json", "--data-dir", missing)
    assert finished.returncode == 1
    checks = by_name(finished.stdout)
    assert checks["database"]["status"] == "failed"
    assert "ubada init" in checks["database"]["hint"]
    assert checks["migrations"]["status"] == "skipped"
    assert not missing.exists()


def test_a_setting_that_cannot_be_read_is_a_failed_check(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("UBADA_WEB_THREADS", "many")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("UBADA_DATA_DIR", str(tmp_path / "none"))
    findings = {finding.name: finding for finding in doctor_checks.examine()}
    assert findings["settings"].status == "failed"
    assert "UBADA_WEB_THREADS is 'many'" in findings["settings"].message


def test_a_nearly_full_disk_is_a_warning_and_a_full_one_a_failure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("UBADA_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(doctor_checks, "SCARCE_BYTES", 2**60)
    findings = {finding.name: finding.status for finding in doctor_checks.examine()}
    assert findings["disk space"] == "warning"
    monkeypatch.setattr(doctor_checks, "TOO_LITTLE_BYTES", 2**60)
    findings = {finding.name: finding.status for finding in doctor_checks.examine()}
    assert findings["disk space"] == "failed"


def test_a_data_folder_that_everyone_can_enter_is_a_warning(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    monkeypatch.setenv("UBADA_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    findings = {finding.name: finding for finding in doctor_checks.examine()}
    assert findings["data folder"].status == "warning"
    assert "chmod o-rwx" in findings["data folder"].hint


@pytest.mark.django_db
def test_bytes_that_are_missing_are_a_failed_check(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    stored = receive_file(actor=Actor.system("test"), name="secret.txt", chunks=[b"words"])
    sound = doctor_checks._files("files")
    assert (sound.status, sound.message) == ("ok", "1 stored, all there; 1 of them read and unchanged")
    storage.path_of(stored.sha256).unlink()
    missing = doctor_checks._files("files")
    assert missing.status == "failed"
    assert missing.message == f"Not as received: the bytes of file {stored.uid} are missing or cannot be read."
    assert "backup" in missing.hint
    monkeypatch.setattr(doctor_checks, "unapplied_migrations", lambda: ["files.0001_initial"])
    assert doctor_checks._files("files").status == "skipped"


def test_a_command_on_a_database_without_tables_says_what_to_run(installation: Installation, tmp_path: Path) -> None:
    finished = installation.run("worker", "--data-dir", tmp_path / "fresh")
    assert finished.returncode == 1
    assert "lacks" in finished.stderr
    assert "Run `ubada init`." in finished.stderr
    assert finished.stderr.count("\n") == 1
