"""Clusters of their own for tests that start, kill and damage them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from ubada.config.cluster import Cluster, database_settings
from ubada.kernel.errors import UbadaError


@pytest.fixture
def make_cluster() -> Iterator[Callable[[Path], Cluster]]:
    """Makes clusters that are stopped after the test."""
    made: list[Cluster] = []

    def make(data_dir: Path) -> Cluster:
        made.append(Cluster(data_dir, durable=False))
        return made[-1]

    yield make
    for cluster in made:
        cluster.stop()
        with suppress(UbadaError):
            socket = Path(database_settings(cluster.data_dir)["HOST"])
            # Where the socket goes when the path of the data folder is too long for one.
            if socket.name.startswith("ubada-"):
                shutil.rmtree(socket)


@pytest.fixture
def cluster(make_cluster: Callable[[Path], Cluster], tmp_path: Path) -> Cluster:
    """A cluster that is not started, in a folder that does not exist yet."""
    return make_cluster(tmp_path / "data")
