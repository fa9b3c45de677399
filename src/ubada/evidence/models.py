"""Items of evidence. What could identify a source or a survivor does not belong here: it is not collected at all."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from ubada.evidence.copies.refusing import Why
from ubada.files.fitness import Kind
from ubada.files.models import StoredFile
from ubada.kernel.ids import untimed_uid
from ubada.organisations.models import Organisation
from ubada.register.fields import PartialDateField, TranslatedField, dated, worded


class EvidenceItem(models.Model):
    """One thing that speaks for or against: a document, a page, a statistic. It may serve many commitments.

    Nothing is ever fetched behind a person's back: an address is kept as it was given, and what stood there as the
    snapshot (WARC or PDF) that someone uploaded. Readers get the copy without metadata, never the file as it came.
    """

    class Kind(models.TextChoices):
        DOCUMENT = "document"
        LAW = "law"
        STATISTICS = "statistics"
        NEWS = "news"
        WEB_PAGE = "web-page"
        LETTER = "letter"
        INTERVIEW_NOTES = "interview-notes"
        IMAGE = "image"
        OTHER = "other"

    class Sensitivity(models.TextChoices):
        """Who may see that there is such an item, everywhere: lists, counts, search, exports, interface, history."""

        ORGANISATION = "organisation"
        PARTNERS = "partners"
        PUBLIC = "public"

    class Consent(models.TextChoices):
        NOT_NEEDED = "not-needed"
        GIVEN = "given"
        WITHDRAWN = "withdrawn"

    uid = models.CharField(primary_key=True, max_length=26, default=untimed_uid, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=16, choices=Kind)
    title = TranslatedField()
    summary = TranslatedField(blank=True)
    source = models.CharField(max_length=300)
    """Who says or published it."""
    dated = PartialDateField(null=True, blank=True)
    captured_on = models.DateField()
    language = models.CharField(max_length=10, blank=True)
    url = models.URLField(max_length=1000, blank=True)
    url_key = models.CharField(max_length=1000, blank=True, db_index=True, editable=False)
    """The address without what leads to the same page all the same (`evidence.addresses.key_of`)."""
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    snapshot = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """What stood at the address on the day of capture."""
    public_copy = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """The file without its metadata: the only form in which it is given to anyone outside the organisation."""
    copy_refusal = models.CharField(max_length=10, blank=True)
    """Why there is no such copy (`copies.refusing.Why`)."""
    sensitivity = models.CharField(max_length=12, choices=Sensitivity, default=Sensitivity.ORGANISATION)
    consent = models.CharField(max_length=12, choices=Consent, default=Consent.NOT_NEEDED)
    state = models.CharField(max_length=16, default="received")
    """A state of `assessments.rules.states.EvidenceState`."""
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        "organisations.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_withdrawn = models.BooleanField(default=False)
    """Consent was withdrawn, or it proved wrong: it counts for nothing any more, and what cited it says so."""

    class Meta:
        ordering = ("-made_at", "uid")
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "document",
                        "law",
                        "statistics",
                        "news",
                        "web-page",
                        "letter",
                        "interview-notes",
                        "image",
                        "other",
                    ]
                ),
                name="evidence_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(sensitivity__in=["organisation", "partners", "public"]), name="evidence_sensitivity_known"
            ),
            models.CheckConstraint(
                condition=Q(consent__in=["not-needed", "given", "withdrawn"]), name="evidence_consent_known"
            ),
            models.CheckConstraint(
                condition=~Q(url="") | Q(file__isnull=False) | ~Q(summary={}), name="evidence_is_somewhere"
            ),
            models.CheckConstraint(
                condition=~Q(consent="withdrawn") | Q(is_withdrawn=True), name="evidence_without_consent_is_withdrawn"
            ),
            models.CheckConstraint(
                condition=Q(snapshot__isnull=True) | ~Q(url=""), name="evidence_snapshot_is_of_an_address"
            ),
            models.CheckConstraint(
                condition=Q(copy_refusal="") | Q(copy_refusal__in=[one.value for one in Why], public_copy__isnull=True),
                name="evidence_copy_or_why_not",
            ),
            *dated("dated", table="evidence"),
            *worded("title", table="evidence"),
        )

    def __str__(self) -> str:
        return self.uid

    def get_absolute_url(self) -> str:
        """The item's page at the desk."""
        return reverse("evidence_item", args=[self.uid])

    @property
    def copied_from(self) -> StoredFile | None:
        """What the public copy is made of: the file, or else a PDF of what stood at the address."""
        if self.file is not None:
            return self.file
        return self.snapshot if self.snapshot is not None and self.snapshot.media_type == Kind.PDF else None

    @property
    def awaits_copy(self) -> bool:
        """Whether a copy is still being made."""
        return self.copied_from is not None and self.public_copy_id is None and not self.copy_refusal


class HeldFile(models.Model):
    """A file that was handed in for an item which its owner has not saved yet, so that it need not be sent again.

    Whoever handed it in may use it; after a day it is gone.
    """

    file = models.OneToOneField(StoredFile, primary_key=True, on_delete=models.CASCADE, related_name="+")
    held_at = models.DateTimeField()

    class Meta:
        ordering = ("held_at",)

    def __str__(self) -> str:
        return self.file_id
