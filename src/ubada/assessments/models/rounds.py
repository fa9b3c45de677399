"""Half a year of work: its dates, its states, the commitments in it, and the versions of scale and method it keeps."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ubada.assessments.rules.calendar import RoundCalendar
from ubada.assessments.rules.states import RoundState
from ubada.register.fields import TranslatedField, worded
from ubada.register.models import State, StateCommitment

_STATES = [one.value for one in RoundState]


class Round(models.Model):
    """One round. Its dates are days in its own time zone; the state follows from them and from people."""

    code = models.SlugField(primary_key=True, max_length=40)  # "2026-2", "practice-2026-1"
    title = TranslatedField()
    period_from = models.DateField()
    period_to = models.DateField()
    zone = models.CharField(max_length=40, default="Asia/Almaty")
    opens = models.DateField()
    closes = models.DateField()
    review_from = models.DateField()
    review_until = models.DateField()
    reply_from = models.DateField()
    reply_until = models.DateField()
    freezes = models.DateField()
    publishes = models.DateField()
    state = models.CharField(max_length=16, default=RoundState.PLANNED.value)
    states = models.ManyToManyField(State, related_name="rounds")
    implementation_scale = models.CharField(max_length=60)
    cooperation_scale = models.CharField(max_length=60)
    trend_scale = models.CharField(max_length=60)
    method = models.CharField(max_length=60)
    edition = models.CharField(max_length=20, blank=True)
    """The number of the edition it was published in."""
    is_practice = models.BooleanField(default=False)
    asked = models.JSONField(default=dict)
    """The constituencies that can speak on each of its states, as they stood when it opened: {"KGZ": ["STA", …]}."""
    reminded_on = models.DateField()
    """The day up to which its reminders were looked after."""

    class Meta:
        ordering = ("-opens", "code")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=_STATES), name="round_state_known"),
            models.CheckConstraint(condition=Q(period_from__lte=F("period_to")), name="round_period_in_order"),
            models.CheckConstraint(
                condition=Q(opens__lte=F("closes"))
                & Q(closes__lt=F("review_from"))
                & Q(review_from__lte=F("review_until"))
                & Q(review_until__lt=F("reply_from"))
                & Q(reply_from__lte=F("reply_until"))
                & Q(reply_until__lt=F("freezes"))
                & Q(freezes__lte=F("publishes")),
                name="round_dates_in_order",
            ),
            *worded("title", table="round"),
        )

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """The round's public page."""
        return reverse("round", args=[self.code])

    @property
    def calendar(self) -> RoundCalendar:
        """Its dates, for the rules."""
        return RoundCalendar(
            self.opens, self.closes, self.review_from, self.review_until, self.reply_from, self.reply_until,
            self.freezes, self.publishes, ZoneInfo(self.zone),
        )  # fmt: skip

    @property
    def stage(self) -> RoundState:
        """Its state, for the rules."""
        return RoundState(self.state)


class ScopedCommitment(models.Model):
    """A commitment of a state that is in a round. The set is frozen when the round opens."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="scope")
    state_commitment = models.ForeignKey(StateCommitment, on_delete=models.PROTECT, related_name="in_rounds")

    class Meta:
        ordering = ("round", "state_commitment")
        constraints = (
            models.UniqueConstraint(fields=("round", "state_commitment"), name="commitment_once_in_a_round"),
        )

    def __str__(self) -> str:
        return f"{self.round_id} {self.state_commitment_id}"


class DateMoved(models.Model):
    """That a date of a round was moved, from when to when and why. Shown to everybody."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="moves")
    milestone = models.CharField(max_length=16)
    before = models.DateField()
    after = models.DateField()
    reason = models.CharField(max_length=40)
    moved_at = models.DateTimeField()

    class Meta:
        ordering = ("moved_at", "pk")

    def __str__(self) -> str:
        return f"{self.round_id} {self.milestone} {self.after}"


class ReminderSent(models.Model):
    """That a reminder went to an organisation, or to the editors (no organisation), so that none goes twice."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="reminders")
    key = models.CharField(max_length=80)
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("round", "key", "organisation"), name="reminder_once_an_organisation", nulls_distinct=False
            ),
        )

    def __str__(self) -> str:
        return f"{self.round_id} {self.key}"
