"""One table: what was handed in. The bytes themselves lie in the data folder, under their hash (`files.storage`)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ubada.files.fitness import Kind, Reason
from ubada.kernel.ids import new_uid

LONGEST_NAME = 200
"""Characters of a name that are kept."""


class StoredFile(models.Model):
    """One file as someone handed it in. Two rows may share their bytes; what a derived copy holds is other bytes.

    ``media_type`` is what the bytes are, decided from the bytes alone; a refused file may have none. Only an accepted
    file can be opened.
    """

    class State(models.TextChoices):
        QUARANTINED = "quarantined"
        ACCEPTED = "accepted"
        REFUSED = "refused"

    uid = models.CharField(max_length=26, primary_key=True, default=new_uid, editable=False)
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=LONGEST_NAME)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=11, choices=State, default=State.QUARANTINED)
    refusal = models.CharField(max_length=20, blank=True)
    is_private = models.BooleanField(default=False)
    """Given back by nobody but the app that refers to it, which says to whom: not even to whoever handed it in."""
    received_at = models.DateTimeField()
    received_by = models.ForeignKey("organisations.Account", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("uid",)
        indexes = (models.Index(fields=("sha256",), name="file_by_hash"),)
        constraints = (
            models.CheckConstraint(condition=Q(uid__regex=r"^[0-9A-HJKMNP-TV-Z]{26}$"), name="file_uid_is_ulid"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="file_hash_is_sha256"),
            models.CheckConstraint(condition=Q(size__gte=0), name="file_size_not_negative"),
            models.CheckConstraint(condition=~Q(name=""), name="file_has_a_name"),
            models.CheckConstraint(
                condition=Q(state="quarantined", refusal="", media_type="")
                | Q(state="accepted", refusal="", media_type__in=[kind.value for kind in Kind])
                | Q(state="refused", refusal__in=[reason.value for reason in Reason], media_type=""),
                name="file_state_and_refusal_agree",
            ),
        )

    def __str__(self) -> str:
        return self.uid
