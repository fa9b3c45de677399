"""What was imported from where, and how each record stood before, so that a whole import can be taken back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Import(models.Model):
    """One import that changed the register: the files, the mapping they were read with, and what came of it."""

    class State(models.TextChoices):
        COMMITTED = "committed"
        UNDONE = "undone"

    number = models.PositiveIntegerField(primary_key=True)
    format = models.CharField(max_length=40)
    mapping = models.CharField(max_length=40)
    mapping_sha256 = models.CharField(max_length=64)
    files = models.JSONField()
    """For each file its name, its SHA-256 and how it was read."""
    counts = models.JSONField()
    """Rows read and used, and records added, changed and left alone."""
    state = models.CharField(max_length=10, choices=State)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=["committed", "undone"]), name="import_state_known"),
            models.CheckConstraint(
                condition=Q(state="committed", undone_at__isnull=True) | Q(state="undone", undone_at__isnull=False),
                name="import_undone_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(mapping_sha256__regex=r"^[0-9a-f]{64}$"), name="import_mapping_hash_is_sha256"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.format}"


class ImportedRecord(models.Model):
    """One record that an import wrote. ``before`` is its canonical record as it stood, null if there was none."""

    of_import = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="records")
    type = models.CharField(max_length=40)
    key = models.CharField(max_length=420)
    before = models.JSONField(null=True)
    hash_before = models.CharField(max_length=64, blank=True)
    hash_after = models.CharField(max_length=64)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("type", "key"), name="imported_record_by_object"),)
        constraints = (models.UniqueConstraint(fields=("of_import", "type", "key"), name="imported_once_an_import"),)

    def __str__(self) -> str:
        return f"{self.of_import_id} {self.type} {self.key}"
