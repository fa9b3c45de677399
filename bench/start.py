"""How long a newcomer waits, and what the running site needs.

    python bench/start.py

clones this repository into a new folder, runs `make demo` there until the site answers, stops it with Ctrl-C, starts it
a second time, measures the memory of all its processes, and prints one JSON document. Seconds; memory in megabytes of
proportional set size, so that what processes share counts once. The package cache is used as it is.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ADDRESS = "Ubada is at "
IDLE_SECONDS = 20


def main() -> int:
    """Measure and print."""
    folder = Path(tempfile.mkdtemp(prefix="ubada bench "))  # a path with spaces, as people have them
    try:
        print(json.dumps(measure(folder), indent=2))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def measure(folder: Path) -> dict[str, float]:
    """The figures of one newcomer."""
    begun = time.monotonic()
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder / "ubada")], check=True)
    checkout = folder / "ubada"
    site = Site(checkout)
    first = time.monotonic() - begun
    site.stop()
    begun = time.monotonic()
    site = Site(checkout)
    second = time.monotonic() - begun
    time.sleep(IDLE_SECONDS)
    memory = site.memory()
    stopped = site.stop()
    return {
        "clone_to_serving_s": round(first, 1),
        "second_start_s": round(second, 1),
        "idle_memory_mb": round(memory, 1),
        "stop_s": round(stopped, 2),
    }


class Site:
    """A site started by `make demo` in a checkout, from the moment it answers."""

    def __init__(self, checkout: Path) -> None:
        environment = os.environ | {"PORT": str(_free_port())}
        self.process = subprocess.Popen(
            ["make", "demo"],
            cwd=checkout,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith(ADDRESS):
                return
        message = "the site never answered"
        raise RuntimeError(message)

    def stop(self) -> float:
        """Ctrl-C, as a person presses it; gives the seconds until everything had ended."""
        begun = time.monotonic()
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(timeout=60)
        return time.monotonic() - begun

    def memory(self) -> float:
        """Megabytes of every process below `make`, and of the database server that left its family."""
        return sum(_proportional(pid) for pid in _family(self.process.pid)) / 1024


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _family(root: int) -> set[int]:
    """The process, all below it, and every PostgreSQL process that works in the folder of the site's database."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
    family = {root}
    while True:
        more = {pid for pid, parent in parents.items() if parent in family} - family
        if not more:
            break
        family |= more
    checkout = Path(f"/proc/{root}/cwd").readlink()
    return family | _database_processes(checkout / ".ubada", parents)


def _database_processes(data_dir: Path, parents: dict[int, int]) -> set[int]:
    record = json.loads((data_dir / "cluster.json").read_text()) if (data_dir / "cluster.json").exists() else {}
    places = [str(value) for value in record.values() if isinstance(value, str) and value.startswith("/")]
    places.append(str(data_dir))
    servers = set()
    for pid in parents:
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
            where = str(Path(f"/proc/{pid}/cwd").readlink())
        except OSError:
            continue
        if any(place in command or where.startswith(place) for place in places):
            servers.add(pid)
    return servers | {pid for pid, parent in parents.items() if parent in servers}


def _proportional(pid: int) -> int:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))


if __name__ == "__main__":
    sys.exit(main())
