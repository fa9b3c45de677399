"""Files between being handed in and being part of an item."""

from __future__ import annotations

import mmap
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from ubada.access.actors import Actor
from ubada.access.engine import Action, require, visible_to
from ubada.evidence.copies.child import is_locked
from ubada.evidence.models import EvidenceItem, HeldFile
from ubada.files.fitness import Kind, Reason
from ubada.files.models import StoredFile
from ubada.files.queries import stored_path
from ubada.files.services import receive_file, remove_file
from ubada.files.words import REFUSALS
from ubada.kernel.errors import InvalidInput, Problem

HELD_FOR: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file as a person sends it."""

    name: str
    chunks: Iterable[bytes]


def hold_file(*, actor: Actor, file: Incoming) -> StoredFile:
    """Take a file in for an item that is about to be saved: checked, private, gone in a day if it is not.

    Raises Refused, or InvalidInput for a file that is not taken.
    """
    require(actor, Action.CREATE, EvidenceItem)
    stored = receive_file(actor=actor, name=file.name, chunks=file.chunks, is_private=True)
    if _is_locked(stored):
        remove_file(actor=Actor.system("evidence"), uid=stored.uid)
        what, hint = REFUSALS[Reason.ENCRYPTED]
        raise InvalidInput(str(what), hint=str(hint))
    HeldFile.objects.create(file=stored, held_at=datetime.now(UTC))
    return stored


def _is_locked(stored: StoredFile) -> bool:
    """Whether a PDF asks for a password. Only one that says it is encrypted is opened, in a process of its own."""
    if stored.media_type != Kind.PDF:
        return False
    path = stored_path(Actor.system("evidence"), stored.uid)
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        says_so = content.find(b"/Encrypt") >= 0
    return says_so and is_locked(path)


def held(actor: Actor, uid: str) -> StoredFile | None:
    """The file that this actor handed in and that belongs to no item yet."""
    one = visible_to(actor, HeldFile.objects.select_related("file"), Action.CHANGE).filter(pk=uid).first()
    return one.file if one is not None else None


def use_held(actor: Actor, uid: str, field: str) -> StoredFile:
    """The held file, from now on part of an item. Raises InvalidInput if it is not there any more."""
    stored = held(actor, uid)
    if stored is None:
        message = _("the file is not here any more; choose it again")
        raise InvalidInput(_("The item was not saved."), problems=[Problem("", "", field, message)])
    HeldFile.objects.filter(pk=uid).delete()
    return stored


def release_file(*, actor: Actor, uid: str) -> None:
    """Let go of a file that this actor handed in and does not want to save. Of what is not held, nothing changes."""
    if held(actor, uid) is not None:
        _let_go(uid)


def let_go_of_files() -> int:
    """Remove what was handed in more than a day ago and belongs to no item. The number removed."""
    old = list(HeldFile.objects.filter(held_at__lt=datetime.now(UTC) - HELD_FOR).values_list("pk", flat=True))
    for uid in old:
        _let_go(uid)
    return len(old)


def _let_go(uid: str) -> None:
    with transaction.atomic():
        HeldFile.objects.filter(pk=uid).delete()
        remove_file(actor=Actor.system("evidence"), uid=uid)
