"""Who acts. Every service and every query takes one of these first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ubada.organisations.models import Account


class ActorKind(StrEnum):
    """The three kinds of actor there are."""

    READER = "reader"
    ACCOUNT = "account"
    SYSTEM = "system"


class PlatformRole(StrEnum):
    """A role held on the platform itself, apart from any organisation (domain model, 13.5)."""

    EDITOR = "editor"
    ADMIN = "admin"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True)
class Standing:
    """One living membership: the organisation, its constituency, the role in it, and the states it may speak on."""

    organisation_id: int
    constituency: str
    role: str
    states: frozenset[str]
    is_practice: bool = False
    """Whether the organisation is invented, to learn on."""


@dataclass(frozen=True, slots=True)
class Actor:
    """An immutable picture of who acts, taken once per request or command."""

    kind: ActorKind
    label: str
    account_id: int | None = None
    roles: frozenset[PlatformRole] = frozenset()
    memberships: tuple[Standing, ...] = ()
    asks_for_practice: bool = False
    """Whether what is shown is about the practice state by the reader's own wish, and says so."""

    @classmethod
    def reader(cls) -> Actor:
        """Anyone at all: nothing is known of them and nothing is asked."""
        return cls(ActorKind.READER, "reader")

    @classmethod
    def system(cls, reason: str) -> Actor:
        """The operator's own command line or a job; ``reason`` is what the ledger will show."""
        return cls(ActorKind.SYSTEM, f"system:{reason}")

    @classmethod
    def of(cls, account: Account | AnonymousUser) -> Actor:
        """The actor behind a signed-in account; an anonymous or switched-off one is a reader."""
        if account.pk is None or not account.is_active:
            return cls.reader()
        return account.as_actor()

    @property
    def is_system(self) -> bool:
        """True for commands and jobs of the installation itself."""
        return self.kind is ActorKind.SYSTEM

    @property
    def is_account(self) -> bool:
        """True for a signed-in person."""
        return self.kind is ActorKind.ACCOUNT

    @property
    def organisation_ids(self) -> frozenset[int]:
        """The organisations this actor belongs to today."""
        return frozenset(standing.organisation_id for standing in self.memberships)

    @property
    def is_practising(self) -> bool:
        """Whether the actor belongs to an organisation invented to learn on."""
        return any(standing.is_practice for standing in self.memberships)

    @property
    def sees_practice(self) -> bool:
        """Whether the actor is shown what is invented to learn on: on the pages of practice, and its own people."""
        return self.asks_for_practice or self.is_practising

    def asking_for_practice(self) -> Actor:
        """The same actor on a page that is about the practice state and says so."""
        return replace(self, asks_for_practice=True)

    def has_role(self, *roles: PlatformRole) -> bool:
        """True if the actor holds any of these platform roles."""
        return bool(self.roles.intersection(roles))
