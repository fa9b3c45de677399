"""An installation made by `ubada init`, shared by the tests that start and stop it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cli.processes import Installation, fresh


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Initialised, not running."""
    for made in fresh(tmp_path_factory.mktemp("an installation") / "data folder"):
        finished = made.run("init")
        assert finished.returncode == 0, finished.stderr
        yield made
