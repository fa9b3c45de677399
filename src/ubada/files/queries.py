"""Reading files, narrowed to what the actor may have."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.db.models import QuerySet

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.files import storage
from ubada.files.models import StoredFile
from ubada.kernel.errors import UbadaError


class BytesMissing(UbadaError):
    """The row is there and its bytes are not."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look at the bytes found: how many contents there should be, how many were read, each fault in words."""

    contents: int
    read: int
    faults: tuple[str, ...]


def check_bytes(most_bytes: int) -> Checked:
    """Whether the bytes of every accepted file are there with the right size, and still give their hash.

    Of the hashes as many are taken anew, in an order that differs each time, as come to ``most_bytes``.
    """
    rows = StoredFile.objects.filter(state=StoredFile.State.ACCEPTED)
    contents = list(rows.order_by("sha256", "uid").distinct("sha256").values_list("uid", "sha256", "size"))
    random.SystemRandom().shuffle(contents)
    faults, read, left = [], 0, most_bytes
    for uid, sha256, size in contents:
        try:
            path = storage.path_of(sha256)
            is_whole = path.stat().st_size == size
            if is_whole and size <= left:
                read, left = read + 1, left - size
                is_whole = storage.hash_of(path) == sha256
        except OSError:
            faults.append(f"the bytes of file {uid} are missing or cannot be read")
            continue
        if not is_whole:
            faults.append(f"the bytes of file {uid} are not those that were received")
    return Checked(len(contents), read, tuple(sorted(faults)))


def visible(actor: Actor) -> QuerySet[StoredFile]:
    """The files this actor may see, whatever became of them, oldest first."""
    return visible_to(actor, StoredFile.objects.all())


def accepted(actor: Actor, uid: str) -> StoredFile:
    """The accepted file with this uid. Raises DoesNotExist for every other and for what the actor may not see."""
    return visible(actor).get(pk=uid, state=StoredFile.State.ACCEPTED)


def stored_path(actor: Actor, uid: str) -> Path:
    """Where the bytes of an accepted file lie, to be read only. Raises DoesNotExist, and `BytesMissing`."""
    path = storage.path_of(accepted(actor, uid).sha256)
    if not path.is_file():
        raise BytesMissing(f"The bytes of file {uid} are not in the data folder.", hint="Run `ubada doctor`.")
    return path


def open_stored(actor: Actor, uid: str) -> BinaryIO:
    """The bytes of an accepted file, open for reading. Raises DoesNotExist, and `BytesMissing`."""
    return stored_path(actor, uid).open("rb")
