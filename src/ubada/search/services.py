"""Writes of the search projection: noting what changed, following it, making the index anew, mending it."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final, TypeVar

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from ubada.config.rows import copy_rows
from ubada.search.engine import IndexBusy, IndexTrouble, SearchIndex, Writer, index_at
from ubada.search.models import Outbox
from ubada.search.schema import IndexDocument, document_id
from ubada.search.sources import Source, sources

T = TypeVar("T")
Report = Callable[[int, int], None]
BATCH: Final = 500
"""Documents that are built at a time."""
ROWS: Final = 5000
"""Rows of the outbox that are taken at a time."""
WAIT: Final = 30.0
"""Seconds to wait for another writer."""
logger = logging.getLogger(__name__)


def the_index() -> SearchIndex:
    """The index of this installation."""
    return index_at(Path(settings.SEARCH_INDEX_DIR))


def note_changed(kind: str, keys: Iterable[str]) -> None:
    """Put records into the outbox, in the transaction of the change that touched them, and wake the indexer after it.

    Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        message = "The outbox is written in the transaction of the change."
        raise RuntimeError(message)
    changed = list(keys)
    if not changed:
        return
    copy_rows(Outbox, {"kind": [kind] * len(changed), "key": changed})
    if not any(hook[1] is _wake_indexer for hook in connection.run_on_commit):
        # Deferred only once the rows can be seen: a job deferred earlier could run before, and while its row is not
        # committed the queueing lock would hold up every other writer.
        transaction.on_commit(_wake_indexer, robust=True)


def _wake_indexer() -> None:
    from ubada.search.jobs import wake_indexer  # noqa: PLC0415 - jobs call services

    wake_indexer()


def rebuild_index(report: Report = lambda _done, _total: None, *, wait: float = WAIT) -> int:
    """Make the index anew from the database; gives the number of documents. Readers keep the old one until then.

    ``report`` is told documents done and in all. Raises IndexBusy.
    """
    # What is in the outbox now is visible to every query that follows, so it will be in the documents.
    seen = list(Outbox.objects.values_list("pk", flat=True))
    wanted = [(source, list(source.keys())) for source in sources()]
    total = sum(len(keys) for _, keys in wanted)
    done = 0

    def count() -> None:
        nonlocal done
        done += 1
        report(done, total)

    written = the_index().rebuild(_documents(wanted), wait=wait, each=count)
    for part in _batches(seen, ROWS):
        Outbox.objects.filter(pk__in=part).delete()
    return written


def follow_outbox(*, wait: float = WAIT) -> int:
    """Bring the index up to date with what is in the outbox; gives the number of records taken from it.

    Raises IndexBusy, and IndexTrouble if the index first has to be made anew; the outbox then stays as it is.
    """
    taken = 0
    while rows := list(Outbox.objects.order_by("pk")[:ROWS]):
        changed: defaultdict[str, list[str]] = defaultdict(list)
        for row in rows:
            changed[row.kind].append(row.key)
        with the_index().writing(wait=wait) as writer:
            for source in sources():
                _follow(writer, source, changed)
        # Only once the commit is on disk. Should the process end in between, the same is simply done again.
        Outbox.objects.filter(pk__in=[row.pk for row in rows]).delete()
        taken += len(rows)
    return taken


def _follow(writer: Writer, source: Source, changed: dict[str, list[str]]) -> None:
    stale = sorted(
        set(
            chain.from_iterable(
                affected(changed[kind]) for kind, affected in source.affected.items() if kind in changed
            )
        )
    )
    for keys in _batches(stale, BATCH):
        built = {one.key: one for one in source.build(keys)}
        for key in keys:
            if key in built:
                writer.put(built[key])
            else:
                writer.remove(document_id(source.type, key))


def keep_index() -> str:
    """Whatever the index needs: made anew if it cannot be used, else brought up to date. Says in a word what was done.

    Another process that is already at it is left to it.
    """
    try:
        the_index().check()
        return "followed" if follow_outbox(wait=0) else "current"
    except IndexTrouble as trouble:
        logger.warning("%s It is being made anew.", trouble.message)
    except IndexBusy:
        return "busy"
    try:
        rebuild_index(wait=0)
    except IndexBusy:
        return "busy"
    return "rebuilt"


def ask_for_repair() -> None:
    """Have the worker see to the index soon. Never fails: a page that found the index broken must still be shown."""
    from ubada.search.jobs import wake_keeper  # noqa: PLC0415 - jobs call services

    try:
        wake_keeper()
    except DatabaseError:
        logger.warning("The repair of the search index could not be queued; the next regular check will do it.")


@dataclass(frozen=True, slots=True)
class Difference:
    """A document by which index and database differ. ``fault``: missing, surplus, or outdated."""

    id: str
    fault: str


def verify_index() -> tuple[int, list[Difference]]:
    """How many documents the database gives, and each one in which the index differs. Raises IndexTrouble."""
    index = the_index()
    index.check()
    held = index.snapshot().digests()
    differences: list[Difference] = []
    count = 0
    for document in _documents([(source, list(source.keys())) for source in sources()]):
        count += 1
        digest = held.pop(document.id, None)
        if digest != document.digest:
            differences.append(Difference(document.id, "missing" if digest is None else "outdated"))
    differences += [Difference(id_, "surplus") for id_ in held]
    return count, sorted(differences, key=lambda one: one.id)


def _documents(wanted: Iterable[tuple[Source, Sequence[str]]]) -> Iterator[IndexDocument]:
    for source, keys in wanted:
        for part in _batches(keys, BATCH):
            yield from source.build(part)


def _batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
