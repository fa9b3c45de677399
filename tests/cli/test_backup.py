from __future__ import annotations

import io
import json
import stat
import tarfile
from pathlib import Path

import psycopg
import pytest

from tests.cli.processes import Installation
from ubada.cli import backup
from ubada.config.cluster import Cluster

CONTENT = "Документ, ҳужжат, құжат\n"


@pytest.fixture(scope="module")
def backed_up(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `folder` and `file.tar`, two backups of one installation that holds a row and a file."""
    file = installation.data_dir / "files" / "2026" / "ҳужжат 1.txt"
    file.parent.mkdir(parents=True)
    file.write_text(CONTENT, encoding="utf-8")
    passing = installation.data_dir / "files" / "quarantine" / "on its way"
    passing.parent.mkdir()
    passing.write_text(CONTENT, encoding="utf-8")
    edition = installation.data_dir / "editions" / "0" / "manifest.json"
    edition.parent.mkdir(parents=True)
    edition.write_text("{}", encoding="utf-8")
    cluster = Cluster(installation.data_dir)
    with cluster.running(), psycopg.connect(cluster.url()) as connection:
        connection.execute("CREATE TABLE kept_by_backup AS SELECT 'убада' AS word")
    target = tmp_path_factory.mktemp("backups")
    for name in ("folder", "file.tar"):
        finished = installation.run("backup", target / name)
        assert finished.returncode == 0, finished.stderr
    return target


def damaged_copy(backed_up: Path, tmp_path: Path) -> Path:
    """The folder backup, free to be changed."""
    copy = tmp_path / "copy"
    for path in (backed_up / "folder").rglob("*"):
        if path.is_file():
            target = copy / path.relative_to(backed_up / "folder")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    return copy


@pytest.mark.parametrize("name", ["folder", "file.tar"])
def test_a_restored_installation_holds_what_the_first_one_held(
    installation: Installation, backed_up: Path, tmp_path: Path, name: str
) -> None:
    restored = tmp_path / "restored here"
    finished = installation.run("restore", backed_up / name, "--data-dir", restored)
    assert finished.returncode == 0, finished.stderr
    assert f"`ubada --data-dir '{restored}' serve` shows it." in finished.stderr
    assert (restored / "files" / "2026" / "ҳужжат 1.txt").read_text(encoding="utf-8") == CONTENT
    assert (restored / "editions" / "0" / "manifest.json").is_file()
    cluster = Cluster(restored)
    with cluster.running(), psycopg.connect(cluster.url()) as connection:
        assert connection.execute("SELECT word FROM kept_by_backup").fetchone() == ("убада",)
    assert installation.run("doctor", "--data-dir", restored).returncode == 0


def test_a_backup_is_readable_by_its_owner_alone(backed_up: Path) -> None:
    for path in (backed_up / "file.tar", backed_up / "folder", *(backed_up / "folder").rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_a_backup_never_overwrites_anything(installation: Installation, backed_up: Path) -> None:
    before = (backed_up / "file.tar").read_bytes()
    finished = installation.run("backup", backed_up / "file.tar")
    assert finished.returncode == 1
    assert "exists already" in finished.stderr
    assert (backed_up / "file.tar").read_bytes() == before


def test_json_output_is_the_manifest_alone(installation: Installation, backed_up: Path, tmp_path: Path) -> None:
    finished = installation.run("backup", tmp_path / "new", "--format", "json")
    assert finished.returncode == 0
    assert finished.stderr == ""
    paths = [entry["path"] for entry in json.loads(finished.stdout)["files"]]
    assert paths == ["database.dump", "editions/0/manifest.json", "files/2026/ҳужжат 1.txt", "secret-key"]


def test_what_is_on_its_way_into_the_installation_is_in_no_backup(backed_up: Path) -> None:
    kept = [path.name for path in (backed_up / "folder" / "files").rglob("*")]
    assert sorted(kept) == ["2026", "ҳужжат 1.txt"]


def test_a_file_that_is_removed_while_the_backup_is_made_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data" / "files" / "ab"
    folder.mkdir(parents=True)
    (folder / "stays").write_text(CONTENT, encoding="utf-8")
    (folder / "goes").write_text(CONTENT, encoding="utf-8")
    listed = list(backup._files_under(folder.parent))
    (folder / "goes").unlink()
    monkeypatch.setattr(backup, "_files_under", lambda _: iter(listed))
    backup._copy_living_folder(folder.parent, tmp_path / "copy")
    assert [path.name for path in (tmp_path / "copy").rglob("*") if path.is_file()] == ["stays"]


def test_the_help_says_that_a_backup_is_not_encrypted(installation: Installation) -> None:
    text = " ".join(installation.run("backup", "--help").stdout.split())
    assert "NOT ENCRYPTED" in text
    assert "WITH THE SESSION KEY" in text


def test_what_was_encrypted_with_the_session_key_is_read_again_after_a_restore(
    installation: Installation, backed_up: Path, tmp_path: Path
) -> None:
    restored = tmp_path / "restored"
    finished = installation.run("restore", backed_up / "file.tar", "--data-dir", restored)
    assert finished.returncode == 0, finished.stderr
    key = restored / "secret-key"
    assert key.read_text("ascii") == (installation.data_dir / "secret-key").read_text("ascii")
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert "UBADA_SECRET_KEY" not in finished.stderr


def test_a_backup_with_the_session_key_says_so(installation: Installation, tmp_path: Path) -> None:
    finished = installation.run("backup", tmp_path / "new")
    assert "holds the session key: whoever gets hold of it can sign in as anyone" in finished.stderr


def test_a_session_key_that_the_operator_gives_stays_out_of_the_backup_and_the_output_says_so(
    installation: Installation, tmp_path: Path
) -> None:
    given = "a long key that the operator keeps, known to this test " * 2
    try:
        installation.more = {"UBADA_SECRET_KEY": given}
        finished = installation.run("backup", tmp_path / "backup")
    finally:
        installation.more = {}
    assert finished.returncode == 0, finished.stderr
    assert "The session key is not in the backup" in finished.stderr
    assert not (tmp_path / "backup" / "secret-key").exists()
    finished = installation.run("restore", tmp_path / "backup", "--data-dir", tmp_path / "restored")
    assert finished.returncode == 0, finished.stderr
    assert "set UBADA_SECRET_KEY to the one the site had" in finished.stderr


def test_a_given_session_key_that_is_not_the_one_in_the_backup_is_said(
    installation: Installation, backed_up: Path, tmp_path: Path
) -> None:
    try:
        installation.more = {"UBADA_SECRET_KEY": "another key than the one in the backup, and a long one"}
        finished = installation.run("restore", backed_up / "folder", "--data-dir", tmp_path / "restored")
    finally:
        installation.more = {}
    assert finished.returncode == 0, finished.stderr
    assert "UBADA_SECRET_KEY is not the key in the backup" in finished.stderr


def test_a_database_that_holds_something_is_refused_before_anything_is_written(
    installation: Installation, backed_up: Path, tmp_path: Path
) -> None:
    cluster = Cluster(installation.data_dir)
    try:
        installation.more = {"DATABASE_URL": cluster.url()}
        with cluster.running():
            finished = installation.run("restore", backed_up / "folder", "--data-dir", tmp_path / "data")
    finally:
        installation.more = {}
    assert finished.returncode == 1
    assert "The database is not empty" in finished.stderr
    assert not (tmp_path / "data").exists()


def test_restoring_into_a_folder_that_is_not_empty_is_refused(
    installation: Installation, backed_up: Path, tmp_path: Path
) -> None:
    (tmp_path / "something").touch()
    finished = installation.run("restore", backed_up / "folder", "--data-dir", tmp_path)
    assert finished.returncode == 1
    assert "is not empty" in finished.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["something"]


def test_every_changed_missing_and_added_file_is_named_before_anything_is_restored(
    installation: Installation, backed_up: Path, tmp_path: Path
) -> None:
    copy = damaged_copy(backed_up, tmp_path)
    with (copy / "database.dump").open("r+b") as stream:
        stream.seek(100)
        stream.write(b"!")
    (copy / "editions" / "0" / "manifest.json").unlink()
    (copy / "files" / "extra.txt").touch()
    finished = installation.run("restore", copy, "--data-dir", tmp_path / "data")
    assert finished.returncode == 1
    assert "database.dump: not as it was" in finished.stderr
    assert "editions/0/manifest.json: missing" in finished.stderr
    assert "files/extra.txt: not in the manifest" in finished.stderr
    assert not (tmp_path / "data").exists()


def test_a_folder_that_is_no_backup_is_refused(installation: Installation, tmp_path: Path) -> None:
    finished = installation.run("restore", tmp_path, "--data-dir", tmp_path / "data")
    assert finished.returncode == 1
    assert "not a backup" in finished.stderr


@pytest.mark.parametrize("kind", ["climbing", "absolute", "link"])
def test_a_tar_file_that_reaches_out_of_its_folder_is_refused(
    installation: Installation, tmp_path: Path, kind: str
) -> None:
    victim = tmp_path / "victim.txt"
    member = tarfile.TarInfo({"climbing": "../victim.txt", "absolute": str(victim), "link": "files"}[kind])
    member.size = 3
    if kind == "link":
        member.type, member.linkname, member.size = tarfile.SYMTYPE, str(tmp_path), 0
    with tarfile.open(tmp_path / "evil.tar", "w") as archive:
        archive.addfile(member, io.BytesIO(b"bad"))
    finished = installation.run("restore", tmp_path / "evil.tar", "--data-dir", tmp_path / "data")
    assert finished.returncode == 1
    assert "which no backup of ours does" in finished.stderr
    assert not victim.exists()
    assert not (tmp_path / "data").exists()
