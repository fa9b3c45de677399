"""One table: the chain of entries."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db import models
from django.db.models import Q

from ubada.kernel.canonical import record_hash

GENESIS = "0" * 64
"""What the first entry names as its predecessor."""


class Entry(models.Model):
    """One act: who did what to which objects, and the hash of each object as it stood afterwards.

    No content is kept, only hashes: the ledger proves what was, it does not repeat it.
    """

    sequence = models.BigIntegerField(primary_key=True)
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    changes = models.JSONField(default=list)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("sequence",)
        constraints = (
            models.CheckConstraint(condition=Q(sequence__gte=1), name="ledger_sequence_starts_at_one"),
            models.CheckConstraint(condition=Q(hash__regex=r"^[0-9a-f]{64}$"), name="ledger_hash_is_sha256"),
            models.CheckConstraint(
                condition=Q(previous_hash__regex=r"^[0-9a-f]{64}$"), name="ledger_previous_hash_is_sha256"
            ),
        )

    def __str__(self) -> str:
        return f"{self.sequence} {self.action} {self.subject}"

    def computed_hash(self) -> str:
        """The hash this entry must carry, from its own fields and its predecessor's hash."""
        return record_hash(
            {
                "sequence": self.sequence,
                "recorded_at": _as_text(self.recorded_at),
                "actor": self.actor,
                "action": self.action,
                "subject": self.subject,
                "changes": self.changes,
                "previous_hash": self.previous_hash,
            }
        )

    def after_states(self) -> dict[tuple[str, str], str | None]:
        """The hash of each object touched, as this entry left it; ``None`` where it was removed."""
        changes: list[dict[str, Any]] = self.changes
        return {(change["type"], change["key"]): change["hash"] for change in changes}


class Touch(models.Model):
    """That an entry touched an object: an index over the chain by object, which the database itself keeps.

    It holds neither actor nor hash, so that the history of a public object can be shown without saying who acted.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="touches")
    type = models.CharField(max_length=40)
    key = models.CharField(max_length=420)

    class Meta:
        verbose_name_plural = "touches"
        indexes = (models.Index(fields=("type", "key"), name="ledger_touch_by_object"),)

    def __str__(self) -> str:
        return f"{self.entry_id} {self.type} {self.key}"


def _as_text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
