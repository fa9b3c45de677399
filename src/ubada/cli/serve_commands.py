"""`ubada serve`, the whole site in one command, and `ubada worker`, its background half alone."""

from __future__ import annotations

import argparse
import http.client
import signal
import socket
import subprocess
import sys
import time
from contextlib import nullcontext, suppress
from typing import cast

from ubada.cli.arguments import Subparsers, add_command
from ubada.cli.installation import data_dir, database, make_data_dir, uses_embedded_database
from ubada.cli.supervisor import STOP_SIGNALS, Child, Supervisor
from ubada.config import environment
from ubada.config.cluster import Cluster, serve_lock
from ubada.kernel.errors import UbadaError

FIRST_ANSWER_SECONDS = 120.0
_ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - names them, does not bind


def register(subparsers: Subparsers) -> None:
    """Adds `serve` and `worker`."""
    parser = add_command(
        subparsers,
        "serve",
        serve,
        summary="run the site: database, web server and background worker",
        details="Prints one line with the address once the site answers; Ctrl-C stops everything in order.",
    )
    parser.add_argument("--port", type=port_number, help="TCP port; 0 takes any free one (PORT; default 8000)")
    parser.add_argument("--host", help="address to listen on (UBADA_HOST; default 127.0.0.1)")
    parser.add_argument("--prepared", action="store_true", help="skip `ubada init`, which was run just before")
    add_command(
        subparsers,
        "worker",
        work,
        summary="run background jobs until stopped",
        details="`ubada serve` runs one already; this is for further ones, on a server named in DATABASE_URL.",
    )


def port_number(text: str) -> int:
    """A TCP port from 0 to 65535. Raises what argparse turns into a message."""
    number = int(text)
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"{number} is not a port; ports go from 0 to 65535")
    return number


def serve(arguments: argparse.Namespace) -> int:
    """Runs everything in the foreground until a signal; 0 after an orderly stop."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.default_int_handler)
    try:
        # `ubada demo`, which becomes this program, holds them back meanwhile.
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
        return _serve(arguments)
    except KeyboardInterrupt:
        # Told to stop while still preparing; what had been started is stopped by now.
        return 0


def _serve(arguments: argparse.Namespace) -> int:
    folder = data_dir()
    host = environment.text("UBADA_HOST") if arguments.host is None else arguments.host
    port = environment.integer("PORT") if arguments.port is None else arguments.port
    make_data_dir()
    database_server = Cluster(folder).running() if uses_embedded_database() else nullcontext()
    with serve_lock(folder), listen(host, port) as listener, database_server:
        if not arguments.prepared:
            prepare()
        return supervise(listener, address_of(listener, host))


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. The web server inherits it, so a restart of the web server loses no connection."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise UbadaError(f"The host {host} is not an address of this computer: {error.strerror}.") from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(512)
    except OSError as error:
        listener.close()
        raise UbadaError(
            f"Port {port} on {host} cannot be used: {error.strerror}.", hint="Choose another one with --port."
        ) from error
    return listener


def address_of(listener: socket.socket, host: str) -> str:
    """The address to open in a browser on this computer."""
    shown = _ANY_ADDRESS.get(host, host)
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{listener.getsockname()[1]}/"


def prepare() -> None:
    """Runs `ubada init` in a process of its own: what it needs in memory is given back before the site starts."""
    status = subprocess.run(
        [sys.executable, "-m", "ubada.cli", "init"], stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False
    ).returncode
    if status != 0:
        raise UbadaError("The site was not started, because the preparation above failed.")


def supervise(listener: socket.socket, address: str) -> int:
    """Runs web server and worker until a signal; 0 after an orderly stop."""
    descriptor = listener.fileno()
    gunicorn = (sys.executable, "-m", "gunicorn", "--config", "python:ubada.cli.gunicorn_settings")
    web = Child("web", (*gunicorn, "--bind", f"fd://{descriptor}"), deaths_allowed=3, inherited=(descriptor,))
    worker = Child("worker", (sys.executable, "-m", "ubada.cli", "worker"))
    with Supervisor([web, worker]).running() as supervisor:
        if wait_for_answer(supervisor, web, listener):
            print(f"Ubada is at {address}", flush=True)  # noqa: T201
        supervisor.watch()
    return 0


def wait_for_answer(supervisor: Supervisor, web: Child, listener: socket.socket) -> bool:
    """True once the site answers over HTTP, False if told to stop first. Raises UbadaError if it never answers."""
    give_up = time.monotonic() + FIRST_ANSWER_SECONDS
    while not supervisor.stopping:
        if web.process is None or web.process.poll() is not None:
            raise UbadaError("The web server could not start; what it said stands above.")
        if answers(listener):
            return True
        if time.monotonic() > give_up:
            raise UbadaError(f"The site did not answer within {FIRST_ANSWER_SECONDS:.0f} seconds.")
        supervisor.wait(0.2)
    return False


def answers(listener: socket.socket) -> bool:
    """Whether an HTTP answer of any kind comes back within a second."""
    host, port = listener.getsockname()[:2]
    connection = http.client.HTTPConnection(_ANY_ADDRESS.get(host, host), port, timeout=1)
    with suppress(OSError, http.client.HTTPException):
        try:
            connection.request("GET", "/robots.txt", headers={"Host": "localhost"})
            connection.getresponse()
        finally:
            connection.close()
        return True
    return False


def work(arguments: argparse.Namespace) -> int:  # noqa: ARG001 - every command takes them
    """Runs background jobs until SIGTERM or Ctrl-C; a job under way has ten seconds to finish."""
    with database():
        from procrastinate.contrib.django import app  # noqa: PLC0415 - needs Django
        from procrastinate.contrib.django.django_connector import DjangoConnector  # noqa: PLC0415

        connector = cast("DjangoConnector", app.connector).get_worker_connector()
        with app.replace_connector(connector) as workers:
            workers.run_worker(shutdown_graceful_timeout=10, install_signal_handlers=True)
    return 0
