"""The index beside the database: followed, rebuilt, verified, mended; one writer, many readers."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.search.world import RIGHTS, TORTURE, add_commitments, bytes_changed
from ubada.access.actors import Actor
from ubada.register.models import Commitment, Fact
from ubada.register.services import write_records
from ubada.register.shapes import BODY, COMMITMENT, FACT, TERM, Record
from ubada.search import schema
from ubada.search.engine import IndexBusy, IndexTrouble, SearchIndex
from ubada.search.forms import SearchRequest
from ubada.search.models import Outbox
from ubada.search.queries import search
from ubada.search.services import (
    Difference,
    follow_outbox,
    keep_index,
    note_changed,
    rebuild_index,
    verify_index,
)


def keys(text: str) -> list[str]:
    return [hit.key for hit in search(Actor.reader(), SearchRequest(text), language="en").hits]


def rewritten(ref: str, title: str) -> None:
    record: Record = COMMITMENT.record_of(Commitment.objects.get(pk=ref)) | {"title": {"en": title}}
    write_records(COMMITMENT, {ref: record})


def test_index_and_database_agree_after_a_rebuild(world: SearchIndex) -> None:
    count, differences = verify_index()
    assert differences == []
    published = Fact.objects.filter(is_published=True).count()
    assert count == Commitment.objects.count() + published + 3
    assert Outbox.objects.count() == 0


def test_a_change_is_found_once_the_outbox_was_followed(world: SearchIndex) -> None:
    rewritten("STMT-8", "Investigate every report of kidnapping")
    assert keys("kidnapping") == []
    assert [(one.id, one.fault) for one in verify_index()[1]] == [("commitment:STMT-8", "outdated")]
    assert follow_outbox() == 1
    assert keys("kidnapping") == ["STMT-8"]
    assert verify_index()[1] == []
    assert follow_outbox() == 0


def test_a_change_that_is_taken_back_leaves_nothing_in_the_outbox(world: SearchIndex) -> None:
    with transaction.atomic():
        rewritten("STMT-8", "Investigate every report of kidnapping")
        assert Outbox.objects.filter(kind="commitment", key="STMT-8").exists()
        transaction.set_rollback(True)
    assert not Outbox.objects.exists()
    assert verify_index()[1] == []


@pytest.mark.django_db(transaction=True)
def test_the_outbox_is_written_inside_a_transaction_only() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        note_changed("commitment", ["STMT-8"])


@pytest.mark.django_db
def test_a_change_wakes_the_indexer_once_after_it_is_committed(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        note_changed("commitment", ["A", "B"])
        note_changed("fact", ["C"])
    with django_capture_on_commit_callbacks(execute=True):
        note_changed("fact", ["D"])
    assert len(callbacks) == 1
    jobs = ProcrastinateJob.objects.filter(task_name="search.follow_outbox")
    assert [job.status for job in jobs] == ["todo"]


def test_a_new_name_of_a_theme_or_body_reaches_the_commitments_under_it(world: SearchIndex) -> None:
    for shape, key, name, word in (
        (TERM, "themes:labour", "label", "toil"),
        (BODY, "ILO", "name", "quillwort"),
    ):
        row = shape.model._default_manager.get(pk=key)
        write_records(shape, {key: shape.record_of(row) | {name: {"en": f"The {word}"}}})
        follow_outbox()
        assert "C190-4" in keys(word)
    assert verify_index()[1] == []


def test_a_fact_that_is_withdrawn_leaves_the_index(world: SearchIndex) -> None:
    key = "law.KGZ.dv.2017"
    assert key in keys("protection orders")
    withdrawn = FACT.record_of(Fact.objects.get(pk=key)) | {"is_published": False, "confidence": "unverified"}
    write_records(FACT, {key: withdrawn})
    follow_outbox()
    assert key not in keys("protection orders")
    assert verify_index()[1] == []


def test_verify_names_what_is_missing_surplus_and_out_of_date(world: SearchIndex) -> None:
    add_commitments([TORTURE | {"id": "STMT-9"}])
    Commitment.objects.filter(pk="STMT-8").update(title={"en": "Something else"})
    Fact.objects.filter(pk="law.KGZ.dv.2017").update(is_published=False)
    assert verify_index()[1] == [
        Difference("commitment:STMT-8", "outdated"),
        Difference("commitment:STMT-9", "missing"),
        Difference("fact:law.KGZ.dv.2017", "surplus"),
    ]


def segment(index: SearchIndex, suffix: str) -> Path:
    """The largest file of the index with this ending."""
    return max(index.root.glob(f"g-*/*{suffix}"), key=lambda path: path.stat().st_size)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def halved(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def removed(path: Path) -> None:
    path.unlink()


def turned(path: Path) -> None:
    path.write_bytes(bytes(255 - byte for byte in path.read_bytes()))


@pytest.mark.parametrize("harm", [emptied, halved, removed, turned])
@pytest.mark.parametrize(
    "suffix", [".term", ".idx", ".pos", ".fast", ".store", ".fieldnorm", "meta.json", "ubada.json"]
)
@pytest.mark.parametrize("was_open", [True, False])
def test_harm_to_any_file_is_found_and_mended(
    index: SearchIndex, db: None, harm: Callable[[Path], None], suffix: str, *, was_open: bool
) -> None:
    index.rebuild(_documents())
    if was_open:
        index.snapshot()
    else:
        index._open = None
    time.sleep(0.05)  # the engine looks at a fresh index once by a thread of its own; not while that reads
    harm(segment(index, suffix))
    with pytest.raises(IndexTrouble) as trouble:
        index.snapshot()
    assert trouble.value.reason == "damaged"
    assert keep_index() == "rebuilt"
    index.snapshot()
    assert keep_index() == "current"


def _documents() -> list[schema.IndexDocument]:
    return [
        schema.IndexDocument("commitment", f"X-{n}", (("en", RIGHTS["en"]),), facets={"state": ("KGZ",)})
        for n in range(30)
    ]


@pytest.mark.parametrize("left", ["", "g-nothing", "../elsewhere", "\xff"])
def test_a_pointer_to_nothing_is_damage(index: SearchIndex, left: str) -> None:
    index.rebuild(_documents())
    (index.root / "CURRENT").write_bytes(left.encode("latin-1"))
    with pytest.raises(IndexTrouble):
        index.snapshot()


def test_an_index_that_is_not_there_is_made(world: SearchIndex) -> None:
    for path in sorted(world.root.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    world.root.rmdir()
    with pytest.raises(IndexTrouble) as trouble:
        world.snapshot()
    assert trouble.value.reason == "missing"
    assert keep_index() == "rebuilt"
    assert keys("torture") == ["STMT-8"]


def test_an_index_of_another_version_is_made_anew(world: SearchIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ubada.search.engine.FINGERPRINT", "of the next version")
    with pytest.raises(IndexTrouble) as trouble:
        world.check()
    assert trouble.value.reason == "outdated"
    assert keep_index() == "rebuilt"
    world.check()


def test_a_second_writer_is_refused_and_readers_go_on(world: SearchIndex) -> None:
    with world.writing() as writer:
        writer.remove("commitment:STMT-8")
        with pytest.raises(IndexBusy), world.writing():
            pytest.fail("two writers")
        with pytest.raises(IndexBusy):
            rebuild_index(wait=0)
        assert keep_index() in ("busy", "current")
        assert keys("torture") == ["STMT-8"]
    assert keys("torture") == []


ELSEWHERE = """
import sys
from pathlib import Path
from ubada.search.engine import SearchIndex
with SearchIndex(Path(sys.argv[1])).writing() as writer:
    writer.remove("commitment:X-0")
