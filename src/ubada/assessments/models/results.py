"""What is computed from verdicts and never edited: where each constituency stands, and how two of them differ.

Rows are a disposable projection: they are worked out again from the verdicts of a round at any time, and a test holds
them to that. A row belongs to one constituency, or to a pair; none ever mixes the verdicts of two.
"""

from __future__ import annotations

from django.db import models

from ubada.assessments.models.rounds import Round
from ubada.register.models import State, StateCommitment


class Position(models.Model):
    """Where one constituency stands on one commitment of one state in one round (domain model, 13.3)."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="positions")
    state_commitment = models.ForeignKey(StateCommitment, on_delete=models.CASCADE, related_name="positions")
    state = models.ForeignKey(State, on_delete=models.CASCADE, related_name="+", db_index=False)
    """The commitment's, kept here because the page of a state counts tens of thousands of rows by it."""
    constituency = models.CharField(max_length=3)
    level = models.CharField(max_length=2)
    """The low median; "IU" where all that spoke lack information."""
    lowest = models.CharField(max_length=2, blank=True)
    highest = models.CharField(max_length=2, blank=True)
    n = models.PositiveSmallIntegerField()
    n_unknown = models.PositiveSmallIntegerField()
    organisations = models.JSONField(default=list)
    """Codes of those that spoke; a protected name is shown to nobody outside and is here for the count alone."""
    is_split = models.BooleanField(default=False)
    detail = models.JSONField(default=dict)
    """Joint texts that counted once, and why."""

    class Meta:
        ordering = ("round", "state_commitment", "constituency")
        constraints = (
            models.UniqueConstraint(fields=("round", "state_commitment", "constituency"), name="position_once"),
        )
        indexes = (
            models.Index(fields=("round", "constituency", "level"), name="position_by_level"),
            models.Index(
                fields=("round", "state", "constituency", "level"), include=("is_split", "lowest"),
                name="position_by_state",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.round_id} {self.state_commitment_id} {self.constituency}"


class Divergence(models.Model):
    """How two constituencies differ on one commitment of one state in one round."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="divergences")
    state_commitment = models.ForeignKey(StateCommitment, on_delete=models.CASCADE, related_name="divergences")
    state = models.ForeignKey(State, on_delete=models.CASCADE, related_name="+", db_index=False)
    """The commitment's, as in `Position`."""
    first = models.CharField(max_length=3)
    second = models.CharField(max_length=3)
    pair_class = models.CharField(max_length=16)
    steps = models.PositiveSmallIntegerField(null=True, blank=True)
    gravity = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("round", "state_commitment", "first", "second")
        constraints = (
            models.UniqueConstraint(
                fields=("round", "state_commitment", "first", "second"), name="divergence_once_a_pair"
            ),
        )
        indexes = (
            models.Index(fields=("round", "-gravity", "-steps"), name="divergence_by_gravity"),
            models.Index(fields=("round", "state", "first", "second", "pair_class"), name="divergence_by_state"),
        )

    def __str__(self) -> str:
        return f"{self.round_id} {self.state_commitment_id} {self.first} {self.second}"
