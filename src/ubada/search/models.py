"""The outbox: what has changed since the index last looked."""

from __future__ import annotations

from django.db import models


class Outbox(models.Model):
    """One record that changed, so that search documents made from it are out of date.

    Written in the transaction of the change, removed by the indexer.
    """

    kind = models.CharField(max_length=20)  # the name of the record's shape: "commitment", "term", …
    key = models.CharField(max_length=160)

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "outbox"

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"
