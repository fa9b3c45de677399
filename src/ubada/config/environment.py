"""Every setting that comes from the environment, with its meaning, its default and one way to read it.

A setting is declared once, in `SETTINGS`; a name that is not declared cannot be read, so the reference page that is
generated from this table is complete. Nothing here imports Django: the readers work before settings are loaded.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ubada.kernel.errors import UbadaError

Kind = Literal["text", "list", "boolean", "integer", "path", "secret", "choice"]

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})


@dataclass(frozen=True)
class Setting:
    """One environment variable: `default` is the text that stands in for an unset variable, "" for none."""

    name: str
    kind: Kind
    default: str
    meaning: str
    choices: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None


_DECLARED = (
    Setting(
        "UBADA_DATA_DIR",
        "path",
        ".ubada",
        "Folder that holds everything this installation keeps: the embedded database, uploaded files, the search "
        "index, published editions and built assets.",
    ),
    Setting(
        "DATABASE_URL",
        "secret",
        "",
        "PostgreSQL server to use, as postgresql://user:password@host:port/name. Unset: the embedded PostgreSQL under "
        "UBADA_DATA_DIR is used.",
    ),
    Setting("PORT", "integer", "8000", "TCP port the site listens on.", minimum=1, maximum=65535),
    Setting(
        "UBADA_HOST", "text", "127.0.0.1", "Address the site listens on; 0.0.0.0 means every interface of the computer."
    ),
    Setting(
        "UBADA_MODE",
        "choice",
        "embedded",
        "embedded: one computer, database included. server: behind a reverse proxy, where unsafe settings are refused. "
        "testing: the test suite.",
        choices=("embedded", "server", "testing"),
    ),
    Setting(
        "UBADA_ALLOWED_HOSTS",
        "list",
        "localhost,127.0.0.1,[::1]",
        "Host names the site answers to, separated by commas.",
    ),
    Setting(
        "UBADA_PUBLIC_URL",
        "text",
        "",
        "Address at which readers reach the site, such as https://ubada.example; used in feeds, mails and editions.",
    ),
    Setting(
        "UBADA_SECRET_KEY",
        "secret",
        "",
        "Key that signs sessions and tokens. Unset in embedded mode: one is made and kept in UBADA_DATA_DIR.",
    ),
    Setting(
        "UBADA_MAIL_URL",
        "secret",
        "",
        "Mail server for links to new passwords and the like: smtp://user:password@host:587 (with STARTTLS) or "
        "smtps://user:password@host:465. Unset: each mail is a file in the folder mail of UBADA_DATA_DIR.",
    ),
    Setting("UBADA_MAIL_FROM", "text", "", "Address that mails come from. Unset: ubada@localhost."),
    Setting(
        "UBADA_LARGEST_FILE",
        "integer",
        "64",
        "Size in MiB of the largest file that can be handed in. A reverse proxy before the site must let as much pass.",
        minimum=1,
        maximum=1024,
    ),
    Setting("UBADA_DEBUG", "boolean", "no", "Show error pages with details; never on a site that others can reach."),
    Setting("UBADA_WEB_WORKERS", "integer", "1", "Web processes that `ubada serve` starts.", minimum=1, maximum=64),
    Setting("UBADA_WEB_THREADS", "integer", "8", "Threads in each web process.", minimum=1, maximum=64),
    Setting(
        "UBADA_DATABASE_DIR",
        "path",
        "/var/lib/ubada",
        "Used only when Ubada runs as root: folder under which the embedded database lies, because PostgreSQL refuses "
        "to run as root and an unprivileged account may not be able to enter UBADA_DATA_DIR. In a container, put it on "
        "a volume.",
    ),
    Setting(
        "UBADA_DATABASE_ACCOUNT",
        "text",
        "",
        "Used only when Ubada runs as root: account that the embedded PostgreSQL runs under. Unset: the first that "
        "exists of ubada, postgres and nobody.",
    ),
)

SETTINGS: Mapping[str, Setting] = {setting.name: setting for setting in _DECLARED}


def text(name: str) -> str:
    """The value of a setting with surrounding white space removed; its default when unset or empty."""
    return _value(_declared(name, "text", "choice"))


def items(name: str) -> list[str]:
    """The values of a comma-separated setting, in order, without empty ones."""
    value = _value(_declared(name, "list"))
    return [part.strip() for part in value.split(",") if part.strip()]


def choice(name: str) -> str:
    """One of the setting's permitted values. Raises UbadaError for any other."""
    setting = _declared(name, "choice")
    value = _value(setting).lower()
    if value not in setting.choices:
        raise UbadaError(f"{name} is {value!r}; it must be one of {', '.join(setting.choices)}.")
    return value


def boolean(name: str) -> bool:
    """True for 1, true, yes, on; False for 0, false, no, off, in any letter case. Raises UbadaError otherwise."""
    value = _value(_declared(name, "boolean")).lower()
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise UbadaError(f"{name} is {value!r}; it must be yes or no.")


def integer(name: str) -> int:
    """The setting as a whole number within its declared range. Raises UbadaError naming the variable and the range."""
    setting = _declared(name, "integer")
    value = _value(setting)
    try:
        number = int(value)
    except ValueError:
        raise UbadaError(f"{name} is {value!r}; it must be a whole number.") from None
    below = setting.minimum is not None and number < setting.minimum
    above = setting.maximum is not None and number > setting.maximum
    if below or above:
        raise UbadaError(f"{name} is {number}; it must lie between {setting.minimum} and {setting.maximum}.")
    return number


def path(name: str) -> Path:
    """The setting as an absolute path; `~` is the home folder and a relative path starts at the working folder."""
    value = _value(_declared(name, "path"))
    if "\x00" in value:
        raise UbadaError(f"{name} holds a zero byte, which no path can.")
    return Path(os.path.abspath(Path(value).expanduser()))  # noqa: PTH100 - resolve() would follow links


def secret(name: str) -> str:
    """The secret in NAME, or else the first line of the file that NAME_FILE names, or else "".

    Raises UbadaError, never showing the value, when both are set or when the file cannot be read or is empty.
    """
    setting = _declared(name, "secret")
    file_variable = f"{name}_FILE"
    file_name = os.environ.get(file_variable, "").strip()
    value = _value(setting)
    if not file_name:
        return value
    if os.environ.get(name, "").strip():
        raise UbadaError(f"Both {name} and {file_variable} are set; set only one of them.")
    try:
        lines = Path(file_name).expanduser().read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise UbadaError(f"{file_variable} names {file_name}, which cannot be read: {reason}.") from None
    if not lines or not lines[0].strip():
        raise UbadaError(f"{file_variable} names {file_name}, whose first line is empty.")
    return lines[0].strip()


def _declared(name: str, *kinds: Kind) -> Setting:
    setting = SETTINGS.get(name)
    if setting is None:
        raise UbadaError(f"{name} is not a declared setting.")
    if setting.kind not in kinds:
        raise UbadaError(f"{name} is declared as {setting.kind} and cannot be read as {kinds[0]}.")
    return setting


def _value(setting: Setting) -> str:
    return os.environ.get(setting.name, "").strip() or setting.default
