"""Removing files, sweeping what was left behind, and looking whether the bytes are still what they were."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction

from tests.files.conftest import SYSTEM, account, left_in
from tests.files.making import PAPER, docx
from ubada.access.actors import Actor, PlatformRole
from ubada.access.engine import Refused
from ubada.files import services, storage
from ubada.files.jobs import sweep
from ubada.files.models import StoredFile
from ubada.files.queries import check_bytes
from ubada.files.services import drop_unused, receive_file, remove_file, sweep_leftovers
from ubada.intake.models import Reading
from ubada.kernel.errors import InvalidInput
from ubada.kernel.ids import new_uid
from ubada.ledger.models import Entry
from ubada.ledger.queries import verify
from ubada.organisations.models import Account

ENOUGH = 10_000_000
TWO_DAYS = 2 * 24 * 3600


def grown_old(path: Path) -> None:
    """As if it had been written two days ago."""
    then = time.time() - TWO_DAYS
    os.utime(path, (then, then))


@pytest.mark.django_db(transaction=True)
def test_a_removed_file_is_gone_with_its_bytes_and_the_ledger_says_so(data_folder: Path, paper: StoredFile) -> None:
    remove_file(actor=SYSTEM, uid=paper.uid)
    assert not StoredFile.objects.exists()
    assert left_in(data_folder) == []
    assert Entry.objects.last().action == "remove_file"
    assert verify().faults == ()


@pytest.mark.django_db(transaction=True)
def test_bytes_stay_as_long_as_another_file_has_them(data_folder: Path, paper: StoredFile) -> None:
    other = receive_file(actor=SYSTEM, name="again.pdf", chunks=[PAPER])
    remove_file(actor=SYSTEM, uid=paper.uid)
    assert left_in(data_folder) == [f"files/{other.sha256[:2]}/{other.sha256}"]
    remove_file(actor=SYSTEM, uid=other.uid)
    assert left_in(data_folder) == []


@pytest.mark.django_db(transaction=True)
def test_bytes_stay_if_the_removal_is_taken_back(data_folder: Path, paper: StoredFile) -> None:
    with transaction.atomic():
        remove_file(actor=SYSTEM, uid=paper.uid)
        transaction.set_rollback(True)
    assert StoredFile.objects.filter(pk=paper.uid).exists()
    assert len(left_in(data_folder)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_refused_file_can_be_removed_like_any_other(paper: StoredFile) -> None:
    with pytest.raises(InvalidInput):
        receive_file(actor=SYSTEM, name="x", chunks=[b"MZ\x90\x00"])
    refused = StoredFile.objects.get(state="refused")
    remove_file(actor=SYSTEM, uid=refused.uid)
    assert list(StoredFile.objects.all()) == [paper]


@pytest.mark.django_db
def test_a_file_that_something_refers_to_stays(paper: StoredFile) -> None:
    Reading.objects.create(file=paper, made_at=paper.received_at)
    with pytest.raises(InvalidInput, match="Other records refer to this file"):
        remove_file(actor=SYSTEM, uid=paper.uid)
    assert storage.path_of(paper.sha256).exists()
    assert Entry.objects.last().action == "receive_file"


@pytest.mark.django_db
def test_who_may_not_see_a_file_cannot_remove_it_and_does_not_learn_of_it(paper: StoredFile, editor: Account) -> None:
    for role in (None, PlatformRole.ADMIN, PlatformRole.AUDITOR):
        for uid in (paper.uid, new_uid()):
            with pytest.raises(StoredFile.DoesNotExist):
                remove_file(actor=Actor.of(account(f"{role}{uid}", role)), uid=uid)
    editor.platform_role = ""
    with pytest.raises(Refused):  # still theirs to see, no longer theirs to remove
        remove_file(actor=editor.as_actor(), uid=paper.uid)
    assert StoredFile.objects.filter(pk=paper.uid).exists()


@pytest.mark.django_db(transaction=True)
def test_bytes_whose_row_never_came_to_be_are_swept_after_a_day(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = storage.keep

    def crash_after(received: storage.Received) -> None:
        kept(received)
        raise KeyboardInterrupt

    monkeypatch.setattr(storage, "keep", crash_after)
    with pytest.raises(KeyboardInterrupt):
        receive_file(actor=SYSTEM, name="x.pdf", chunks=[PAPER])
    assert not StoredFile.objects.exists()
    (left,) = left_in(data_folder)
    assert sweep_leftovers() == 0
    grown_old(data_folder / left)
    assert sweep_leftovers() == 1
    assert left_in(data_folder) == []


@pytest.mark.django_db(transaction=True)
def test_the_sweeper_takes_old_quarantine_and_nothing_that_is_ours_or_not_of_our_making(
    data_folder: Path, paper: StoredFile
) -> None:
    folder = data_folder / "files"
    stale, fresh, waiting = new_uid(), new_uid(), new_uid()
    for uid in (stale, fresh, waiting):
        storage.quarantine(uid, [PAPER], ENOUGH)
    StoredFile.objects.create(
        uid=waiting, sha256=paper.sha256, name="x", size=paper.size, received_at=paper.received_at
    )
    (folder / "aa").mkdir()
    foreign = [folder / "note.txt", folder / "aa" / "note.txt", folder / "aa" / ("bb" + "0" * 62)]
    for path in foreign:
        path.write_bytes(b"not ours")
    for path in folder.rglob("*"):
        if path.is_file() and path.name != fresh:
            grown_old(path)
    (folder / "quarantine" / "elsewhere").symlink_to(data_folder)
    sweep()
    assert not storage.quarantine_of(stale).exists()
    assert storage.quarantine_of(fresh).exists()
    assert storage.quarantine_of(waiting).exists()
    assert storage.path_of(paper.sha256).exists()
    assert all(path.exists() for path in foreign)
    assert (folder / "quarantine" / "elsewhere").is_symlink()


@pytest.mark.django_db
def test_sweeping_where_nothing_was_ever_received_is_no_fault(data_folder: Path) -> None:
    assert sweep_leftovers() == 0
    assert not (data_folder / "files").exists()


@pytest.mark.django_db(transaction=True)
def test_the_same_bytes_received_at_the_same_moment_are_two_files_and_stored_once(data_folder: Path) -> None:
    meeting = threading.Barrier(4)
    received: list[StoredFile] = []

    def chunks() -> Iterator[bytes]:
        yield PAPER
        meeting.wait(timeout=20)

    def hand_in() -> None:
        try:
            received.append(receive_file(actor=SYSTEM, name="x.pdf", chunks=chunks()))
        finally:
            connection.close()

    at_once(*[hand_in] * 4)
    assert len({one.uid for one in received}) == 4
    assert left_in(data_folder) == [f"files/{received[0].sha256[:2]}/{received[0].sha256}"]
    assert verify().faults == ()


@pytest.mark.django_db(transaction=True)
def test_bytes_are_not_removed_under_the_hands_of_one_who_brings_them_again(
    data_folder: Path, paper: StoredFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The removal waits for the transaction that brings the bytes, and then finds them in use."""
    kept, moved, removal_waits = storage.keep, threading.Event(), threading.Event()
    dropped: list[bool] = []
    hold = services._hold_content

    def keep_slowly(received: storage.Received) -> Path:
        place = kept(received)
        moved.set()
        assert removal_waits.wait(timeout=20)
        time.sleep(0.2)  # the other is at the lock by now; were there none, it would have removed the bytes
        return place

    def hold_and_tell(sha256: str) -> None:
        if moved.is_set():
            removal_waits.set()
        hold(sha256)

    monkeypatch.setattr(storage, "keep", keep_slowly)
    monkeypatch.setattr(services, "_hold_content", hold_and_tell)
    StoredFile.objects.filter(pk=paper.uid).delete()  # its removal has been committed, its bytes are still to go

    def hand_in() -> None:
        try:
            receive_file(actor=SYSTEM, name="x.pdf", chunks=[PAPER])
        finally:
            connection.close()

    def drop() -> None:
        try:
            assert moved.wait(timeout=20)
            dropped.append(drop_unused(paper.sha256))
        finally:
            connection.close()

    at_once(hand_in, drop)
    assert dropped == [False]
    assert storage.path_of(paper.sha256).read_bytes() == PAPER


