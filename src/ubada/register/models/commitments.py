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
    """One testable promise, obligation or recommendation, with its place in a document.

    The text is in our own words, unless a `CommitmentSource` says that it is quoted.
    """

    class Kind(models.TextChoices):
        OBLIGATION = "treaty-obligation"
        POLITICAL = "political-commitment"
        RECOMMENDATION = "recommendation"
        STANDARD = "standard"
        PLEDGE = "pledge"

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
                condition=Q(
                    kind__in=["treaty-obligation", "political-commitment", "recommendation", "standard", "pledge"]
                ),
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

    UPR knows only supported and noted (Human Rights Council resolution 5/1, para. 32); ours may say more. The wording
    is empty where the source gives the class alone. What the state claims to have done already is a field of its own:
    it is neither its answer nor anyone's assessment.
    """

    class Official(models.TextChoices):
        SUPPORTED = "supported"
        NOTED = "noted"
        NONE = "none"

    class Claim(models.TextChoices):
        """What the state says it has done about the recommendation by the day of its answer."""

        IMPLEMENTED = "implemented"
        UNDER_WAY = "under_way"

    key = models.CharField(primary_key=True, max_length=90)  # "UPR-KGZ-4-142.3@KGZ@2025-09-29"
    state_commitment = models.ForeignKey(StateCommitment, on_delete=models.PROTECT, related_name="responses")
    wording = TranslatedField(blank=True)
    official_class = models.CharField(max_length=10, choices=Official)
    our_class = models.CharField(max_length=24)
    claim = models.CharField(max_length=12, choices=Claim, blank=True)
    claim_wording = TranslatedField(blank=True)
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
            models.CheckConstraint(
                condition=Q(claim="", claim_wording={})
                | (Q(claim__in=["implemented", "under_way"]) & ~Q(claim_wording={})),
                name="response_claim_is_in_the_state_s_words",
            ),
            *dated("dated", table="response"),
        )

    def __str__(self) -> str:
        return self.key


class RecommendedBy(models.Model):
    """That a state made a recommendation. One recommendation may be made by many states in the same words."""

    key = models.CharField(primary_key=True, max_length=70)  # "UPR-KGZ-8-5f0c2a9b1e|NOR"
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="recommended_by")
    recommending_state = models.CharField(max_length=3)  # ISO 3166-1 alpha-3 of any state, not only of the five
    raw_name = models.CharField(max_length=120)

    class Meta:
        ordering = ("commitment", "recommending_state")
        verbose_name_plural = "recommended by"
        constraints = (
            models.UniqueConstraint(fields=("commitment", "recommending_state"), name="recommended_once_by_a_state"),
            models.CheckConstraint(
                condition=Q(recommending_state__regex=r"^[A-Z]{3}$"), name="recommending_state_is_alpha3"
            ),
        )

    def __str__(self) -> str:
        return self.key


class CommitmentSource(models.Model):
    """From which database a commitment was imported, under which key there, and what that database says of it.

    ``labels`` keeps the words by which the source sorts it, mapped to ours or not; ``derived`` names the fields of the
    commitment that a rule of ours filled because the source has none.
    """

    key = models.CharField(primary_key=True, max_length=90)  # "UPR-KGZ-8-5f0c2a9b1e|upr-info"
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="sources")
    database = models.SlugField(max_length=24)
    source_key = models.CharField(max_length=120)
    source_title = models.CharField(max_length=300)
    source_url = models.URLField(max_length=1000)
    labels = models.JSONField(default=dict)
    derived = models.JSONField(default=list)
    is_quoted = models.BooleanField()

    class Meta:
        ordering = ("commitment", "database")
        constraints = (
            models.UniqueConstraint(fields=("database", "source_key"), name="source_key_once_a_database"),
            models.UniqueConstraint(fields=("commitment", "database"), name="commitment_once_a_database"),
        )

    def __str__(self) -> str:
        return self.key
