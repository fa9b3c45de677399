"""The checks of `ubada doctor`. None of them changes the installation; a stopped database is started meanwhile."""

from __future__ import annotations

import os
import platform
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from ubada.cli.database_dump import server_major
from ubada.cli.installation import data_dir, database, unapplied_migrations, uses_embedded_database
from ubada.config import environment
from ubada.config.cluster import MINIMUM_MAJOR, Cluster, clients_to_install, find_binaries, find_clients
from ubada.config.cluster.accounts import unprivileged_account
from ubada.kernel.errors import UbadaError

Status = Literal["ok", "warning", "failed", "skipped"]

SCARCE_BYTES = 1024**3
TOO_LITTLE_BYTES = 200 * 1024**2
MOST_FILE_BYTES = 512 * 1024**2
"""How much of the stored files is read anew; of the others only the size is looked at."""
CLOCK_TOLERANCE = 5.0
"""Seconds that our clock and the database server's may differ."""


@dataclass(frozen=True)
class Finding:
    """The result of one check; `hint` says what to do."""

    name: str
    status: Status
    message: str
    hint: str = ""


def examine() -> list[Finding]:
    """Every finding, in an order in which the first fault explains those after it."""
    findings = [_guarded(name, check) for name, check in _BEFORE_DATABASE.items()]
    try:
        if not data_dir().is_dir():
            raise UbadaError("There is no data folder yet.", hint="Run `ubada init`.")
        if uses_embedded_database() and not Cluster(data_dir()).is_initialised():
            raise UbadaError("There is no database yet.", hint="Run `ubada init`.")
        with database(migrated=False):
            findings += [_guarded(name, check) for name, check in _WITH_DATABASE.items()]
    except UbadaError as error:
        findings.append(Finding("database", "failed", error.message, error.hint))
        rest = [name for name in _WITH_DATABASE if name != "database"]
        findings += [Finding(name, "skipped", "The database is needed for this.") for name in rest]
    return findings


def _guarded(name: str, check: Callable[[str], Finding]) -> Finding:
    try:
        return check(name)
    except UbadaError as error:
        return Finding(name, "failed", error.message, error.hint)


def _python(name: str) -> Finding:
    version = platform.python_version()
    if sys.version_info < (3, 11):  # noqa: UP036 - a copied environment may run under another one
        return Finding(name, "failed", f"Python {version} is too old.", "Install Python 3.11 or newer.")
    return Finding(name, "ok", f"Python {version}")


def _settings(name: str) -> Finding:
    readers: dict[str, Callable[[str], object]] = {
        "text": environment.text,
        "list": environment.items,
        "boolean": environment.boolean,
        "integer": environment.integer,
        "path": environment.path,
        "secret": environment.secret,
        "choice": environment.choice,
    }
    for setting in environment.SETTINGS.values():
        readers[setting.kind](setting.name)
    given = [key for key in environment.SETTINGS if os.environ.get(key)]
    return Finding(name, "ok", f"{len(given)} given, all readable")


def _account(name: str) -> Finding:
    if os.geteuid() != 0:
        return Finding(name, "ok", "an ordinary account")
    advice = "Run Ubada under an account of its own."
    if not uses_embedded_database():
        return Finding(name, "warning", "Ubada runs as root.", advice)
    account = unprivileged_account().name
    shared = ", which other services may share and could then read the database" if account == "nobody" else ""
    return Finding(name, "warning", f"Ubada runs as root and its database as {account}{shared}.", advice)


def _binaries(name: str) -> Finding:
    if not uses_embedded_database():
        return Finding(name, "ok", "not needed: DATABASE_URL names a server")
    binaries = find_binaries()
    return Finding(name, "ok", f"PostgreSQL {binaries.version} in {binaries.folder}")


def _data_folder(name: str) -> Finding:
    folder = data_dir()
    if not folder.is_dir():
        return Finding(name, "failed", f"{folder} does not exist.", "Run `ubada init`.")
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return Finding(name, "failed", f"{folder} cannot be written to: {error.strerror}.")
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & 0o007:
        return Finding(name, "warning", f"{folder} is open to every account.", f"chmod o-rwx {folder}")
    return Finding(name, "ok", str(folder))


def _space(name: str) -> Finding:
    folder = data_dir()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    message = f"{free / 1024**3:.1f} GB free"
    if free < TOO_LITTLE_BYTES:
        return Finding(name, "failed", f"{message}.", "Free some space: a database on a full disk stops.")
    if free < SCARCE_BYTES:
        return Finding(name, "warning", f"{message}.", "Free some space soon.")
    return Finding(name, "ok", message)


def _clock(name: str) -> Finding:
    record = data_dir() / "cluster.json"
    written = record.stat().st_mtime if record.exists() else 0.0
    now = time.time()
    if now < written - CLOCK_TOLERANCE:
        return Finding(name, "failed", "The clock is earlier than the data folder's own files.", "Set the clock.")
    return Finding(name, "ok", datetime.fromtimestamp(now, UTC).isoformat(timespec="seconds"))


