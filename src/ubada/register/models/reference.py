"""States, their regions, and the vocabularies: terms are end-dated, never deleted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from ubada.register.fields import PartialDateField, TranslatedField, dated, worded


class State(models.Model):
    """A state whose promises are followed. A practice state is invented and never enters an edition."""

    code = models.CharField(primary_key=True, max_length=3)  # ISO 3166-1 alpha-3, as UN symbols use it
    alpha2 = models.CharField(max_length=2, unique=True)
    numeric = models.CharField(max_length=3, unique=True)
    name = TranslatedField()
    endonym = TranslatedField()
    order = models.PositiveSmallIntegerField(unique=True)
    is_practice = models.BooleanField(default=False)

    class Meta:
        ordering = ("order",)
        constraints = (
            models.CheckConstraint(condition=Q(code__regex=r"^[A-Z]{3}$"), name="state_code_is_alpha3"),
            # ISO 3166-1 keeps XAA to XZZ for its users: only an invented state may carry such a code
            models.CheckConstraint(
                condition=Q(is_practice=False) | Q(code__startswith="X"), name="state_practice_code_is_user_assigned"
            ),
            *worded("name", table="state"),
        )

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """The state's public page."""
        return reverse("state", args=[self.code])


class Region(models.Model):
    """A first-level subdivision by its ISO 3166-2 code. Never joined by name: names collide."""

    code = models.CharField(primary_key=True, max_length=6)
    state = models.ForeignKey(State, on_delete=models.PROTECT, related_name="regions")
    name = TranslatedField()
    kind = models.CharField(max_length=40)
    valid_from = PartialDateField(null=True, blank=True)
    valid_to = PartialDateField(null=True, blank=True)

    class Meta:
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z]{2}-[A-Z0-9]{1,3}$"), name="region_code_is_iso3166_2"
            ),
            *dated("valid_from", "valid_to", table="region"),
            *worded("name", table="region"),
        )

    def __str__(self) -> str:
        return self.code


class Vocabulary(models.Model):
    """A controlled list of terms, with its version and the body that defines it."""

    class Kind(models.TextChoices):
        ORDINAL = "ordinal"
        NOMINAL = "nominal"
        FLAG = "flag"

    code = models.SlugField(primary_key=True, max_length=60)
    version = models.CharField(max_length=20)
    owner = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind)
    title = TranslatedField()
    source_url = models.URLField(max_length=500, blank=True)
    retrieved_on = PartialDateField(null=True, blank=True)
    licence_note = models.TextField(blank=True)

    class Meta:
        ordering = ("code",)
        verbose_name_plural = "vocabularies"
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=["ordinal", "nominal", "flag"]), name="vocabulary_kind_known"),
            *dated("retrieved_on", table="vocabulary"),
            *worded("title", table="vocabulary"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class Term(models.Model):
    """One term of a vocabulary. It may be end-dated and replaced, never removed."""

    key = models.CharField(primary_key=True, max_length=142)  # "theme:civic-space.association"
    vocabulary = models.ForeignKey(Vocabulary, on_delete=models.PROTECT, related_name="terms")
    code = models.CharField(max_length=80)
    order = models.SmallIntegerField()
    label = TranslatedField()
    definition = TranslatedField()
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    valid_from = PartialDateField(null=True, blank=True)
    valid_to = PartialDateField(null=True, blank=True)
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces")

    class Meta:
        ordering = ("vocabulary", "order", "code")
        constraints = (
            models.UniqueConstraint(fields=("vocabulary", "code"), name="term_code_unique_in_vocabulary"),
            *dated("valid_from", "valid_to", table="term"),
            *worded("label", table="term"),
        )

    def __str__(self) -> str:
        return self.key


class TermMapping(models.Model):
    """A published statement that a term is close to, or broader than, a term of someone else's vocabulary."""

    class Relation(models.TextChoices):
        CLOSE = "closeMatch"
        BROAD = "broadMatch"
        NARROW = "narrowMatch"
        EXACT = "exactMatch"
        RELATED = "relatedMatch"

    key = models.CharField(primary_key=True, max_length=420)  # "theme:equality|UHRI|Equality & non-discrimination"
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="mappings")
    relation = models.CharField(max_length=12, choices=Relation)
    scheme = models.CharField(max_length=60)
    target = models.CharField(max_length=200)

    class Meta:
        ordering = ("key",)
        constraints = (
            models.UniqueConstraint(fields=("term", "scheme", "target"), name="mapping_stated_once"),
            models.CheckConstraint(
                condition=Q(relation__in=["closeMatch", "broadMatch", "narrowMatch", "exactMatch", "relatedMatch"]),
                name="mapping_relation_is_skos",
            ),
        )

    def __str__(self) -> str:
        return f"{self.term} {self.relation} {self.scheme}:{self.target}"
