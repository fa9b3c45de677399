"""How the suite is shared out among worker processes: what is dear to set up is set up once, and begun first."""

from __future__ import annotations

import re
from typing import Any, Final

import pytest
from xdist.scheduler import LoadFileScheduling

TOGETHER: Final = (
    "tests/journeys/.*_desk",
    "tests/journeys/",
    "tests/cli/",
    "tests/api/",
    "tests/contracts/",
)
"""Beginnings of the names of files that use one installation or one world: a worker takes all that begin alike. They
come first, the longest before the others, so that no worker is left with one at the end. All journeys would be too many
for one worker; those at a desk are one half of them."""


def group_of(nodeid: str) -> int:
    """The place in `TOGETHER` of what a test belongs to; its length for a test that can go anywhere."""
    return next((place for place, name in enumerate(TOGETHER) if re.match(name, nodeid)), len(TOGETHER))


class LoadFolderScheduling(LoadFileScheduling):  # type: ignore[misc]  # xdist has no types
    """A file is never split, and neither is a group of `TOGETHER`."""

    def _split_scope(self, nodeid: str) -> str:
        group = group_of(nodeid)
        return TOGETHER[group] if group < len(TOGETHER) else super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFolderScheduling:
    """Shares out by group and file, whatever `--dist` says."""
    return LoadFolderScheduling(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The groups come first; the rest keeps its order."""
    items.sort(key=lambda one: group_of(one.nodeid))
