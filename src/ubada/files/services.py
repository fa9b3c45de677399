"""Every write to files: receiving one and removing one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from ubada.access.actors import Actor
from ubada.access.engine import Action, require
from ubada.files import storage
from ubada.files.fitness import Reason, Unfit
from ubada.files.kinds import kind_of
from ubada.files.models import LONGEST_NAME, StoredFile
from ubada.files.names import clean_name
from ubada.files.queries import visible
from ubada.files.records import FILE, file_change
from ubada.files.words import REFUSALS
from ubada.kernel.errors import InvalidInput
from ubada.ledger.services import Change, record

MEBIBYTE: Final = 1024 * 1024
LEFTOVER_AFTER: Final = timedelta(days=1)
CONTENT_LOCKS: Final = 0x66696C65
"""The class ("file") of the advisory locks under which the bytes of one hash come and go."""


def receive_file(
    *, actor: Actor, name: str, chunks: Iterable[bytes], most_bytes: int | None = None, is_private: bool = False
) -> StoredFile:
    """Take a file in: stream it into quarantine, see what it is, and put its bytes where accepted ones lie.

    ``most_bytes`` is the setting for the largest file unless told. A private file is given back only by the app that
    refers to it. Raises Refused; InvalidInput for an empty file, for
    one past the limit and for one that is not taken (of that one a refused row without bytes remains, unless the
    caller's transaction is rolled back); UbadaError if the disk is full. The ledger names the file by its hash.
    """
    require(actor, Action.CREATE, StoredFile)
    stored = StoredFile(
        name=clean_name(name, LONGEST_NAME),
        is_private=is_private,
        received_at=datetime.now(UTC),
        received_by_id=actor.account_id,
    )
    limit = settings.LARGEST_FILE if most_bytes is None else most_bytes
    try:
        received = storage.quarantine(stored.uid, chunks, limit)
    except storage.TooLarge:
        raise _not_taken(_("The file is larger than %(limit)s.") % {"limit": _size(limit)}) from None
    try:
        if not received.size:
            raise _refusal(Reason.EMPTY)
        stored.sha256, stored.size = received.sha256, received.size
        try:
            stored.media_type = kind_of(received.head, received.path).value
        except Unfit as unfit:
            _note_refusal(actor, stored, unfit.reason)
            raise _refusal(unfit.reason) from None
        _accept(actor, stored, received)
    finally:
        storage.discard(stored.uid)
    return stored


def remove_file(*, actor: Actor, uid: str) -> None:
    """Remove a file that nothing refers to; its bytes go as well unless another file has the same.

    Raises DoesNotExist for what the actor may not see, Refused, and InvalidInput if something refers to it.
    """
    stored = visible(actor).get(pk=uid)
    require(actor, Action.CHANGE, stored)
    with transaction.atomic():
        try:
            stored.delete()
        except ProtectedError:
            raise _not_taken(_("Other records refer to this file, so it stays.")) from None
        record(actor=actor, action="remove_file", subject=f"file {uid}", changes=[Change(FILE, uid, None)])
        transaction.on_commit(partial(drop_unused, stored.sha256))


def drop_unused(sha256: str) -> bool:
    """The bytes with this hash are gone unless an accepted file has them; True if there were any to remove."""
    with transaction.atomic():
        _hold_content(sha256)
        if StoredFile.objects.filter(sha256=sha256, state=StoredFile.State.ACCEPTED).exists():
            return False
        try:
            storage.path_of(sha256).unlink()
        except FileNotFoundError:
            return False
    return True


def sweep_leftovers() -> int:
    """Remove bytes that no row has: what was cut off while it was received, or before its transaction ended.

    What is younger than a day is left alone, for it may be on its way. The number removed.
    """
    before = (datetime.now(UTC) - LEFTOVER_AFTER).timestamp()
    removed = 0
    waiting = set(StoredFile.objects.filter(state=StoredFile.State.QUARANTINED).values_list("pk", flat=True))
    for path in storage.quarantined():
        if path.name not in waiting and _is_older(path, before):
            path.unlink(missing_ok=True)
            removed += 1
    for hashes in storage.shelves():
        used = StoredFile.objects.filter(sha256__in=hashes, state=StoredFile.State.ACCEPTED)
        for sha256 in set(hashes).difference(used.values_list("sha256", flat=True)):
            if _is_older(storage.path_of(sha256), before):
                removed += drop_unused(sha256)
    return removed


def _is_older(path: Path, moment: float) -> bool:
    try:
        return path.stat().st_mtime < moment
    except FileNotFoundError:
        return False


def _accept(actor: Actor, stored: StoredFile, received: storage.Received) -> None:
    stored.state = StoredFile.State.ACCEPTED
    with transaction.atomic():
        stored.save(force_insert=True)
        record(actor=actor, action="receive_file", subject=f"file {stored.uid}", changes=[file_change(stored)])
        # After the ledger's own lock, which every receiver holds: the two are always taken in this order.
        _hold_content(stored.sha256)
        storage.keep(received)


def _note_refusal(actor: Actor, stored: StoredFile, reason: Reason) -> None:
    stored.state, stored.refusal = StoredFile.State.REFUSED, reason.value
    with transaction.atomic():
        stored.save(force_insert=True)
        record(actor=actor, action="refuse_file", subject=f"file {stored.uid}", changes=[file_change(stored)])


def _hold_content(sha256: str) -> None:
    """Until the transaction ends, nobody else brings or removes the bytes with this hash."""
    number = int.from_bytes(bytes.fromhex(sha256[:8]), "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [CONTENT_LOCKS, number])


def _refusal(reason: Reason) -> InvalidInput:
    what, hint = REFUSALS[reason]
    return _not_taken(str(what), str(hint))


def _not_taken(message: str, hint: str = "") -> InvalidInput:
    return InvalidInput(message, hint=hint)


def _size(limit: int) -> str:
    if limit % MEBIBYTE == 0:
        return _("%(number)s MiB") % {"number": limit // MEBIBYTE}
    return _("%(number)s bytes") % {"number": limit}
