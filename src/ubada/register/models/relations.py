"""How two commitments stand to each other: suggested by rules, decided by a person."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Collate
from django.db.models.lookups import LessThan

from ubada.register.models.commitments import Commitment


class Relation(models.Model):
    """What commitment A is to commitment B, and why. A suggestion joins nothing; only a person's decision counts.

    Of two commitments A is the one whose reference comes first, character by character, so that each pair and type is
    there once. ``reasons`` holds which symbols decided: ``{"score", "language", "symbols": [{kind, verdict, both,
    only_first, only_second}], "spans_a": [[start, end]], "spans_b"}``; spans are in the text of that language. What a
    person says of a pair is confirmed by saying it; where rules had suggested another type, ``reasons`` are those of
    the rules and ``"instead_of"`` is the key of their suggestion, otherwise they are empty.
    """

    class Type(models.TextChoices):
        """Read from A to B: A is narrower if it asks all that B asks, and more."""

        DUPLICATE = "duplicate"
        REITERATES = "reiterates"
        NARROWER = "narrower"
        BROADER = "broader"
        SAME_TOPIC = "same_topic"
        CONFLICTS = "conflicts"

    class State(models.TextChoices):
        """Who has spoken: a rule alone, or a person who agreed or disagreed with it."""

        SUGGESTED = "suggested"
        CONFIRMED = "confirmed"
        REJECTED = "rejected"

    class SuggestedBy(models.TextChoices):
        """Whose idea it was: a rule's, or that of the person who confirmed it."""

        RULE = "rule"
        PERSON = "person"

    key = models.CharField(primary_key=True, max_length=140)  # "C87-2~ICESCR-8-1-A:reiterates"
    commitment_a = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="relations_as_a")
    commitment_b = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="relations_as_b")
    type = models.CharField(max_length=12, choices=Type)
    state = models.CharField(max_length=10, choices=State)
    suggested_by = models.CharField(max_length=6, choices=SuggestedBy, default=SuggestedBy.RULE)
    reasons = models.JSONField(default=dict)
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("key",)
        constraints = (
            models.CheckConstraint(
                condition=LessThan(Collate(F("commitment_a"), "C"), Collate(F("commitment_b"), "C")),
                name="relation_a_comes_before_b",
            ),
            models.CheckConstraint(
                condition=Q(type__in=["duplicate", "reiterates", "narrower", "broader", "same_topic", "conflicts"]),
                name="relation_type_known",
            ),
            models.CheckConstraint(
                condition=Q(state="suggested", decided_on__isnull=True)
                | Q(state__in=["confirmed", "rejected"], decided_on__isnull=False),
                name="relation_is_decided_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(suggested_by="rule") | Q(suggested_by="person", state="confirmed"),
                name="relation_of_a_person_is_confirmed",
            ),
            models.UniqueConstraint(fields=("commitment_a", "commitment_b", "type"), name="relation_once_a_type"),
            models.UniqueConstraint(
                fields=("commitment_a", "commitment_b"),
                condition=Q(state="confirmed"),
                name="relation_confirmed_once_a_pair",
            ),
        )

    def __str__(self) -> str:
        return self.key


JOINING: Final = frozenset({Relation.Type.DUPLICATE, Relation.Type.REITERATES})
"""Types that make two commitments one promise. A narrower one is another promise."""
INVERSE: Final = {Relation.Type.NARROWER: Relation.Type.BROADER, Relation.Type.BROADER: Relation.Type.NARROWER}
"""What B is to A, where that is not what A is to B."""
