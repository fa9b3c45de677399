"""`ubada organisation` and `ubada account`: letting people in, by the operator's own hand."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from ubada.cli.arguments import Subparsers, add_command, add_group
from ubada.cli.installation import database
from ubada.cli.output import Output
from ubada.kernel.errors import UbadaError

CONSTITUENCIES = ("STA", "CSO", "NHR", "IGO", "COM", "EXP", "DON")
ROLES = ("coordinator", "assessor", "reviewer", "observer")
PLATFORM_ROLES = ("editor", "admin", "auditor")


def register(subparsers: Subparsers) -> None:
    """Adds `organisation create` and `account create`."""
    group = add_group(subparsers, "organisation", summary="the organisations that take part")
    parser = add_command(group, "create", create_organisation, summary="enter an organisation in its constituency")
    parser.add_argument("code", help="short name in addresses, such as bir-duino")
    parser.add_argument("--name", required=True, help="name in English")
    parser.add_argument("--name-ru", help="name in Russian")
    parser.add_argument("--constituency", required=True, choices=CONSTITUENCIES, help="whose voice it is")
    parser.add_argument("--state", action="append", required=True, metavar="CODE", help="a state it may speak on")
    parser.add_argument("--homepage", default="", help="address of its site")

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
    Output().line(f"The account is made. Give its owner this link, over a channel you trust:\n{link}")
    return 0
