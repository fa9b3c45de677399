"""Every kind of actor there is, over the register of `tests.world`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.test import Client

from tests.editions.conftest import add_practice_state
from tests.world import TODAY, World, both, build_world
from ubada.access.actors import Actor, PlatformRole
from ubada.editions.services import build_edition, publish_edition
from ubada.organisations import services
from ubada.organisations.models import Account, Constituency, Organisation
from ubada.search.services import rebuild_index

SYSTEM: Final = Actor.system("test")
PRACTICE_ORGANISATION: Final = "Invented office 9917"
SUSPENDED_ORGANISATION: Final = "Suspended office 3384"
STATES: Final = ("KGZ", "UZB")
ACTORS: Final = (
    "reader", "outsider",
    *(f"{constituency.lower()}_{state.lower()}" for constituency in Constituency.values for state in STATES),
    "coordinator", "editor", "admin", "auditor", "suspended", "disabled", "practice",
)  # fmt: skip
"""The reader, someone in no organisation, members of each constituency for two states, and the special ones."""


@dataclass(frozen=True)
class People:
    """The register's world with an account for every kind of actor but the reader."""

    world: World
    accounts: dict[str, Account]

    def client(self, actor: str) -> Client:
        """The browser of this actor: signed in before whatever befell the account since."""
        client = Client(raise_request_exception=False)
        if actor != "reader":
            account = self.accounts[actor]
            was_active, account.is_active = account.is_active, True
            client.force_login(account)
            account.is_active = was_active
        return client


def email_of(actor: str) -> str:
    """The address of an actor's account; it must be in nobody's page but their own."""
    return f"{actor.replace('_', '-')}@people.example"


def build_people() -> People:
    """Write the world, its practice state, a published and a merely built edition, the search index, and everyone."""
    world = build_world()
    add_practice_state()
    accounts = {name: _account(name) for name in ACTORS if name != "reader"}
    for constituency in Constituency.values:
        for state in STATES:
            name = f"{constituency.lower()}_{state.lower()}"
            place = _organisation(name.replace("_", "-"), f"Office {name}", constituency, state)
            _join(accounts[name], place, "assessor")
    _join(accounts["coordinator"], world.civil_society, "coordinator")
    closed = _organisation("closed-office", SUSPENDED_ORGANISATION, "CSO", "KGZ")
    _join(accounts["suspended"], closed, "coordinator")
    services.change_status(actor=SYSTEM, organisation=closed, status=Organisation.Status.SUSPENDED)
    _join(accounts["practice"], _organisation("invented-office", PRACTICE_ORGANISATION, "NHR", "XAA"), "coordinator")
    build_edition(actor=SYSTEM, number=0, on=TODAY)
    publish_edition(actor=SYSTEM, number=0)
    build_edition(actor=SYSTEM, number=1, on=TODAY)
    services.set_account_active(actor=SYSTEM, account=accounts["disabled"], is_active=False)
    rebuild_index()
    return People(world, accounts)


def _account(name: str) -> Account:
    role = PlatformRole(name) if name in {"editor", "admin", "auditor"} else None
    return services.create_account(
        actor=SYSTEM, email=email_of(name), name=f"Person {name}", platform_role=role, password=f"phrase of {name} 1"
    )


def _organisation(code: str, name: str, constituency: str, state: str) -> Organisation:
    return services.create_organisation(
        actor=SYSTEM, code=code, name=both(name), constituency=constituency, states=[state]
    )


def _join(account: Account, organisation: Organisation, role: str) -> None:
    services.begin_membership(actor=SYSTEM, account=account, organisation=organisation, role=role, began_on=TODAY)
