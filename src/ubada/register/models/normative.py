"""Where promises come from: issuing bodies, documents, instruments and their provisions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from ubada.register.fields import PartialDateField, TranslatedField, dated, worded


class Binding(models.TextChoices):
    """In which way a promise binds."""

    LEGAL = "legal"
    POLITICAL = "political"
    STANDARD = "standard"


class IssuingBody(models.Model):
    """A body or process that adopts texts, makes recommendations or publishes measurements."""

    code = models.CharField(primary_key=True, max_length=40)
    name = TranslatedField()
    kind = models.CharField(max_length=40)
    url = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ("code",)
        verbose_name_plural = "issuing bodies"
        constraints = worded("name", table="body")

    def __str__(self) -> str:
        return self.code


class Document(models.Model):
    """A text with an address of its own: a decision, a resolution, a report, a statement."""

    code = models.CharField(primary_key=True, max_length=60)
    symbol = models.CharField(max_length=80, blank=True)
    title = TranslatedField()
    kind = models.CharField(max_length=40)
    body = models.ForeignKey(IssuingBody, on_delete=models.PROTECT, related_name="documents")
    adopted_on = PartialDateField(null=True, blank=True)
    url = models.URLField(max_length=500, blank=True)
    languages = models.JSONField(default=list)
    unverified_fields = models.JSONField(default=list)

    class Meta:
        ordering = ("code",)
        constraints = (*dated("adopted_on", table="document"), *worded("title", table="document"))

    def __str__(self) -> str:
        return self.symbol or self.code


class Instrument(models.Model):
    """A treaty, a political document or a body of principles that states are held to."""

    code = models.CharField(primary_key=True, max_length=40)
    title = TranslatedField()
    short_title = TranslatedField()
    kind = models.CharField(max_length=40)
    binding = models.CharField(max_length=10, choices=Binding)
    group = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField(unique=True)
    body = models.ForeignKey(IssuingBody, on_delete=models.PROTECT, related_name="instruments")
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="instruments")
    monitored_by = models.ManyToManyField(IssuingBody, related_name="monitored_instruments")
    adopted_on = PartialDateField(null=True, blank=True)
    in_force_on = PartialDateField(null=True, blank=True)
    url = models.URLField(max_length=500, blank=True)
    unverified_fields = models.JSONField(default=list)

    class Meta:
        ordering = ("order",)
        constraints = (
            models.CheckConstraint(condition=Q(binding__in=Binding.values), name="instrument_binding_known"),
            *dated("adopted_on", "in_force_on", table="instrument"),
            *worded("title", "short_title", table="instrument"),
        )

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """The instrument's public page."""
        return reverse("instrument", args=[self.code])


class Provision(models.Model):
    """An article or paragraph of an instrument or document, by its place as printed."""

    key = models.CharField(primary_key=True, max_length=120)  # "CEDAW:art. 7 (a)"
    instrument = models.ForeignKey(
        Instrument, null=True, blank=True, on_delete=models.PROTECT, related_name="provisions"
    )
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="provisions")
    locator = models.CharField(max_length=80)

    class Meta:
        ordering = ("key",)
        constraints = (
            models.CheckConstraint(
                condition=Q(instrument__isnull=False) | Q(document__isnull=False), name="provision_has_a_text"
            ),
        )

    def __str__(self) -> str:
        return self.key


class RatingScale(models.Model):
    """How one published index is to be read: its range, its direction, its own classes. Never compared with another."""

    code = models.CharField(primary_key=True, max_length=40)
    title = TranslatedField()
    body = models.ForeignKey(IssuingBody, on_delete=models.PROTECT, related_name="rating_scales")
    url = models.URLField(max_length=500)
    note = TranslatedField()
    score = models.JSONField(null=True, blank=True)
    rank = models.JSONField(null=True, blank=True)
    parts = models.JSONField(default=list)
    classes = models.JSONField(default=list)

    class Meta:
        ordering = ("code",)
        constraints = worded("title", table="rating_scale")

    def __str__(self) -> str:
        return self.code
