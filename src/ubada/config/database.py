"""Which database Django talks to: the server that DATABASE_URL names, or the embedded one."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from ubada.config import cluster, environment
from ubada.kernel.errors import UbadaError

SCHEMES = ("postgresql", "postgres")


def database_settings(data_dir: Path) -> dict[str, Any]:
    """Django's settings for the one database. Starts nothing."""
    url = environment.secret("DATABASE_URL")
    chosen = from_url(url) if url else cluster.database_settings(data_dir)
    return {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False, **chosen}


def from_url(url: str) -> dict[str, Any]:
    """Settings from a connection address such as postgresql://user:password@host:5432/name?sslmode=require.

    Raises UbadaError, without repeating the address (it may hold a password), if it is not one for PostgreSQL.
    """
    parts = urlsplit(url)
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in SCHEMES or not name:
        raise UbadaError(
            "DATABASE_URL is not the address of a PostgreSQL database.",
            hint="It looks like postgresql://user:password@host:5432/name.",
        )
    options = dict(parse_qsl(parts.query))
    try:
        port = parts.port
    except ValueError:
        raise UbadaError("DATABASE_URL names a port that is not a number.") from None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(port or options.pop("port", "") or ""),
        "OPTIONS": options,
    }
