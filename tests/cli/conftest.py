"""An installation made by `ubada init`, shared by the tests that start and stop it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.cli.processes import Installation


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Initialised, not running. Whatever still runs after the tests is killed."""
    folder = tmp_path_factory.mktemp("an installation") / "data folder"
    made = Installation(folder, Path(os.environ["UBADA_DATABASE_DIR"]))
    finished = made.run("init")
    assert finished.returncode == 0, finished.stderr
    yield made
    for pid in made.processes():
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
