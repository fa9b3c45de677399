"""Looking at processes and folders from outside."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from ubada.config.cluster import Cluster


def wait_until(condition: Callable[[], bool], *, seconds: float = 20) -> bool:
    """Whether the condition came true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def server_pid(cluster: Cluster) -> int:
    """The process number of a running cluster's server."""
    pid_file = cluster.folder / "data" / "postmaster.pid"
    return int(pid_file.read_text(encoding="utf-8").split("\n", 1)[0])


def rights_up_to_root(path: Path) -> dict[str, tuple[int, int, int]]:
    """Mode, owner and group of the folder and of all above it."""
    stats = {str(folder): folder.stat() for folder in (path, *path.parents)}
    return {name: (found.st_mode, found.st_uid, found.st_gid) for name, found in stats.items()}


def interpreter_for_everyone() -> tuple[list[str], dict[str, str]] | None:
    """A Python that an unprivileged account can run with our packages, and its environment; None if there is none."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    paths = [str(Path(__file__).parents[2] / "src"), *(path for path in sys.path if path.endswith("site-packages"))]
    env = {"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(paths), "PYTHONDONTWRITEBYTECODE": "1"}
    for candidate in (sys.executable, f"/usr/bin/python{version}", f"/usr/local/bin/python{version}"):
        try:
            found = subprocess.run(
                [candidate, "-c", "import psycopg, ubada"],
                user="nobody", extra_groups=[], cwd="/", env=env, capture_output=True, check=False,
            )  # fmt: skip
        except OSError:
            continue
        if found.returncode == 0:
            return [candidate], env
    return None
