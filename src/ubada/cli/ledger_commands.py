"""`ubada ledger`: checking the record of every write."""

from __future__ import annotations

import argparse

from ubada.cli.arguments import Subparsers, add_command, add_group
from ubada.cli.installation import database
from ubada.cli.output import Output


def register(subparsers: Subparsers) -> None:
    """Adds `ledger verify`."""
    group = add_group(subparsers, "ledger", summary="the append-only record of every write")
    add_command(
        group,
        "verify",
        verify,
        summary="check every link of the ledger and every object under it",
        details="Names each entry, and each row of the register, that was changed, added or removed outside Ubada.",
        formats=("text", "json"),
    )


def verify(arguments: argparse.Namespace) -> int:
    """Gives 0 if everything holds; otherwise names each fault and gives 1."""
    output = Output(quiet=arguments.format == "json")
    with database(), output.step("Ledger") as step:
        from ubada.ledger import queries  # noqa: PLC0415 - Django is ready only now

        outcome = queries.verify()
        step.result = f"{outcome.entries} entries and {outcome.objects} objects checked, {len(outcome.faults)} faults"
    if arguments.format == "json":
        output.json(
            {
                "holds": not outcome.faults,
                "entries": outcome.entries,
                "objects": outcome.objects,
                "head": outcome.head,
                "faults": [{"where": fault.where, "what": fault.what} for fault in outcome.faults],
            }
        )
    for fault in outcome.faults:
        output.line(str(fault))
    return 1 if outcome.faults else 0
