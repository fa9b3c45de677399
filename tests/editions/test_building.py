"""Building and publishing: the same bytes from the same data, all or nothing on disk, and published for good."""

from __future__ import annotations

import errno
import json
import os
import random
import subprocess
import sys
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.editions.conftest import DAY, Published
from ubada.access.actors import Actor
from ubada.access.engine import Refused
from ubada.editions import folder as folder_module
from ubada.editions.carrying import next_number
from ubada.editions.folder import NoRoom, copy_out, editions_folder, write_folder
from ubada.editions.models import Correction, Edition
from ubada.editions.services import (
    AlreadyPublished,
    build_edition,
    correct_edition,
    export_edition,
    publish_edition,
)
from ubada.editions.verify import MANIFEST, check
from ubada.kernel.errors import InvalidInput, UbadaError
from ubada.ledger import queries as ledger
from ubada.ledger.models import Entry
from ubada.register.models import State

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")

# Makes an edition from records on standard input in a process of its own and prints its root hash.
MAKE = """
import json, sys, datetime, pathlib, django
django.setup()
from django.conf import settings
from ubada.editions.assembly import assemble
from ubada.editions.freeze import Frozen
given = json.load(sys.stdin)
frozen = Frozen(given["number"], given["title"], datetime.date.fromisoformat(given["on"]), given["records"])
print(assemble(frozen, data_dir=settings.DATA_DIR, report=lambda *_: None).root_hash)
"""


def _content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _change_the_register() -> None:
    State.objects.filter(code="KGZ").update(endonym={"ky": "Кыргыз Республикасы"})


def test_building_twice_gives_the_same_bytes(world: Path) -> None:
    first = build_edition(actor=SYSTEM, number=0, on=DAY)
    before = _content(first.folder)
    again = build_edition(actor=SYSTEM, number=0, on=DAY)
    assert first.is_new
    assert not again.is_new
    other = build_edition(actor=SYSTEM, number=0, on=DAY - timedelta(days=1))
    assert other.edition.root_hash != first.edition.root_hash
    build_edition(actor=SYSTEM, number=0, on=DAY)
    assert _content(first.folder) == before


@pytest.mark.parametrize(("seed", "zone"), [("0", "Asia/Almaty"), ("4711", "America/Los_Angeles")])
def test_another_process_time_zone_and_hash_seed_give_the_same_root_hash(
    published: Published, seed: str, zone: str
) -> None:
    frozen = published.frozen
    given = {"number": 0, "title": frozen.title, "on": frozen.on.isoformat(), "records": frozen.records}
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-c", MAKE],
        input=json.dumps(given), capture_output=True, text=True, env=environment, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == published.root_hash


def test_a_build_is_recorded_with_its_root_hash_in_the_row_and_the_ledger(world: Path) -> None:
    built = build_edition(actor=SYSTEM, number=0, on=DAY)
    row = Edition.objects.get(number=0)
    assert (row.state, row.register_date, row.root_hash) == ("built", DAY, built.edition.root_hash)
    assert row.title["en"] == "The baseline"
    assert row.title["ru"]
    entry = Entry.objects.get(action="build_edition")
    assert row.root_hash in entry.subject
    assert ledger.verify().faults == ()
    assert (row.file_count, row.record_count) == (len(_content(world / "0")), check(str(world / "0")).records)


def test_an_unchanged_build_leaves_no_second_entry_in_the_ledger(world: Path) -> None:
    build_edition(actor=SYSTEM, number=0, on=DAY)
    build_edition(actor=SYSTEM, number=0, on=DAY)
    assert Entry.objects.filter(action="build_edition").count() == 1


def test_a_build_before_publication_replaces_the_one_before_it(world: Path) -> None:
    first = build_edition(actor=SYSTEM, on=DAY)
    _change_the_register()
    second = build_edition(actor=SYSTEM, on=DAY)
    assert (first.edition.number, second.edition.number) == (0, 0)
    assert first.edition.root_hash != second.edition.root_hash
    assert check(str(world / "0"), expect=second.edition.root_hash).ok
    assert sorted(path.name for path in world.iterdir()) == [".lock", "0"]


def test_a_published_edition_is_not_replaced_by_another_build(world: Path) -> None:
    built = build_edition(actor=SYSTEM, number=0, on=DAY)
    publish_edition(actor=SYSTEM, number=0)
    before = _content(world / "0")
    assert not build_edition(actor=SYSTEM, number=0).is_new
    _change_the_register()
    with pytest.raises(AlreadyPublished, match="Edition 0 is published and is not replaced"):
        build_edition(actor=SYSTEM, number=0)
    assert _content(world / "0") == before
    assert Edition.objects.get(number=0).root_hash == built.edition.root_hash
    assert next_number() == 1
    assert build_edition(actor=SYSTEM, on=DAY).edition.number == 1


