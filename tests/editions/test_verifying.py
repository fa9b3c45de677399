"""Whatever is changed in an edition is found and named, and nothing else is."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.editions.conftest import Published
from ubada.editions import verify
from ubada.editions.verify import MANIFEST, check, manifest_bytes, merkle_root, parse, root_hash
from ubada.kernel import canonical

pytestmark = pytest.mark.django_db  # the edition is made from a database

SEED = 20261124


def _named(folder: Path) -> set[tuple[str, str]]:
    return {(fault.subject, fault.name) for fault in check(str(folder)).faults}


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _reseal(folder: Path, change: Any) -> None:
    """Change a manifest as someone would who also recomputes its root hash."""
    manifest = json.loads((folder / MANIFEST).read_bytes())
    change(manifest)
    manifest["root_hash"] = root_hash(manifest)
    (folder / MANIFEST).write_bytes(manifest_bytes(manifest))


def test_an_edition_as_it_was_made_is_whole(published: Published) -> None:
    outcome = check(str(published.folder), expect=published.root_hash)
    assert outcome.ok, outcome.faults
    assert outcome.root_hash == published.root_hash
    assert outcome.records == published.frozen.count
    assert outcome.files == len(_files(published.folder)) - 1
    assert outcome.records_root == published.frozen.records_root


def test_the_copy_inside_runs_with_nothing_but_python(published: Published, tmp_path: Path) -> None:
    command = [sys.executable, "-S", "-I", str(published.folder / "verify.py")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env={}, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert published.root_hash in done.stdout


def test_the_copy_inside_fails_with_the_name_of_what_was_changed(copy: Path) -> None:
    page = copy / "en" / "index.html"
    page.write_bytes(page.read_bytes() + b" ")
    command = [sys.executable, "-S", "-I", str(copy / "verify.py"), "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["ok"]) == (1, False)
    assert [(fault["subject"], fault["name"]) for fault in answer["faults"]] == [("file", "en/index.html")]


def test_one_flipped_bit_of_any_file_names_that_file(copy: Path) -> None:
    chance = random.Random(SEED)
    kinds = set(json.loads((copy / MANIFEST).read_bytes())["kinds"])
    for name in _files(copy):
        path = copy / name
        before = path.read_bytes()
        at, bit = chance.randrange(max(len(before), 1)), 1 << chance.randrange(8)
        flipped = bytes([before[at] ^ bit]) if before else b"x"  # a kind without records has an empty file
        path.write_bytes(before[:at] + flipped + before[at + 1 :])
        named = _named(copy)
        path.write_bytes(before)
        assert {one for one in named if one[0] == "file"} == {("file", name)}, f"{name}, byte {at}"
        kind = Path(name).stem if name.startswith(("data/", "records/")) else None
        records = {one[1].partition(" ")[0] for one in named if one[0] == "record"}
        assert records <= ({kind} & kinds), f"{name}, byte {at}: {named}"
        assert not {one for one in named if one[0] == "edition"}, named
    assert check(str(copy)).ok


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_changed_value_of_any_record_names_that_record(
    published: Published, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    kind = data.draw(st.sampled_from([kind for kind, own in published.frozen.records.items() if own]))
    key = data.draw(st.sampled_from(sorted(published.frozen.records[kind])))
    record = dict(published.frozen.records[kind][key])
    field = data.draw(st.sampled_from(sorted(record)))
    record[field] = data.draw(
        st.sampled_from(["", "changed", None, 0, 1, True, ["x"], {"en": "x"}]).filter(
            lambda value: canonical.canonical_json(value) != canonical.canonical_json(record[field])
        )
    )
    is_list = data.draw(st.booleans())
    name = f"data/{kind}.json" if is_list else f"records/{kind}.jsonl"
    path = published.folder / name
    before = path.read_bytes()
    old = canonical.canonical_json(published.frozen.records[kind][key])
    assert before.count(old) == 1
    try:
        path.write_bytes(before.replace(old, canonical.canonical_json(record)))
        assert _named(published.folder) == {("file", name), ("record", f"{kind} {key}")}
    finally:
        path.write_bytes(before)


def test_a_changed_cell_names_its_record_and_column(copy: Path) -> None:
    table = copy / "data" / "fact.csv"
    table.write_bytes(table.read_bytes().replace(b"52 of 90 seats", b"53 of 90 seats", 1))
    faults = {(fault.name, fault.what) for fault in check(str(copy)).faults}
    assert (
        "fact law.KGZ.women.2024",
        "the column value_en of data/fact.csv does not say what the record says",
    ) in faults
    assert len(faults) == 2


def test_a_removed_and_an_added_record_are_named(copy: Path) -> None:
    path = copy / "records" / "state.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[1:]))
    assert _named(copy) == {("file", "records/state.jsonl"), ("record", "state KAZ")}
    added = lines[0].replace(b'"KAZ"', b'"ABC"')
    path.write_bytes(added + b"".join(lines))
    assert _named(copy) == {("file", "records/state.jsonl"), ("record", "state ABC")}


def test_a_removed_and_an_added_row_are_named(copy: Path) -> None:
    path = copy / "data" / "state.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], *lines[2:]]))
    assert _named(copy) == {("file", "data/state.csv"), ("record", "state KAZ")}
    path.write_bytes(b"".join([*lines, lines[1].replace(b"KAZ", b"ABC")]))
    assert _named(copy) == {("file", "data/state.csv"), ("record", "state ABC")}


def test_a_missing_an_emptied_and_a_truncated_file_are_named(copy: Path) -> None:
    (copy / "en" / "method.html").unlink()
    (copy / "assets" / "css" / "print.css").write_bytes(b"")
    facts = copy / "data" / "fact.csv"
    facts.write_bytes(facts.read_bytes()[:100])
    files = {name for subject, name in _named(copy) if subject == "file"}
    assert files == {"en/method.html", "assets/css/print.css", "data/fact.csv"}


def test_what_was_added_is_named(copy: Path) -> None:
    (copy / "en" / "extra.html").write_text("<p>not ours</p>")
    (copy / "more").mkdir()
    (copy / "more" / "inside.txt").write_text("x")
    assert _named(copy) == {("file", "en/extra.html"), ("file", "more")}


def test_a_link_is_not_followed_even_to_the_same_content(copy: Path, published: Published) -> None:
    (copy / "en" / "index.html").unlink()
    (copy / "en" / "index.html").symlink_to(published.folder / "en" / "index.html")
    assert ("file", "en/index.html") in _named(copy)
    shutil.rmtree(copy / "ru")
    (copy / "ru").symlink_to(published.folder / "ru")
    assert ("file", "ru") in _named(copy)
    (copy / "en" / "away").symlink_to("/etc/passwd")
    assert ("file", "en/away") in _named(copy)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_in_the_place_of_a_file_does_not_stop_the_check(copy: Path) -> None:
    for name in ("en/index.html", "data/fact.csv"):
        (copy / name).unlink()
        os.mkfifo(copy / name)
    assert _named(copy) == {("file", "en/index.html"), ("file", "data/fact.csv")}


def test_a_huge_file_is_named_without_being_read(copy: Path) -> None:
    for name in ("en/index.html", "records/fact.jsonl"):
        with (copy / name).open("r+b") as stream:
            stream.truncate(1 << 40)  # a hole: it takes no room, and reading it would take an hour
    assert _named(copy) == {("file", "en/index.html"), ("file", "records/fact.jsonl")}


def test_a_huge_manifest_is_refused_without_being_read(copy: Path) -> None:
    with (copy / MANIFEST).open("r+b") as stream:
        stream.truncate(1 << 40)
    assert _named(copy) == {("file", MANIFEST)}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00",
        b"not json",
        b"[]",
        b"{}",
        b"null",
        b'{"format": "ubada-edition/1"}',
        b"[" * 100_000,
        b"\xff\xfe",
        b"1.5",
    ],
    ids=[
        "empty",
        "zero byte",
        "words",
        "a list",
        "an empty object",
        "null",
        "too little",
        "too deep",
        "not UTF-8",
        "a float",
    ],
)
def test_a_manifest_that_is_none_is_the_one_fault(copy: Path, content: bytes) -> None:
    (copy / MANIFEST).write_bytes(content)
    assert _named(copy) == {("file", MANIFEST)}


@settings(max_examples=150, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(
                    ["format", "number", "files", "kinds", "root_hash", "records_root", "register_date", "sha256"]
                ),
                inner,
            )
        ),
    )
)
def test_no_manifest_whatever_makes_the_check_fail_in_another_way(
    tmp_path_factory: pytest.TempPathFactory, value: Any
) -> None:
    folder = tmp_path_factory.mktemp("odd")
    (folder / MANIFEST).write_text(json.dumps(value))
    assert not check(str(folder)).ok


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "/etc/passwd",
        "en/../../outside",
        "a\\..\\b",
        "C:/x",
        "en//index.html",
        "./x",
        "",
        "x\x00y",
        " x",
        MANIFEST,
    ],
)
def test_a_manifest_that_leads_out_of_the_folder_is_refused(copy: Path, name: str) -> None:
    def point_outside(manifest: dict[str, Any]) -> None:
        manifest["files"][name] = {"bytes": 1, "sha256": "0" * 64}

    _reseal(copy, point_outside)
    assert _named(copy) == {("file", MANIFEST)}


def test_a_resealed_edition_is_told_apart_by_its_root_hash(copy: Path, published: Published) -> None:
    page = copy / "en" / "index.html"
    page.write_bytes(page.read_bytes().replace(b"promised", b"PROMISED"))

    def pretend(manifest: dict[str, Any]) -> None:
        manifest["files"]["en/index.html"]["sha256"] = canonical.sha256_hex(page.read_bytes())

    _reseal(copy, pretend)
    assert check(str(copy)).ok
    outcome = check(str(copy), expect=published.root_hash)
    assert [fault.subject for fault in outcome.faults] == ["edition"]


def test_a_manifest_whose_record_hashes_do_not_give_their_root_is_found(copy: Path) -> None:
    def change_one(manifest: dict[str, Any]) -> None:
        manifest["kinds"]["state"]["records"]["KAZ"] = "0" * 64

    _reseal(copy, change_one)
    assert {("edition", "state"), ("edition", "records"), ("record", "state KAZ")} == _named(copy)


def test_a_package_that_describes_no_tables_is_said_plainly(copy: Path) -> None:
    for content in (b'{"resources": []}', b'{"resources": [{"path": 1, "schema": {}}]}', b"[]"):
        (copy / "datapackage.json").write_bytes(content)

        def seal(manifest: dict[str, Any], content: bytes = content) -> None:
            manifest["files"]["datapackage.json"] = {"bytes": len(content), "sha256": canonical.sha256_hex(content)}

        _reseal(copy, seal)
        assert ("edition", "datapackage.json") in _named(copy)


def test_a_place_that_is_no_edition_is_said_in_one_plain_line(
    copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "edition.zip").write_bytes(b"PK")
    (copy / MANIFEST).unlink()
    for place, what in (
        (tmp_path / "nowhere", "does not exist"),
        (tmp_path / "edition.zip", "is a file; unpack it and name the folder"),
        (copy, "holds no manifest.json, so it is no edition"),
    ):
        assert verify.main([str(place)]) == 1
        assert capsys.readouterr().out == f"folder {place}: {what}\n"


def test_names_that_would_write_to_the_terminal_are_shown_as_codes(copy: Path) -> None:
    (copy / "en" / "x\x1b[2Jy").write_text("x")
    text = check(str(copy)).text("text")
    assert "\x1b" not in text
    assert "x\\x1b[2Jy" in text


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_canonical_bytes_are_those_of_the_kernel(value: Any) -> None:
    try:
        expected = canonical.canonical_json(value)
    except canonical.CanonicalFormError:  # two names that meet after normalisation
        return
    assert verify.canonical(value) == expected
    assert verify.canonical(parse(expected)) == expected


@given(st.lists(st.binary(min_size=32, max_size=32).map(bytes.hex), max_size=20))
def test_merkle_roots_are_those_of_the_kernel(hashes: list[str]) -> None:
    assert merkle_root(hashes) == canonical.merkle_root(hashes)
