"""Every measurement, one after the other, as one JSON document on standard output. Needs an otherwise idle computer.

python -m bench [NAME …]    names: start, edition, pages, search, reading, classification, matching, exchange,
                            positions, rounds
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
NAMES = (
    "start", "edition", "pages", "search", "reading", "classification", "matching", "exchange", "positions", "rounds",
)  # fmt: skip
NEED_A_LARGE_REGISTER = ("pages", "search")
SIZE = ("--all-states", "2000", "--one-state", "40000")
"""2,000 commitments to five states and 40,000 recommendations to one: 50,000 state-commitments."""


def main(wanted: Sequence[str]) -> int:
    """Run what is asked for, or everything; 1 if a measurement failed."""
    every = [name for name in NAMES if _file(name).exists()]
    unknown = [name for name in wanted if name not in every]
    if unknown:
        print(f"bench: there is no measurement {', '.join(unknown)}; there are {', '.join(every)}", file=sys.stderr)
        return 2
    names = [name for name in every if not wanted or name in wanted]
    results: dict[str, Any] = {"processors": os.cpu_count(), "load_before": round(os.getloadavg()[0], 1)}
    with tempfile.TemporaryDirectory(prefix="ubada-bench-") as temporary:
        Path(temporary).chmod(0o711)
        environment = os.environ | {"UBADA_DATABASE_DIR": str(Path(temporary) / "database")}
        large = Path(temporary) / "large"
        if any(name in NEED_A_LARGE_REGISTER for name in names):
            _run(["generate", "--data-dir", str(large), *SIZE], environment)
        for name in names:
            options = ["--data-dir", str(large)] if name in NEED_A_LARGE_REGISTER else []
            if name == "search":
                options += ["--datasette-python", sys.executable]
            results[name] = _run([name, *options], environment)
    print(json.dumps(results, ensure_ascii=False, indent=2))
    return 1 if any(isinstance(value, dict) and "failed" in value for value in results.values()) else 0


def _file(name: str) -> Path:
    return FOLDER / f"{name}.py"


def _run(words: Sequence[str], environment: dict[str, str]) -> Any:
    print(f"bench: {words[0]} …", file=sys.stderr, flush=True)
    done = subprocess.run(
        [sys.executable, str(_file(words[0])), *words[1:]],
        env=environment,
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        return {"failed": done.returncode}
    try:
        return json.loads(done.stdout)
    except ValueError:
        return done.stdout.strip().splitlines()[-1:] or None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
