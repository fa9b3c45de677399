"""How fast the pages of a state and of a commitment are, in a register of 50,000 state-commitments.

    python bench/pages.py --data-dir /where/generate/wrote

asks the site in process and prints one JSON document: milliseconds by the clock and of processor time. "first" is the
first time a page is asked for since the register last changed, "kept" every time after it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, required=True, help="folder that bench/generate.py filled")
    parser.add_argument("--pages", type=int, default=300, help="commitment pages to ask for")
    arguments = parser.parse_args()
    os.environ["UBADA_DATA_DIR"] = str(arguments.data_dir.resolve())
    os.environ.setdefault("UBADA_MODE", "testing")  # static files need not be collected
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ubada.config.settings")

    from ubada.cli.installation import database  # noqa: PLC0415 - reads the environment set above

    with database():
        print(json.dumps(measure(arguments.pages), indent=2))
    return 0


def measure(pages: int) -> dict[str, Any]:
    """Both kinds of page, in English and Russian."""
    from django.core.cache import cache  # noqa: PLC0415 - Django is ready only now
    from django.test import Client  # noqa: PLC0415

    from ubada.access.actors import Actor  # noqa: PLC0415
    from ubada.register.models import StateCommitment  # noqa: PLC0415
    from ubada.register.queries.commitments import commitments  # noqa: PLC0415

    client = Client(headers={"host": "localhost"})
    refs = list(commitments(Actor.reader()).order_by("ref").values_list("ref", flat=True))
    random.Random(1).shuffle(refs)
    states = ["KAZ", "KGZ", "TJK", "TKM", "UZB"]
    commitment_pages = [f"/commitments/{ref}/" for ref in refs[:pages]]
    state_pages = [f"{prefix}/states/{state}/" for state in states for prefix in ("", "/ru")]
    ask(client, commitment_pages[:3])
    cache.clear()
    return {
        "state_commitments": StateCommitment.objects.count(),
        "commitment": ask(client, commitment_pages),
        "state_first": ask(client, state_pages),
        "state_kept": ask(client, state_pages * 10),
    }


def ask(client: Any, paths: Sequence[str]) -> dict[str, float]:
    """The times of the answers; an answer other than 200 ends the measurement."""
    wall = []
    begun_cpu = time.process_time()
    for path in paths:
        begun = time.perf_counter()
        answer = client.get(path)
        wall.append((time.perf_counter() - begun) * 1000)
        if answer.status_code != 200:
            message = f"{path} answered {answer.status_code}"
            raise RuntimeError(message)
    cpu = (time.process_time() - begun_cpu) * 1000 / len(paths)
    wall.sort()
    return {
        "n": len(wall),
        "p50_ms": round(statistics.median(wall), 1),
        "p95_ms": round(wall[min(len(wall) - 1, int(len(wall) * 0.95))], 1),
        "cpu_ms": round(cpu, 1),
    }


if __name__ == "__main__":
    sys.exit(main())
