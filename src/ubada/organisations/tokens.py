"""The text of a token: how one is made, taken apart and compared. Nothing here keeps or knows any.

A token is ``uba_``, a short name for lists and a secret, parted by underscores. The prefix lets programs that look for
leaked secrets find it; the name is no secret; of the secret only its SHA-256 is ever kept.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Final

PREFIX: Final = "uba_"
SECRET_BYTES: Final = 32
"""Of a random secret of 256 bits a plain hash is enough: there is nothing to guess that could be slowed down."""
_LETTERS: Final = "abcdefghijkmnpqrstuvwxyz23456789"
"""Without l, o, 0 and 1, which look alike."""
_NAME: Final = f"[{_LETTERS}]{{10}}"
_TOKEN: Final = re.compile(rf"{PREFIX}({_NAME})_([A-Za-z0-9_-]{{43}})")
_NOBODY: Final = hashlib.sha256(secrets.token_bytes(SECRET_BYTES)).hexdigest()


@dataclass(frozen=True, slots=True)
class Parts:
    """A token taken apart. Its text is in no representation of it, so that no log can show it by chance."""

    name: str
    sha256: str


def new_name() -> str:
    """A name for a token that is to be made."""
    return "".join(secrets.choice(_LETTERS) for _ in range(10))


def is_name(text: str) -> bool:
    """Whether this could be the name of a token."""
    return re.fullmatch(_NAME, text) is not None


def new_secret() -> str:
    """A secret of 256 bits."""
    return secrets.token_urlsafe(SECRET_BYTES)


def whole(name: str, secret: str) -> str:
    """The token as its owner keeps it."""
    return f"{PREFIX}{name}_{secret}"


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode("ascii")).hexdigest()


def taken_apart(text: str) -> Parts | None:
    """Name and digest of a token, None for what has not the form of one."""
    match = _TOKEN.fullmatch(text)
    return Parts(match[1], digest(match[2])) if match is not None else None


def is_the_same(kept: str | None, given: Parts) -> bool:
    """Whether the secret is the one that was kept; takes as long where there is none of that name."""
    return secrets.compare_digest(kept or _NOBODY, given.sha256) and kept is not None
