"""How long it takes to import 40,000 rows in the shape of UPR Info's export, against a bare COPY of the same rows.

    python bench/exchange.py [--rows N] [--of-the-five SHARE] [--followed-rows N]

makes an installation in a temporary folder and prints one JSON document. Two mixes are measured: rows on states of the
whole world, of which about one in thirty is on a state that is followed (as in the real exports), and fewer rows on
followed states alone, where every one becomes six records with their hashes, translations and search notes. The bare
COPY puts the same cells into one table without a key.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import io
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

COLUMNS = ("To", "To-Rgrp", "To-Org", "Text", "From", "From-Rgrp", "From-Org", "Response", "Action", "Issue", "Session")
FIVE = ("Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan")
WORLD = ("Albania", "Brazil", "Canada", "Côte d'Ivoire", "Denmark", "Egypt", "France", "Ghana", "Hungary", "India",
         "Japan", "Kenya", "Latvia", "Mexico", "Norway", "Poland", "Republic of Korea", "Sweden", "Türkiye",
         "Uruguay")  # fmt: skip
VERBS = ("Adopt", "Ensure", "Consider", "Continue to strengthen", "Ratify", "Investigate", "Review", "Abolish")
NOUNS = ("the independence of courts", "a law on equality", "the protocol on prisons", "shelters for survivors",
         "the freedom of assembly", "schools in rural areas", "access to archives")  # fmt: skip
MEANS = ("in law and in practice", "within a year", "with the help of civil society", "— without delay —", "for all")
ISSUES = ("Justice", "Women's rights", "International instruments", "Detention", "Rights of the Child", "Labour")


def rows(count: int, states: Sequence[str], share: float) -> list[tuple[str, ...]]:
    """Rows with the repetitions of the real ones: about one in twenty is a text that another state made too."""
    rng = random.Random(11)
    made: list[tuple[str, ...]] = []
    while len(made) < count:
        if made and rng.random() < 0.05:
            last = made[-1]
            made.append((*last[:4], rng.choice(WORLD), *last[5:]))
            continue
        state = rng.choice(FIVE) if rng.random() < share else rng.choice(states)
        words = (rng.choice(VERBS), rng.choice(NOUNS), rng.choice(MEANS), "as recommended in", str(len(made)))
        made.append(
            (state, "Asia", "OIC", " ".join(words), rng.choice(WORLD), "WEOG", "", rng.choice(("Accepted", "Noted")),
             str(rng.randrange(1, 6)), ",".join(sorted(set(rng.choices(ISSUES, k=2)))), str(rng.randrange(1, 40)))
        )  # fmt: skip
    return made


def write(path: Path, made: Sequence[Sequence[str]]) -> Path:
    """The rows as the real exports have them: Mac Roman, ended by CR."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r")
    writer.writerow(COLUMNS)
    writer.writerows(made)
    path.write_bytes(out.getvalue().encode("mac_roman", "replace"))
    return path


def bare_copy(made: Sequence[Sequence[str]]) -> float:
    """Seconds to COPY the cells into a table of text columns, and to commit."""
    from django.db import connection  # noqa: PLC0415 - needs Django

    names = ", ".join(f'"{name}"' for name in COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bench_rows ({names.replace(',', ' text,')} text)")
        begun = time.perf_counter()
        with cursor.copy(f"COPY bench_rows ({names}) FROM STDIN") as copy:
            for row in made:
                copy.write_row(row)
        taken = time.perf_counter() - begun
        cursor.execute("DROP TABLE bench_rows")
    return taken


def measured(path: Path, made: Sequence[Sequence[str]], actor: Any) -> dict[str, Any]:
    """One import, the same again, and the COPY."""
    from ubada.exchange.services import import_files, undo_import  # noqa: PLC0415 - needs Django

    def once(**options: Any) -> tuple[float, Any]:
        begun = time.perf_counter()
        outcome = import_files(actor=actor, format_name="upr-info", paths=[path], **options)
        return time.perf_counter() - begun, outcome

    dry, _ = once(dry_run=True)
    first, outcome = once()
    again, _ = once()
    begun = time.perf_counter()
    undo_import(actor=actor, number=outcome.number)
    undone = time.perf_counter() - begun
    copied = bare_copy(made)
    return {
        "rows": len(made),
        "rows_used": outcome.drafts.used,
        "records_written": len(outcome.written),
        "import_s": round(first, 2),
        "dry_run_s": round(dry, 2),
        "again_s": round(again, 2),
        "undo_s": round(undone, 2),
        "bare_copy_s": round(copied, 3),
        "ratio_to_bare_copy": round(first / copied, 1),
    }


def main(words: Sequence[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rows", type=int, default=40_000, help="rows in a file; default 40000")
    parser.add_argument("--of-the-five", type=float, default=0.035, help="share of rows on states that are followed")
    parser.add_argument("--followed-rows", type=int, default=4_000, help="rows of the second mix; default 4000")
    arguments = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="ubada-bench-") as folder:
        Path(folder).chmod(0o711)
        os.environ["UBADA_DATA_DIR"] = str(Path(folder) / "data")
        os.environ["UBADA_DATABASE_DIR"] = str(Path(folder) / "database")
        from ubada.cli import main as ubada  # noqa: PLC0415 - reads the environment set above
        from ubada.cli.installation import database  # noqa: PLC0415

        for command in (["init"], ["import", "baseline"]):
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                if ubada(command) != 0:
                    message = f"ubada {' '.join(command)} failed"
                    raise RuntimeError(message)
        with database():
            from ubada.access.actors import Actor  # noqa: PLC0415

            actor = Actor.system("bench")
            result = {}
            for name, count, share in (
                ("of_the_whole_world", arguments.rows, arguments.of_the_five),
                ("of_followed_states_alone", arguments.followed_rows, 1.0),
            ):
                made = rows(count, WORLD, share)
                result[name] = measured(write(Path(folder) / f"{name}.csv", made), made, actor)
        result["peak_memory_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(json.dumps(result, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
