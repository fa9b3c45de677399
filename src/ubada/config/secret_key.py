"""The key that signs sessions: given by the operator, or made once and kept beside the data."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from ubada.config import environment
from ubada.kernel.errors import UbadaError

FILE_NAME = "secret-key"


def secret_key(data_dir: Path) -> str:
    """The key from the environment, else the one kept in the data folder, else a new one that is kept there (0600).

    Raises UbadaError in server mode without a key of at least 50 characters, and when the file cannot be kept.
    """
    given = environment.secret("UBADA_SECRET_KEY")
    if given:
        if environment.choice("UBADA_MODE") == "server" and len(given) < 50:
            raise UbadaError("UBADA_SECRET_KEY is shorter than 50 characters; make a long random one.")
        return given
    if environment.choice("UBADA_MODE") == "server":
        raise UbadaError("UBADA_SECRET_KEY is not set; in server mode the operator gives it.")
    path = data_dir / FILE_NAME
    try:
        kept = _read(path)
        if kept:
            return kept
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _make(path)
    except OSError as error:
        raise UbadaError(
            f"The session key cannot be kept in {path}: {error.strerror}.",
            hint="Let UBADA_DATA_DIR name a folder that can be written to.",
        ) from None


def _read(path: Path) -> str:
    return path.read_text(encoding="ascii").strip() if path.exists() else ""


def _make(path: Path) -> str:
    """Write a new key to a file of its own and move it into place, so that two starts agree on one key."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    try:
        os.link(draft, path)
    except FileExistsError:
        if not _read(path):  # an empty file is left over from a full disk
            draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return _read(path)
