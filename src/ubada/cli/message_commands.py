"""`ubada messages`: the translated texts of the interface."""

from __future__ import annotations

import argparse
import io
from pathlib import Path

from ubada.cli.arguments import Subparsers, add_command, add_group
from ubada.cli.output import Output
from ubada.kernel.errors import InvalidInput, Problem, UbadaError

PACKAGE = Path(__file__).resolve().parent.parent


def register(subparsers: Subparsers) -> None:
    """Adds `messages compile`."""
    group = add_group(subparsers, "messages", summary="work on the translated texts of the interface")
    parser = add_command(
        group,
        "compile",
        compile_messages,
        summary="compile every catalogue (.po) that is newer than its compiled form (.mo)",
    )
    parser.add_argument("--root", type=Path, default=PACKAGE, help=argparse.SUPPRESS)


def compile_messages(arguments: argparse.Namespace) -> int:
    """Compiles what is out of date; nothing is written for a catalogue with a fault. 0 if all are compiled."""
    output = Output()
    catalogues = sorted(arguments.root.glob("**/locale/*/LC_MESSAGES/*.po"))
    stale = [path for path in catalogues if _is_stale(path)]
    problems: list[Problem] = []
    with output.step("Translations") as step:
        for number, path in enumerate(stale, start=1):
            problems += compile_catalogue(path)
            step.advance(number, len(stale))
        step.result = f"{len(stale)} of {len(catalogues)} compiled"
        if problems:
            raise InvalidInput("Some translations are faulty and were not compiled.", problems=problems)
    return 0


def compile_catalogue(path: Path) -> list[Problem]:
    """Writes the .mo file beside a .po file, or gives what is wrong with it."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - the other commands start faster without it
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415

    try:
        with path.open("rb") as stream:
            catalogue = read_po(stream, locale=path.parent.parent.name, abort_invalid=True)
    except PoFileError as error:
        return [Problem(str(path), "", "", str(error))]
    except (OSError, ValueError) as error:
        raise UbadaError(f"{path} cannot be read: {error}") from error
    problems = [
        Problem(str(path), f"line {message.lineno}", "", str(error))
        for message, errors in catalogue.check()
        for error in errors
        if message.string and not message.fuzzy
    ]
    if problems:
        return problems
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    temporary = path.with_suffix(".mo.new")
    temporary.write_bytes(compiled.getvalue())
    temporary.replace(path.with_suffix(".mo"))
    return []


def _is_stale(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return not compiled.is_file() or compiled.stat().st_mtime_ns < path.stat().st_mtime_ns
