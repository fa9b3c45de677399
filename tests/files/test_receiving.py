"""Handing in a file: what is kept, what is refused, and what is left behind (nothing)."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from ubada.access.actors import Actor
from ubada.files import storage
from ubada.files.queries import open_stored
from ubada.files.services import receive_file
from ubada.ledger.models import Entry

SYSTEM = Actor.system("test")
PAPER = b"%PDF-1.7\nthe paper itself\n%%EOF\n"


@pytest.fixture(autouse=True)
def data_folder(settings: object, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    return tmp_path


@pytest.mark.django_db
def test_a_file_is_kept_under_its_hash_and_given_back_as_it_came(data_folder: Path) -> None:
    stored = receive_file(actor=SYSTEM, name="paper.pdf", chunks=[PAPER[:9], PAPER[9:]])
    assert (stored.state, stored.media_type, stored.size) == ("accepted", "pdf", len(PAPER))
    assert stored.sha256 == hashlib.sha256(PAPER).hexdigest()
    with open_stored(SYSTEM, stored.uid) as stream:
        assert stream.read() == PAPER
    path = data_folder / "files" / stored.sha256[:2] / stored.sha256
    assert storage.path_of(stored.sha256) == path
    assert Entry.objects.last().action == "receive_file"
