"""One PostgreSQL server process: made, started, looked at and stopped with PostgreSQL's own programs."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

from ubada.config.cluster.binaries import Binaries, copy_for_another_account, find_binaries
from ubada.config.cluster.configuration import hba_text, ident_text, settings_text
from ubada.config.cluster.place import SOCKET_PORT, Place, make_own_folder, write_file
from ubada.kernel.errors import UbadaError

ADMIN_ROLE = "ubada_admin"
APPLICATION_ROLE = "ubada"
DATABASE_NAME = "ubada"
START_SECONDS = 300
STOP_SECONDS = 60
ROOM_NEEDED = 200 * 1024 * 1024
_LOG_KEPT = 4 * 1024 * 1024


def binaries_for(place: Place) -> Binaries:
    """Programs that can open the cluster's data and that its account can run. Raises UbadaError if there are none."""
    binaries = find_binaries(data_major(place.data))
    return copy_for_another_account(binaries, place.folder.parent) if place.runs_as_other else binaries


def data_major(data: Path) -> int | None:
    """The major version that made the data folder, None if there is no data yet."""
    try:
        return int((data / "PG_VERSION").read_text(encoding="ascii").strip())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise UbadaError(f"{data / 'PG_VERSION'} cannot be read, so the database cannot be opened.") from error


def initialise(place: Place, *, durable: bool) -> None:
    """Makes the data folder if there is none; what an interrupted attempt left behind is removed first."""
    if data_major(place.data) is not None:
        return
    if place.data.exists():
        raise UbadaError(
            f"{place.data} exists and is not a PostgreSQL data folder; it was left as it is.",
            hint="Move it away, or choose another data folder.",
        )
    if place.making.exists():
        shutil.rmtree(place.making)
    room = shutil.disk_usage(place.folder).free
    if room < ROOM_NEEDED:
        raise UbadaError(
            f"{place.folder} has {room // 1024**2} MB free; a new database needs {ROOM_NEEDED // 1024**2} MB.",
            hint="Free some space or choose another data folder.",
        )
    make_own_folder(place.making, place.account)
    binaries = binaries_for(place)
    answer = _run(
        place, binaries, "initdb", "--pgdata", place.making, "--username", ADMIN_ROLE, "--encoding", "UTF8",
        *_locale(binaries), "--auth-local", "peer", "--auth-host", "reject", "--data-checksums", "--no-instructions",
        *([] if durable else ["--no-sync"]),
    )  # fmt: skip
    if answer.returncode != 0:
        shutil.rmtree(place.making, ignore_errors=True)
        raise UbadaError(f"The database could not be made in {place.folder}: {_reason(answer.stderr)}")
    place.making.rename(place.data)


def is_running(place: Place) -> bool:
    """Whether this cluster's own server accepts connections."""
    pid = _server_pid(place.data)
    if pid is None or not _is_server_of(pid, place.data):
        return False
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(place.socket / f".s.PGSQL.{SOCKET_PORT}"))
        except OSError:
            return False
    return True


def launch(place: Place, *, durable: bool) -> None:
    """Writes the server's configuration, starts it and waits until it answers. The caller holds the turn."""
    binaries = binaries_for(place)
    client = os.geteuid()
    write_file(
        place.data / "postgresql.conf", settings_text(place.socket, binaries.major, durable=durable), place.account
    )
    write_file(place.data / "pg_hba.conf", hba_text(), place.account)
    write_file(place.data / "pg_ident.conf", ident_text(place.account, client), place.account)
    _drop_stale_pid_file(place.data)
    _shorten_log(place.log)
    for attempt in range(5):
        answer = _run(
            place, binaries, "pg_ctl", "start", "--silent", "--wait", "--timeout", str(START_SECONDS),
            "--pgdata", place.data, "--log", place.log,
        )  # fmt: skip
        if answer.returncode == 0:
            return
        reason = _last_fatal(place.log) or _reason(answer.stderr)
        # After a killed server its last children need a moment to notice; until then PostgreSQL rightly refuses.
        if "shared memory" not in reason or attempt == 4:
            break
        time.sleep(1)
    raise UbadaError(f"The database server did not start: {reason}", hint=f"Its log is {place.log}.")


def shut_down(place: Place) -> None:
    """Stops the server; open connections are closed. Raises UbadaError if it will not stop."""
    if _server_pid(place.data) is None:
        return
    binaries = binaries_for(place)
    for mode, seconds in (("fast", STOP_SECONDS), ("immediate", 10)):
        answer = _run(
            place, binaries, "pg_ctl", "stop", "--silent", "--wait", "--timeout", str(seconds), "--mode", mode,
            "--pgdata", place.data,
        )  # fmt: skip
        pid = _server_pid(place.data)
        if answer.returncode == 0 or pid is None or not _is_server_of(pid, place.data):
            return
    raise UbadaError(f"The database server (process {pid}) did not stop: {_reason(answer.stderr)}")


def _locale(binaries: Binaries) -> list[str]:
    """Unicode letter rules that are the same on every computer: PostgreSQL 17 brings them along."""
    if binaries.major >= 17:
        return ["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C"]
    return ["--locale", "C.UTF-8"]


def _run(place: Place, binaries: Binaries, tool: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    identity: dict[str, Any] = {}
    if place.runs_as_other:
        identity = {"user": place.account.uid, "group": place.account.gid, "extra_groups": []}
    try:
        return subprocess.run(
            [binaries.tool(tool), *arguments],
            cwd=place.folder,
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            umask=0o077,
            **identity,
        )
    except OSError as error:
        raise UbadaError(f"{binaries.tool(tool)} cannot be run: {error.strerror}.") from error


def _server_pid(data: Path) -> int | None:
    """The process that the server's own pid file names; it may be long gone."""
    try:
        return int((data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def _is_server_of(pid: int, data: Path) -> bool:
    """Whether the process lives and is the server of `data`: PostgreSQL's working folder is its data folder."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    try:
        return Path(f"/proc/{pid}/cwd").samefile(data)
    except PermissionError:
        return True
    except OSError:
        # No /proc on this system: the pid file is all there is to go by.
        return not Path("/proc/self").exists()


def _drop_stale_pid_file(data: Path) -> None:
    """Removes a pid file whose number now belongs to some other program, which PostgreSQL cannot tell apart."""
    pid = _server_pid(data)
    if pid is not None and not _is_server_of(pid, data):
        (data / "postmaster.pid").unlink(missing_ok=True)


def _shorten_log(log: Path) -> None:
    if log.is_file() and log.stat().st_size > _LOG_KEPT:
        log.replace(log.with_suffix(".old.log"))


def _last_fatal(log: Path) -> str:
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-50:]
    except OSError:
        return ""
    fatal = [line for line in lines if "FATAL:" in line or "PANIC:" in line]
    return fatal[-1].split(":  ", 1)[-1] if fatal else ""


def _reason(errors: str) -> str:
    """The line of a tool's complaint that says what is wrong."""
    lines = [line.strip() for line in errors.splitlines() if line.strip()]
    telling = [line for line in lines if "error:" in line or "FATAL" in line or "No space left" in line]
    return (telling or lines or ["no reason was given."])[0]
