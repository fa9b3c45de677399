"""Documents as the reader read them, and each passage it took for a recommendation with what a person decided."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from ubada.files.models import StoredFile
from ubada.kernel.ids import new_uid
from ubada.register.fields import PartialDateField, dated
from ubada.register.models import IssuingBody


class Reading(models.Model):
    """One reading of one file by one version of the reader, and what the document is.

    A later reading of the same document supersedes an earlier one; the decisions go along where nothing changed.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        READ = "read"
        FAILED = "failed"

    uid = models.CharField(primary_key=True, max_length=26, default=new_uid, editable=False)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    asked_profile = models.CharField(max_length=20, blank=True)
    """The profile a person asked for; "" leaves the choice to the form of the document."""
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    failure = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    reader_version = models.PositiveSmallIntegerField(null=True, blank=True)
    profile = models.CharField(max_length=20, blank=True)
    profile_reasons = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    language = models.CharField(max_length=10, blank=True)
    pages = models.PositiveIntegerField(default=0)
    text = models.TextField(blank=True)
    """The document's text as read, which all offsets count in."""
    blocks = models.JSONField(default=list)
    """Its paragraphs, headings and cells in order: kind, level, page, label, start, end."""

    # What the document is in the register. The reader guesses, a person says.
    code = models.CharField(max_length=60, blank=True)
    symbol = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    body = models.ForeignKey(IssuingBody, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    adopted_on = PartialDateField(null=True, blank=True)
    url = models.URLField(max_length=500, blank=True)
    states = models.JSONField(default=list)
    """Alpha-3 of the followed states that its recommendations go to, unless a passage says otherwise."""
    is_described = models.BooleanField(default=False)
    """Whether a person looked over the account of the document."""

    class Meta:
        ordering = ("-made_at",)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=["waiting", "read", "failed"]), name="reading_state_known"),
            models.CheckConstraint(
                condition=(Q(state="failed") & ~Q(failure="")) | (~Q(state="failed") & Q(failure="")),
                name="reading_failed_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="read") | Q(read_at__isnull=False, reader_version__isnull=False),
                name="reading_read_by_a_version_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(is_described=False)
                | (~Q(code="") & ~Q(title="") & ~Q(kind="") & Q(body__isnull=False) & ~Q(states=[])),
                name="reading_described_in_full",
            ),
            *dated("adopted_on", table="reading"),
        )

    def __str__(self) -> str:
        return self.uid

    def get_absolute_url(self) -> str:
        """Where people decide on its passages."""
        return reverse("reading", args=[self.uid])


