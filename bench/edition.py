"""How long it takes to build an edition of the shipped baseline, and to verify it.

    python bench/edition.py

makes an installation in a temporary folder and prints one JSON document with medians in seconds. The physical limit
beside the verification is reading and hashing the same bytes.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROUNDS = 3


def main() -> int:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="ubada-bench-") as folder:
        Path(folder).chmod(0o711)
        os.environ["UBADA_DATA_DIR"] = str(Path(folder) / "data")
        os.environ["UBADA_DATABASE_DIR"] = str(Path(folder) / "database")

        from ubada.cli import main as ubada  # noqa: PLC0415 - reads the environment set above

        def quietly(*words: str) -> float:
            begun = time.perf_counter()
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                status = ubada(list(words))
            if status != 0:
                message = f"ubada {' '.join(words)} gave {status}"
                raise RuntimeError(message)
            return time.perf_counter() - begun

        quietly("init")
        imported = quietly("import", "baseline")
        again = quietly("import", "baseline")
        # A build that finds the same bytes in place writes nothing: each round has a number of its own.
        numbers = iter(range(ROUNDS))
        build = median(lambda: quietly("edition", "build", "--number", str(next(numbers))))
        edition = Path(folder) / "data" / "editions" / "0"
        verify = median(lambda: quietly("verify", str(edition)))
        hashing = median(lambda: hash_all(edition))
        files = [path for path in edition.rglob("*") if path.is_file()]
        print(
            json.dumps(
                {
                    "import_baseline_s": round(imported, 2),
                    "import_baseline_again_s": round(again, 2),
                    "build_s": round(build, 2),
                    "verify_s": round(verify, 2),
                    "hash_the_same_bytes_s": round(hashing, 3),
                    "files": len(files),
                    "megabytes": round(sum(path.stat().st_size for path in files) / 1e6, 1),
                },
                indent=2,
            )
        )
    return 0


def median(act: Callable[[], float]) -> float:
    """The median over the rounds."""
    return statistics.median(act() for _ in range(ROUNDS))


def hash_all(folder: Path) -> float:
    """Seconds to read and hash every file: what no verification can be faster than."""
    begun = time.perf_counter()
    for path in folder.rglob("*"):
        if path.is_file():
            hashlib.sha256(path.read_bytes()).digest()
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
