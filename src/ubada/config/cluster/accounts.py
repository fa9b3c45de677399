"""The account that PostgreSQL runs under when Ubada itself runs as root, which PostgreSQL refuses to do."""

from __future__ import annotations

import os
import pwd
from dataclasses import dataclass

from ubada.config import environment
from ubada.kernel.errors import UbadaError

# `ubada` is an account that an administrator made for us; `postgres` is used by database servers alone; `nobody` may
# be shared with other services, which is why `ubada doctor` warns about it.
_USUAL = ("ubada", "postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """An operating-system account by name and numbers."""

    name: str
    uid: int
    gid: int


def is_root() -> bool:
    """Whether this process may do everything on the computer."""
    return os.geteuid() == 0


def own_account() -> Account:
    """The account this process runs under. Raises UbadaError when its number has no name, which PostgreSQL needs."""
    try:
        return _account(pwd.getpwuid(os.geteuid()))
    except KeyError:
        raise UbadaError(
            f"The account with number {os.geteuid()} has no name on this computer, so PostgreSQL cannot run under it.",
            hint="Use an account that /etc/passwd lists, or name a server in DATABASE_URL.",
        ) from None


def unprivileged_account() -> Account:
    """An existing account without privileges: UBADA_DATABASE_ACCOUNT, else the first of the usual ones.

    No account is ever created. Raises UbadaError when there is none, or when the named one is missing or is root.
    """
    wanted = environment.text("UBADA_DATABASE_ACCOUNT")
    for name in (wanted,) if wanted else _USUAL:
        try:
            account = _account(pwd.getpwnam(name))
        except KeyError:
            continue
        if account.uid != 0:
            return account
        raise UbadaError(f"UBADA_DATABASE_ACCOUNT is {name}, which is root; PostgreSQL refuses to run as root.")
    if wanted:
        raise UbadaError(f"UBADA_DATABASE_ACCOUNT is {wanted}, and this computer has no such account.")
    raise UbadaError(
        "PostgreSQL refuses to run as root, and this computer has none of the accounts ubada, postgres and nobody.",
        hint="Run Ubada as an ordinary account, or name one in UBADA_DATABASE_ACCOUNT.",
    )


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