def test_the_same_bytes_mend_the_damaged_folder_of_a_published_edition(world: Path) -> None:
    build_edition(actor=SYSTEM, number=0, on=DAY)
    publish_edition(actor=SYSTEM, number=0)
    (world / "0" / "en" / "index.html").unlink()
    assert build_edition(actor=SYSTEM, number=0).is_new
    assert check(str(world / "0")).ok
    assert Edition.objects.get(number=0).state == "published"


def test_publication_writes_the_root_hash_to_the_ledger_and_one_archive(world: Path, tmp_path: Path) -> None:
    built = build_edition(actor=SYSTEM, number=0, on=DAY)
    edition = publish_edition(actor=SYSTEM, number=0)
    assert edition.published_at is not None
    assert built.edition.root_hash in Entry.objects.get(action="publish_edition").subject
    assert ledger.verify().faults == ()
    with zipfile.ZipFile(world / "0.zip") as bundle:
        bundle.extractall(tmp_path / "out")
    assert check(str(tmp_path / "out" / "ubada-edition-0"), expect=edition.root_hash).ok
    assert publish_edition(actor=SYSTEM, number=0).published_at == edition.published_at
    assert Entry.objects.filter(action="publish_edition").count() == 1


def test_archives_of_the_same_edition_have_the_same_bytes(world: Path) -> None:
    build_edition(actor=SYSTEM, number=0, on=DAY)
    with editions_folder(world) as root:
        first = folder_module.archive(root, 0).read_bytes()
        for path in (world / "0").rglob("*"):
            os.utime(path, (1, 1))
        assert folder_module.archive(root, 0).read_bytes() == first


def test_an_edition_whose_folder_was_changed_is_not_published(world: Path) -> None:
    build_edition(actor=SYSTEM, number=0, on=DAY)
    page = world / "0" / "en" / "index.html"
    page.write_bytes(page.read_bytes() + b"\n")
    with pytest.raises(InvalidInput, match=r"not as it was built: file en/index\.html"):
        publish_edition(actor=SYSTEM, number=0)
    assert Edition.objects.get(number=0).state == "built"


def test_what_does_not_exist_or_is_not_allowed_is_refused(world: Path) -> None:
    with pytest.raises(InvalidInput, match="There is no edition 7"):
        publish_edition(actor=SYSTEM, number=7)
    with pytest.raises(InvalidInput, match="still to come"):
        build_edition(actor=SYSTEM, number=0, on=timezone.now().date() + timedelta(days=2))
    for act in (
        lambda: build_edition(actor=Actor.reader(), number=0),
        lambda: publish_edition(actor=Actor.reader(), number=0),
        lambda: correct_edition(actor=Actor.reader(), number=0, what={"en": "a"}, why={"en": "b"}),
    ):
        with pytest.raises(Refused):
            act()
    assert not Edition.objects.exists()


