from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.config.processes import server_pid, wait_until
from ubada.config.cluster import Cluster, DataFolderInUse, control, database_settings, locks, serve_lock
from ubada.config.cluster.place import read_record
from ubada.kernel.errors import UbadaError

HOLD_A_SHARE = """
import sys, time
from pathlib import Path
from ubada.config.cluster import Cluster
cluster = Cluster(Path(sys.argv[1]), durable=False)
cluster.start()
print("started", flush=True)
sys.stdin.read()
cluster.stop()
"""


def another_process(data_dir: Path) -> subprocess.Popen[str]:
    """A process that holds a share of the cluster until its standard input is closed."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD_A_SHARE, str(data_dir)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "started\n"
    return process


def finish(process: subprocess.Popen[str]) -> None:
    with process:
        pass


def test_a_started_cluster_answers_and_a_stopped_one_does_not(cluster: Cluster) -> None:
    assert not cluster.is_running()
    cluster.start()
    assert cluster.is_running()
    with psycopg.connect(cluster.url()) as connection:
        assert connection.execute("SELECT current_database(), current_user").fetchone() == ("ubada", "ubada")
    assert cluster.stop()
    assert not cluster.is_running()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(cluster.url())


def test_data_outlive_a_restart(cluster: Cluster) -> None:
    with cluster.running(), psycopg.connect(cluster.url()) as connection:
        connection.execute("CREATE TABLE promise AS SELECT 'убада ўғил' AS text")
    with cluster.running(), psycopg.connect(cluster.url()) as connection:
        assert connection.execute("SELECT upper(text) FROM promise").fetchone() == ("УБАДА ЎҒИЛ",)


def test_the_extensions_that_the_site_uses_need_no_superuser(cluster: Cluster) -> None:
    with cluster.running(), psycopg.connect(cluster.url()) as connection:
        for name in ("pg_trgm", "unaccent", "btree_gin"):
            connection.execute(f"CREATE EXTENSION {name}")  # type: ignore[call-overload]


def test_the_sites_role_cannot_reach_the_servers_files_or_programs(cluster: Cluster) -> None:
    with cluster.running(), psycopg.connect(cluster.url(), autocommit=True) as connection:
        for statement in (
            "COPY (SELECT 1) TO PROGRAM 'id'",
            "SELECT pg_read_file('postgresql.conf')",
            "CREATE ROLE intruder SUPERUSER",
            "ALTER SYSTEM SET fsync = off",
        ):
            with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.FeatureNotSupported)):
                connection.execute(statement)


def test_further_databases_can_be_made_once_and_again(cluster: Cluster) -> None:
    with cluster.running():
        cluster.ensure_database('second "one"')
        cluster.ensure_database('second "one"')
        with psycopg.connect(cluster.url('second "one"')) as connection:
            assert connection.execute("SELECT current_database()").fetchone() == ('second "one"',)


def test_nothing_of_the_server_listens_on_the_network(cluster: Cluster) -> None:
    with cluster.running():
        pid = server_pid(cluster)
        tables = [Path(f"/proc/{pid}/net/{name}").read_text(encoding="ascii") for name in ("tcp", "tcp6")]
        sockets = {os.readlink(entry) for entry in Path(f"/proc/{pid}/fd").iterdir()}  # noqa: PTH115
        inodes = {line.split()[9] for table in tables for line in table.splitlines()[1:]}
        assert not {f"socket:[{inode}]" for inode in inodes} & sockets


def test_the_data_and_the_socket_are_closed_to_other_accounts(cluster: Cluster) -> None:
    with cluster.running():
        place = cluster.folder
        modes = {name: stat.S_IMODE((place / name).stat().st_mode) for name in ("data", "run", "log")}
        assert modes == {"data": 0o700, "run": 0o700, "log": 0o700}
        assert stat.S_IMODE((place / "run" / ".s.PGSQL.5432").stat().st_mode) == 0o700
        assert stat.S_IMODE(cluster.data_dir.stat().st_mode) == 0o700


def test_what_people_wrote_does_not_reach_the_servers_log(cluster: Cluster) -> None:
    with cluster.running(), psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE person (name text PRIMARY KEY)")
        connection.execute("INSERT INTO person VALUES ('Aigerim')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO person VALUES ('Aigerim')")
    log = (cluster.folder / "log" / "postgresql.log").read_text(encoding="utf-8")
    assert "duplicate key value" in log
    assert "Aigerim" not in log


@pytest.mark.parametrize(
    "name",
    ["a folder with spaces", 'l\'été, "тетрадь" @1', "x" * 150, "й" * 100],
    ids=["spaces", "marks", "long", "wide"],
)
def test_any_data_folder_that_the_system_allows_will_do(
    make_cluster: Callable[[Path], Cluster], tmp_path: Path, name: str
) -> None:
    cluster = make_cluster(tmp_path / name)
    with cluster.running(), psycopg.connect(cluster.url()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_killed_server_comes_back_with_its_data(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / "data", durable=True)
    cluster.start()
    with psycopg.connect(cluster.url()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    os.kill(server_pid(cluster), signal.SIGKILL)
    assert wait_until(lambda: not cluster.is_running())
    cluster.stop()
    with cluster.running(), psycopg.connect(cluster.url()) as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (7,)


def test_a_pid_file_whose_number_belongs_to_another_program_is_no_obstacle(cluster: Cluster) -> None:
    with cluster.running():
        pid_file = cluster.folder / "data" / "postmaster.pid"
        content = pid_file.read_text(encoding="utf-8").split("\n", 1)[1]
        owner = pid_file.stat()
    pid_file.write_text(f"{os.getpid()}\n{content}", encoding="utf-8")
    os.chown(pid_file, owner.st_uid, owner.st_gid)
    assert not cluster.is_running()
    cluster.start()
    assert server_pid(cluster) != os.getpid()


def test_what_an_interrupted_initdb_left_is_made_anew(cluster: Cluster) -> None:
    cluster.ensure_initialised()
    record = cluster.data_dir / "cluster.json"
    (cluster.folder / "data").rename(cluster.folder / "data.making")
    (cluster.folder / "data.making" / "PG_VERSION").unlink()
    record.write_text(record.read_text(encoding="utf-8").replace('"ready": true', '"ready": false'), encoding="utf-8")
    cluster.start()
    assert cluster.is_running()
    assert not (cluster.folder / "data.making").exists()


def test_a_database_that_has_vanished_is_reported_and_not_replaced(cluster: Cluster) -> None:
    cluster.ensure_initialised()
    (cluster.folder / "data").rename(cluster.folder / "elsewhere")
    with pytest.raises(UbadaError, match="is not there"):
        cluster.start()
    assert not (cluster.folder / "data").exists()


def test_a_folder_that_is_no_database_is_left_as_it_is(cluster: Cluster) -> None:
    cluster.ensure_initialised()
    record = cluster.data_dir / "cluster.json"
    record.write_text(record.read_text(encoding="utf-8").replace('"ready": true', '"ready": false'), encoding="utf-8")
    (cluster.folder / "data" / "PG_VERSION").unlink()
    before = sorted(path.name for path in (cluster.folder / "data").iterdir())
    with pytest.raises(UbadaError, match="not a PostgreSQL data folder"):
        cluster.start()
    assert sorted(path.name for path in (cluster.folder / "data").iterdir()) == before


def test_a_damaged_record_is_reported(cluster: Cluster) -> None:
    cluster.ensure_initialised()
    (cluster.data_dir / "cluster.json").write_text("{", encoding="utf-8")
    with pytest.raises(UbadaError, match=r"cluster\.json is damaged"):
        cluster.start()


def test_data_of_another_major_version_are_refused_with_both_versions(cluster: Cluster) -> None:
    cluster.ensure_initialised()
    (cluster.folder / "data" / "PG_VERSION").write_text("11\n", encoding="ascii")
    with pytest.raises(UbadaError, match=r"made by PostgreSQL 11, but only PostgreSQL .*\d+ is installed"):
        cluster.start()


def test_too_little_room_is_said_before_anything_is_made(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(control, "ROOM_NEEDED", 2**60)
    with pytest.raises(UbadaError, match="MB free; a new database needs"):
        cluster.start()
    assert not (cluster.folder / "data").exists()
    assert not (cluster.folder / "data.making").exists()


def test_a_server_that_cannot_start_gives_its_own_reason_and_leaves_no_process(cluster: Cluster) -> None:
    cluster.ensure_initialised()
    (cluster.folder / "data" / "local.conf").write_text("shared_buffers = 'plenty'\n", encoding="utf-8")
    (cluster.folder / "data" / "local.conf").chmod(0o644)
    with pytest.raises(UbadaError, match="did not start"):
        cluster.start()
    assert not cluster.is_running()
    (cluster.folder / "data" / "local.conf").unlink()
    cluster.start()
    assert cluster.is_running()


def test_the_server_stays_until_the_last_process_has_left(cluster: Cluster) -> None:
    cluster.start()
    other = another_process(cluster.data_dir)
    assert not cluster.stop()
    assert cluster.is_running()
    finish(other)
    assert other.returncode == 0
    assert not cluster.is_running()


def test_the_server_stops_when_the_only_process_that_used_it_is_killed(cluster: Cluster) -> None:
    other = another_process(cluster.data_dir)
    assert cluster.is_running()
    other.kill()
    finish(other)
    assert wait_until(lambda: not cluster.is_running())


def test_a_killed_process_does_not_take_the_server_from_others(cluster: Cluster) -> None:
    other = another_process(cluster.data_dir)
    cluster.start()
    pid = server_pid(cluster)
    other.kill()
    finish(other)
    with psycopg.connect(cluster.url()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert server_pid(cluster) == pid
    assert cluster.stop()


def test_a_copied_data_folder_never_shares_the_originals_database(
    cluster: Cluster, make_cluster: Callable[[Path], Cluster], tmp_path: Path
) -> None:
    with cluster.running(), psycopg.connect(cluster.url()) as connection:
        connection.execute("CREATE TABLE original AS SELECT 1 AS n")
        connection.commit()
        ignore = shutil.ignore_patterns(".s.PGSQL*")
        copy = make_cluster(Path(shutil.copytree(cluster.data_dir, tmp_path / "copy", ignore=ignore)))
        if os.geteuid() == 0:
            with pytest.raises(UbadaError, match="is a copy of"):
                copy.start()
        else:
            copy.start()
            assert server_pid(copy) != server_pid(cluster)


def test_a_moved_data_folder_keeps_its_database(
    cluster: Cluster, make_cluster: Callable[[Path], Cluster], tmp_path: Path
) -> None:
    with cluster.running(), psycopg.connect(cluster.url()) as connection:
        connection.execute("CREATE TABLE moved AS SELECT 5 AS n")
    moved = make_cluster(cluster.data_dir.rename(tmp_path / "moved"))
    with moved.running(), psycopg.connect(moved.url()) as connection:
        assert connection.execute("SELECT n FROM moved").fetchone() == (5,)


def test_a_deleted_data_folder_leads_to_a_new_and_empty_database(cluster: Cluster) -> None:
    with cluster.running(), psycopg.connect(cluster.url()) as connection:
        connection.execute("CREATE TABLE gone AS SELECT 1 AS n")
    shutil.rmtree(cluster.data_dir)
    with cluster.running(), psycopg.connect(cluster.url()) as connection:
        assert connection.execute("SELECT to_regclass('gone')").fetchone() == (None,)


def test_a_second_serve_on_a_folder_is_refused_and_told_who_holds_it(tmp_path: Path) -> None:
    with serve_lock(tmp_path), pytest.raises(DataFolderInUse, match=rf"process {os.getpid()}\) already runs on"):
        serve_lock(tmp_path).__enter__()
    with serve_lock(tmp_path):
        pass


def test_djangos_settings_name_the_socket_and_start_nothing(cluster: Cluster) -> None:
    settings = database_settings(cluster.data_dir)
    assert settings["ENGINE"] == "django.db.backends.postgresql"
    assert not cluster.data_dir.exists()
    cluster.ensure_initialised()
    record = read_record(cluster.data_dir)
    assert record is not None
    assert database_settings(cluster.data_dir)["HOST"] == record.socket
    assert not cluster.is_running()


def test_the_lock_file_is_not_followed_out_of_the_data_folder(tmp_path: Path) -> None:
    (tmp_path / locks.SERVE).symlink_to(tmp_path / "victim")
    with pytest.raises(UbadaError, match=r"serve\.lock cannot be opened"):
        serve_lock(tmp_path).__enter__()
    assert not (tmp_path / "victim").exists()
