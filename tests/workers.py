"""How the suite is shared out among worker processes: what is dear to set up is set up once, and begun first."""

from __future__ import annotations

from typing import Any, Final

import pytest
from xdist.scheduler import LoadFileScheduling

TOGETHER: Final = ("tests/journeys/", "tests/cli/", "tests/practice/", "tests/api/", "tests/contracts/")
"""Folders whose files use one installation or one world: a worker takes a folder whole. They come first, the longest of
them before the others, so that no worker is left with one at the end."""


class LoadFolderScheduling(LoadFileScheduling):  # type: ignore[misc]  # xdist has no types
    """A file is never split, and neither is a folder of `TOGETHER`."""

    def _split_scope(self, nodeid: str) -> str:
        return next((folder for folder in TOGETHER if nodeid.startswith(folder)), super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFolderScheduling:
    """Shares out by folder and file, whatever `--dist` says."""
    return LoadFolderScheduling(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The folders that stay together come first; the rest keeps its order."""
    first = {folder: place for place, folder in enumerate(TOGETHER)}
    items.sort(
        key=lambda one: next((first[folder] for folder in TOGETHER if one.nodeid.startswith(folder)), len(TOGETHER))
    )