@pytest.mark.parametrize(
    "change",
    [{"root_hash": "0" * 64}, {"record_count": 1}, {"title": {"en": "Other"}}, {"register_date": date(2020, 1, 1)},
     {"state": "built", "published_at": None}],
)  # fmt: skip
def test_the_database_refuses_to_change_a_published_edition(world: Path, change: dict[str, Any]) -> None:
    build_edition(actor=SYSTEM, number=0, on=DAY)
    publish_edition(actor=SYSTEM, number=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(number=0).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(number=0)._raw_delete("default")


def test_the_database_refuses_a_published_edition_without_a_hash_or_a_moment(world: Path) -> None:
    build_edition(actor=SYSTEM, number=0, on=DAY)
    for change in ({"root_hash": ""}, {"root_hash": "A" * 64}, {"state": "published"}, {"state": "other"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Edition.objects.filter(number=0).update(**change)


def test_a_correction_is_said_beside_the_edition_and_stays(world: Path) -> None:
    build_edition(actor=SYSTEM, number=0, on=DAY)
    words = {"what": {"en": "A date was wrong."}, "why": {"en": "It was misread."}}
    with pytest.raises(InvalidInput, match="not published"):
        correct_edition(actor=SYSTEM, number=0, **words)
    publish_edition(actor=SYSTEM, number=0)
    before = _content(world / "0")
    correct_edition(actor=SYSTEM, number=0, **words)
    correct_edition(actor=SYSTEM, number=0, withdraw=True, **words)
    assert [one.order for one in Correction.objects.all()] == [1, 2]
    assert Edition.objects.get(number=0).state == "withdrawn"
    assert _content(world / "0") == before
    assert ledger.verify().faults == ()
    with pytest.raises(InvalidInput, match="in English at least"):
        correct_edition(actor=SYSTEM, number=0, what={"en": ""}, why={"en": "x"})
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.update(made_on=date(2020, 1, 1))


def test_export_copies_a_whole_edition_to_a_new_place_only(world: Path, tmp_path: Path) -> None:
    built = build_edition(actor=SYSTEM, number=0, on=DAY)
    export_edition(actor=SYSTEM, number=0, target=tmp_path / "deep" / "copy")
    assert check(str(tmp_path / "deep" / "copy"), expect=built.edition.root_hash).ok
    with pytest.raises(UbadaError, match="is there already"):
        export_edition(actor=SYSTEM, number=0, target=tmp_path / "deep" / "copy")
    with pytest.raises(InvalidInput, match="no edition 9"):
        export_edition(actor=SYSTEM, number=9, target=tmp_path / "nine")
    assert not (tmp_path / "nine").exists()


class _FullDisk:
    """`os.write` on a disk that is full after a number of writes; a write before the last one is cut short."""

    def __init__(self, allowed: int, error: int = errno.ENOSPC) -> None:
        self.left = allowed
        self.error = error
        self.write = os.write

    def __call__(self, descriptor: int, data: Any) -> int:
        self.left -= 1
        if self.left < 0:
            raise OSError(self.error, os.strerror(self.error))
        return self.write(descriptor, data[: max(1, len(data) // 2)])


@pytest.mark.parametrize("allowed", [0, *random.Random(20261124).sample(range(1, 120), 7)])
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_at_any_moment_leaves_nothing_of_a_build(
    published: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, allowed: int, error: int
) -> None:
    (tmp_path / "0").mkdir()
    (tmp_path / "0" / "index.html").write_bytes(b"the edition before")
    files = _content(published.folder)
    monkeypatch.setattr(folder_module.os, "write", _FullDisk(allowed, error))
    with pytest.raises(NoRoom, match="no room left"):
        write_folder(tmp_path, 0, files)
    assert _content(tmp_path) == {"0/index.html": b"the edition before"}


def test_a_full_disk_leaves_the_edition_the_row_and_the_ledger_as_they_were(
    world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build_edition(actor=SYSTEM, number=0, on=DAY)
    _change_the_register()
    monkeypatch.setattr(folder_module.os, "write", _FullDisk(11))
    with pytest.raises(NoRoom, match="no room left"):
        build_edition(actor=SYSTEM, number=0, on=DAY)
    monkeypatch.undo()
    assert check(str(world / "0"), expect=first.edition.root_hash).ok
    assert sorted(path.name for path in world.iterdir()) == [".lock", "0"]
    assert Edition.objects.get(number=0).root_hash == first.edition.root_hash
    assert Entry.objects.filter(action="build_edition").count() == 1


def test_a_full_disk_during_export_leaves_nothing(
    published: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_module.os, "write", _FullDisk(7))
    with pytest.raises(NoRoom):
        copy_out(published.folder, tmp_path / "copy")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_during_archiving_publishes_nothing(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_edition(actor=SYSTEM, number=0, on=DAY)

    def no_room(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", no_room)
    with pytest.raises(NoRoom):
        publish_edition(actor=SYSTEM, number=0)
    assert Edition.objects.get(number=0).state == "built"
    assert sorted(path.name for path in world.iterdir()) == [".lock", "0"]


def test_a_failure_after_writing_takes_the_build_away(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = build_edition(actor=SYSTEM, number=0, on=DAY)
    _change_the_register()

    def refuse(_self: Path, _target: Path) -> None:
        raise OSError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(UbadaError, match="cannot be written"):
        build_edition(actor=SYSTEM, number=0, on=DAY)
    monkeypatch.undo()
    assert check(str(world / "0"), expect=first.edition.root_hash).ok
    assert sorted(path.name for path in world.iterdir()) == [".lock", "0"]
    assert Edition.objects.get(number=0).root_hash == first.edition.root_hash


def test_what_a_killed_build_left_is_put_right_by_the_next_one(world: Path) -> None:
    built = build_edition(actor=SYSTEM, number=0, on=DAY)
    (world / "0").rename(world / ".replaced-0")
    (world / ".building-0-abc").mkdir()
    (world / ".building-0-abc.zip").write_bytes(b"half")
    with editions_folder(world) as root:
        assert sorted(path.name for path in root.iterdir()) == [".lock", "0"]
    assert check(str(world / "0"), expect=built.edition.root_hash).ok


def test_a_file_of_a_build_is_never_written_through_what_is_there_already(tmp_path: Path) -> None:
    target = tmp_path / "there"
    target.write_bytes(b"old")
    with pytest.raises(FileExistsError):
        folder_module.write_file(target, b"new")
    assert target.read_bytes() == b"old"


def test_two_names_that_differ_in_case_alone_are_refused(published: Published) -> None:
    from ubada.editions.manifest import manifest_of  # noqa: PLC0415

    with pytest.raises(UbadaError, match="the same name"):
        manifest_of(published.frozen, {"en/A.html": b"", "en/a.html": b""}, languages=("en",))


def test_files_are_readable_by_everyone_and_the_folder_too(published: Published, tmp_path: Path) -> None:
    made = write_folder(tmp_path, 3, {"a/b.txt": b"x"})
    assert made.stat().st_mode & 0o777 == 0o755
    assert (made / "a" / "b.txt").stat().st_mode & 0o777 == 0o644
    assert (published.folder / MANIFEST).stat().st_mode & 0o777 == 0o644
