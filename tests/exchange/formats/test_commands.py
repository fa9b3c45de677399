"""`ubada import FORMAT`, `list`, `undo`, `mapping` and `ubada export`, as a user runs them."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.cli.processes import Installation, fresh, wait_until
from tests.exchange.formats import small_upr
from tests.exchange.formats.small_upr import row
from ubada.config.cluster import Cluster
from ubada.ledger.services import CHAIN_LOCK


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with the baseline."""
    for made in fresh(tmp_path_factory.mktemp("imports") / "data"):
        for command in (["init"], ["import", "baseline"]):
            done = made.run(*command)
            assert done.returncode == 0, done.stderr
        yield made


def listed(installation: Installation) -> list[dict[str, object]]:
    done = installation.run("import", "list", "--format", "json")
    assert done.returncode == 0, done.stderr
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


@pytest.mark.skipif(os.name == "nt", reason="kills a process as Unix does")
def test_an_import_that_is_killed_at_its_last_step_leaves_nothing(installation: Installation, tmp_path: Path) -> None:
    """The ledger entry is the last thing written; the lock it needs is held here, so the import waits for it."""
    path = small_upr.write(tmp_path)
    cluster = Cluster(installation.data_dir)
    with cluster.running(), psycopg.connect(cluster.url()) as holder:
        holder.execute("SELECT pg_advisory_lock(%s)", [CHAIN_LOCK])
        running = installation.start("import", "upr-info", path)

        def waits_for_the_ledger() -> bool:
            count = holder.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            return bool((count.fetchone() or (0,))[0])

        assert wait_until(waits_for_the_ledger)
        running.send_signal(signal.SIGKILL)
        running.communicate(timeout=30)
    assert running.returncode == -signal.SIGKILL
    assert listed(installation) == []
    assert installation.run("ledger", "verify").returncode == 0


def test_from_a_dry_run_to_an_undo(installation: Installation, tmp_path: Path) -> None:
    path = small_upr.write(tmp_path)
    dry = installation.run("import", "upr-info", path, "--dry-run", "--format", "json")
    assert dry.returncode == 0, dry.stderr
    told = json.loads(dry.stdout)
    assert (told["dry_run"], told["rows"]["read"], told["added"]["commitment"]) == (True, 7, 5)
    assert listed(installation) == []

    done = installation.run("import", "upr-info", path)
    assert done.returncode == 0, done.stderr
    assert "mac_roman, CR line ends, comma between cells, 7 rows" in done.stdout
    assert "this is import 1" in done.stderr
    again = installation.run("import", "upr-info", path)
    assert "nothing to change" in again.stderr
    assert [(one["number"], one["state"]) for one in listed(installation)] == [(1, "committed")]

    undone = installation.run("import", "undo", 1)
    assert undone.stdout.startswith("Import 1 was taken back: ")
    assert listed(installation)[0]["state"] == "undone"
    assert installation.run("ledger", "verify").returncode == 0
    refused = installation.run("import", "undo", 1)
    assert (refused.returncode, refused.stderr) == (1, "ubada: Import 1 was taken back already.\n")


def test_a_faulty_row_is_one_line_and_all_of_them_in_json(installation: Installation, tmp_path: Path) -> None:
    path = small_upr.write(tmp_path, [row(), row(Action="9")])
    shown = installation.run("import", "upr-info", path)
    assert shown.returncode == 1
    assert "6-9.csv: row 3: Action: '9' is not an action category from 1 to 5" in shown.stderr
    told = installation.run("import", "upr-info", path, "--format", "json")
    assert told.returncode == 1
    assert json.loads(told.stdout)["problems"] == [
        {"file": "6-9.csv", "record": "row 3", "field": "Action",
         "message": "'9' is not an action category from 1 to 5"},
    ]  # fmt: skip


def test_the_mapping_is_printed_edited_and_kept(installation: Installation, tmp_path: Path) -> None:
    shown = installation.run("import", "mapping", "upr-info")
    assert shown.returncode == 0, shown.stderr
    own = tmp_path / "own.yaml"
    own.write_text(shown.stdout.replace("text: [Text, Recommendation]", "text: [Wording]"))
    path = tmp_path / "other.csv"
    path.write_bytes(small_upr.data_of().replace(b"Text", b"Wording", 1))
    assert installation.run("import", "upr-info", path, "--dry-run").returncode == 1
    done = installation.run("import", "upr-info", path, "--mapping", own)
    assert done.returncode == 0, done.stderr
    assert "text: [Wording]" in installation.run("import", "mapping", "upr-info").stdout
    (installation.data_dir / "mappings" / "upr-info.yaml").unlink()
    assert installation.run("import", "mapping", "upr-info").stdout == shown.stdout
    assert installation.run("import", "undo", listed(installation)[-1]["number"]).returncode == 0


def test_recommendations_go_out_for_one_state_and_overwrite_nothing(installation: Installation, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    done = installation.run("export", "impactoss", "KGZ", path, "--format", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["recommendations"] == path.read_bytes().count(b"\r\n") - 2
    again = installation.run("export", "impactoss", "KGZ", path)
    assert (again.returncode, "is there already" in again.stderr) == (1, True)
    other = installation.run("export", "impactoss", "NOR", tmp_path / "other.csv")
    assert "There is no state NOR." in other.stderr
