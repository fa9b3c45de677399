#!/usr/bin/env python3
"""Checks an edition of Ubada against its manifest: no database, no network, nothing installed but Python 3.9 or newer.

    python3 verify.py                         the folder that this file lies in
    python3 verify.py FOLDER --expect HASH    also that it is the edition with the root hash published elsewhere

Whoever changed an edition could have changed the copy of this file in it too: take it from a place you trust.
"""
# ruff: noqa: B905 - zip() learned strict in Python 3.10, and this file runs on older ones

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import os
import re
import stat
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ubada.editions.recount import COMPUTED, result_faults

FORMAT, MANIFEST, PACKAGE = "ubada-edition/1", "manifest.json", "datapackage.json"
FORMS = ("lines", "json", "csv")
LARGEST_MANIFEST, CHUNK = 256 * 1024 * 1024, 1024 * 1024  # bytes
LARGEST_INTEGER = 2**53 - 1  # what every JSON reader keeps exactly (RFC 7493)
GUARDED = ("=", "+", "-", "@", "\t", "\r", "'")


@dataclass(frozen=True)
class Fault:
    """One thing that does not hold. ``subject`` is folder, edition, file or record; ``name`` says which."""

    subject: str
    name: str
    what: str

    def __str__(self) -> str:
        text = f"{self.subject} {self.name}: {self.what}"
        # without characters that could play tricks on a terminal
        return "".join(one if one.isprintable() else one.encode("unicode_escape").decode("ascii") for one in text)