"""


def test_a_commit_of_another_process_is_seen_at_once(index: SearchIndex) -> None:
    index.rebuild(_documents())
    assert index.snapshot().searcher.num_docs == 30
    subprocess.run([sys.executable, "-c", ELSEWHERE, str(index.root)], check=True, timeout=60)
    assert index.snapshot().searcher.num_docs == 29


def test_a_write_that_fails_changes_nothing(world: SearchIndex) -> None:
    with suppress(ZeroDivisionError), world.writing() as writer:
        writer.remove("commitment:STMT-8")
        _ = 1 // 0
    assert keys("torture") == ["STMT-8"]
    with world.writing() as writer:
        writer.remove("commitment:STMT-7")
    assert keys("torture") == ["STMT-8"]


def test_readers_are_served_throughout_rebuilds(index: SearchIndex) -> None:
    index.rebuild(_documents())
    seen: list[int] = []
    stop = threading.Event()

    def read() -> None:
        reader = SearchIndex(index.root)
        while not stop.is_set():
            seen.append(reader.snapshot().searcher.num_docs)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(5):
        index.rebuild(_documents())
    stop.set()
    for thread in threads:
        thread.join()
    assert set(seen) == {30}


def test_changed_bytes_put_back_are_no_damage_to_a_fresh_reader(index: SearchIndex) -> None:
    index.rebuild(_documents())
    with bytes_changed(segment(index, ".term")), pytest.raises(IndexTrouble):
        SearchIndex(index.root).snapshot()
    assert SearchIndex(index.root).snapshot().searcher.num_docs == 30
