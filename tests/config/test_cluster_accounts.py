"""The cluster as root and as an account without privileges. Only root can try both."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.config.processes import interpreter_for_everyone, rights_up_to_root, server_pid
from ubada.config.cluster import Cluster, find_binaries, find_clients
from ubada.config.cluster.binaries import copy_for_another_account
from ubada.kernel.errors import UbadaError

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as another account")

EXERCISE = """
import json, os, stat, sys
from pathlib import Path
import psycopg
from ubada.config.cluster import Cluster, database_settings
data_dir = Path(sys.argv[1])
cluster = Cluster(data_dir, durable=False)
cluster.start()
with psycopg.connect(cluster.url()) as connection:
    answer = connection.execute("SELECT current_user").fetchone()
running = cluster.is_running()
folder = cluster.folder
mode = stat.S_IMODE(folder.stat().st_mode)
stopped = cluster.stop()
print(json.dumps({"answer": answer, "running": running, "stopped": stopped, "after": cluster.is_running(),
                  "inside": folder.is_relative_to(data_dir), "mode": mode, "uid": os.geteuid(),
                  "socket": database_settings(data_dir)["HOST"]}))
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every account may enter, which pytest's own are not."""
    folder = Path(tempfile.mkdtemp(prefix="ubada-tests-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def run_as_nobody(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    found = interpreter_for_everyone()
    if found is None:
        pytest.skip("no Python here can be run by every account")
    python, env = found
    return subprocess.run(
        [*python, "-c", code, *map(str, arguments)],
        user="nobody", group=pwd.getpwnam("nobody").pw_gid, extra_groups=[], cwd="/", env=env,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@needs_root
@pytest.mark.parametrize("name", ["plain", "with spaces and " + "length " * 15])
def test_an_account_without_privileges_keeps_its_cluster_in_its_data_folder(open_folder: Path, name: str) -> None:
    home = open_folder / "home"
    home.mkdir(mode=0o755)
    shutil.chown(home, "nobody")
    before = rights_up_to_root(home)
    finished = run_as_nobody(EXERCISE, home / name.strip())
    assert finished.stderr == ""
    result = json.loads(finished.stdout)
    assert {name: value for name, value in result.items() if name != "socket"} == {
        "answer": ["ubada"],
        "running": True,
        "stopped": True,
        "after": False,
        "inside": True,
        "mode": 0o700,
        "uid": pwd.getpwnam("nobody").pw_uid,
    }
    assert rights_up_to_root(home) == before
    shutil.rmtree(result.pop("socket"), ignore_errors=True)


@needs_root
def test_as_root_the_server_runs_without_privileges_and_no_folder_of_others_is_opened(
    make_cluster: Callable[[Path], Cluster], tmp_path: Path
) -> None:
    parent = tmp_path / "private"
    parent.mkdir(mode=0o700)
    before = rights_up_to_root(parent)
    cluster = make_cluster(parent / "data")
    with cluster.running():
        uid = Path(f"/proc/{server_pid(cluster)}").stat().st_uid
        assert uid != 0
        assert (cluster.folder / "data").stat().st_uid == uid
        assert cluster.folder.stat().st_uid == 0
        assert stat.S_IMODE(cluster.folder.stat().st_mode) == 0o711
    assert rights_up_to_root(parent) == before
    assert stat.S_IMODE((parent / "data").stat().st_mode) == 0o700


@needs_root
def test_the_servers_account_can_change_none_of_the_programs_it_runs(
    make_cluster: Callable[[Path], Cluster], tmp_path: Path
) -> None:
    with make_cluster(tmp_path / "data").running() as cluster:
        program = Path(f"/proc/{server_pid(cluster)}/exe").resolve()
        for path in (program, *program.parents):
            found = path.stat()
            assert found.st_uid == 0, path
            assert not found.st_mode & 0o022 or found.st_mode & stat.S_ISVTX, path


@needs_root
def test_another_account_can_neither_reach_the_socket_nor_pass_as_one_of_ours(
    make_cluster: Callable[[Path], Cluster], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "postgres" not in {entry.pw_name for entry in pwd.getpwall()}:
        pytest.skip("the server would run as nobody, whom it must refuse")
    monkeypatch.setenv("UBADA_DATABASE_ACCOUNT", "postgres")
    connect = "import psycopg, sys; psycopg.connect(sys.argv[1])"
    with make_cluster(tmp_path / "data").running() as cluster:
        closed = run_as_nobody(connect, cluster.url())
        assert closed.returncode != 0
        assert "Permission denied" in closed.stderr
        # Even if somebody opened the folder by mistake, the server asks the system who is calling.
        (cluster.folder / "run").chmod(0o711)
        (cluster.folder / "run" / ".s.PGSQL.5432").chmod(0o777)
        for role in ("ubada", "ubada_admin", "postgres"):
            refused = run_as_nobody(connect, cluster.url(role=role))
            assert refused.returncode != 0
            assert "Peer authentication failed" in refused.stderr


@needs_root
def test_root_does_not_run_a_database_that_belongs_to_another_account(open_folder: Path) -> None:
    shutil.chown(open_folder, "nobody")
    assert run_as_nobody(EXERCISE, open_folder / "data").returncode == 0
    with pytest.raises(UbadaError, match="not to root"):
        Cluster(open_folder / "data").start()


@needs_root
@pytest.mark.parametrize(("account", "complaint"), [("root", "which is root"), ("no-such-account", "no such account")])
def test_an_account_that_will_not_do_is_refused_by_name(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch, account: str, complaint: str
) -> None:
    monkeypatch.setenv("UBADA_DATABASE_ACCOUNT", account)
    with pytest.raises(UbadaError, match=f"UBADA_DATABASE_ACCOUNT is {account}.*{complaint}"):
        cluster.start()


@needs_root
def test_a_full_disk_ends_in_one_plain_sentence_and_leaves_nothing_half_made(
    make_cluster: Callable[[Path], Cluster], open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = open_folder / "small"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=60m", "tmpfs", small], check=False)
    if mounted.returncode != 0:
        pytest.skip("this system does not let tests mount a small disk")
    try:
        monkeypatch.setenv("UBADA_DATABASE_DIR", str(small / "database"))
        monkeypatch.setattr("ubada.config.cluster.control.ROOM_NEEDED", 0)
        cluster = make_cluster(open_folder / "data")
        with pytest.raises(UbadaError, match="No space left on device"):
            cluster.start()
        assert not (cluster.folder / "data").exists()
        assert not (cluster.folder / "data.making").exists()
    finally:
        subprocess.run(["umount", "--lazy", small], check=True)


def test_programs_are_copied_once_and_can_be_run_by_everyone(tmp_path: Path) -> None:
    binaries = find_binaries()
    if not binaries.bundled:
        pytest.skip("the system's own programs are used where they lie")
    old_umask = os.umask(0o077)
    try:
        copied = copy_for_another_account(binaries, tmp_path)
    finally:
        os.umask(old_umask)
    stamp = copied.tool("postgres").stat().st_ino
    assert copy_for_another_account(binaries, tmp_path).tool("postgres").stat().st_ino == stamp
    for path in tmp_path.rglob("*"):
        assert path.stat().st_mode & 0o044 == 0o044, path
    version = subprocess.run([copied.tool("initdb"), "--version"], capture_output=True, text=True, check=True).stdout
    assert binaries.version in version
    assert [path.name for path in tmp_path.iterdir()] == [copied.folder.parents[2].name]


def test_missing_programs_end_in_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr("ubada.config.cluster.binaries._DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UbadaError, match=r"not found on this computer.*apt-get install postgresql-15.*DATABASE_URL"):
        find_binaries()


@pytest.mark.skipif(sys.platform != "linux", reason="Debian's folders")
def test_the_newest_of_debians_versions_is_taken_when_the_wheel_has_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for version in ("9", "15", "16"):
        folder = tmp_path / version / "bin"
        folder.mkdir(parents=True)
        for name in ("initdb", "pg_ctl", "postgres"):
            program = folder / name
            program.write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}.4 (Debian)'\n", encoding="ascii")
            program.chmod(0o755)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr("ubada.config.cluster.binaries._DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", "/nowhere")
    assert find_binaries().version == "16.4"
    assert find_binaries(15).folder == tmp_path / "15" / "bin"
    (tmp_path / "9" / "bin" / "pg_dump").touch()
    for version in ("14", "16"):
        (tmp_path / version / "bin").mkdir(parents=True, exist_ok=True)
        for name in ("pg_dump", "pg_restore"):
            program = tmp_path / version / "bin" / name
            program.write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}.4 (Debian)'\n", encoding="ascii")
            program.chmod(0o755)
    assert find_clients(14).folder == tmp_path / "14" / "bin", "the programs for backups come without a server"
    assert find_clients(15).version == "16.4"
    with pytest.raises(UbadaError, match=r"made by PostgreSQL 17, but only PostgreSQL 15\.4, 16\.4, 9\.4 is"):
        find_binaries(17)
