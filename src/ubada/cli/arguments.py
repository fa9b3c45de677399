"""What every command's arguments share."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Callable, Sequence
from typing import TypeAlias

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Command: TypeAlias = Callable[[argparse.Namespace], int]


def common_options(*, default: str | None) -> argparse.ArgumentParser:
    """The options that may stand before or after the command's name."""
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument(
        "--data-dir",
        metavar="FOLDER",
        default=default,
        help="folder that holds everything this installation keeps (UBADA_DATA_DIR; default .ubada)",
    )
    return options


def add_command(
    subparsers: Subparsers, name: str, run: Command, *, summary: str, details: str = "", formats: Sequence[str] = ()
) -> argparse.ArgumentParser:
    """A command's parser. With `formats` it takes --format, whose first one is the default."""
    parser = subparsers.add_parser(
        name,
        help=summary,
        description=f"{summary[:1].upper()}{summary[1:]}. {details}".strip(),
        parents=[common_options(default=argparse.SUPPRESS)],
    )
    if formats:
        parser.add_argument("--format", choices=tuple(formats), default=formats[0], help=f"default: {formats[0]}")
    parser.set_defaults(run=run)
    return parser


def to_type(arguments: argparse.Namespace, command: str) -> str:
    """What to type for another command on the same installation, in back quotes."""
    place = f"--data-dir {shlex.quote(arguments.data_dir)} " if arguments.data_dir else ""
    return f"`ubada {place}{command}`"


def add_group(subparsers: Subparsers, name: str, *, summary: str) -> Subparsers:
    """A command with commands of its own, such as `ubada edition build`."""
    parser = subparsers.add_parser(name, help=summary, description=f"{summary[:1].upper()}{summary[1:]}.")
    return parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
