"""Set-ups that a site which others can reach must not have. `ubada serve` does not start with one of them."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution
from django.db import connections

KEY_CHARACTERS: Final = 50
KEY_VARIETY: Final = 8
"""Different characters that a random key of that length has for certain."""


@register(Tags.security)
def unsafe_settings(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:  # noqa: ARG001
    """What the settings alone say. Asked in server mode only: elsewhere one computer serves itself."""
    if settings.MODE != "server":
        return []
    return [*_debug(), *_key(), *_hosts(), *_public_url(), *_data_dir(), *_mail()]


@register(Tags.database)
def unsafe_database(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001
    databases: Sequence[str] | None = None,
    **_: Any,
) -> list[CheckMessage]:
    """What the database says of the account we use. Asked where a check names the databases, in server mode."""
    if settings.MODE != "server" or "default" not in (databases or ()) or settings.USES_EMBEDDED_DATABASE:
        return []
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        row = cursor.fetchone()
    if not row or not row[0]:
        return []
    return [
        Error(
            "Ubada uses the database as a superuser, who can switch off the triggers that guard the ledger.",
            hint="Make an account that owns the one database and nothing else, and name it in DATABASE_URL.",
            id="ubada.E007",
        )
    ]


def _debug() -> list[CheckMessage]:
    if not settings.DEBUG:
        return []
    return [
        Error("Error pages would show the inside of the site to everyone.", hint="Unset UBADA_DEBUG.", id="ubada.E001")
    ]


def _key() -> list[CheckMessage]:
    key = settings.SECRET_KEY
    if len(key) >= KEY_CHARACTERS and len(set(key)) >= KEY_VARIETY:
        return []
    return [
        Error(
            "The key that signs sessions can be guessed.",
            hint=f"Set UBADA_SECRET_KEY to at least {KEY_CHARACTERS} random characters.",
            id="ubada.E002",
        )
    ]


def _hosts() -> list[CheckMessage]:
    hosts = settings.ALLOWED_HOSTS
    if not any(host == "*" or host.startswith("*.") for host in hosts) and any(hosts):
        return []
    return [
        Error(
            "The site would answer under any name, so that links in its mails could lead elsewhere.",
            hint="Name the hosts in UBADA_ALLOWED_HOSTS.",
            id="ubada.E003",
        )
    ]


def _public_url() -> list[CheckMessage]:
    parts = urlsplit(settings.PUBLIC_URL)
    host = parts.hostname or ""
    # An onion service is encrypted by the network itself.
    if parts.scheme == "https" or (parts.scheme == "http" and host.endswith(".onion")):
        return []
    return [
        Error(
            "There is no encrypted address at which readers reach the site.",
            hint="Set UBADA_PUBLIC_URL to an address that begins with https:// (or http:// and an onion host).",
            id="ubada.E004",
        )
    ]


def _data_dir() -> list[CheckMessage]:
    folder = Path(settings.DATA_DIR)
    if not folder.is_dir() or not stat.S_IMODE(folder.stat().st_mode) & 0o007:
        return []
    return [
        Error(f"Every account of this computer can look into {folder}.", hint=f"chmod o-rwx {folder}", id="ubada.E005")
    ]


def _mail() -> list[CheckMessage]:
    if settings.EMAIL_HOST:
        return []
    return [
        Caution(
            "No mail server is set: nobody can set a new password by themselves.",
            hint="Set UBADA_MAIL_URL, or hand out links with `ubada account link`.",
            id="ubada.W006",
        )
    ]
