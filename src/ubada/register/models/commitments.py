"""Promises, each state's standing towards them, and what each state answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from ubada.register.fields import PartialDateField, TranslatedField, dated, worded
from ubada.register.models.normative import Binding, Document, Instrument, Provision
from ubada.register.models.reference import State, Term


class Cluster(models.Model):
    """The same promise across documents. A cluster carries no verdict and writes none on its members."""

    code = models.SlugField(primary_key=True, max_length=80)
    title = TranslatedField()
    summary = TranslatedField()

    class Meta:
        ordering = ("code",)
        constraints = worded("title", table="cluster")

    def __str__(self) -> str:
        return self.code


class Commitment(models.Model):
    """One testable promise, obligation or recommendation, in our own words, with its place in a document."""

    class Kind(models.TextChoices):
        OBLIGATION = "treaty-obligation"
        POLITICAL = "political-commitment"
        RECOMMENDATION = "recommendation"
        STANDARD = "standard"

    class Verification(models.TextChoices):
        CHECKED = "checked"
        TO_VERIFY = "to_verify"

    ref = models.CharField(primary_key=True, max_length=60)
    title = TranslatedField()
    text = TranslatedField()
    kind = models.CharField(max_length=24, choices=Kind)
    binding = models.CharField(max_length=10, choices=Binding)
    instrument = models.ForeignKey(
        Instrument, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments")
    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="commitments")
    addressee = TranslatedField()
    duty_bearers = models.JSONField(default=list)
    themes = models.ManyToManyField(Term, related_name="commitments_by_theme")
    primary_theme = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="commitments_first_of_theme")
    persons = models.ManyToManyField(Term, related_name="commitments_by_person")
    sdg_targets = models.ManyToManyField(Term, related_name="commitments_by_sdg_target")
    specificity = models.PositiveSmallIntegerField()
    is_verifiable = models.BooleanField(default=True)
    verifiable_reason = TranslatedField(blank=True)
    due_on = PartialDateField(null=True, blank=True)
    due_basis = TranslatedField(blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    verification = models.CharField(max_length=10, choices=Verification)
    verification_missing = TranslatedField(blank=True)
    checked_source_title = models.CharField(max_length=300, blank=True)
    checked_source_url = models.URLField(max_length=1000, blank=True)
    cluster = models.ForeignKey(Cluster, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments")
    states = models.ManyToManyField(State, through="StateCommitment", related_name="commitments")

    class Meta:
        ordering = ("ref",)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=["treaty-obligation", "political-commitment", "recommendation", "standard"]),
                name="commitment_kind_known",
            ),
            models.CheckConstraint(condition=Q(binding__in=Binding.values), name="commitment_binding_known"),
            models.CheckConstraint(
                condition=Q(specificity__gte=1) & Q(specificity__lte=5), name="commitment_specificity_1_to_5"
            ),
            models.CheckConstraint(
                condition=Q(verification="checked") | (Q(verification="to_verify") & ~Q(verification_missing={})),
                name="commitment_unverified_says_what_is_missing",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | ~Q(due_basis={}), name="commitment_deadline_has_a_basis"
            ),
            *dated("due_on", table="commitment"),
            *worded("title", "text", "addressee", table="commitment"),
        )

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        """The commitment's public page."""
        return reverse("commitment", args=[self.ref])

    @property
    def locator(self) -> str:
        """The place in the document, as printed."""
        return self.provision.locator


class StateCommitment(models.Model):
    """A commitment for one state: the unit that is followed and, later, assessed."""

    class Standing(models.TextChoices):
        """Whether the promise binds this state, as far as the facts say."""

        BOUND = "bound"
        NOT_BOUND = "not_bound"
        POLITICAL = "political"
        ADDRESSED = "addressed"
        STANDARD = "standard"
        UNKNOWN = "unknown"

    key = models.CharField(primary_key=True, max_length=64)  # "CEDAW-7-A@KGZ"
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="state_commitments")
    state = models.ForeignKey(State, on_delete=models.PROTECT, related_name="state_commitments")
    standing = models.CharField(max_length=10, choices=Standing)

    class Meta:
        ordering = ("commitment", "state__order")
        constraints = (
            models.UniqueConstraint(fields=("commitment", "state"), name="commitment_once_per_state"),
            models.CheckConstraint(
                condition=Q(standing__in=["bound", "not_bound", "political", "addressed", "standard", "unknown"]),
                name="state_commitment_standing_known",
            ),
        )

    def __str__(self) -> str:
        return self.key


class StateResponse(models.Model):
    """What a state answered, in its own words, with the official class and ours kept apart. Answers are dated history.

    UPR knows only supported and noted (Human Rights Council resolution 5/1, para. 32); ours may say more.
    """

    class Official(models.TextChoices):
        SUPPORTED = "supported"
        NOTED = "noted"
        NONE = "none"

    key = models.CharField(primary_key=True, max_length=90)  # "UPR-KGZ-4-142.3@KGZ@2025-09-29"
    state_commitment = models.ForeignKey(StateCommitment, on_delete=models.PROTECT, related_name="responses")
    wording = TranslatedField()
    official_class = models.CharField(max_length=10, choices=Official)
    our_class = models.CharField(max_length=24)
    dated = PartialDateField()
    source_title = models.CharField(max_length=300)
    source_url = models.URLField(max_length=1000)

    class Meta:
        ordering = ("state_commitment", "dated")
        constraints = (
            models.UniqueConstraint(fields=("state_commitment", "dated"), name="response_once_per_date"),
            models.CheckConstraint(
                condition=Q(official_class__in=["supported", "noted", "none"]), name="response_class_known"
            ),
            *dated("dated", table="response"),
            *worded("wording", table="response"),
        )

    def __str__(self) -> str:
        return self.key