def _database(name: str) -> Finding:
    from django.db import connection  # noqa: PLC0415 - Django is set up by now

    with connection.cursor() as cursor:
        before = time.time()
        cursor.execute("SELECT current_setting('server_version_num')::int, extract(epoch FROM clock_timestamp())")
        number, server_time = cursor.fetchone()
    version = f"PostgreSQL {number // 10000}.{number % 10000}"
    if number // 10000 < MINIMUM_MAJOR:
        return Finding(name, "failed", f"{version} is too old.", f"Ubada needs {MINIMUM_MAJOR} or newer.")
    if abs(float(server_time) - before) > CLOCK_TOLERANCE:
        return Finding(name, "warning", f"{version}, whose clock differs from ours.", "Set both clocks by NTP.")
    where = Cluster(data_dir()).folder if uses_embedded_database() else "the server that DATABASE_URL names"
    return Finding(name, "ok", f"{version}, {where}")


def _backup_programs(name: str) -> Finding:
    server = server_major()
    clients = find_clients(server)
    if clients.major == server:
        return Finding(name, "ok", f"pg_dump {clients.version} in {clients.folder}")
    message = f"pg_dump is PostgreSQL {clients.major}'s and the server is {server}: a backup may not come back."
    return Finding(name, "warning", message, clients_to_install(server))


def _migrations(name: str) -> Finding:
    missing = unapplied_migrations()
    if missing:
        return Finding(name, "failed", f"{len(missing)} are not applied, first {missing[0]}.", "Run `ubada init`.")
    return Finding(name, "ok", "all applied")


def _search_index(name: str) -> Finding:
    from ubada.search.engine import IndexTrouble  # noqa: PLC0415 - Django is set up by now
    from ubada.search.services import the_index  # noqa: PLC0415

    try:
        the_index().check()
    except IndexTrouble as trouble:
        status: Status = "failed" if trouble.reason == "damaged" else "warning"
        return Finding(name, status, trouble.message, trouble.hint)
    return Finding(name, "ok", "whole and of this version")


def _files(name: str) -> Finding:
    from ubada.files.queries import check_bytes  # noqa: PLC0415 - Django is set up by now

    if unapplied_migrations():
        return Finding(name, "skipped", "The migrations are needed for this.")
    checked = check_bytes(MOST_FILE_BYTES)
    if checked.faults:
        rest = f" and {len(checked.faults) - 1} more" if len(checked.faults) > 1 else ""
        hint = "Bring the folder files back from a backup."
        return Finding(name, "failed", f"Not as received: {checked.faults[0]}{rest}.", hint)
    return Finding(name, "ok", f"{checked.contents} stored, all there; {checked.read} of them read and unchanged")


def _rounds(name: str) -> Finding:
    from ubada.access.actors import Actor  # noqa: PLC0415 - Django is set up by now
    from ubada.editions.carrying import hindrances  # noqa: PLC0415

    if unapplied_migrations():
        return Finding(name, "skipped", "The migrations are needed for this.")
    found = sorted(hindrances(Actor.system("doctor"), datetime.now(UTC)), key=lambda one: not one.is_late)
    if not found:
        return Finding(name, "ok", "none waits for its edition")
    rest = f" {len(found) - 1} more." if len(found) > 1 else ""
    return Finding(name, "failed" if found[0].is_late else "warning", f"{found[0].what}{rest}", f"{found[0].do}.")


def _safety(name: str) -> Finding:
    from django.core.checks import ERROR, Tags, run_checks  # noqa: PLC0415 - Django is set up by now

    found = run_checks(tags=[Tags.security, Tags.database], databases=["default"])
    ours = sorted((one for one in found if (one.id or "").startswith("ubada.")), key=lambda one: -one.level)
    if not ours:
        return Finding(name, "ok", "nothing unsafe for how this site is reached")
    status: Status = "failed" if ours[0].level >= ERROR else "warning"
    return Finding(name, status, " ".join(one.msg for one in ours), " ".join(one.hint for one in ours if one.hint))


def _practice(name: str) -> Finding:
    if unapplied_migrations():
        return Finding(name, "skipped", "The migrations are needed for this.")
    from django.conf import settings  # noqa: PLC0415 - Django is set up by now

    from ubada.access.actors import Actor  # noqa: PLC0415
    from ubada.cli.practice_commands import known_password  # noqa: PLC0415
    from ubada.exchange.practice import practice_accounts, real_accounts  # noqa: PLC0415

    actor = Actor.system("doctor")
    active = [one.email for one in practice_accounts(actor).filter(is_active=True)]
    if not active:
        return Finding(name, "ok", "nobody who is invented can sign in")
    is_demo = settings.MODE != "server" and not real_accounts(actor).exists()
    if is_demo:
        return Finding(name, "ok", f"{len(active)} practice accounts, and nobody real: this is a demo")
    status: Status = "failed" if known_password() else "warning"
    hint = "Switch each off with `ubada account disable`, unless people practise here."
    return Finding(name, status, f"Practice accounts can sign in here: {', '.join(active)}.", hint)


_BEFORE_DATABASE: dict[str, Callable[[str], Finding]] = {
    "python": _python,
    "settings": _settings,
    "account": _account,
    "postgresql": _binaries,
    "data folder": _data_folder,
    "disk space": _space,
    "clock": _clock,
}
_WITH_DATABASE: dict[str, Callable[[str], Finding]] = {
    "database": _database,
    "backups": _backup_programs,
    "migrations": _migrations,
    "search index": _search_index,
    "files": _files,
    "rounds": _rounds,
    "safety": _safety,
    "practice": _practice,
}
