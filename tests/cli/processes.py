"""Running `ubada` as a user would, in an installation of its own, and finding every process that belongs to it."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psycopg
import pytest

from ubada.config.cluster import Cluster

PATIENCE: Final = 300
"""Seconds after which a process that should have ended is taken to hang."""


@dataclass
class Installation:
    """A data folder with the environment of its commands; the mark finds their processes again."""

    data_dir: Path
    database_dir: Path
    mark: str = field(default_factory=lambda: secrets.token_hex(8))
    more: dict[str, str] = field(default_factory=dict)

    @property
    def env(self) -> dict[str, str]:
        settings = {"UBADA_DATABASE_DIR": str(self.database_dir), "UBADA_TEST_MARK": self.mark}
        return {
            "PATH": os.environ["PATH"],
            "UBADA_DATA_DIR": str(self.data_dir),
            "LC_ALL": "C.UTF-8",
            **settings,
            **self.more,
        }

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        """One command to its end."""
        command = [sys.executable, "-m", "ubada.cli", *map(str, arguments)]
        return subprocess.run(command, env=self.env, capture_output=True, text=True, check=False)

    def serve(self) -> subprocess.Popen[str]:
        """`ubada serve` on a free port, not waited for."""
        return self.start("serve", "--port", "0")

    def start(self, *arguments: object) -> subprocess.Popen[str]:
        """One command, not waited for."""
        command = [sys.executable, "-m", "ubada.cli", *map(str, arguments)]
        return subprocess.Popen(
            command, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
            preexec_fn=_heed_interrupts,  # noqa: PLW1509 - nothing but a signal is set
        )  # fmt: skip

    def processes(self) -> dict[int, str]:
        """Every living process of this installation: ours by their environment, the server's by its folder."""
        found: dict[int, str] = {}
        folder = str(Cluster(self.data_dir).folder)
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit() or int(entry.name) == os.getpid():
                continue
            try:
                ours = f"UBADA_TEST_MARK={self.mark}".encode() in (entry / "environ").read_bytes().split(b"\x00")
                command = (entry / "cmdline").read_bytes().replace(b"\x00", b" ").decode("utf-8", "replace")
                if ours or os.readlink(entry / "cwd").startswith(folder):  # noqa: PTH115
                    found[int(entry.name)] = command
            except OSError:
                continue
        return found

    def statements(self) -> str:
        """The last statements of every connection to the running database."""
        with psycopg.connect(Cluster(self.data_dir).url()) as connection:
            rows = connection.execute("SELECT query FROM pg_stat_activity WHERE pid <> pg_backend_pid()").fetchall()
        return "\n".join(str(query) for (query,) in rows)

    def processes_named(self, word: str) -> list[int]:
        """The processes whose command line holds the word."""
        return [pid for pid, command in self.processes().items() if word in command]


def _heed_interrupts() -> None:
    """A suite that was started in the background ignores Ctrl-C, and so would all that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def fresh(data_dir: Path) -> Iterator[Installation]:
    """For a fixture: an installation of which nothing runs on after the test."""
    installation = Installation(data_dir, Path(os.environ["UBADA_DATABASE_DIR"]))
    try:
        yield installation
    finally:
        for pid in installation.processes():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def address_from(process: subprocess.Popen[str]) -> str:
    """The address that `ubada serve` prints once the site answers, whatever else was said before it."""
    assert process.stdout is not None
    said = []
    while line := process.stdout.readline():
        if line.startswith("Ubada is at http://"):
            return line.removeprefix("Ubada is at ").strip()
        said.append(line)
    _, errors = process.communicate(timeout=PATIENCE)
    pytest.fail(f"no address, but {said!r} and {errors}")


def status_of(address: str) -> int:
    """The HTTP status of an answer."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def end(process: subprocess.Popen[str], number: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
    """Sends the signal to the one process, waits for its end, and gives its status and what it said."""
    process.send_signal(number)
    _, errors = process.communicate(timeout=PATIENCE)
    return process.returncode, errors


def wait_until(condition: Callable[[], object], *, seconds: float = 30) -> bool:
    """Whether the condition came true in time."""
    give_up = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > give_up:
            return False
        time.sleep(0.1)
    return True
