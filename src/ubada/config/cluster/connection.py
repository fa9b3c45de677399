"""What Django needs to know to reach the database; reading it never starts anything."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from ubada.config.cluster.control import APPLICATION_ROLE, DATABASE_NAME
from ubada.config.cluster.place import SOCKET_PORT, cluster_folder, read_record
from ubada.kernel.errors import UbadaError

_ENGINE = "django.db.backends.postgresql"
_OWN_KEYS = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def database_settings(data_dir: Path) -> dict[str, Any]:
    """Django's DATABASES entry for the embedded cluster of `data_dir`, whether or not it exists or runs.

    Before the cluster is made the entry names a socket folder that does not exist: connecting fails, nothing starts.
    """
    record = read_record(data_dir)
    usual = data_dir / "database" if record is None else cluster_folder(data_dir, record)
    socket = record.socket if record is not None and record.socket else str(usual / "run")
    return {
        "ENGINE": _ENGINE,
        "NAME": DATABASE_NAME,
        "USER": APPLICATION_ROLE,
        "PASSWORD": "",
        "HOST": socket,
        "PORT": str(SOCKET_PORT),
        "OPTIONS": {},
    }


def settings_from_url(url: str) -> dict[str, Any]:
    """Django's DATABASES entry for a postgresql:// address; parameters such as sslmode become OPTIONS.

    Raises UbadaError, without repeating the address, for anything else: it may hold a password.
    """
    from psycopg import ProgrammingError  # noqa: PLC0415
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415

    if not url.startswith(("postgresql://", "postgres://")):
        raise UbadaError("DATABASE_URL must begin with postgresql://.", hint="Ubada runs on PostgreSQL only.")
    try:
        parts = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
    except ProgrammingError:
        raise UbadaError("DATABASE_URL is not a valid PostgreSQL address.") from None
    if not parts.get("dbname"):
        raise UbadaError("DATABASE_URL names no database.", hint="It ends with a slash and the database's name.")
    entry: dict[str, Any] = {"ENGINE": _ENGINE}
    entry |= {django: parts.pop(libpq, "") for libpq, django in _OWN_KEYS.items()}
    return {**entry, "OPTIONS": parts}


def socket_url(socket: Path, database: str, role: str) -> str:
    """The postgresql:// address of a database behind a socket folder."""
    return f"postgresql://{quote(role)}@/{quote(database)}?host={quote(str(socket), safe='')}&port={SOCKET_PORT}"
