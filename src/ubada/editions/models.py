"""An edition as the installation knows it, and what was found wrong in it since. The content lies in its folder."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from ubada.register.fields import TranslatedField, worded

SHA256 = r"^[0-9a-f]{64}$"


class Edition(models.Model):
    """One frozen state of the register. Once published, the database refuses to change what was published."""

    class State(models.TextChoices):
        BUILT = "built"
        PUBLISHED = "published"
        WITHDRAWN = "withdrawn"

    number = models.PositiveIntegerField(primary_key=True)
    title = TranslatedField()
    register_date = models.DateField()
    state = models.CharField(max_length=10, choices=State)
    root_hash = models.CharField(max_length=64)
    records_root = models.CharField(max_length=64)
    record_count = models.PositiveIntegerField()
    file_count = models.PositiveIntegerField()
    languages = models.JSONField(default=list)
    round_code = models.CharField(max_length=40, blank=True)
    """The round that it carries; both are published at one moment."""
    corrected = models.JSONField(default=list)
    """The corrected verdicts of earlier editions that it carries, by uid; inside alone."""
    built_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["built", "published", "withdrawn"]), name="edition_state_known"
            ),
            models.CheckConstraint(
                condition=Q(root_hash__regex=SHA256) & Q(records_root__regex=SHA256), name="edition_hashes_are_sha256"
            ),
            models.CheckConstraint(
                condition=Q(state="built", published_at__isnull=True)
                | Q(~Q(state="built"), published_at__isnull=False),
                name="edition_published_has_a_moment",
            ),
            models.UniqueConstraint(
                fields=("round_code",), condition=~Q(round_code=""), name="edition_one_carries_a_round"
            ),
            *worded("title", table="edition"),
        )

    def __str__(self) -> str:
        return f"edition {self.number}"

    def get_absolute_url(self) -> str:
        """The edition's public page."""
        return reverse("edition", args=[self.number])


class Correction(models.Model):
    """A mistake in a published edition and what is right, said in the open beside it. The edition stays as it is."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="corrections")
    order = models.PositiveIntegerField()
    what = TranslatedField()
    why = TranslatedField()
    made_on = models.DateField()

    class Meta:
        ordering = ("edition", "order")
        constraints = (
            models.UniqueConstraint(fields=("edition", "order"), name="correction_once_per_place"),
            *worded("what", "why", table="correction"),
        )

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.order}"
