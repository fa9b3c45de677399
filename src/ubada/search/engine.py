"""The index on disk: its folder, its one writer, and the reading side that notices damage and new commits.

The folder holds a file ``CURRENT`` that names the generation in use, one folder a generation, and the writer's lock. A
rebuild writes a new generation and then turns ``CURRENT`` to it, so readers never see half an index. Beside the
engine's files a generation has ``ubada.json``: the fingerprint of the schema, and sizes and checksums of the files as
they were after the last commit. Nothing here touches the database.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

import tantivy

from ubada.kernel.canonical import sha256_hex
from ubada.kernel.errors import UbadaError
from ubada.kernel.ids import new_uid
from ubada.search.schema import FINGERPRINT, SCHEMA, IndexDocument, engine_document

T = TypeVar("T")
HEAP: Final = 64_000_000
"""Bytes of memory for documents that are not yet written to disk."""
_MANIFEST: Final = "ubada.json"
_ENGINES_OWN: Final = ("meta.json", ".managed.json")
Stat = tuple[int, int]


class IndexTrouble(UbadaError):
    """The index cannot be used: it is not there, of another version, or its files are not what was written."""

    def __init__(self, reason: Literal["missing", "outdated", "damaged"], detail: str = "") -> None:
        words = {
            "missing": "There is no search index.",
            "outdated": "The search index was made by another version.",
            "damaged": "The search index is damaged.",
        }[reason]
        super().__init__(f"{words} {detail}".strip(), hint="`ubada search rebuild` makes a new one.")
        self.reason = reason


class IndexBusy(UbadaError):
    """Another process is writing to the index."""

    def __init__(self) -> None:
        super().__init__("Another process is writing to the search index.", hint="Try again when it has finished.")


@dataclass(frozen=True)
class Snapshot:
    """The index as of one commit. ``stamp`` differs between any two commits of any index."""

    searcher: tantivy.Searcher
    stamp: str

    @cached_property
    def vocabulary(self) -> dict[str, int]:
        """Every folded word in the index, with the number of documents that hold it."""
        return dict(self.searcher.terms_with_prefix("word", ""))

    @cached_property
    def positions(self) -> dict[str, tuple[str, ...]]:
        """Every distinct position of a state that occurs, with its state, answer and response apart."""
        return {term: tuple(term.split(":")) for term, _ in self.searcher.terms_with_prefix("position", "")}

    def digests(self) -> dict[str, str]:
        """Every document's id and digest."""
        total = self.searcher.num_docs
        if not total:
            return {}
        hits = self.searcher.search(tantivy.Query.all_query(), limit=total, order_by_field="id").hits
        stored = (self.searcher.doc(address) for _, address in hits)
        return {str(one.get_first("id")): str(one.get_first("digest")) for one in stored}


class _Generation:
    """An opened generation: the engine's index and what its files looked like when they were found whole."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.known: dict[str, Stat] = {}
        self.state = self._state()
        self._verify()
        self.index = _opened(folder)
        self._take()

    def refresh(self) -> None:
        """Take in commits made since, or find out that files were changed by anyone but the writer."""
        state = self._state()
        if state != self.state:
            self.state = state
            self._verify()
            self.index.reload()
            self._take()
        elif any(self._stat(name) != stat for name, stat in self.known.items()) and self._state() == state:
            raise IndexTrouble("damaged", "Its files have changed.")

    def _state(self) -> tuple[Stat, Stat]:
        """Changes with every commit and with every writing of the checksums after it."""
        return self._stat("meta.json"), self._stat(_MANIFEST)

    def _take(self) -> None:
        self.snapshot = Snapshot(self.index.searcher(), f"{self.folder.name}.{self.state[0][1]}")

    def _stat(self, name: str) -> Stat:
        try:
            found = os.stat(self.folder / name)  # noqa: PTH116 - called a few dozen times a search
        except FileNotFoundError:
            return (-1, -1)
        return found.st_size, found.st_mtime_ns

    def _verify(self) -> None:
        manifest = read_manifest(self.folder)
        if manifest["schema"] != FINGERPRINT:
            raise IndexTrouble("outdated")
        meta = _meta_hash(self.folder)
        if not meta:
            raise IndexTrouble("damaged", "meta.json is not there.")
        if manifest["meta"] != meta:
            return  # a commit whose checksums are not written yet; the engine itself knows its files
        for name, (size, checksum) in manifest["files"].items():
            stat = self._stat(name)
            if stat == self.known.get(name):
                continue
            if stat[0] != size or _checksum(self.folder / name) != checksum:
                raise IndexTrouble("damaged", f"{name} is not as it was written.")
            self.known[name] = stat
        self.known = {name: stat for name, stat in self.known.items() if name in manifest["files"]}


class SearchIndex:
    """The index in one folder, for readers and for the one writer. Safe to share between threads."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._open: _Generation | None = None
        self._lock = threading.Lock()

    def snapshot(self) -> Snapshot:
        """The index as of the newest commit. Raises IndexTrouble."""
        with self._lock:
            while True:
                current = self._current()
                try:
                    return self._snapshot(current)
                except IndexTrouble:
                    if self._current() == current:
                        raise
                    # a rebuild took the generation away while it was being opened; the new one is there

    def _snapshot(self, current: Path) -> Snapshot:
        try:
            if self._open is None or self._open.folder != current:
                self._open = _guarded(lambda: _Generation(current))
            else:
                _guarded(self._open.refresh)
        except BaseException:
            self._open = None
            raise
        return self._open.snapshot

    def check(self) -> None:
        """Read every file again from disk. Raises IndexTrouble if the index cannot be used."""
        with self._lock:
            self._open = None
        self.snapshot()

    @contextmanager
    def writing(self, *, wait: float = 0.0) -> Iterator[Writer]:
        """The one writer. Raises IndexBusy if another has not finished within ``wait`` seconds, and IndexTrouble.

        What was put and removed takes effect together, when the block ends without an error.
        """
        with self._writer_lock(wait):
            self.snapshot()
            folder = self._current()
            with _engine_writer(_opened(folder)) as engine:
                yield Writer(engine)
            write_manifest(folder)

    def rebuild(
        self, documents: Iterable[IndexDocument], *, wait: float = 0.0, each: Callable[[], None] = lambda: None
    ) -> int:
        """Make a new index of exactly these documents and use it from then on; gives their number. Raises IndexBusy.

        ``each`` is called after every document. A rebuild that fails leaves the old index in use.
        """
        with self._writer_lock(wait):
            folder = self.root / f"g-{new_uid()}"
            folder.mkdir(parents=True)
            try:
                count = 0
                with _engine_writer(_created(folder)) as engine:
                    for document in documents:
                        engine.add_document(engine_document(document))
                        each()
                        count += 1
                write_manifest(folder)
                _write(self.root / "CURRENT", folder.name)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
            for other in self.root.glob("g-*"):
                if other != folder:
                    shutil.rmtree(other, ignore_errors=True)
            return count

    def _current(self) -> Path:
        try:
            name = (self.root / "CURRENT").read_text(encoding="ascii").strip()
        except FileNotFoundError as error:
            raise IndexTrouble("missing") from error
        except (OSError, UnicodeDecodeError) as error:
            raise IndexTrouble("damaged", "CURRENT cannot be read.") from error
        if not name.startswith("g-") or "/" in name:
            raise IndexTrouble("damaged", "CURRENT names no generation.")
        return self.root / name

    @contextmanager
    def _writer_lock(self, wait: float) -> Iterator[None]:
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        until = time.monotonic() + wait
        with (self.root / "writer.lock").open("a") as file:
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError as error:
                    if time.monotonic() >= until:
                        raise IndexBusy from error
                    time.sleep(0.1)
            yield


