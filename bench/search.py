"""How fast search is: the engine, the page, and the same question put to Datasette over the same rows.

    python bench/search.py --data-dir /where/generate/wrote [--datasette-python .venv-bench/bin/python]

prints one JSON document: medians and 95th percentiles in milliseconds, and how many times longer Datasette takes.
Engine: all hits counted, all facets counted, the first twenty found. Page: the whole answer of the site, in process.
Datasette (with SQLite FTS5 and the same four facets) runs in an environment of its own, by its in-process client.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FACETS = ("state", "theme", "kind", "result")
"""The four facets counted by both."""
QUESTIONS: tuple[tuple[str, dict[str, str]], ...] = (
    ("women", {}),
    ("torture", {"state": "KGZ"}),
    ("rights workers", {"kind": "recommendation"}),
    ("discrimination", {"state": "UZB", "result": "no"}),
    ("children labour", {"theme": "labour"}),
    ("женщин", {}),
    ("пытках", {"state": "TJK", "theme": "justice"}),
    ("", {"state": "KAZ"}),
    ("", {}),
    ("courts", {"state": "KGZ", "theme": "equality", "kind": "recommendation", "result": "yes"}),
)
"""Words and chosen values: common and rare words, one and several, none at all, up to four facets chosen."""
OTHERS: tuple[tuple[str, dict[str, str]], ...] = (
    ("tortrue", {}),
    ("құқықтарын", {}),
    ('"rights of workers"', {}),
    ("REC-4711", {}),
    ("women xylophone", {}),
    ("investi", {}),
)
"""What only Ubada is asked: a mistyped word, a phrase, a reference, a word that nothing holds, a beginning."""


@dataclass(frozen=True)
class Times:
    """Milliseconds by the clock of every question, and milliseconds of processor time for one on average.

    On a computer that has other things to do, only the processor time says what the work itself costs.
    """

    wall: list[float]
    cpu: float

    def summary(self) -> dict[str, float]:
        """Median, 95th percentile and longest by the clock, and the mean of processor time."""
        ordered = sorted(self.wall)
        return {
            "p50_ms": round(statistics.median(ordered), 2),
            "p95_ms": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], 2),
            "max_ms": round(ordered[-1], 2),
            "cpu_ms": round(self.cpu, 2),
        }


def measured(ask: Callable[[str, dict[str, str]], object], questions: Sequence[Any], rounds: int) -> dict[str, float]:
    """The times of each question in each round, in a shuffled order, after one round that does not count."""
    for words, chosen in questions:
        ask(words, chosen)
    rng = random.Random(1)
    wall = []
    processor = time.process_time()
    for _ in range(rounds):
        for words, chosen in rng.sample(questions, len(questions)):
            started = time.perf_counter()
            ask(words, chosen)
            wall.append((time.perf_counter() - started) * 1000)
    return Times(wall, (time.process_time() - processor) * 1000 / len(wall)).summary()


def measure_ubada(rounds: int) -> dict[str, Any]:
    """Engine and page; Django must be set up."""
    from django.test import Client  # noqa: PLC0415 - needs Django

    from ubada.register.models import StateCommitment  # noqa: PLC0415
    from ubada.search.asking import Asked, ask  # noqa: PLC0415
    from ubada.search.services import the_index  # noqa: PLC0415

    index = the_index()
    client = Client(headers={"host": "localhost"})

    def engine(words: str, chosen: dict[str, str]) -> object:
        asked = Asked(words, {facet: (value,) for facet, value in chosen.items()})
        return ask(index.snapshot(), asked)

    def page(words: str, chosen: dict[str, str]) -> object:
        response = client.get("/search/", {"q": words, **chosen})
        assert response.status_code == 200, response.status_code
        return response.content

    each = {
        f"{words} {chosen}": {
            "hits": engine(words, chosen).total,  # type: ignore[attr-defined]
            **measured(engine, [(words, chosen)], rounds),
        }
        for words, chosen in (*QUESTIONS, *OTHERS)
    }
    return {
        "state_commitments": StateCommitment.objects.count(),
        "documents": index.snapshot().searcher.num_docs,
        "engine": measured(engine, QUESTIONS, rounds),
        "engine_others": measured(engine, OTHERS, rounds),
        "page": measured(page, QUESTIONS, rounds),
        "page_others": measured(page, OTHERS, rounds),
        "engine_each": each,
    }


def write_sqlite(path: Path) -> int:
    """One row for each commitment and state, with the facet columns indexed and full text over its words."""
    from django.db import connection  # noqa: PLC0415 - needs Django

    query = """
        SELECT sc.key, c.ref, sc.state_id, split_part(split_part(c.primary_theme_id, ':', 2), '.', 1), c.kind,
               coalesce((SELECT min(r.answer) FROM register_structuraltest_commitments tc
                         JOIN register_structuralresult r
                           ON r.test_id = tc.structuraltest_id AND r.state_id = sc.state_id
                         WHERE tc.commitment_id = c.ref), ''),
               c.title, c.text
        FROM register_statecommitment sc JOIN register_commitment c ON c.ref = sc.commitment_id
    """
    with sqlite3.connect(path) as database, connection.cursor() as cursor:
        database.execute(
            "CREATE TABLE promises (id TEXT PRIMARY KEY, ref TEXT, state TEXT, theme TEXT, kind TEXT, result TEXT, "
            "title TEXT, text TEXT)"
        )
        cursor.execute(query)
        rows = [(*row[:6], *(" ".join(json.loads(words).values()) for words in row[6:])) for row in cursor.fetchall()]
        database.executemany("INSERT INTO promises VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        for column in FACETS:
            database.execute(f"CREATE INDEX by_{column} ON promises ({column})")
        database.execute("CREATE VIRTUAL TABLE promises_fts USING fts5(title, text, content='promises')")
        database.execute("INSERT INTO promises_fts (rowid, title, text) SELECT rowid, title, text FROM promises")
        database.execute("ANALYZE")
    return len(rows)


def measure_datasette(path: Path, rounds: int) -> dict[str, Any]:
    """The same questions put to Datasette, answers as JSON and as pages. Runs where Datasette is installed."""
    from datasette.app import Datasette  # type: ignore[import-not-found]  # noqa: PLC0415

    limits = {"sql_time_limit_ms": 60_000, "facet_time_limit_ms": 60_000, "default_page_size": 20}
    site = Datasette([], immutables=[str(path)], settings=limits)
    loop = asyncio.new_event_loop()
    loop.run_until_complete(site.invoke_startup())

    def asker(form: str) -> Callable[[str, dict[str, str]], object]:
        def ask(words: str, chosen: dict[str, str]) -> object:
            parameters = [("_size", "20"), *(("_facet", facet) for facet in FACETS), *chosen.items()]
            if words:
                parameters.append(("_search", words))
            response = loop.run_until_complete(site.client.get(f"/{path.stem}/promises{form}", params=parameters))
            assert response.status_code == 200, response.text[:300]
            if form:
                assert not response.json().get("facets_timed_out"), "facets were not counted to the end"
            return response.content

        return ask

    return {
        "json": measured(asker(".json"), QUESTIONS, rounds),
        "page": measured(asker(""), QUESTIONS, rounds),
    }


def compare(python: str, rounds: int) -> dict[str, Any]:
    """Datasette's figures over the rows of this register."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        rows = write_sqlite(path)
        command = [python, __file__, "--datasette-file", str(path), "--rounds", str(rounds)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return {"rows": rows, **json.loads(done.stdout)}


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, help="folder that bench/generate.py filled")
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--datasette-python", help="interpreter of an environment with the extra `bench`")
    parser.add_argument("--datasette-rounds", type=int, default=5)
    parser.add_argument("--datasette-file", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.datasette_file:
        print(json.dumps(measure_datasette(arguments.datasette_file, arguments.rounds)))
        return 0
    if arguments.data_dir is None:
        parser.error("--data-dir is needed")
    os.environ["UBADA_DATA_DIR"] = str(arguments.data_dir.resolve())
    os.environ.setdefault("UBADA_MODE", "testing")  # static files need not be collected
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ubada.config.settings")

    from ubada.cli.installation import database  # noqa: PLC0415 - reads the environment set above

    with database():
        result = measure_ubada(arguments.rounds)
        if arguments.datasette_python:
            other = compare(arguments.datasette_python, arguments.datasette_rounds)
            result["datasette"] = other
            result["times_longer"] = {
                "page_p50": round(other["page"]["p50_ms"] / result["page"]["p50_ms"], 1),
                "page_p95": round(other["page"]["p95_ms"] / result["page"]["p95_ms"], 1),
                "page_cpu": round(other["page"]["cpu_ms"] / result["page"]["cpu_ms"], 1),
                "json_to_engine_cpu": round(other["json"]["cpu_ms"] / result["engine"]["cpu_ms"], 1),
            }
    print(json.dumps(result, ensure_ascii=False, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
