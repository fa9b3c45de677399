"""Questions that facts alone can answer, and the computed answers. An answer is never edited by hand."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ubada.register.fields import PartialDateField, TranslatedField, dated, worded
from ubada.register.models.commitments import Commitment
from ubada.register.models.facts import Fact
from ubada.register.models.reference import State


class StructuralTest(models.Model):
    """A yes-or-no question, the rule over facts that answers it, and what a yes does not prove."""

    code = models.SlugField(primary_key=True, max_length=80)
    question = TranslatedField()
    caveat = TranslatedField()
    rule = models.JSONField()
    commitments = models.ManyToManyField(Commitment, related_name="tests")

    class Meta:
        ordering = ("code",)
        constraints = worded("question", "caveat", table="structural_test")

    def __str__(self) -> str:
        return self.code


class Answer(models.TextChoices):
    """What the facts say. Unknown is an answer."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class StructuralResult(models.Model):
    """The answer of one test for one state: computed from published facts, with those facts and their date."""

    key = models.CharField(primary_key=True, max_length=84)  # "c190-party@KGZ"
    test = models.ForeignKey(StructuralTest, on_delete=models.CASCADE, related_name="results")
    state = models.ForeignKey(State, on_delete=models.PROTECT, related_name="results")
    answer = models.CharField(max_length=7, choices=Answer)
    reason = models.CharField(max_length=40)
    since = PartialDateField(null=True, blank=True)
    as_of = PartialDateField(null=True, blank=True)
    facts = models.ManyToManyField(Fact, related_name="results")

    class Meta:
        ordering = ("test", "state__order")
        constraints = (
            models.UniqueConstraint(fields=("test", "state"), name="result_once_per_state"),
            models.CheckConstraint(condition=Q(answer__in=["yes", "no", "unknown"]), name="result_answer_known"),
            models.CheckConstraint(
                condition=Q(answer="unknown") | Q(as_of__isnull=False), name="result_speaks_for_a_date"
            ),
            *dated("since", "as_of", table="result"),
        )

    def __str__(self) -> str:
        return f"{self.key}: {self.answer}"