class Passage(models.Model):
    """A stretch of a document that was taken for a recommendation: as the reader has it, and as a person decided.

    Nothing here is in the register. What is accepted enters it when a person says so, all accepted at once.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        ACCEPTED = "accepted"
        REJECTED = "rejected"
        DIVIDED = "divided"
        """Cut into parts, which stand in its place."""
        JOINED = "joined"
        """Put together with another into one, which stands in its place."""
        GONE = "gone"
        """Accepted or rejected in an earlier reading; the later one does not find it any more."""

    class Reason(models.TextChoices):
        """Why a passage is no recommendation for the register."""

        INTRODUCTION = "introduction"
        DEBATE = "debate"
        PROPOSAL = "proposal"
        OTHER_STATE = "other_state"
        REPEATED = "repeated"
        MISREAD = "misread"
        OTHER = "other"

    class Origin(models.TextChoices):
        READER = "reader"
        DIVIDED = "divided"
        JOINED = "joined"
        PERSON = "person"

    uid = models.CharField(primary_key=True, max_length=26, default=new_uid, editable=False)
    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="passages")
    place = models.FloatField()
    """Where it stands in the list: the order of the document, with room between for parts."""
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.READER)
    made_from = models.ManyToManyField("self", symmetrical=False, related_name="made_into")

    earlier = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="later")
    """The passage with the same number or wording in the reading that this one supersedes."""

    number = models.CharField(max_length=40, blank=True)
    tag = models.CharField(max_length=40)
    """What it is called within the document: its number or its place in the list, with a letter for a part."""
    locator = models.CharField(max_length=80, blank=True)
    """Its place in the document in words, such as "para. 121.3"."""
    text = models.TextField()
    segments = models.JSONField()
    """Its stretches of the document's text, each as start and end."""
    page = models.PositiveIntegerField(default=1)
    language = models.CharField(max_length=10, blank=True)
    addressee = models.CharField(max_length=300, blank=True)
    """As the document words it, in the heading or the sentence."""
    duty_bearers = models.JSONField(default=list)
    recommending_states = models.JSONField(default=list)
    states = models.JSONField(default=list)
    """Followed states that it goes to."""
    answer = models.CharField(max_length=10, blank=True)
    """Of a review: supported or noted, where the document says so; a person may set it."""
    footnotes = models.JSONField(default=list)
    citations = models.JSONField(default=list)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="parts")
    confidence = models.FloatField(default=1.0)
    needs_review = models.JSONField(default=list)
    differs = models.BooleanField(default=False)
    """Whether a person changed the wording to one that does not stand in the document's text."""
    as_read = models.JSONField(null=True, blank=True)
    """As the reader gave it, for good; null for what a person made."""

    suggested = models.JSONField(default=dict)
    """Themes, persons, targets and class of action as suggested, each with why."""
    themes = models.JSONField(default=list)
    persons = models.JSONField(default=list)
    sdg_targets = models.JSONField(default=list)
    specificity = models.PositiveSmallIntegerField(null=True, blank=True)
    alike = models.JSONField(default=list)
    """Commitments of the register that may be the same promise: reference, relation, score."""

    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=16, choices=Reason, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "organisations.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ref = models.CharField(max_length=60, blank=True)
    """Its reference in the register; set when it is accepted."""

    class Meta:
        ordering = ("place", "uid")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "accepted", "rejected", "divided", "joined", "gone"]),
                name="passage_state_known",
            ),
            models.CheckConstraint(
                condition=Q(origin__in=["reader", "divided", "joined", "person"]), name="passage_origin_known"
            ),
            models.CheckConstraint(
                condition=(Q(state="rejected") & ~Q(reason="")) | (~Q(state="rejected") & Q(reason="")),
                name="passage_rejected_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True)
                | (~Q(state="waiting") & Q(decided_at__isnull=False)),
                name="passage_decided_at_a_moment",
            ),
            models.UniqueConstraint(fields=("reading", "tag"), name="passage_tag_once_a_reading"),
            models.CheckConstraint(
                condition=~Q(state="accepted") | (~Q(ref="") & ~Q(text="")), name="passage_accepted_has_a_reference"
            ),
            models.CheckConstraint(condition=Q(answer__in=["", "supported", "noted"]), name="passage_answer_known"),
            models.CheckConstraint(
                condition=Q(specificity__isnull=True) | Q(specificity__range=(1, 5)), name="passage_specificity_1_to_5"
            ),
            models.UniqueConstraint(
                fields=("reading", "ref"), condition=Q(state="accepted"), name="passage_reference_once_a_reading"
            ),
        )

    def __str__(self) -> str:
        return self.uid

    def get_absolute_url(self) -> str:
        """Its own page, where it can be mended."""
        return reverse("passage", args=[self.reading_id, self.uid])

    @property
    def start(self) -> int:
        """The offset of its first character in the document's text."""
        first: int = self.segments[0][0] if self.segments else 0
        return first

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Its stretches of the document's text."""
        return tuple((start, end) for start, end in self.segments)

    @property
    def differs_from_before(self) -> bool:
        """Whether the reading before had no such passage, or had it in another wording."""
        return self.earlier is None or self.earlier.text != self.text

    @property
    def is_open(self) -> bool:
        """Whether a decision on it can be made or changed: not once parts or a whole stand in its place."""
        return self.state in (self.State.WAITING, self.State.ACCEPTED, self.State.REJECTED)

    def contents(self) -> dict[str, Any]:
        """What a mend may change, as plain values."""
        return {name: getattr(self, name) for name in MENDABLE}


MENDABLE = (
    "number", "locator", "text", "addressee", "states", "recommending_states", "answer", "themes", "persons",
    "sdg_targets", "specificity",
)  # fmt: skip
