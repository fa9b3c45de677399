"""`ubada init`: everything that has to be there before the site can be served."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ubada.cli.arguments import Subparsers, add_command
from ubada.cli.installation import data_dir, database, unapplied_migrations, uses_embedded_database
from ubada.cli.output import Output, Step
from ubada.kernel.errors import UbadaError

if TYPE_CHECKING:
    from django.core.checks import CheckMessage


def register(subparsers: Subparsers) -> None:
    """Adds `init`."""
    add_command(
        subparsers,
        "init",
        init,
        summary="make or update the database and the static files",
        details="Safe to run again: what is up to date is left as it is. Existing data are kept.",
    )


def init(arguments: argparse.Namespace) -> int:  # noqa: ARG001 - every command takes them
    """Runs the preparation and gives 0."""
    output = Output()
    with output.step("Database") as step, database(migrated=False):
        step.result = migrate(step)
    with output.step("Static files") as step:
        step.result = collect_static_files()
    with output.step("Code and settings") as step:
        step.result = check_site()
    return 0


def migrate(step: Step) -> str:
    """Brings the database to this version, one migration at a time, and says how many were applied."""
    from django.core.management import call_command  # noqa: PLC0415

    missing = unapplied_migrations()
    if not missing:
        return "up to date"
    step.advance(0, len(missing))
    call_command("migrate", interactive=False, verbosity=0)
    step.advance(len(missing), len(missing))
    return f"{len(missing)} migrations applied"


def check_site() -> str:
    """Loads every page's code and asks every check, so that a broken site stops here and not at its readers.

    Says how it went; what is only a warning is a line on standard error. Raises UbadaError with every fault.
    """
    from django.core.checks import ERROR, WARNING, run_checks  # noqa: PLC0415

    # The embedded server has been stopped again by now, and its account is its own.
    databases = None if uses_embedded_database() else ["default"]
    found = [one for one in run_checks(databases=databases) if one.level >= WARNING and not one.is_silenced()]
    faults = [one for one in found if one.level >= ERROR]
    if faults:
        raise UbadaError("\n".join(["The site's code or settings have faults.", *map(_in_words, faults)]))
    for warning in found:
        Output().note(_in_words(warning))
    return "no faults"


def _in_words(found: CheckMessage) -> str:
    """One line: what the check is about, what it found, what to do, and the number it is known by."""
    where = f"{found.obj}: " if found.obj else ""
    return f"  {where}{found.msg}{f' {found.hint}' if found.hint else ''} ({found.id})"


def collect_static_files() -> str:
    """Builds the assets and gathers every static file under its hashed name; Django is set up already."""
    from django.core.management import call_command  # noqa: PLC0415

    from ubada.web import assets  # noqa: PLC0415

    assets.build(data_dir())
    answer = call_command("collectstatic", interactive=False, verbosity=0)
    return str(answer or "up to date").strip()
