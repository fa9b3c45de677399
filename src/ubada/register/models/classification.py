"""Terms suggested for commitments by cue words, models and tables: nobody's word until a person decides."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast
from django.db.models.lookups import StartsWith

from ubada.register.models.commitments import Commitment
from ubada.register.models.reference import Term


def _of(field: str, vocabulary: str) -> Q:
    """That the field is this one and the term's key begins with the vocabulary of the field."""
    return Q(field=field) & Q(StartsWith(Cast(F("term"), models.TextField()), f"{vocabulary}:"))


class ClassificationSuggestion(models.Model):
    """A term that a method suggests for a field of a commitment, why, and what a person decided.

    ``score`` is the calibrated chance in whole per cent that the method is right; none where it has not been measured.
    ``version`` is the hash of what spoke: a model's fingerprint, a lexicon, the table from themes to targets. ``spans``
    are ``[[start, end]]`` in the commitment's text in ``language``, whose SHA-256 is ``text_hash``. ``basis`` says what
    the method rests on: the number of texts a model learned from, the rule by which cue words decide on an action, the
    theme from which a target follows.
    """

    class Field(models.TextChoices):
        """The field of the commitment; for specificity the term is one of the action categories."""

        THEMES = "themes"
        PERSONS = "persons"
        SDG_TARGETS = "sdg_targets"
        SPECIFICITY = "specificity"

    class State(models.TextChoices):
        """Who has spoken: a method alone, a person who agreed or disagreed, or nobody about the text as it is now."""

        SUGGESTED = "suggested"
        CONFIRMED = "confirmed"
        REJECTED = "rejected"
        STALE = "stale"

    class Method(models.TextChoices):
        CUE = "cue"
        MODEL = "model"
        MAPPING = "mapping"

    class Occasion(models.TextChoices):
        """Why a person is asked: nothing is there, a rule filled it, or a model is all but certain of another term."""

        UNCLASSIFIED = "unclassified"
        DERIVED = "derived"
        DISAGREEMENT = "disagreement"

    key = models.CharField(primary_key=True, max_length=160)  # "UPR-KGZ-8-5f0c2a9b1e:themes:gbv.law"
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="suggestions")
    field = models.CharField(max_length=12, choices=Field)
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="suggestions")
    state = models.CharField(max_length=10, choices=State)
    method = models.CharField(max_length=8, choices=Method)
    occasion = models.CharField(max_length=14, choices=Occasion)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.CharField(max_length=64)
    basis = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=12)
    text_hash = models.CharField(max_length=64)
    spans = models.JSONField(default=list)
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("commitment", "field", "term__order", "key")
        constraints = (
            models.UniqueConstraint(fields=("commitment", "field", "term"), name="suggestion_once_a_term"),
            models.CheckConstraint(
                condition=_of("themes", "themes")
                | _of("persons", "affected-persons")
                | _of("sdg_targets", "sdg-targets")
                | _of("specificity", "action-category"),
                name="suggestion_term_is_of_the_field",
            ),
            models.CheckConstraint(condition=Q(method__in=["cue", "model", "mapping"]), name="suggestion_method_known"),
            models.CheckConstraint(
                condition=Q(occasion__in=["unclassified", "derived", "disagreement"]), name="suggestion_occasion_known"
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__lte=100), name="suggestion_score_is_per_cent"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["suggested", "stale"], decided_on__isnull=True)
                | Q(state__in=["confirmed", "rejected"], decided_on__isnull=False),
                name="suggestion_is_decided_on_a_day",
            ),
        )
        indexes = (models.Index(fields=("state", "commitment"), name="suggestion_open"),)

    def __str__(self) -> str:
        return self.key
