"""How far each translation of stored content has come."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Translation(models.Model):
    """The state of one record's texts in one language, measured against the text they were made from.

    A translation is a draft until a second person has read it, and stale once its source has changed.
    """

    class Status(models.TextChoices):
        MACHINE = "machine"
        DRAFT = "draft"
        REVIEWED = "reviewed"
        STALE = "stale"

    key = models.CharField(primary_key=True, max_length=240)  # "commitment:CEDAW-7-A:ru"
    record_type = models.CharField(max_length=40)
    record_key = models.CharField(max_length=180)
    language = models.CharField(max_length=10)
    status = models.CharField(max_length=8, choices=Status)
    source_hash = models.CharField(max_length=64)
    text_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("key",)
        constraints = (
            models.UniqueConstraint(
                fields=("record_type", "record_key", "language"), name="translation_once_per_language"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["machine", "draft", "reviewed", "stale"]), name="translation_status_known"
            ),
        )

    def __str__(self) -> str:
        return self.key
