"""The outbox: what has changed since the index last looked."""

from __future__ import annotations

from django.db import models


class Outbox(models.Model):
    """One object whose search document is out of date. Written in the transaction of the change, removed by the indexer."""

    kind = models.CharField(max_length=20)  # "commitment" | "fact" | "instrument"
    key = models.CharField(max_length=120)

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "outbox"

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"
