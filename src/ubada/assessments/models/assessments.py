"""One organisation's verdict in one round, what it rests on, who reviewed it and what others answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ubada.assessments.models.rounds import Round
from ubada.assessments.rules.lifecycle.assessment import WithdrawalReason
from ubada.assessments.rules.scale import Cooperation, InformationGap, Level, Trend
from ubada.assessments.rules.states import AssessmentState
from ubada.assessments.rules.verdicts import Constituency
from ubada.evidence.models import EvidenceItem
from ubada.kernel.ids import new_uid, untimed_uid
from ubada.organisations.models import Account, Organisation
from ubada.register.fields import PartialDateField, TranslatedField, dated, worded
from ubada.register.models import State, StateCommitment

_LEVELS = [one.value for one in Level if one is not Level.NOT_ASSESSED]
_STATES = [one.value for one in AssessmentState]


class Measure(models.Model):
    """What a state or another says was done. A claim of its claimant until an assessment weighs it."""

    class Kind(models.TextChoices):
        LAW = "law"
        POLICY = "policy"
        BUDGET = "budget"
        INSTITUTION = "institution"
        TRAINING = "training"
        PRACTICE = "practice"
        REMEDY = "remedy"

    uid = models.CharField(primary_key=True, max_length=26, default=new_uid, editable=False)
    state = models.ForeignKey(State, on_delete=models.PROTECT, related_name="measures")
    kind = models.CharField(max_length=12, choices=Kind)
    title = TranslatedField()
    summary = TranslatedField(blank=True)
    dated = PartialDateField(null=True, blank=True)
    body = models.CharField(max_length=300, blank=True)
    """Who did it, as the claimant says."""
    claimant = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="measures")
    claimed_as = models.CharField(max_length=3)
    """The claimant's constituency at the time."""
    evidence = models.ManyToManyField(EvidenceItem, related_name="measures")
    state_commitments = models.ManyToManyField(StateCommitment, related_name="measures")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("-made_at", "uid")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=["law", "policy", "budget", "institution", "training", "practice", "remedy"]),
                name="measure_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(claimed_as__in=[one.value for one in Constituency]), name="measure_claimant_known"
            ),
            *dated("dated", table="measure"),
            *worded("title", table="measure"),
        )

    def __str__(self) -> str:
        return self.uid