@dataclass
class Outcome:
    """What was checked, and every fault. ``root_hash`` is the one that the manifest gives itself and that holds."""

    path: str
    number: int | None = None
    register_date: str | None = None
    root_hash: str | None = None
    records_root: str | None = None
    files: int = 0
    records: int = 0
    computed: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether all holds."""
        return not self.faults

    def add(self, subject: str, name: str, what: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(subject, name, what))

    def text(self, form: str) -> str:
        """The outcome in words, or as ``json``."""
        if form == "json":
            return json.dumps({"ok": self.ok, **asdict(self)}, indent=2)
        if not self.ok and self.faults[0].subject == "folder":  # then nothing was checked
            return str(self.faults[0])
        if not self.ok:
            return "\n".join([*map(str, self.faults), f"Faults: {len(self.faults)}. This is not the edition as made."])
        follows = f", and {self.computed} positions and divergences follow from its verdicts" if self.computed else ""
        return (
            f"Edition {self.number} of {self.register_date} is whole: {self.files} files and {self.records} records "
            f"are as its manifest says{follows}.\nRoot hash: {self.root_hash}\n"
            "Compare it with the root hash published elsewhere: if they are the same, so is every byte."
        )


def check(path: str, *, expect: str | None = None) -> Outcome:
    """Checks the edition in a folder; ``expect`` is a root hash known from elsewhere."""
    outcome = Outcome(path)
    if not Path(path).is_dir():
        is_there = Path(path).exists()
        outcome.add("folder", path, "is a file; unpack it and name the folder" if is_there else "does not exist")
    elif not os.path.lexists(Path(path, MANIFEST)):
        outcome.add("folder", path, f"holds no {MANIFEST}, so it is no edition")
    if outcome.faults:
        return outcome
    try:
        manifest = _manifest(path)
    except (ValueError, RecursionError) as error:  # and nothing can be checked against it
        outcome.add("file", MANIFEST, str(error))
        return outcome
    outcome.number, outcome.register_date = manifest["number"], manifest["register_date"]
    outcome.root_hash, outcome.records_root = manifest["root_hash"], manifest["records_root"]
    if expect is not None and expect.strip().lower() != outcome.root_hash:
        what = f"its root hash is {outcome.root_hash}, not the {expect.strip()} that was expected"
        outcome.add("edition", str(outcome.number), what)
    _check_roots(manifest, outcome)
    contents = _check_files(path, manifest, outcome)
    try:
        _check_records(manifest, contents, outcome)
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError):
        outcome.add("edition", PACKAGE, "does not describe the tables in the way of an edition")
    return outcome


def canonical(value: Any) -> bytes:
    """The bytes of RFC 8785 for the value with every text in NFC. Raises ValueError for what has none."""
    return json.dumps(_normal(value), ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _normal(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        members = {unicodedata.normalize("NFC", name): _normal(item) for name, item in value.items()}
        return {name: members[name] for name in sorted(members, key=lambda name: name.encode("utf-16-be"))}
    if isinstance(value, int) and abs(value) > LARGEST_INTEGER:
        raise ValueError("a number is too large")
    return [_normal(item) for item in value] if isinstance(value, list) else value


def manifest_bytes(manifest: dict[str, Any]) -> bytes:
    """The one way in which a manifest is written down."""
    return (json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")


def root_hash(manifest: dict[str, Any]) -> str:
    """The hash over everything that a manifest says but this hash itself."""
    rest = {name: value for name, value in manifest.items() if name != "root_hash"}
    return hashlib.sha256(canonical(rest)).hexdigest()


def merkle_root(hashes: Sequence[str]) -> str:
    """The Merkle tree hash of RFC 6962 over record hashes."""
    level = [hashlib.sha256(b"\x00" + bytes.fromhex(one)).digest() for one in hashes]
    while len(level) > 1:
        odd = level[-1:] if len(level) % 2 else []
        level = [hashlib.sha256(b"\x01" + a + b).digest() for a, b in zip(level[::2], level[1::2])] + odd
    return level[0].hex() if level else hashlib.sha256(b"").hexdigest()


def parse(data: bytes) -> Any:
    """The value of a JSON text. Raises ValueError for anything out of the ordinary, a number with decimals included."""

    def refuse(text: str) -> Any:
        raise ValueError(f"{text} is not a number that an edition may hold")

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) != len(pairs):
            raise ValueError("a name stands twice in one object")
        return dict(pairs)

    try:
        return json.loads(data.decode("utf-8"), parse_float=refuse, parse_constant=refuse, object_pairs_hook=unique)
    except RecursionError:
        raise ValueError("is no JSON: it is nested too deeply") from None
    except ValueError as error:
        raise ValueError(f"is no JSON: {error}") from None


def _manifest(folder: str) -> dict[str, Any]:
    """The manifest if it holds by itself. Raises ValueError saying what is wrong with it."""
    try:
        data = _read(folder, MANIFEST, keep=True)[1] if _size(folder, MANIFEST) <= LARGEST_MANIFEST else b""
    except OSError as error:
        raise ValueError(f"cannot be read: {error.strerror}") from None
    manifest = parse(data)
    if not _is_manifest(manifest):
        raise ValueError(f"is not a manifest of the format {FORMAT}: parts of it are missing or of the wrong kind")
    if manifest["root_hash"] != root_hash(manifest) or data != manifest_bytes(manifest):
        raise ValueError("was changed: it does not give the root hash it carries, so it proves nothing")
    return manifest  # type: ignore[no-any-return]


def _is_manifest(value: Any) -> bool:
    try:
        return (
            (value["format"] == FORMAT and PACKAGE in value["files"])
            and (isinstance(value["number"], int) and isinstance(value["register_date"], str))
            and all(_is_plain_path(name) and isinstance(one["bytes"], int) for name, one in value["files"].items())
            and all(kind[form] in value["files"] for kind in value["kinds"].values() for form in FORMS)
            and all(isinstance(kind["key"], str) for kind in value["kinds"].values())
            and all(map(_is_hash, _hashes_in(value)))
        )
    except (LookupError, TypeError, AttributeError):
        return False


def _hashes_in(manifest: dict[str, Any]) -> Iterator[Any]:
    yield from (manifest["records_root"], manifest["root_hash"], *(one["sha256"] for one in manifest["files"].values()))
    for kind in manifest["kinds"].values():
        yield from (kind["root"], *kind["records"].values())


def _is_hash(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[0-9a-f]{64}", value) is not None


def _is_plain_path(name: str) -> bool:
    """Whether the name stays inside the folder on every system, and is not the manifest's own."""
    is_bad = any(part in ("", ".", "..") or part != part.strip() for part in name.split("/"))
    return not is_bad and name != MANIFEST and re.search(r"[\\:\x00-\x1f]", name) is None


