"""Reading files, narrowed to what the actor may have."""

from __future__ import annotations

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
