"""`ubada demo`: everything from nothing."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from contextlib import ExitStack

from ubada.cli.arguments import Subparsers, add_command, to_type
from ubada.cli.demo_steps import STEPS
from ubada.cli.installation import data_dir, database, make_data_dir
from ubada.cli.output import Output
from ubada.cli.practice_commands import known_password, print_sign_ins
from ubada.cli.serve_commands import listen, port_number
from ubada.cli.supervisor import STOP_SIGNALS
from ubada.config import environment
from ubada.config.cluster import serve_lock


def register(subparsers: Subparsers) -> None:
    """Adds `demo`."""
    parser = add_command(
        subparsers,
        "demo",
        demo,
        summary="make a complete installation from nothing and serve it",
        details="Safe to run again: what exists is kept. Ctrl-C stops the site.",
    )
    parser.add_argument("--port", type=port_number, help="TCP port; 0 takes any free one (PORT; default 8000)")
    parser.add_argument("--no-serve", action="store_true", help="prepare everything and stop")


def demo(arguments: argparse.Namespace) -> int:
    """Runs every step and then becomes `ubada serve`, which gives the memory of the steps back."""
    port = environment.integer("PORT") if arguments.port is None else arguments.port
    make_data_dir()
    output = Output()
    with ExitStack() as stack:
        stack.enter_context(serve_lock(data_dir()))
        if not arguments.no_serve:
            # A taken port is worth knowing before the work, not after it.
            listen(environment.text("UBADA_HOST"), port).close()
        with output.step("Database") as step:
            stack.enter_context(database(migrated=False))
            step.result = "running"
        for demo_step in STEPS:
            with output.step(demo_step.title) as step:
                step.result = demo_step.run(step)
        if password := known_password():
            print_sign_ins(output, password, f"http://localhost:{port}" if port else "")
    if not arguments.no_serve:
        sys.stdout.flush()
        command = [sys.executable, "-m", "ubada.cli", "serve", "--prepared", "--port", str(port)]
        # A Ctrl-C from here on waits until `serve` can answer it, which is after all its imports.
        signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
        os.execv(sys.executable, command)  # noqa: S606 - our own program with a number
    output.note(f"Everything is ready; {to_type(arguments, 'serve')} shows it.")
    return 0
