"""What Django needs to know to reach the database; reading it never starts anything."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from ubada.config.cluster.control import APPLICATION_ROLE, DATABASE_NAME
from ubada.config.cluster.place import SOCKET_PORT, cluster_folder, read_record


def database_settings(data_dir: Path) -> dict[str, Any]:
    """Django's DATABASES entry for the embedded cluster of `data_dir`, whether or not it exists or runs.

    Before the cluster is made the entry names a socket folder that does not exist: connecting fails, nothing starts.
    """
    record = read_record(data_dir)
    usual = data_dir / "database" if record is None else cluster_folder(data_dir, record)
    socket = record.socket if record is not None and record.socket else str(usual / "run")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE_NAME,
        "USER": APPLICATION_ROLE,
        "PASSWORD": "",
        "HOST": socket,
        "PORT": str(SOCKET_PORT),
        "OPTIONS": {},
    }


def socket_url(socket: Path, database: str, role: str) -> str:
    """The postgresql:// address of a database behind a socket folder."""
    return f"postgresql://{quote(role)}@/{quote(database)}?host={quote(str(socket), safe='')}&port={SOCKET_PORT}"
