"""A data folder of its own for every test, and people with and without a part in files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.http import FileResponse
from django.test import Client
from pytest_django import Settings

from tests.files.making import PAPER
from ubada.access.actors import Actor, PlatformRole
from ubada.files.models import StoredFile
from ubada.files.services import receive_file
from ubada.organisations.models import Account
from ubada.organisations.services import create_account

SYSTEM = Actor.system("test")


@pytest.fixture(autouse=True)
def data_folder(settings: Settings, tmp_path: Path) -> Path:
    """Where this test's files lie."""
    cache.clear()
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def editor(db: None) -> Account:
    """Someone who edits the register."""
    return account("editor", PlatformRole.EDITOR)


@pytest.fixture
def paper(editor: Account) -> StoredFile:
    """A small PDF that the editor handed in."""
    return receive_file(actor=Actor.of(editor), name="paper.pdf", chunks=[PAPER])


@pytest.fixture
def signed_in() -> Callable[[Account], Client]:
    """The browser of this person."""

    def sign_in(person: Account) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture(autouse=True)
def _answers_are_closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A server closes what it has sent, to its end or not; a test that looks at the headers alone does not."""
    opened: list[FileResponse] = []
    begin = FileResponse.__init__

    def remembering(response: FileResponse, *args: object, **kwargs: object) -> None:
        opened.append(response)
        begin(response, *args, **kwargs)

    monkeypatch.setattr(FileResponse, "__init__", remembering)
    yield
    for one in opened:
        one.close()


def account(name: str, role: PlatformRole | None = None) -> Account:
    """An account with that role."""
    return create_account(
        actor=SYSTEM, email=f"{name}@example.org", name=name, password="a long pass phrase 1", platform_role=role
    )


def left_in(folder: Path) -> list[str]:
    """Every plain file under the folder of files."""
    return sorted(path.relative_to(folder).as_posix() for path in (folder / "files").rglob("*") if path.is_file())
