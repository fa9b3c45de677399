"""Making the copy without metadata, the only form in which a file is given to anyone outside its organisation."""

from __future__ import annotations

from django.db import transaction

from ubada.access.actors import Actor
from ubada.evidence.copies.child import make_copy
from ubada.evidence.copies.refusing import NoCopy
from ubada.evidence.models import EvidenceItem
from ubada.evidence.services.keeping import record_change
from ubada.files.queries import stored_path
from ubada.files.services import receive_file
from ubada.kernel.errors import InvalidInput


def make_public_copy(*, uid: str) -> EvidenceItem:
    """Make the copy that an item waits for, in a child process within limits, or note why there is none.

    Twice changes nothing: an item that waits for none is left alone. The copy's name says nothing of the original's.
    """
    actor = Actor.system("evidence")
    item = EvidenceItem.objects.select_related("file", "snapshot").get(pk=uid)
    original = item.copied_from
    if original is None or not item.awaits_copy or item.is_withdrawn:
        return item
    try:
        copy, why = make_copy(stored_path(actor, original.uid), original.media_type), ""
    except NoCopy as refusal:
        copy, why = None, refusal.why.value
    with transaction.atomic():
        rows = EvidenceItem.objects.select_for_update(of=("self",))
        item = rows.select_related("organisation", "file", "snapshot", "public_copy", "made_by").get(pk=uid)
        if not item.awaits_copy or item.copied_from != original or item.is_withdrawn:
            return item
        if copy is not None:
            try:
                name = f"evidence-{uid.lower()}.{copy.ending}"
                item.public_copy = receive_file(actor=actor, name=name, chunks=[copy.data], is_private=True)
            except InvalidInput:
                why = "damaged"
        item.copy_refusal = why
        item.save(update_fields=["public_copy", "copy_refusal"])
        record_change(actor, "refuse_copy" if why else "copy_evidence", item)
    return item