def _check_roots(manifest: dict[str, Any], outcome: Outcome) -> None:
    every: list[str] = []
    for name, kind in sorted(manifest["kinds"].items()):
        hashes = [kind["records"][key] for key in sorted(kind["records"])]
        every += hashes
        if merkle_root(hashes) != kind["root"] or len(hashes) != kind.get("count"):
            outcome.add("edition", name, "the hashes of these records do not give the root named")
    outcome.records = len(every)
    if merkle_root(every) != manifest["records_root"] or len(every) != manifest.get("record_count"):
        outcome.add("edition", "records", "the hashes of all records do not give the root named")


def _size(folder: str, name: str) -> int:
    """The bytes of a plain file. Raises OSError for a link, a folder, a pipe or a device."""
    status = Path(folder, name).lstat()
    if not stat.S_ISREG(status.st_mode):
        raise OSError(0, "it is not a plain file")
    return status.st_size


def _read(folder: str, name: str, *, keep: bool) -> tuple[str, bytes]:
    """The SHA-256 of a file and, to ``keep``, its content; no link is followed and no pipe waited for."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    digest, kept = hashlib.sha256(), bytearray()
    with os.fdopen(os.open(Path(folder, name), flags), "rb") as stream:
        while part := stream.read(CHUNK):
            digest.update(part)
            kept += part if keep else b""
    return digest.hexdigest(), bytes(kept)


def _check_files(folder: str, manifest: dict[str, Any], outcome: Outcome) -> dict[str, bytes]:
    """Compares every file; gives the content of those that hold records, changed or not."""
    files: dict[str, Any] = manifest["files"]
    holding = {kind[form] for kind in manifest["kinds"].values() for form in FORMS}
    outcome.files = len(files)
    outcome.faults += _surplus(folder, files)
    contents: dict[str, bytes] = {}
    for name, entry in sorted(files.items()):
        try:
            size = _size(folder, name)
            # A file of another size is changed whatever it holds; only records are worth a look, and not without end.
            is_read = size == entry["bytes"] or (name in holding and size <= 2 * entry["bytes"] + CHUNK)
            digest, data = _read(folder, name, keep=name in holding or name == PACKAGE) if is_read else ("", b"")
        except OSError as error:
            is_missing = isinstance(error, (FileNotFoundError, NotADirectoryError))
            outcome.add("file", name, "is missing" if is_missing else f"cannot be read: {error.strerror}")
            continue
        if size != entry["bytes"]:
            outcome.add("file", name, f"was changed: it has {size} bytes, the manifest says {entry['bytes']}")
        elif digest != entry["sha256"]:
            outcome.add("file", name, "was changed: its SHA-256 is not the one in the manifest")
        if is_read and (name in holding or (name == PACKAGE and digest == entry["sha256"])):
            contents[name] = data
    return contents


def _surplus(folder: str, files: dict[str, Any]) -> Iterator[Fault]:
    """What lies in the folder and is not in the manifest, and links, which no edition holds."""
    inner = {"/".join(name.split("/")[:depth]) for name in files for depth in range(1, name.count("/") + 1)}
    unread = [""]
    while unread:
        here = unread.pop()
        try:
            entries = sorted(os.scandir(Path(folder, here)), key=lambda one: one.name)
        except OSError:  # then neither can the files in it, and each is named
            continue
        for entry in entries:
            name = f"{here}/{entry.name}" if here else entry.name
            is_folder = entry.is_dir(follow_symlinks=False)
            if entry.is_symlink():
                yield Fault("file", name, "is a symbolic link; an edition holds none")
            elif is_folder and name in inner:
                unread.append(name)
            elif name not in files and name != MANIFEST:
                yield Fault("file", name, f"was added: the manifest names no such {'folder' if is_folder else 'file'}")


def _check_records(manifest: dict[str, Any], contents: dict[str, bytes], outcome: Outcome) -> None:
    """Compares every record, in each of its three forms, with its hash in the manifest."""
    # A package that was changed says nothing about columns; its own fault is noted already.
    package = parse(contents[PACKAGE])["resources"] if PACKAGE in contents else []
    columns = {one["path"]: one["schema"]["fields"] for one in package if "schema" in one}
    every: dict[str, dict[str, Any]] = {}
    for name, kind in sorted(manifest["kinds"].items()):
        known = every.setdefault(name, {})
        for form in ("lines", "json"):
            lines = _lines(contents[kind[form]], form) if kind[form] in contents else None
            for key, what in _line_faults(kind, lines, known) if lines is not None else ():
                outcome.add("record", f"{name} {key}", what.format(kind[form]))
        table = columns.get(kind["csv"], [])
        rows = _rows(contents[kind["csv"]], len(table)) if table and kind["csv"] in contents else None
        for key, what in _row_faults(kind, rows, table, known) if rows is not None else ():
            outcome.add("record", f"{name} {key}", what.format(kind["csv"]))
        if PACKAGE in contents and not table:
            outcome.add("edition", PACKAGE, f"describes no table {kind['csv']}")
    outcome.computed = sum(len(every.get(name, ())) for name in COMPUTED)
    outcome.faults += [Fault("record", name, what) for name, what in result_faults(every, manifest["kinds"])]


def _lines(data: bytes, form: str) -> list[bytes]:
    """The record texts of a JSON Lines file, or of a JSON list with one record a line."""
    lines = data.split(b"\n")[: -1 if data.endswith(b"\n") else None] if data else []
    return [line[:-1] if line.endswith(b",") else line for line in lines[1:-1]] if form == "json" else lines


def _line_faults(kind: dict[str, Any], lines: list[bytes], known: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The key and the fault of every record that does not give its hash; those that do are added to ``known``."""
    keys = sorted(kind["records"])
    # With the right number of lines each stands in its place, so that a record whose key was changed is still named.
    labels = keys if len(lines) == len(keys) else [_key(line, kind["key"]) for line in lines]
    for label, line in zip(labels, lines):
        if label not in kind["records"]:
            yield label, "was added to {}: the manifest names no such record"
        elif hashlib.sha256(line).hexdigest() != kind["records"][label]:
            yield label, "was changed in {}: it does not give the hash in the manifest"
        else:
            known[label] = parse(line)
    yield from ((key, "is missing from {}") for key in sorted(set(keys) - set(labels)))