def at_once(*acts: object) -> None:
    """Each in a thread of its own, until all have ended."""
    threads = [threading.Thread(target=act) for act in acts]  # type: ignore[arg-type]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=30)
    assert not any(one.is_alive() for one in threads)


@pytest.mark.django_db
def test_missing_and_changed_bytes_are_named_by_the_file_they_belong_to(paper: StoredFile) -> None:
    receive_file(actor=SYSTEM, name="again.pdf", chunks=[PAPER])
    other = receive_file(actor=SYSTEM, name="x.docx", chunks=[docx()])
    sound = check_bytes(ENOUGH)
    assert (sound.contents, sound.read, sound.faults) == (2, 2, ())
    storage.path_of(paper.sha256).write_bytes(PAPER.replace(b"paper", b"PAPER"))
    storage.path_of(other.sha256).unlink()
    assert set(check_bytes(ENOUGH).faults) == {
        f"the bytes of file {paper.uid} are not those that were received",
        f"the bytes of file {other.uid} are missing or cannot be read",
    }


@pytest.mark.django_db
def test_no_more_is_read_than_was_allowed_but_every_size_is_looked_at(paper: StoredFile) -> None:
    path = storage.path_of(paper.sha256)
    path.write_bytes(PAPER.replace(b"paper", b"PAPER"))
    assert check_bytes(0).faults == ()
    path.write_bytes(PAPER + b"x")
    assert check_bytes(0).faults == (f"the bytes of file {paper.uid} are not those that were received",)
