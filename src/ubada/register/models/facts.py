"""Sourced statements, what is still to be verified, and where sources conflict."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from ubada.register.fields import PartialDateField, TranslatedField, dated, worded
from ubada.register.models.commitments import Commitment
from ubada.register.models.normative import Document, Instrument
from ubada.register.models.reference import State


class Fact(models.Model):
    """What one source says about a state on a date.

    A fact is content only if it passed the publication gate; what did not pass is a task (see VerificationTask).
    """

    class Confidence(models.TextChoices):
        SEEN = "seen"
        SEEN_SECONDARY = "seen_secondary"
        UNVERIFIED_PARAGRAPH = "unverified_paragraph"
        UNVERIFIED = "unverified"

    key = models.CharField(primary_key=True, max_length=80)
    kind = models.CharField(max_length=20)
    state = models.ForeignKey(State, null=True, blank=True, on_delete=models.PROTECT, related_name="facts")
    topic = models.CharField(max_length=60, blank=True)
    label = TranslatedField()
    value = TranslatedField(blank=True)
    detail = models.JSONField(default=dict)
    date = PartialDateField(null=True, blank=True)
    as_of = PartialDateField(null=True, blank=True)
    source_title = models.CharField(max_length=500)
    source_url = models.URLField(max_length=1000, blank=True)
    confidence = models.CharField(max_length=24, choices=Confidence)
    unverified_fields = models.JSONField(default=list)
    withheld = models.JSONField(default=dict)
    """Values of the fields that nobody has verified yet: for editors, in no public column."""
    editor_note = models.TextField(blank=True)
    is_published = models.BooleanField()

    class Meta:
        ordering = ("key",)
        indexes = (models.Index(fields=("state", "kind", "topic"), name="fact_by_state_kind_topic"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(confidence__in=["seen", "seen_secondary", "unverified_paragraph", "unverified"]),
                name="fact_confidence_known",
            ),
            models.CheckConstraint(
                condition=Q(is_published=False)
                | (Q(confidence__in=["seen", "seen_secondary"]) & ~Q(source_url="") & Q(as_of__isnull=False)),
                name="fact_published_only_through_the_gate",
            ),
            *dated("date", "as_of", table="fact"),
            *worded("label", table="fact"),
        )

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        """The fact's public page."""
        return reverse("fact", args=[self.key])


class TreatyAction(models.Model):
    """The position of one state towards one treaty, drawn from a published fact."""

    class Status(models.TextChoices):
        PARTY = "party"
        SIGNATORY = "signatory"
        INVITED = "invited_to_accede"
        NOT_PARTY = "not_party"
        NO_ACTION = "no_action"
        NO_ACTION_FOUND = "no_action_found"

    fact = models.OneToOneField(Fact, primary_key=True, on_delete=models.PROTECT, related_name="treaty_action")
    state = models.ForeignKey(State, on_delete=models.PROTECT, related_name="treaty_actions")
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="treaty_actions")
    status = models.CharField(max_length=20, choices=Status)
    action = models.CharField(max_length=20, blank=True)
    action_date = PartialDateField(null=True, blank=True)
    date_basis = models.CharField(max_length=20, blank=True)
    signature_date = PartialDateField(null=True, blank=True)
    absent_from_source = models.BooleanField(default=False)

    class Meta:
        ordering = ("instrument__order", "state__order")
        constraints = (
            models.UniqueConstraint(fields=("state", "instrument"), name="treaty_action_once_per_state"),
            models.CheckConstraint(
                condition=Q(
                    status__in=["party", "signatory", "invited_to_accede", "not_party", "no_action", "no_action_found"]
                ),
                name="treaty_status_known",
            ),
            *dated("action_date", "signature_date", table="treaty_action"),
        )

    def __str__(self) -> str:
        return f"{self.instrument_id}@{self.state_id}"


TASK_SUBJECTS = ("fact", "commitment", "instrument", "document")


def _exactly_one_of(names: tuple[str, ...]) -> Q:
    condition = Q()
    for chosen in names:
        condition |= Q(**{f"{name}__isnull": name != chosen for name in names})
    return condition


class VerificationTask(models.Model):
    """Something nobody has verified yet: what it is about, what is missing, and where to look. Never its content."""

    class Reason(models.TextChoices):
        UNVERIFIED = "unverified"
        FIELDS = "fields"
        PARAGRAPH = "paragraph"
        NUMBER_NOT_RUNG = "number"
        NO_SOURCE_LINK = "source"

    key = models.CharField(primary_key=True, max_length=100)
    fact = models.OneToOneField(Fact, null=True, blank=True, on_delete=models.PROTECT, related_name="task")
    commitment = models.OneToOneField(Commitment, null=True, blank=True, on_delete=models.PROTECT, related_name="task")
    instrument = models.OneToOneField(Instrument, null=True, blank=True, on_delete=models.PROTECT, related_name="task")
    document = models.OneToOneField(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="task")
    state = models.ForeignKey(State, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
    reason = models.CharField(max_length=12, choices=Reason)
    missing = models.JSONField(default=list)
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ("state__order", "key")
        constraints = (
            models.CheckConstraint(condition=_exactly_one_of(TASK_SUBJECTS), name="task_is_about_one_thing"),
            models.CheckConstraint(
                condition=Q(reason__in=["unverified", "fields", "paragraph", "number", "source"]),
                name="task_reason_known",
            ),
        )

    def __str__(self) -> str:
        return self.key


class Conflict(models.Model):
    """Sources that disagree about one thing, and how the difference is handled for now."""

    class Handling(models.TextChoices):
        SETTLED = "settled"
        FLAGGED = "flagged"

    key = models.CharField(primary_key=True, max_length=80)
    state = models.ForeignKey(State, null=True, blank=True, on_delete=models.PROTECT, related_name="conflicts")
    subject = TranslatedField()
    settled_as = TranslatedField()
    handling = models.CharField(max_length=8, choices=Handling)
    facts = models.ManyToManyField(Fact, related_name="conflicts")
    sides = models.JSONField(default=list)
    """What each source claims: a list of {"claim": translated, "source_title", "source_url", "fact"}."""

    class Meta:
        ordering = ("state__order", "key")
        constraints = (
            models.CheckConstraint(condition=Q(handling__in=["settled", "flagged"]), name="conflict_handling_known"),
            *worded("subject", "settled_as", table="conflict"),
        )

    def __str__(self) -> str:
        return self.key
