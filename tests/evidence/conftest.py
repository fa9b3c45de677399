"""Organisations of every constituency, and a data folder of its own for every test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.http import FileResponse
from pytest_django import Settings

from tests.assessments.conftest import opened, people, planned, standing_people

__all__ = ["opened", "people", "planned", "standing_people"]


@pytest.fixture(autouse=True)
def data_folder(settings: Settings, tmp_path: Path) -> Path:
    """Where this test's files lie."""
    cache.clear()
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def _answers_are_closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A server closes what it has sent; a test that looks at the headers alone does not.

    Only the file is closed: the end of a whole request would close the database that the tests of a module share.
    """
    sent: list[FileResponse] = []
    begin = FileResponse.__init__

    def remembering(response: FileResponse, *args: object, **kwargs: object) -> None:
        sent.append(response)
        begin(response, *args, **kwargs)

    monkeypatch.setattr(FileResponse, "__init__", remembering)
    yield
    for one in sent:
        for close in one._resource_closers:  # type: ignore[attr-defined]
            close()
