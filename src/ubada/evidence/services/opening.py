"""Who sees an item: opening it to more people, closing it again, withdrawing it, and handing its original out."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from ubada.access.actors import Actor
from ubada.access.engine import Action, require, visible_to
from ubada.evidence.models import EvidenceItem
from ubada.evidence.policies import own
from ubada.evidence.records import evidence_change
from ubada.evidence.services.keeping import changeable, record_change
from ubada.files.models import StoredFile
from ubada.files.queries import stored_path
from ubada.kernel.errors import InvalidInput, Problem
from ubada.ledger.services import record

WIDTH: Final = {one.value: width for width, one in enumerate(EvidenceItem.Sensitivity)}
"""How many people a class of readers is, from the organisation alone to everyone."""
RETENTION_DUE: Final = "retention-due"
REASONS: Final = frozenset({"consent", "error"})


def change_sensitivity(*, actor: Actor, uid: str, sensitivity: str) -> EvidenceItem:
    """Open an item to more people, which its own organisation alone does, or close it to some, whatever cites it.

    An editor, too, may close what readers see. Raises Refused, EvidenceItem.DoesNotExist, or InvalidInput.
    """
    if sensitivity not in WIDTH:
        raise InvalidInput(_("Say who may see the item."), problems=[Problem("", uid, "sensitivity", _("choose one"))])
    with transaction.atomic():
        rows = EvidenceItem.objects.select_for_update(of=("self",))
        item = visible_to(actor, rows.select_related("organisation", "file", "snapshot", "public_copy", "made_by")).get(
            pk=uid
        )
        is_wider = WIDTH[sensitivity] > WIDTH[item.sensitivity]
        require(actor, Action.CHANGE if is_wider else Action.VIEW_EDITORIAL, item)
        if item.is_withdrawn and is_wider:
            raise InvalidInput(_("This item was withdrawn. Nobody else will see it any more."))
        if sensitivity != item.sensitivity:
            item.sensitivity = sensitivity
            item.save(update_fields=["sensitivity"])
            record_change(actor, "widen_evidence" if is_wider else "narrow_evidence", item)
    return item


def withdraw_item(*, actor: Actor, uid: str, reason: str) -> EvidenceItem:
    """Withdraw an item for good, because consent was ("consent") or because it proved wrong ("error").

    Nobody outside its organisation sees it from that moment; what cited it says that something was withdrawn. The bytes
    stay until they are due to be destroyed. Raises Refused, EvidenceItem.DoesNotExist, or InvalidInput.
    """
    if reason not in REASONS:
        raise InvalidInput(_("Say why it is withdrawn."), problems=[Problem("", uid, "reason", _("choose one"))])
    with transaction.atomic():
        item = changeable(actor, uid)
        item.is_withdrawn, item.state = True, RETENTION_DUE
        if reason == "consent":
            item.consent = EvidenceItem.Consent.WITHDRAWN
        item.save(update_fields=["is_withdrawn", "state", "consent"])
        record_change(actor, "withdraw_evidence", item)
    return item


def read_original(*, actor: Actor, uid: str, what: str) -> tuple[StoredFile, Path]:
    """The file as it came ("file") or the archived copy ("snapshot"), for a member of its organisation alone.

    That it was handed out is in the ledger. Raises EvidenceItem.DoesNotExist for everyone else and where there is none.
    """
    rows = EvidenceItem.objects.select_related("organisation", "file", "snapshot", "public_copy", "made_by")
    item = visible_to(actor, rows).get(pk=uid)
    stored = item.file if what == "file" else item.snapshot
    if stored is None or not (actor.is_system or item.organisation_id in own(actor)):
        raise EvidenceItem.DoesNotExist
    path = stored_path(Actor.system("evidence"), stored.uid)
    with transaction.atomic():
        record(actor=actor, action="read_original", subject=f"evidence {uid}", changes=[evidence_change(item)])
    return stored, path
