"""Handing in a file: what is kept, what is refused, and what is left behind, which is nothing."""

from __future__ import annotations

import errno
import hashlib
import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from tests.files import making
from tests.files.conftest import SYSTEM, account, left_in
from ubada.access.actors import Actor, PlatformRole
from ubada.access.engine import Refused
from ubada.files import storage
from ubada.files.models import StoredFile
from ubada.files.queries import open_stored, stored_path
from ubada.files.services import receive_file
from ubada.kernel.errors import InvalidInput, UbadaError
from ubada.kernel.ids import new_uid
from ubada.ledger.models import Entry
from ubada.ledger.queries import verify
from ubada.organisations.models import Account

pytestmark = pytest.mark.django_db

SECRET = "list of witnesses 6627"


def test_a_file_is_kept_under_its_hash_and_given_back_as_it_came(data_folder: Path) -> None:
    stored = receive_file(actor=SYSTEM, name="paper.pdf", chunks=[making.PAPER[:9], b"", making.PAPER[9:]])
    assert (stored.state, stored.media_type, stored.size) == ("accepted", "pdf", len(making.PAPER))
    assert stored.sha256 == hashlib.sha256(making.PAPER).hexdigest()
    with open_stored(SYSTEM, stored.uid) as stream:
        assert stream.read() == making.PAPER
    assert stored_path(SYSTEM, stored.uid) == storage.path_of(stored.sha256)
    assert left_in(data_folder) == [f"files/{stored.sha256[:2]}/{stored.sha256}"]


def test_what_lies_there_is_for_our_account_alone(data_folder: Path) -> None:
    receive_file(actor=SYSTEM, name="paper.pdf", chunks=[making.PAPER])
    before = stat.S_IMODE(data_folder.stat().st_mode)
    for path in (data_folder / "files").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    assert stat.S_IMODE((data_folder / "files").stat().st_mode) == 0o700
    assert stat.S_IMODE(data_folder.stat().st_mode) == before


def test_the_rights_of_a_folder_that_was_there_are_left_alone(data_folder: Path) -> None:
    (data_folder / "files").mkdir(mode=0o750)
    (data_folder / "files").chmod(0o750)
    receive_file(actor=SYSTEM, name="paper.pdf", chunks=[making.PAPER])
    assert stat.S_IMODE((data_folder / "files").stat().st_mode) == 0o750


def test_the_same_bytes_twice_are_stored_once(data_folder: Path) -> None:
    first = receive_file(actor=SYSTEM, name="a.pdf", chunks=[making.PAPER])
    second = receive_file(actor=SYSTEM, name="b.pdf", chunks=[making.PAPER])
    assert first.uid != second.uid
    assert first.sha256 == second.sha256
    assert len(left_in(data_folder)) == 1


def test_the_same_bytes_again_mend_what_lies_there_damaged() -> None:
    stored = receive_file(actor=SYSTEM, name="a.pdf", chunks=[making.PAPER])
    storage.path_of(stored.sha256).write_bytes(b"damaged")
    receive_file(actor=SYSTEM, name="a.pdf", chunks=[making.PAPER])
    assert storage.path_of(stored.sha256).read_bytes() == making.PAPER


@pytest.mark.parametrize(
    ("name", "kept"),
    [("../../etc/passwd", "passwd"), ("a\x00b.pdf", "ab.pdf"), ("x\u202efdp.exe", "xfdp.exe"), ("...", "file")],
)
def test_a_hostile_name_is_kept_harmless_and_touches_no_path(data_folder: Path, name: str, kept: str) -> None:
    stored = receive_file(actor=SYSTEM, name=name, chunks=[making.PAPER])
    assert StoredFile.objects.get(pk=stored.uid).name == kept
    assert left_in(data_folder) == [f"files/{stored.sha256[:2]}/{stored.sha256}"]


