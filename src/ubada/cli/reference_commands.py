"""`ubada reference`: the reference pages that are made from the code, so that they cannot disagree with it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from ubada.cli.arguments import Subparsers, add_command
from ubada.cli.output import Output
from ubada.config import environment
from ubada.kernel.errors import UbadaError

_NOTE = "<!-- Made by `ubada reference`; change the code instead. -->\n"
_WIDTH = 100


def register(subparsers: Subparsers) -> None:
    """Adds `reference`."""
    parser = add_command(
        subparsers,
        "reference",
        reference,
        summary="write the reference pages of settings and commands",
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="folder to write settings.md and commands.md into")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if a page is out of date")


def reference(arguments: argparse.Namespace) -> int:
    """Writes the pages, or with --check compares them. Raises UbadaError naming the pages that are out of date."""
    pages = {"settings.md": settings_page(), "commands.md": commands_page()}
    paths = {arguments.folder / name: text for name, text in pages.items()}
    stale = [path for path, text in paths.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    if arguments.check and stale:
        names = ", ".join(str(path) for path in stale)
        raise UbadaError(f"Out of date: {names}.", hint="Run `make docs`.")
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for path in stale:
        path.write_text(paths[path], encoding="utf-8")
    Output().line(f"{len(stale)} of {len(paths)} pages written")
    return 0


def settings_page() -> str:
    """Every environment variable, with its kind, its default and its meaning."""
    parts = [_NOTE, "# Settings\n", "Every setting is an environment variable. An empty one counts as not set.\n"]
    for setting in environment.SETTINGS.values():
        parts.append(f"## {setting.name}\n")
        facts = [f"Kind: {setting.kind}."]
        if setting.choices:
            facts.append(f"One of: {', '.join(setting.choices)}.")
        if setting.minimum is not None:
            facts.append(f"From {setting.minimum} to {setting.maximum}.")
        facts.append(f"Default: `{setting.default}`." if setting.default else "No default.")
        if setting.kind == "secret":
            facts.append(f"Or `{setting.name}_FILE`, the path of a file whose first line is the value.")
        parts += [f"{setting.meaning}\n", f"{' '.join(facts)}\n"]
    return "\n".join(parts)


def commands_page() -> str:
    """The --help text of every command."""
    from ubada.cli import build_parser  # noqa: PLC0415 - the parser is built from this module among others

    parts = [_NOTE, "# Commands\n"]
    for name, parser in all_parsers("ubada", build_parser()):
        parser.formatter_class = partial(argparse.HelpFormatter, width=_WIDTH)
        parts += [f"## {name}\n", f"```text\n{parser.format_help().rstrip()}\n```\n"]
    return "\n".join(parts)


def all_parsers(name: str, parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """The parser and those of all its commands, with the words that call them."""
    yield name, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word, below in action.choices.items():
                yield from all_parsers(f"{name} {word}", below)
