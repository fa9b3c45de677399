"""`ubada export`: the register in the forms that other databases take."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from ubada.cli.arguments import Subparsers, add_command, add_group
from ubada.cli.installation import database
from ubada.cli.output import Output
from ubada.kernel.errors import UbadaError


def register(subparsers: Subparsers) -> None:
    """Adds `export impactoss`."""
    group = add_group(subparsers, "export", summary="write the register in the form of another database")
    parser = add_command(
        group,
        "impactoss",
        export_impactoss,
        summary="write the recommendations to one state as the CSV of IMPACT OSS",
        details="Cells that a spreadsheet would run as a formula begin with an apostrophe; the import takes it off.",
        formats=("text", "json"),
    )
    parser.add_argument("state", metavar="STATE", help="ISO 3166-1 alpha-3 code of the state, such as KGZ")
    parser.add_argument("file", type=Path, metavar="FILE", help="file to be written; must not exist yet")


def export_impactoss(arguments: argparse.Namespace) -> int:
    """Writes the file and says how many recommendations are in it."""
    output = Output(quiet=arguments.format == "json")
    with database():
        from ubada.access.actors import Actor  # noqa: PLC0415 - Django is ready only now
        from ubada.exchange import queries  # noqa: PLC0415
        from ubada.exchange.formats.impactoss import written  # noqa: PLC0415

        reader = Actor.reader()
        if arguments.state not in (known := queries.known_register(reader).states):
            raise UbadaError(f"There is no state {arguments.state}.", hint=f"There are {', '.join(sorted(known))}.")
        lines = list(queries.impactoss_lines(reader, arguments.state))
    try:
        with arguments.file.open("x", encoding="utf-8", newline="") as out:
            out.writelines(written(lines))
    except FileExistsError:
        raise UbadaError(f"{arguments.file} is there already.", hint="Name another file.") from None
    except OSError as error:
        raise UbadaError(f"{arguments.file} cannot be written: {error.strerror}.") from error
    if arguments.format == "json":
        output.json({"file": os.fspath(arguments.file), "recommendations": len(lines)})
    else:
        output.line(f"{len(lines)} recommendations to {arguments.state} are in {arguments.file}.")
    return 0
