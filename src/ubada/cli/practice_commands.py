"""`ubada practice`: the practice state and its rounds, and whom to sign in as."""

from __future__ import annotations

import argparse
import secrets

from ubada.cli.arguments import Subparsers, add_command
from ubada.cli.installation import database
from ubada.cli.output import Output, Step
from ubada.kernel.errors import UbadaError

GENERATED_BYTES = 15


def register(subparsers: Subparsers) -> None:
    """Adds `practice`."""
    parser = add_command(
        subparsers,
        "practice",
        practice,
        summary="make the practice state, or a new practice round when the open one is over",
        details=(
            "Practistan is invented, and so is everybody in it; nothing of it is in an edition. `ubada demo` makes it "
            "by itself. Nothing that exists is changed or removed."
        ),
    )
    parser.add_argument(
        "--generate-password",
        action="store_true",
        help="make the practice accounts here, with a password that is printed once",
    )


def practice(arguments: argparse.Namespace) -> int:
    """Makes what is missing, prints whom to sign in as, and gives 0.

    Raises UbadaError where there are no practice accounts and nobody asked for a password of their own: one that
    everybody knows is for the demo alone.
    """
    output = Output()
    with database():
        from ubada.access.actors import Actor  # noqa: PLC0415 - Django is ready only now
        from ubada.exchange.practice import make_practice, practice_accounts  # noqa: PLC0415

        actor = Actor.system("practice")
        there = practice_accounts(actor).exists()
        if not there and not arguments.generate_password:
            raise UbadaError(
                "There are no practice accounts here, and only `ubada demo` makes them by itself.",
                hint="`ubada practice --generate-password` makes them, with a password that is printed once.",
            )
        password = None if there else secrets.token_urlsafe(GENERATED_BYTES)
        with output.step("Practice state") as step:
            step.result = outcome(make_practice(actor=actor, password=password, report=step.advance))
        print_sign_ins(output, password or known_password())
    return 0


def practice_step(step: Step) -> str:
    """The step of the demo. Where real people sign in, or on a server, nobody gets a password that everybody knows."""
    from django.conf import settings  # noqa: PLC0415 - Django is ready only now

    from ubada.access.actors import Actor  # noqa: PLC0415
    from ubada.exchange.practice import (  # noqa: PLC0415
        KNOWN_PASSWORD,
        make_practice,
        practice_accounts,
        real_accounts,
    )

    actor = Actor.system("demo")
    is_demo = settings.MODE != "server" and not real_accounts(actor).exists()
    if not is_demo and not practice_accounts(actor).exists():
        return "left out: this is no demo, people sign in here"
    return outcome(make_practice(actor=actor, password=KNOWN_PASSWORD if is_demo else None, report=step.advance))


def outcome(made: object) -> str:
    """What was made, in a few words."""
    from ubada.exchange.practice import Made  # noqa: PLC0415 - Django is ready only now

    assert isinstance(made, Made)  # noqa: S101 - for the type checker: the class is known only once Django is ready
    if made.is_nothing:
        return "up to date"
    return f"{made.records} records, {made.accounts} accounts, {len(made.rounds)} rounds"


def known_password() -> str:
    """The password that everybody knows, if the practice accounts have it; otherwise nothing."""
    from ubada.access.actors import Actor  # noqa: PLC0415 - Django is ready only now
    from ubada.exchange.practice import KNOWN_PASSWORD, practice_accounts  # noqa: PLC0415

    first = practice_accounts(Actor.system("practice")).first()
    return KNOWN_PASSWORD if first is not None and first.check_password(KNOWN_PASSWORD) else ""


def print_sign_ins(output: Output, password: str, address: str = "") -> None:
    """A table of whom to sign in as, with the one password where it is known, and where to begin."""
    from ubada.exchange.practice import sign_ins  # noqa: PLC0415 - Django is ready only now

    output.line("\nPractistan is invented, to learn on. Whom to sign in as:\n")
    output.table(
        ("role", "organisation", "group", "address"),
        [(one.role, one.organisation, one.constituency, one.email) for one in sign_ins()],
    )
    if password:
        output.line(f"\nThe password of each: {password}")
    else:
        output.line("\nThe password of each is the one that was printed when they were made.")
    output.line(f"Begin at {address}/desk/, or look around at {address}/states/XXA/\n")
