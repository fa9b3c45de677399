"""The database in a backup: written by pg_dump, loaded by pg_restore, of the server's own major version if possible.

A dump comes back into a server of the same major version or a newer one, never into an older one.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from ubada.cli.installation import uses_embedded_database
from ubada.config.cluster import Binaries, clients_to_install, find_binaries, find_clients
from ubada.kernel.errors import UbadaError


def dump_database(target: Path) -> dict[str, int]:
    """Writes the connected database to `target` (0600) and gives the major versions of its server and of pg_dump."""
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    server = server_major()
    clients = find_clients(server)
    _run(clients, server, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--file", str(target))
    return {"server": server, "programs": clients.major}


def load_database(dump: Path) -> None:
    """Loads a dump into the connected, empty database: all of it, or nothing and UbadaError."""
    options = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
    server = server_major()
    _run(find_clients(server), server, "pg_restore", *options, "--dbname", _parameters()["PGDATABASE"], str(dump))


def require_target_for(dumped_from: int | None, data_dir: Path) -> None:
    """Raises UbadaError if the database that a restore would fill is not empty or its server older than the dump's.

    None stands for a manifest that does not name the dump's version. Neither Django nor the data folder is touched.
    """
    if uses_embedded_database():
        # It will be made anew for the empty data folder.
        target, other = find_binaries().major, "name a server in DATABASE_URL"
    else:
        target, other = _named_server(data_dir), "unset DATABASE_URL to use the PostgreSQL that Ubada brings along"
    if dumped_from is not None and target < dumped_from:
        raise UbadaError(
            f"The backup is from PostgreSQL {dumped_from} and the server here is PostgreSQL {target}, which cannot "
            "read it; nothing was written.",
            hint=f"Restore it into PostgreSQL {dumped_from} or newer: install that, or {other}.",
        )


def _named_server(data_dir: Path) -> int:
    """The major version of the server that DATABASE_URL names. Raises UbadaError if the database holds a table."""
    import psycopg  # noqa: PLC0415 - the parser starts faster without it

    from ubada.config.database import database_settings  # noqa: PLC0415

    settings = database_settings(data_dir)
    names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password", "NAME": "dbname"}
    values = {name: settings[key] for key, name in names.items() if settings[key]}
    try:
        with psycopg.connect(**values, **settings["OPTIONS"]) as connection:
            tables = "SELECT FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND pg_table_is_visible(oid)"
            is_filled = connection.execute(f"{tables} AND relnamespace <> 'pg_catalog'::regnamespace LIMIT 1").rowcount
            major = connection.info.server_version // 10000
    except psycopg.OperationalError as error:
        reason = (str(error).strip().splitlines() or ["no reason was given"])[-1]
        raise UbadaError(f"The database cannot be reached: {reason}") from error
    if is_filled:
        raise UbadaError(
            "The database is not empty, and a restore would mix two installations.", hint="Name an empty one."
        )
    return major


def server_major() -> int:
    """The major version of the connected server."""
    from django.db import connection  # noqa: PLC0415 - Django is set up by now

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        return int(cursor.fetchone()[0])


def _parameters() -> dict[str, str]:
    """Where the database is, as the environment variables that PostgreSQL's programs read; argv shows no password."""
    from django.db import connection  # noqa: PLC0415 - Django is set up by now

    settings = connection.settings_dict
    values = {
        "PGHOST": settings["HOST"],
        "PGPORT": settings["PORT"],
        "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],
        "PGDATABASE": settings["NAME"],
    }
    known = {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY"}
    values |= {known[name]: value for name, value in settings.get("OPTIONS", {}).items() if name in known}
    return {name: str(value) for name, value in values.items() if value}


def _run(clients: Binaries, server: int, tool: str, *arguments: str) -> None:
    environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": os.environ.get("HOME", "/"), **_parameters()}
    answer = subprocess.run(
        [clients.tool(tool), *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode != 0:
        reason = (answer.stderr.strip().splitlines() or ["no reason was given"])[0].removeprefix(f"{tool}: error: ")
        hint = ""
        if clients.major != server:
            hint = f"{tool} is PostgreSQL {clients.major}'s, the server is {server}. {clients_to_install(server)}"
        raise UbadaError(f"{tool} failed: {reason}.", hint=hint)
