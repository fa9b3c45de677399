from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.processes import Installation, address_from, end, fresh, status_of
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


def test_every_step_of_the_demo_has_a_name_and_a_title_of_its_own() -> None:
    assert len({step.name for step in STEPS}) == len({step.title for step in STEPS}) == len(STEPS)
