"""`ubada edition` and `ubada verify`, as an operator uses them, on the whole baseline."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.processes import Installation, fresh
from tests.editions.conftest import Published
from ubada.cli import main

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with the baseline."""
    for made in fresh(tmp_path_factory.mktemp("with editions") / "data"):
        for command in (["init"], ["import", "baseline"]):
            finished = made.run(*command)
            assert finished.returncode == 0, finished.stderr
        yield made


def _json(installation: Installation, *arguments: object) -> dict[str, object]:
    done = installation.run(*arguments, "--format", "json")
    assert done.returncode == 0, done.stderr
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def test_the_baseline_goes_from_the_register_to_a_reader_s_disk(installation: Installation, tmp_path: Path) -> None:
    none = installation.run("edition", "publish", 0)
    assert (none.returncode, none.stdout) == (1, "")
    assert none.stderr.splitlines()[-1].startswith("ubada: There is no edition 0.")

    shown = installation.run("edition", "build", "--number", 0)
    assert (shown.returncode, "✓ Edition: 0, built" in shown.stderr) == (0, True), shown.stderr
    built = _json(installation, "edition", "build")
    assert (built["number"], built["state"], built["is_new"]) == (0, "built", False)
    assert built["path"] == str(installation.data_dir / "editions" / "0")
    assert shown.stdout.splitlines()[-1] == f"Root hash: {built['root_hash']}"

    published = _json(installation, "edition", "publish", 0)
    assert (published["state"], published["root_hash"]) == ("published", built["root_hash"])
    assert _json(installation, "edition", "list")["editions"][0]["state"] == "published"  # type: ignore[index]

    other_day = installation.run("edition", "build", "--number", 0, "--date", "2026-01-01")
    assert other_day.returncode == 1
    assert "Edition 0 is published and is not replaced" in other_day.stderr

    exported = tmp_path / "for a reader"
    assert installation.run("edition", "export", 0, exported).returncode == 0
    again = installation.run("edition", "export", 0, exported)
    assert (again.returncode, "is there already" in again.stderr) == (1, True)
    checked = installation.run("verify", exported, "--expect", built["root_hash"])
    assert (checked.returncode, "is whole" in checked.stdout) == (0, True)

    corrected = installation.run("edition", "correct", 0, "--what", "A date was wrong.", "--why", "It was misread.")
    assert (corrected.returncode, corrected.stdout) == (0, "Correction 1 stands on the page of edition 0.\n")
    assert installation.run("ledger", "verify").returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [["build", "--date", "tomorrow"], ["build", "--number", "-1"], ["build", "--number", "x"], ["publish"], []],
    ids=" ".join,
)  # fmt: skip
def test_wrong_use_is_refused_before_anything_starts(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["edition", *arguments])
    assert ended.value.code == 2


def test_verify_needs_neither_database_nor_django(published: Published, tmp_path: Path) -> None:
    script = (
        "import sys; from ubada.cli import main; "
        "status = main(sys.argv[1:]); print('django.db' in sys.modules); sys.exit(status)"
    )
    command = [sys.executable, "-c", script, "verify", str(published.folder)]
    nowhere = {"UBADA_DATA_DIR": str(tmp_path / "none"), "DATABASE_URL": "postgresql://nobody@localhost:1/none"}
    environment = {"PATH": os.environ["PATH"], **nowhere}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "False"
    assert not (tmp_path / "none").exists()


def test_verify_names_each_fault_and_fails(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copy / "en" / "method.html").unlink()
    (copy / "extra.txt").write_text("x")
    assert main(["verify", str(copy)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [
        "file extra.txt: was added: the manifest names no such file",
        "file en/method.html: is missing",
    ]
    assert main(["verify", str(copy), "--format", "json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["ok"], len(answer["faults"])) == (False, 2)
    assert main(["verify", str(copy / "nowhere")]) == 1