def test_an_ending_that_lies_changes_nothing() -> None:
    assert receive_file(actor=SYSTEM, name="paper.pdf", chunks=[making.docx()]).media_type == "docx"
    assert receive_file(actor=SYSTEM, name="paper.exe", chunks=[making.PAPER]).media_type == "pdf"
    with pytest.raises(InvalidInput, match="The file is a program"):
        receive_file(actor=SYSTEM, name="paper.pdf", chunks=[b"MZ\x90\x00\x00"])


def test_a_stream_is_cut_off_at_the_limit_and_nothing_of_it_is_left(data_folder: Path) -> None:
    read = 0

    def endless() -> Iterator[bytes]:
        nonlocal read
        while True:
            read += 1
            yield b"%PDF-" + b"x" * 1019

    with pytest.raises(InvalidInput, match="The file is larger than 2 MiB"):
        receive_file(actor=SYSTEM, name="x.pdf", chunks=endless(), most_bytes=2 * 1024 * 1024)
    assert read == 2049
    assert left_in(data_folder) == []
    assert not StoredFile.objects.exists()
    assert not Entry.objects.filter(subject__startswith="file ").exists()


def test_a_file_may_be_as_large_as_the_limit_and_not_a_byte_larger(settings) -> None:
    settings.LARGEST_FILE = len(making.PAPER)
    receive_file(actor=SYSTEM, name="x.pdf", chunks=[making.PAPER])
    settings.LARGEST_FILE -= 1
    with pytest.raises(InvalidInput, match=f"larger than {settings.LARGEST_FILE} bytes"):
        receive_file(actor=SYSTEM, name="x.pdf", chunks=[making.PAPER])


@pytest.mark.parametrize("chunks", [[], [b""], [b"", b""]])
def test_an_empty_file_is_refused_without_a_row(data_folder: Path, chunks: list[bytes]) -> None:
    with pytest.raises(InvalidInput, match="The file is empty"):
        receive_file(actor=SYSTEM, name="x.pdf", chunks=chunks)
    assert left_in(data_folder) == []
    assert not StoredFile.objects.exists()


