"""An index of its own for every test."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.search.world import build_searched_world
from ubada.search.engine import SearchIndex
from ubada.search.services import the_index


@pytest.fixture
def index(settings: Settings, tmp_path: Path) -> SearchIndex:
    """An index that does not exist yet."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # the site's own files, of which a test needs none
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    return the_index()


@pytest.fixture
def world(db: None, index: SearchIndex) -> SearchIndex:
    """The searched world, written and indexed."""
    build_searched_world()
    return index
