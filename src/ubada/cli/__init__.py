"""The one command, `ubada`. Each module named in `COMMAND_MODULES` adds its commands through `register(subparsers)`."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import traceback
from collections.abc import Sequence

import ubada
from ubada.cli.arguments import common_options
from ubada.config import environment
from ubada.kernel.errors import UbadaError

# In the order in which `ubada --help` shows them.
COMMAND_MODULES = (
    "ubada.cli.demo_commands",
    "ubada.cli.practice_commands",
    "ubada.cli.setup_commands",
    "ubada.cli.serve_commands",
    "ubada.cli.search_commands",
    "ubada.cli.doctor_commands",
    "ubada.cli.read_commands",
    "ubada.cli.classification_commands",
    "ubada.cli.matching_commands",
    "ubada.cli.import_commands",
    "ubada.cli.edition_commands",
    "ubada.cli.ledger_commands",
    "ubada.cli.account_commands",
    "ubada.cli.backup_commands",
    "ubada.cli.message_commands",
    "ubada.cli.reference_commands",
)

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit status: 0 done, 1 failed, 2 wrong use, 130 interrupted.

    A failure is one line on standard error; with UBADA_DEBUG=yes an unexpected one shows where it came from.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ubada.config.settings")
    try:
        arguments = build_parser().parse_args(argv)
        if arguments.data_dir:
            os.environ["UBADA_DATA_DIR"] = os.path.abspath(os.path.expanduser(arguments.data_dir))  # noqa: PTH100, PTH111
        status: int = arguments.run(arguments)
        sys.stdout.flush()
    except UbadaError as error:
        return _fail(str(error))
    except KeyboardInterrupt:
        _fail("interrupted.")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; the interpreter must not complain about it once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:  # noqa: BLE001 - the last resort turns every fault into one line
        if environment.boolean("UBADA_DEBUG"):
            traceback.print_exc()
        reason = (str(error).strip().splitlines() or ["no reason was given"])[0]
        return _fail(f"unexpected {type(error).__name__}: {reason} (UBADA_DEBUG=yes shows where)")
    return status


def build_parser() -> argparse.ArgumentParser:
    """The parser of every command that is registered."""
    parser = argparse.ArgumentParser(
        prog="ubada",
        description="Ubada: the joint register of what five Central Asian states promised and what is known about it.",
        epilog="Settings come from the environment; every one is described in docs/reference/settings.md.",
        parents=[common_options(default=None)],
    )
    parser.add_argument("--version", action="version", version=f"ubada {ubada.__version__}")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in COMMAND_MODULES:
        importlib.import_module(name).register(subparsers)
    return parser


def _fail(message: str) -> int:
    print(f"ubada: {message}", file=sys.stderr)  # noqa: T201
    return 1
