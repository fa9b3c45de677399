from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.processes import PATIENCE, Installation, address_from, end, fresh, status_of, wait_until
from ubada.cli.demo_steps import STEPS


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Installation]:
    """An installation that has nothing yet."""
    yield from fresh(tmp_path / "demo data")


def test_the_demo_makes_everything_from_nothing_and_then_serves_it(empty: Installation) -> None:
    process = empty.start("demo", "--port", "0")
    address = address_from(process)
    assert status_of(address) == 200
    status, errors = end(process)
    assert status == 0, errors
    for title in ("Database", *(step.title for step in STEPS)):
        assert f"✓ {title}: " in errors
    assert "System check" not in errors
    assert empty.processes() == {}
    again = empty.run("demo", "--no-serve")
    assert again.returncode == 0, again.stderr
    assert empty.processes() == {}
    process = empty.start("demo", "--port", "0")
    assert wait_until(lambda: empty.processes_named("--prepared"))
    status, errors = end(process, signal.SIGINT)
    assert (status, "Traceback" in errors) == (0, False), errors
    assert wait_until(lambda: empty.processes() == {})


def test_a_demo_that_is_stopped_half_way_leaves_no_process_and_is_taken_up_again(empty: Installation) -> None:
    for title in ("Database", "Baseline"):
        process = empty.start("demo", "--port", "0")
        assert process.stderr is not None
        assert any(line.startswith(title) for line in process.stderr)
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=PATIENCE)
        assert (process.returncode, output) == (130, "")
        assert errors.endswith("ubada: interrupted.\n")
        assert "Traceback" not in errors
        assert wait_until(lambda: empty.processes() == {})
        half_made = [path.name for path in empty.data_dir.glob(".*") if path.is_file()]
        assert half_made == []
    finished = empty.run("init")
    assert finished.returncode == 0, finished.stderr


def test_every_step_of_the_demo_has_a_name_and_a_title_of_its_own() -> None:
    assert len({step.name for step in STEPS}) == len({step.title for step in STEPS}) == len(STEPS)
