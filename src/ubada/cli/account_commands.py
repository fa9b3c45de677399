"""`ubada organisation` and `ubada account`: letting people in, by the operator's own hand."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ubada.cli.arguments import Subparsers, add_command, add_group
from ubada.cli.installation import database
from ubada.cli.output import Output
from ubada.kernel.errors import UbadaError

if TYPE_CHECKING:
    from ubada.access.actors import Actor
    from ubada.organisations.models import Account

CONSTITUENCIES = ("STA", "CSO", "NHR", "IGO", "COM", "EXP", "DON")
ROLES = ("coordinator", "assessor", "reviewer", "observer")
PLATFORM_ROLES = ("editor", "admin", "auditor")


def register(subparsers: Subparsers) -> None:
    """Adds the commands of `organisation` and `account`."""
    group = add_group(subparsers, "organisation", summary="the organisations that take part")
    parser = add_command(group, "create", create_organisation, summary="enter an organisation in its constituency")
    parser.add_argument("code", help="short name in addresses, such as bir-duino")
    parser.add_argument("--name", required=True, help="name in English")
    parser.add_argument("--name-ru", help="name in Russian")
    parser.add_argument("--constituency", required=True, choices=CONSTITUENCIES, help="whose voice it is")
    parser.add_argument("--state", action="append", required=True, metavar="CODE", help="a state it may speak on")
    parser.add_argument("--homepage", default="", help="address of its site")

    parser = add_command(group, "status", set_status, summary="approve, suspend or close an organisation")
    parser.add_argument("code", help="short name of the organisation")
    parser.add_argument("status", choices=("approved", "suspended", "closed"), help="its standing from now on")

    group = add_group(subparsers, "account", summary="the people who sign in")
    parser = add_command(
        group,
        "create",
        create_account,
        summary="make an account and print the link at which its owner sets a password",
        details="No password is asked for here; the link works once and for three days.",
    )
    parser.add_argument("email", help="the address the person signs in with")
    parser.add_argument("--name", required=True, help="the name others see")
    parser.add_argument("--organisation", metavar="CODE", help="place the person in this organisation")
    parser.add_argument("--role", choices=ROLES, default="observer", help="role there; default: observer")
    parser.add_argument("--platform-role", choices=PLATFORM_ROLES, help="a role on the platform itself")
    parser = add_command(group, "link", link, summary="print a new link at which the owner sets a password")
    parser.add_argument("email", help="the address the person signs in with")
    add_command(group, "list", list_accounts, summary="every account, with its roles and places")
    for name, run, summary in (
        ("disable", disable, "switch an account off and end its sessions at once"),
        ("enable", enable, "switch an account on again"),
    ):
        parser = add_command(group, name, run, summary=summary)
        parser.add_argument("email", help="the address the person signs in with")
    parser = add_command(group, "role", set_role, summary="give an account a role on the platform, or none")
    parser.add_argument("email", help="the address the person signs in with")
    parser.add_argument("platform_role", choices=(*PLATFORM_ROLES, "none"), help="the role; none takes it away")


def create_organisation(arguments: argparse.Namespace) -> int:
    """Enters the organisation and gives 0."""
    with database():
        from ubada.access.actors import Actor  # noqa: PLC0415 - Django is ready only now
        from ubada.organisations import services  # noqa: PLC0415

        name = {"en": arguments.name} | ({"ru": arguments.name_ru} if arguments.name_ru else {})
        services.create_organisation(
            actor=Actor.system("operator"),
            code=arguments.code,
            name=name,
            constituency=arguments.constituency,
            states=arguments.state,
            homepage=arguments.homepage,
        )
    Output().line(f"{arguments.code} is entered as {arguments.constituency} for {', '.join(arguments.state)}.")
    return 0


def create_account(arguments: argparse.Namespace) -> int:
    """Makes the account, prints the link for its owner, and gives 0."""
    with database():
        from django.db import transaction  # noqa: PLC0415 - Django is ready only now

        from ubada.access.actors import Actor, PlatformRole  # noqa: PLC0415
        from ubada.organisations import queries, services  # noqa: PLC0415

        actor = Actor.system("operator")
        role = PlatformRole(arguments.platform_role) if arguments.platform_role else None
        with transaction.atomic():
            account = services.create_account(
                actor=actor, email=arguments.email, name=arguments.name, platform_role=role
            )
            if arguments.organisation:
                organisation = queries.organisations(actor).filter(code=arguments.organisation).first()
                if organisation is None:
                    raise UbadaError(
                        f"There is no organisation {arguments.organisation!r}.",
                        hint="Enter it first: `ubada organisation create`.",
                    )
                services.begin_membership(
                    actor=actor,
                    account=account,
                    organisation=organisation,
                    role=arguments.role,
                    began_on=datetime.now(UTC).date(),
                )
        link = services.password_link(actor=actor, account=account)
    _hand_out("The account is made. Give its owner this link, over a channel you trust:", link)
    return 0


def set_status(arguments: argparse.Namespace) -> int:
    """Changes the standing of an organisation and gives 0."""
    with database():
        from ubada.access.actors import Actor  # noqa: PLC0415 - Django is ready only now
        from ubada.organisations import queries, services  # noqa: PLC0415
        from ubada.organisations.models import Organisation  # noqa: PLC0415

        actor = Actor.system("operator")
        organisation = queries.organisations(actor).filter(code=arguments.code).first()
        if organisation is None:
            raise UbadaError(f"There is no organisation {arguments.code!r}.")
        services.change_status(actor=actor, organisation=organisation, status=Organisation.Status(arguments.status))
    Output().line(f"{arguments.code} is {arguments.status}.")
    return 0


def link(arguments: argparse.Namespace) -> int:
    """Prints a link for a new password and gives 0."""
    with _account(arguments.email) as (actor, account):
        from ubada.organisations import services  # noqa: PLC0415 - Django is ready only now

        address = services.password_link(actor=actor, account=account)
    _hand_out("Give the owner this link, over a channel you trust:", address)
    return 0


def list_accounts(arguments: argparse.Namespace) -> int:  # noqa: ARG001 - every command takes them
    """Prints a table of the accounts and gives 0."""
    with database():
        from ubada.access.actors import Actor  # noqa: PLC0415 - Django is ready only now
        from ubada.organisations import queries  # noqa: PLC0415

        rows = [
            (
                one.email,
                one.name,
                one.platform_role or "-",
                ", ".join(
                    f"{place.organisation.code} ({place.role})" for place in one.memberships.all() if not place.ended_on
                )
                or "-",
                "on" if one.is_active else "off",
            )
            for one in queries.accounts(Actor.system("operator"))
        ]
    Output().table(("address", "name", "role", "places", "state"), rows)
    return 0


def disable(arguments: argparse.Namespace) -> int:
    """Switches the account off and gives 0."""
    with _account(arguments.email) as (actor, account):
        from ubada.organisations import services  # noqa: PLC0415 - Django is ready only now

        ended = services.set_account_active(actor=actor, account=account, is_active=False)
    Output().line(f"The account is off; sessions ended: {ended}.")
    return 0


def enable(arguments: argparse.Namespace) -> int:
    """Switches the account on and gives 0."""
    with _account(arguments.email) as (actor, account):
        from ubada.organisations import services  # noqa: PLC0415 - Django is ready only now

        services.set_account_active(actor=actor, account=account, is_active=True)
    Output().line("The account is on.")
    return 0


def set_role(arguments: argparse.Namespace) -> int:
    """Changes the account's role on the platform and gives 0."""
    with _account(arguments.email) as (actor, account):
        from ubada.access.actors import PlatformRole  # noqa: PLC0415 - Django is ready only now
        from ubada.organisations import services  # noqa: PLC0415

        role = None if arguments.platform_role == "none" else PlatformRole(arguments.platform_role)
        services.set_platform_role(actor=actor, account=account, role=role)
    Output().line(f"The role is now: {arguments.platform_role}.")
    return 0


def _hand_out(words: str, link: str) -> None:
    """Prints the link, and what has to be changed in it where its beginning can only be guessed."""
    from django.conf import settings  # noqa: PLC0415 - Django is ready only now

    output = Output()
    output.line(f"{words}\n{link}")
    if not settings.PUBLIC_URL:
        output.line(
            f"UBADA_PUBLIC_URL is not set. In place of {settings.LOCAL_URL} the link must begin with the address at "
            "which the person reaches the site."
        )


@contextmanager
def _account(email: str) -> Iterator[tuple[Actor, Account]]:
    """The operator and the account with this address, while the database answers. Raises UbadaError for none."""
    with database():
        from ubada.access.actors import Actor  # noqa: PLC0415 - Django is ready only now
        from ubada.organisations import queries  # noqa: PLC0415

        actor = Actor.system("operator")
        account = queries.accounts(actor).filter(email__iexact=email).first()
        if account is None:
            raise UbadaError("No account signs in with this address.", hint="`ubada account list` shows them.")
        yield actor, account
