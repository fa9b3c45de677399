"""Where mails go: to the server that UBADA_MAIL_URL names, or into a folder that only the operator reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from ubada.config import environment
from ubada.kernel.errors import UbadaError

PORTS: Final = {"smtp": 587, "smtps": 465}
PATIENCE: Final = 10
"""Seconds to wait for a mail server."""


def mail_settings(data_dir: Path) -> dict[str, Any]:
    """Django's settings for mail. Without a server each mail is a file in the folder `mail`, never a line of a log.

    Raises UbadaError, without repeating the address (it may hold a password), if it is not one of a mail server.
    """
    sender = {"DEFAULT_FROM_EMAIL": environment.text("UBADA_MAIL_FROM") or "ubada@localhost", "EMAIL_HOST": ""}
    url = environment.secret("UBADA_MAIL_URL")
    if not url:
        return {
            **sender,
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(data_dir / "mail"),
        }
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        raise UbadaError("UBADA_MAIL_URL names a port that is not a number.") from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise UbadaError(
            "UBADA_MAIL_URL is not the address of a mail server.",
            hint="It looks like smtp://user:password@host:587 (STARTTLS) or smtps://user:password@host:465.",
        )
    return {
        **sender,
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": PATIENCE,
    }