class Assessment(models.Model):
    """What one organisation found on one commitment of one state in one round. The verdict is its own, for good."""

    uid = models.CharField(primary_key=True, max_length=26, default=untimed_uid, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="assessments")
    state_commitment = models.ForeignKey(StateCommitment, on_delete=models.PROTECT, related_name="assessments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="assessments")
    constituency = models.CharField(max_length=3)
    """The organisation's at the moment of submitting; what becomes of it later changes no verdict."""
    state = models.CharField(max_length=16, default=AssessmentState.DRAFT.value)
    version = models.PositiveIntegerField(default=1)
    """Goes up with every change; whoever saves says which one they saw."""

    level = models.CharField(max_length=2, blank=True)
    gap = models.CharField(max_length=16, blank=True)
    """Why there is not enough to grade; with "insufficient information" alone."""
    cooperation = models.CharField(max_length=2, blank=True)
    trend = models.CharField(max_length=10, blank=True)
    narrative = TranslatedField(blank=True)
    shared_draft = models.CharField(max_length=80, blank=True)
    """A name for the joint text that the organisation says it is part of."""
    measures = models.ManyToManyField(Measure, related_name="weighed_in")
    facts = models.ManyToManyField("register.Fact", related_name="+")
    """Facts of the register that were considered, indicators among them."""
    has_declared = models.BooleanField(default=False)
    """Whether the declaration on conflicts of interest was made."""
    conflict_of_interest = models.CharField(max_length=1000, blank=True)
    is_name_protected = models.BooleanField(default=False)
    """The public and other parties see the constituency and not the organisation."""
    fingerprints = models.JSONField(default=list)
    """Those of the reasons as they were submitted (`rules.drafting.fingerprint`), sorted; positions need no texts."""

    author = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    """The moment from which all parties could read it: one for the whole round."""
    finished_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.CharField(max_length=20, blank=True)
    correction = TranslatedField(blank=True)
    """What was corrected after publication and why; public."""

    class Meta:
        ordering = ("round", "state_commitment", "organisation")
        constraints = (
            models.UniqueConstraint(
                fields=("round", "state_commitment", "organisation"), name="verdict_once_an_organisation_and_round"
            ),
            models.CheckConstraint(condition=Q(state__in=_STATES), name="verdict_state_known"),
            models.CheckConstraint(condition=Q(level__in=["", *_LEVELS]), name="verdict_level_known"),
            models.CheckConstraint(
                condition=(Q(level="IU") & ~Q(gap="")) | (~Q(level="IU") & Q(gap="")) | Q(state="draft"),
                name="verdict_gap_with_insufficient_information_alone",
            ),
            models.CheckConstraint(
                condition=Q(gap__in=["", *(one.value for one in InformationGap)]), name="verdict_gap_known"
            ),
            models.CheckConstraint(
                condition=Q(cooperation__in=["", *(one.value for one in Cooperation)]), name="verdict_cooperation_known"
            ),
            models.CheckConstraint(
                condition=Q(trend__in=["", *(one.value for one in Trend)]), name="verdict_trend_known"
            ),
            models.CheckConstraint(
                condition=Q(constituency__in=[one.value for one in Constituency if one.may_grade]),
                name="verdict_of_a_constituency_that_grades",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
                | (~Q(level="") & ~Q(narrative={}) & Q(has_declared=True, submitted_at__isnull=False)),
                name="verdict_submitted_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                & Q(withdrawal_reason__in=[one.value for one in WithdrawalReason])
                | (~Q(state="withdrawn") & Q(withdrawn_at__isnull=True, withdrawal_reason="")),
                name="verdict_withdrawn_for_a_reason",
            ),
        )
        indexes = (models.Index(fields=("round", "state"), name="verdict_by_round_and_state"),)

    def __str__(self) -> str:
        return self.uid


class AssessmentVersion(models.Model):
    """An immutable picture of a verdict at a step: every one is kept, and its hash never changes."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    action = models.CharField(max_length=20)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("assessment", "number")
        constraints = (
            models.UniqueConstraint(fields=("assessment", "number"), name="version_number_once"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="version_hash_is_sha256"),
        )

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.number}"


class EvidenceLink(models.Model):
    """That a verdict rests on an item: where in it, how far the source and the piece can be relied on, for or against.

    Reliability and credibility are the two letters and figures of the Admiralty code (domain model, 9).
    """

    class Bearing(models.TextChoices):
        SUPPORTS = "supports"
        CONTRADICTS = "contradicts"

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="evidence_links")
    item = models.ForeignKey(EvidenceItem, on_delete=models.PROTECT, related_name="links")
    bearing = models.CharField(max_length=12, choices=Bearing)
    pinpoint = models.CharField(max_length=200, blank=True)
    reliability = models.CharField(max_length=1)
    credibility = models.CharField(max_length=1)

    class Meta:
        ordering = ("assessment", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("assessment", "item", "pinpoint"), name="evidence_once_a_verdict_and_place"
            ),
            models.CheckConstraint(condition=Q(bearing__in=["supports", "contradicts"]), name="link_bearing_known"),
            models.CheckConstraint(condition=Q(reliability__in=list("ABCDEF")), name="link_reliability_a_to_f"),
            models.CheckConstraint(condition=Q(credibility__in=list("123456")), name="link_credibility_1_to_6"),
        )

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.item_id}"


class Review(models.Model):
    """A second pair of eyes, of another organisation, on one version of a verdict."""

    class Decision(models.TextChoices):
        ACCEPTED = "accepted"
        RETURNED = "returned"

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="reviews")
    version = models.PositiveIntegerField()
    reviewer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    organisations = models.JSONField(default=list)
    """Every organisation the reviewer belonged to since the review began, by code."""
    checklist = models.JSONField(default=dict)
    decision = models.CharField(max_length=10, blank=True, choices=Decision)
    comments = models.TextField(blank=True, max_length=10_000)
    began_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("assessment", "began_at")
        constraints = (
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True)
                | (Q(decision__in=["accepted", "returned"]) & Q(decided_at__isnull=False)),
                name="review_decided_at_a_moment",
            ),
            models.UniqueConstraint(fields=("assessment",), condition=Q(decision=""), name="review_one_at_a_time"),
        )

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.version}"


class Reply(models.Model):
    """What a party answered to a verdict in the window, printed beside it. One a party."""

    uid = models.CharField(primary_key=True, max_length=26, default=untimed_uid, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="replies")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="replies")
    constituency = models.CharField(max_length=3)
    text = TranslatedField()
    evidence = models.ManyToManyField(EvidenceItem, related_name="in_replies")
    is_name_protected = models.BooleanField(default=False)
    """The public and other parties see the constituency and not the organisation."""
    received_at = models.DateTimeField()
    author = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("assessment", "received_at")
        verbose_name_plural = "replies"
        constraints = (
            models.UniqueConstraint(fields=("assessment", "organisation"), name="reply_once_a_party"),
            models.CheckConstraint(
                condition=Q(constituency__in=[one.value for one in Constituency if one.may_grade]),
                name="reply_of_a_constituency",
            ),
            *worded("text", table="reply"),
        )

    def __str__(self) -> str:
        return self.uid