class Writer:
    """Changes to the index that take effect together."""

    def __init__(self, engine: tantivy.IndexWriter) -> None:
        self._engine = engine

    def put(self, document: IndexDocument) -> None:
        """The document takes the place of the one with its id, if there is one."""
        self._engine.delete_documents_by_term("id", document.id)
        self._engine.add_document(engine_document(document))

    def remove(self, document_id: str) -> None:
        """No document has this id any more."""
        self._engine.delete_documents_by_term("id", document_id)


def _created(folder: Path) -> tantivy.Index:
    return _by_hand(tantivy.Index(SCHEMA, path=str(folder), reuse=False))


def _opened(folder: Path) -> tantivy.Index:
    return _by_hand(tantivy.Index.open(str(folder)))


def _by_hand(index: tantivy.Index) -> tantivy.Index:
    # Otherwise a thread of the engine would read the files behind our back, whole or not.
    index.config_reader("manual")
    return index


@contextmanager
def _engine_writer(index: tantivy.Index) -> Iterator[tantivy.IndexWriter]:
    engine = index.writer(heap_size=HEAP, num_threads=1)
    try:
        yield engine
        engine.commit()
    except BaseException:
        engine.rollback()
        raise
    finally:
        engine.wait_merging_threads()


@lru_cache(maxsize=8)
def index_at(root: Path) -> SearchIndex:
    """The index in this folder, one object for the whole process."""
    return SearchIndex(root)


def read_manifest(folder: Path) -> dict[str, Any]:
    """What is known of a generation's files. Raises IndexTrouble if that cannot be read."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_bytes())
        if {"schema", "meta", "files"} <= manifest.keys():
            return dict(manifest)
    except (OSError, ValueError, AttributeError) as error:
        raise IndexTrouble("damaged", f"{_MANIFEST} cannot be read.") from error
    raise IndexTrouble("damaged", f"{_MANIFEST} is not complete.")


def write_manifest(folder: Path) -> None:
    """Record the files of a generation as they are now, merges finished."""
    files = {
        path.name: [path.stat().st_size, _checksum(path)]
        for path in sorted(folder.iterdir())
        if path.is_file() and not path.name.startswith(".") and path.name not in (*_ENGINES_OWN, _MANIFEST)
    }
    manifest = {"schema": FINGERPRINT, "meta": _meta_hash(folder), "files": files}
    _write(folder / _MANIFEST, json.dumps(manifest, indent=1))


def _meta_hash(folder: Path) -> str:
    with suppress(FileNotFoundError):
        return sha256_hex((folder / "meta.json").read_bytes())
    return ""


def _checksum(path: Path) -> int:
    checksum = 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            checksum = zlib.crc32(block, checksum)
    return checksum


def _write(path: Path, text: str) -> None:
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_text(text, encoding="ascii")
    temporary.replace(path)


def _guarded(work: Callable[[], T]) -> T:
    """The result of work on the engine's files; whatever goes wrong there, a panic of the engine too, is damage."""
    try:
        return work()
    except (IndexTrouble, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        raise IndexTrouble("damaged", "The engine cannot read it.") from error
