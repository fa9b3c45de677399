"""What constituencies find together, why they differ, and the grades that others gave elsewhere."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ubada.assessments.models.rounds import Round
from ubada.assessments.rules.scale import Level
from ubada.assessments.rules.verdicts import Constituency
from ubada.kernel.ids import new_uid, untimed_uid
from ubada.organisations.models import Organisation
from ubada.register.fields import PartialDateField, TranslatedField, dated, worded
from ubada.register.models import Document, StateCommitment

_CONSTITUENCIES = [one.value for one in Constituency if one.may_grade]


class Finding(models.Model):
    """A joint finding: by recorded consensus or a stated majority of constituencies, with the dissent printed.

    It stands beside the positions and never in their place. A level is optional.
    """

    class Basis(models.TextChoices):
        CONSENSUS = "consensus"
        MAJORITY = "majority"

    uid = models.CharField(primary_key=True, max_length=26, default=new_uid, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="findings")
    state_commitment = models.ForeignKey(StateCommitment, on_delete=models.PROTECT, related_name="findings")
    text = TranslatedField()
    level = models.CharField(max_length=2, blank=True)
    basis = models.CharField(max_length=10, blank=True, choices=Basis)
    """Empty while votes are given."""
    proposed_at = models.DateTimeField()
    adopted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("round", "state_commitment", "proposed_at")
        constraints = (
            models.CheckConstraint(
                condition=Q(level__in=["", *(one.value for one in Level if one is not Level.NOT_ASSESSED)]),
                name="finding_level_known",
            ),
            models.CheckConstraint(
                condition=Q(basis="", adopted_at__isnull=True)
                | (Q(basis__in=["consensus", "majority"]) & Q(adopted_at__isnull=False)),
                name="finding_adopted_on_a_basis",
            ),
            *worded("text", table="finding"),
        )

    def __str__(self) -> str:
        return self.uid


class FindingVote(models.Model):
    """How a constituency stands towards a joint finding, spoken by one of its organisations."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="votes")
    constituency = models.CharField(max_length=3)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    agrees = models.BooleanField()
    dissent = TranslatedField(blank=True)
    given_at = models.DateTimeField()

    class Meta:
        ordering = ("finding", "constituency")
        constraints = (
            models.UniqueConstraint(fields=("finding", "constituency"), name="finding_one_vote_a_constituency"),
            models.CheckConstraint(
                condition=Q(constituency__in=_CONSTITUENCIES), name="finding_vote_of_a_constituency"
            ),
            models.CheckConstraint(condition=Q(agrees=True) | ~Q(dissent={}), name="finding_dissent_says_why"),
        )

    def __str__(self) -> str:
        return f"{self.finding_id} {self.constituency}"


class DivergenceNote(models.Model):
    """Why two sides differ, as one of them explains it: period, scope, evidence or definition, or unresolved."""

    class Resolution(models.TextChoices):
        PERIOD = "period"
        SCOPE = "scope"
        EVIDENCE = "evidence"
        DEFINITION = "definition"
        UNRESOLVED = "unresolved"

    uid = models.CharField(primary_key=True, max_length=26, default=untimed_uid, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="divergence_notes")
    state_commitment = models.ForeignKey(StateCommitment, on_delete=models.PROTECT, related_name="divergence_notes")
    first = models.CharField(max_length=3)
    second = models.CharField(max_length=3)
    resolution = models.CharField(max_length=12, choices=Resolution)
    text = TranslatedField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("round", "state_commitment", "made_at")
        constraints = (
            models.CheckConstraint(
                condition=Q(first__in=_CONSTITUENCIES) & Q(second__in=_CONSTITUENCIES) & ~Q(first=models.F("second")),
                name="divergence_note_of_two_sides",
            ),
            models.CheckConstraint(
                condition=Q(resolution__in=["period", "scope", "evidence", "definition", "unresolved"]),
                name="divergence_note_resolution_known",
            ),
            *worded("text", table="divergence_note"),
        )

    def __str__(self) -> str:
        return self.uid


class GradeGiven(models.Model):
    """A grade that a body gave elsewhere, exactly as given, with its document and paragraph. Its original comes first.

    What it comes near to on our scale is worked out by the published cross-walk (`assessments.rules.crosswalk`) each
    time it is shown, and never stored.
    """

    uid = models.CharField(primary_key=True, max_length=26, default=new_uid, editable=False)
    key = models.CharField(max_length=160, unique=True)
    """The source's own key, so that importing twice changes nothing."""
    grading = models.CharField(max_length=40)
    grade = models.CharField(max_length=40)
    state_commitment = models.ForeignKey(StateCommitment, on_delete=models.PROTECT, related_name="grades_given")
    given_on = PartialDateField()
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    paragraph = models.CharField(max_length=80)
    source_title = models.CharField(max_length=300)
    source_url = models.URLField(max_length=1000)

    class Meta:
        ordering = ("state_commitment", "given_on", "grading")
        constraints = (
            models.CheckConstraint(condition=~Q(grade="") & ~Q(paragraph=""), name="grade_given_in_a_paragraph"),
            *dated("given_on", table="grade_given"),
        )

    def __str__(self) -> str:
        return self.key
