"""The organisations of practice rounds, the people who sign in for them, and their evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from ubada.access.actors import Actor
from ubada.evidence.queries import items
from ubada.evidence.services import add_item
from ubada.exchange.practice.files import Raw
from ubada.kernel.dates import PartialDate
from ubada.organisations import queries
from ubada.organisations.models import Account, Organisation
from ubada.organisations.services import (
    begin_membership,
    create_account,
    create_organisation,
    record_accreditation,
)

PREFIX: Final = "practice-"
DOMAIN: Final = "practistan.example"
"""A name that exists nowhere: addresses under `.example` are reserved (RFC 2606) and no mail ever reaches them."""
BEGAN_ON: Final = date(2025, 7, 1)
SOURCE_URL: Final = "https://archive.practistan.example/accreditations"


@dataclass(frozen=True, slots=True)
class SignIn:
    """One person to sign in as: the role, the organisation and its constituency, and the address to sign in with."""

    role: str
    organisation: str
    constituency: str
    email: str


@dataclass
class Cast:
    """Everybody who takes part, by the keys of the file: ``clear-spring.assessor``; and the evidence by its keys."""

    actors: dict[str, Actor]
    organisations: dict[str, Organisation]
    evidence: dict[str, str]

    def organisation_of(self, key: str) -> str:
        """The code of the organisation that a person speaks for."""
        return f"{PREFIX}{key.partition('.')[0]}"


def make_cast(*, actor: Actor, raw: Raw, state: str, password: str | None) -> Cast:
    """Enter the organisations, people and items of evidence that are not there yet; give all of them.

    Raises Refused, or InvalidInput for a password that is too weak.
    """
    organisations = _organisations(actor, raw, state)
    accounts = _accounts(actor, raw, organisations, password)
    actors = {key: Actor.of(account) for key, account in accounts.items()}
    return Cast(actors, organisations, _evidence(actor, raw, organisations))


def email_of(key: str) -> str:
    """The address that a person of the file signs in with."""
    organisation, _dot, role = key.partition(".")
    return f"{role}@{organisation}.{DOMAIN}"


def sign_ins_of(raw: Raw) -> list[SignIn]:
    """Everybody in the file, in its order."""
    known = {one["code"]: one for one in raw["organisations"]}
    return [
        SignIn(one["role"], whose["name"]["en"], whose["constituency"], email_of(one["key"]))
        for one in raw["people"]
        for whose in [known[f"{PREFIX}{one['key'].partition('.')[0]}"]]
    ]


def _organisations(actor: Actor, raw: Raw, state: str) -> dict[str, Organisation]:
    there = {one.code: one for one in queries.organisations(actor).filter(is_practice=True)}
    for one in raw["organisations"]:
        if one["code"] in there:
            continue
        made = create_organisation(
            actor=actor, code=one["code"], name=one["name"], constituency=one["constituency"], states=[state]
        )
        there[made.code] = made
        if accreditation := one.get("accreditation"):
            record_accreditation(
                actor=actor, organisation=made, grade=accreditation["grade"],
                valid_from=PartialDate.parse(accreditation["valid_from"]),
                source_title=accreditation["source_title"], source_url=SOURCE_URL,
            )  # fmt: skip
    return there


def _accounts(
    actor: Actor, raw: Raw, organisations: dict[str, Organisation], password: str | None
) -> dict[str, Account]:
    there = {one.email: one for one in queries.accounts(actor).filter(email__endswith=f".{DOMAIN}")}
    found: dict[str, Account] = {}
    for one in raw["people"]:
        email = email_of(one["key"])
        if email not in there:
            there[email] = create_account(actor=actor, email=email, name=one["name"], password=password)
            whose = organisations[f"{PREFIX}{one['key'].partition('.')[0]}"]
            begin_membership(actor=actor, account=there[email], organisation=whose, role=one["role"], began_on=BEGAN_ON)
        found[one["key"]] = there[email]
    return found


def _evidence(actor: Actor, raw: Raw, organisations: dict[str, Organisation]) -> dict[str, str]:
    ours = items(actor).filter(organisation__is_practice=True)
    there = {(one.organisation.code, one.title.as_dict()["en"]): one.pk for one in ours}
    found: dict[str, str] = {}
    for one in raw["evidence"]:
        name = (one["of"], one["title"]["en"])
        if name not in there:
            there[name] = _item(actor, one, organisations[one["of"]])
        found[one["key"]] = there[name]
    return found


def _item(actor: Actor, one: Raw, organisation: Organisation) -> str:
    made = add_item(
        actor=actor, organisation=organisation, kind=one["kind"], title=one["title"], source=one["source"],
        captured_on=date.fromisoformat(one["captured_on"]), summary=one.get("summary"),
        dated=PartialDate.parse(one["dated"]) if one.get("dated") else None, url=one.get("url", ""),
        sensitivity=one["sensitivity"], consent=one.get("consent", "not-needed"),
    )  # fmt: skip
    return made.pk