def test_a_refused_file_leaves_a_row_with_the_reason_and_no_bytes(data_folder: Path) -> None:
    with pytest.raises(InvalidInput) as refused:
        receive_file(actor=SYSTEM, name="x.docx", chunks=[making.docx(("word/vbaProject.bin", b"x"))])
    assert "macros" in refused.value.message
    assert "Save it as a PDF" in refused.value.hint
    assert str(refused.value) == f"{refused.value.message} {refused.value.hint}"
    stored = StoredFile.objects.get()
    assert (stored.state, stored.refusal, stored.media_type) == ("refused", "macros", "")
    assert left_in(data_folder) == []
    with pytest.raises(StoredFile.DoesNotExist):
        open_stored(SYSTEM, stored.uid)
    assert Entry.objects.last().action == "refuse_file"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_full_disk_is_said_plainly_and_nothing_is_left(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch, number: int, call: str
) -> None:
    def full(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(f"ubada.files.storage.os.{call}", full)
    with pytest.raises(storage.NoRoom, match="There is no room left on the disk for this file") as trouble:
        receive_file(actor=SYSTEM, name=SECRET, chunks=[making.PAPER])
    assert SECRET not in str(trouble.value)
    monkeypatch.undo()
    assert left_in(data_folder) == []
    assert not StoredFile.objects.exists()


def test_a_short_write_is_continued(monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr("ubada.files.storage.os.write", lambda file, data: write(file, bytes(data[:5])))
    stored = receive_file(actor=SYSTEM, name="x.pdf", chunks=[making.PAPER])
    assert stored_path(SYSTEM, stored.uid).read_bytes() == making.PAPER


def test_a_disk_that_fails_at_the_last_step_leaves_neither_row_nor_quarantine(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(UbadaError, match="could not be stored: Input/output error"):
        receive_file(actor=SYSTEM, name="x.pdf", chunks=[making.PAPER])
    assert left_in(data_folder) == []
    assert not StoredFile.objects.exists()
    assert verify().faults == ()


def test_a_sender_who_goes_away_leaves_nothing(data_folder: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield making.PAPER
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        receive_file(actor=SYSTEM, name="x.pdf", chunks=broken())
    assert left_in(data_folder) == []
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("role", [None, PlatformRole.ADMIN, PlatformRole.AUDITOR])
def test_only_an_editor_the_installation_and_who_works_on_verdicts_may_hand_in(
    data_folder: Path, role: PlatformRole | None
) -> None:
    def never() -> Iterator[bytes]:
        raise AssertionError("the stream was read")
        yield b""

    for actor in (Actor.reader(), Actor.of(account("someone", role))):
        with pytest.raises(Refused):
            receive_file(actor=actor, name="x.pdf", chunks=never())
    assert not (data_folder / "files").exists()


def test_who_handed_a_file_in_is_noted(editor: Account) -> None:
    assert receive_file(actor=Actor.of(editor), name="x.pdf", chunks=[making.PAPER]).received_by == editor
    assert receive_file(actor=SYSTEM, name="x.pdf", chunks=[making.PAPER]).received_by is None


def test_the_ledger_has_one_entry_and_verifies_until_the_row_is_changed(editor: Account) -> None:
    before = Entry.objects.count()
    stored = receive_file(actor=Actor.of(editor), name="x.pdf", chunks=[making.PAPER])
    entry = Entry.objects.last()
    assert Entry.objects.count() == before + 1
    assert (entry.action, entry.subject) == ("receive_file", f"file {stored.uid}")
    assert verify().faults == ()
    StoredFile.objects.filter(pk=stored.uid).update(received_by=None)
    assert [fault.where for fault in verify().faults] == [f"file {stored.uid}"]


def test_the_name_is_in_no_ledger_entry_no_error_and_no_line_of_the_log(
    editor: Account, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    receive_file(actor=Actor.of(editor), name=f"{SECRET}.pdf", chunks=[making.PAPER])
    for content in (b"", b"MZ\x90\x00", making.PAPER * 9):
        with pytest.raises(InvalidInput) as refused:
            receive_file(actor=Actor.of(editor), name=f"{SECRET}.pdf", chunks=[content], most_bytes=100)
        assert SECRET not in str(refused.value)
    written = [f"{entry.actor} {entry.action} {entry.subject} {entry.changes}" for entry in Entry.objects.all()]
    assert SECRET not in "".join(written)
    # What the database is sent is logged only by the test suite's own level; ours is of warnings alone.
    ours = [one.getMessage() for one in caplog.records if one.name != "django.db.backends"]
    assert SECRET not in "".join(ours)


@pytest.mark.parametrize(
    "fault",
    [
        {"state": "accepted", "refusal": "macros"},
        {"state": "refused", "refusal": "", "media_type": ""},
        {"state": "refused", "refusal": "no such reason", "media_type": ""},
        {"state": "refused", "refusal": "macros", "media_type": "pdf"},
        {"media_type": ""},
        {"media_type": "exe"},
        {"state": "quarantined"},
        {"state": "lost"},
        {"size": -1},
        {"sha256": "A" * 64},
        {"sha256": "a" * 63},
        {"name": ""},
        {"uid": "../../../../etc/passwd"},
    ],
)
def test_the_database_refuses_a_row_that_contradicts_itself(fault: dict[str, object]) -> None:
    sound = {"uid": new_uid(), "sha256": "a" * 64, "name": "x", "size": 1, "media_type": "pdf", "state": "accepted"}
    moment = Entry.objects.last().recorded_at if Entry.objects.exists() else "2026-11-24T00:00:00+00:00"
    with transaction.atomic():
        StoredFile.objects.create(**{**sound, "uid": new_uid()}, received_at=moment)
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.create(**{**sound, **fault}, received_at=moment)
