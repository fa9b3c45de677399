"""Organisations, accreditations, accounts and memberships."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from ubada.access.actors import Actor, ActorKind, PlatformRole, Standing
from ubada.kernel.ids import new_uid
from ubada.register.fields import PartialDateField, TranslatedField, dated, worded
from ubada.register.models import State


class Constituency(models.TextChoices):
    """The groups that each keep a ledger of verdicts of their own (domain model, 13.2)."""

    STATE = "STA"
    CIVIL_SOCIETY = "CSO"
    OMBUDSMAN = "NHR"
    INTERNATIONAL = "IGO"
    COMMUNITY = "COM"
    EXPERT = "EXP"
    DONOR = "DON"


class Organisation(models.Model):
    """A body that takes part, in exactly one constituency."""

    class Status(models.TextChoices):
        APPLIED = "applied"
        APPROVED = "approved"
        SUSPENDED = "suspended"
        CLOSED = "closed"

    code = models.SlugField(max_length=60, unique=True)
    name = TranslatedField()
    constituency = models.CharField(max_length=3, choices=Constituency)
    states = models.ManyToManyField(State, related_name="organisations")
    status = models.CharField(max_length=10, choices=Status, default=Status.APPLIED)
    homepage = models.URLField(max_length=500, blank=True)
    is_practice = models.BooleanField(default=False)

    class Meta:
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                condition=Q(constituency__in=Constituency.values), name="organisation_constituency_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["applied", "approved", "suspended", "closed"]),
                name="organisation_status_known",
            ),
            *worded("name", table="organisation"),
        )

    def __str__(self) -> str:
        return self.code


class Accreditation(models.Model):
    """The standing of an ombudsman institution with GANHRI over a period. History is kept, never overwritten."""

    class Grade(models.TextChoices):
        A = "A"
        B = "B"
        NONE = "none"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="accreditations")
    grade = models.CharField(max_length=4, choices=Grade)
    valid_from = PartialDateField()
    valid_to = PartialDateField(null=True, blank=True)
    source_title = models.CharField(max_length=300)
    source_url = models.URLField(max_length=1000)

    class Meta:
        ordering = ("organisation", "valid_from")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "valid_from"), name="accreditation_once_per_start"),
            models.CheckConstraint(condition=Q(grade__in=["A", "B", "none"]), name="accreditation_grade_known"),
            *dated("valid_from", "valid_to", table="accreditation"),
        )

    def __str__(self) -> str:
        return f"{self.organisation} {self.grade} from {self.valid_from}"

    def in_force_on(self, day: date) -> bool:
        """Whether this is the standing on that day: begun for certain, and not ended for certain."""
        return self.valid_from.latest <= day and (self.valid_to is None or day <= self.valid_to.latest)


class AccountManager(BaseUserManager["Account"]):
    """Accounts are found by e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """A person who signs in. Known by an e-mail address and the name they chose; nothing else is kept."""

    uid = models.CharField(max_length=26, unique=True, default=new_uid, editable=False)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=10, default="en")
    platform_role = models.CharField(
        max_length=10, blank=True, choices=[(role.value, role.value) for role in PlatformRole]
    )
    is_active = models.BooleanField(default=True)

    objects = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ("uid",)
        constraints = (
            models.UniqueConstraint(Lower("email"), name="account_email_unique_in_any_case"),
            models.CheckConstraint(
                condition=Q(platform_role__in=["", "editor", "admin", "auditor"]), name="account_platform_role_known"
            ),
        )

    def __str__(self) -> str:
        return self.uid

    def as_actor(self) -> Actor:
        """The picture of this account that services and queries take: its roles and its living memberships."""
        living = self.memberships.filter(
            ended_on__isnull=True, organisation__status=Organisation.Status.APPROVED
        ).prefetch_related("organisation__states")
        return Actor(
            ActorKind.ACCOUNT,
            f"account:{self.uid}",
            account_id=self.pk,
            roles=frozenset({PlatformRole(self.platform_role)} if self.platform_role else ()),
            memberships=tuple(
                Standing(
                    membership.organisation_id,
                    membership.organisation.constituency,
                    membership.role,
                    frozenset(state.code for state in membership.organisation.states.all()),
                    membership.organisation.is_practice,
                )
                for membership in living.select_related("organisation")
            ),
        )


class Membership(models.Model):
    """A person's place in an organisation, with a role, from a day and perhaps to a day."""

    class Role(models.TextChoices):
        COORDINATOR = "coordinator"
        ASSESSOR = "assessor"
        REVIEWER = "reviewer"
        OBSERVER = "observer"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role)
    began_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("organisation", "account", "began_on")
        constraints = (
            models.UniqueConstraint(
                fields=("account", "organisation"),
                condition=Q(ended_on__isnull=True),
                name="membership_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("began_on")),
                name="membership_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(role__in=["coordinator", "assessor", "reviewer", "observer"]),
                name="membership_role_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account} in {self.organisation} as {self.role}"


class ApiToken(models.Model):
    """A key with which a program works in one member's name for one organisation. Its secret is not kept.

    It belongs to a membership and ends with it: whoever comes back makes another.
    """

    class Scope(models.TextChoices):
        """What a program may do with it, of what the member may do."""

        ASSESSMENTS_READ = "assessments:read"
        ASSESSMENTS_WRITE = "assessments:write"
        EVIDENCE_READ = "evidence:read"

    name = models.CharField(primary_key=True, max_length=10)
    """By which lists call it; no secret."""
    sha256 = models.CharField(max_length=64)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="tokens")
    label = models.CharField(max_length=80)
    """What its owner uses it for."""
    scopes = models.JSONField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at", "name")
        verbose_name = "API token"
        constraints = (
            models.CheckConstraint(
                condition=Q(scopes__contained_by=["assessments:read", "assessments:write", "evidence:read"])
                & ~Q(scopes=[]),
                name="token_scopes_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    expires_at__gt=models.F("made_at"), expires_at__lte=models.F("made_at") + timedelta(days=366)
                ),
                name="token_for_a_year_at_most",
            ),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="token_hash_is_sha256"),
        )

    def __str__(self) -> str:
        return self.name

    def works_at(self, now: datetime) -> bool:
        """Whether it opens anything at this moment."""
        return (
            self.revoked_at is None
            and now < self.expires_at
            and self.membership.ended_on is None
            and self.membership.account.is_active
            and self.membership.organisation.status == Organisation.Status.APPROVED
        )