def _key(line: bytes, key: str) -> str:
    try:
        return str(parse(line)[key])
    except (ValueError, TypeError, KeyError):
        return "that cannot be read"


def _rows(data: bytes, width: int) -> list[list[str]] | None:
    """The rows of a table below its headings; None where they cannot be told apart: the file's own fault remains."""
    csv.field_size_limit(LARGEST_MANIFEST)
    try:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))
    except (ValueError, csv.Error):
        return None
    return rows[1:] if all(len(row) == width for row in rows) else None


def _row_faults(kind: Any, rows: list[list[str]], columns: Any, known: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The key and the fault of every row that does not say what its record says."""
    keys, at = sorted(kind["records"]), [column["name"] for column in columns].index(kind["key"])
    labels = keys if len(rows) == len(keys) else [row[at] for row in rows]
    for label, row in zip(labels, rows):
        if label not in kind["records"]:
            yield label, "was added to {}: the manifest names no such record"
        for column, cell in zip(columns, row) if label in known else ():
            if cell != cell_of(known[label], column["source"]):
                yield label, f"the column {column['name']} of {{}} does not say what the record says"
    yield from ((key, "is missing from {}") for key in sorted(set(keys) - set(labels)))


def cell_of(record: dict[str, Any], source: dict[str, str]) -> str:
    """What the cell of a column holds for a record; ``source`` is the column's own description in the package."""
    value, form = record[source["field"]], source["form"]
    if value is None:
        return ""
    if form in ("boolean", "integer"):
        return str(value).lower()
    if form == "json":
        return canonical(value).decode("utf-8")
    if form == "translated":
        value = value.get(source["language"], "")
    elif form == "list":
        value = ";".join(item.replace("\\", "\\\\").replace(";", "\\;") for item in value)
    return f"'{value}" if value.startswith(GUARDED) else str(value)


def main(arguments: Sequence[str] | None = None) -> int:
    """The program: 0 if all holds, 1 if something does not."""
    parser = argparse.ArgumentParser(prog="verify.py", description="Check an edition of Ubada against its manifest.")
    parser.add_argument("folder", nargs="?", default=str(Path(__file__).parent), help="default: where this file lies")
    parser.add_argument("--expect", metavar="HASH", help="the root hash, as published elsewhere")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    chosen = parser.parse_args(arguments)
    outcome = check(chosen.folder, expect=chosen.expect)
    print(outcome.text(chosen.format).encode("ascii", "backslashreplace").decode("ascii"))  # noqa: T201
    return 0 if outcome.ok else 1


if __name__ == "__main__":
    sys.exit(main())
