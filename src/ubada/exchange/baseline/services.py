"""Bringing the register to a baseline: all of it or nothing, and nothing at all the second time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.db import transaction

from ubada.access.actors import Actor
from ubada.access.engine import Action, require
from ubada.exchange.baseline.convert import Converted, convert
from ubada.exchange.baseline.files import default_folder, digest_of, read_baseline
from ubada.ledger.queries import entries
from ubada.ledger.services import Change, record
from ubada.register.jobs import wake_drawer
from ubada.register.models import Cluster, Commitment
from ubada.register.services import Applied, refresh_derived, write_records
from ubada.register.services.classification import classified_by_editors
from ubada.register.services.clusters import decided_by_editors, placed_by_editors
from ubada.register.shapes import CLUSTER, COMMITMENT, SHAPES

Report = Callable[[str], None]
ACTION = "import_baseline"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did, or would do: records written, computed records removed, records left alone, records read."""

    written: tuple[Applied, ...]
    removed: tuple[Change, ...]
    left: tuple[tuple[str, str], ...]
    """Records (kind and key) that an earlier baseline brought and these files no longer name. They stay as they are."""
    read: dict[str, int]
    is_dry_run: bool

    @property
    def added(self) -> Counter[str]:
        """New records, counted by kind."""
        return Counter(one.shape for one in self.written if one.is_new)

    @property
    def changed(self) -> Counter[str]:
        """Changed records, counted by kind."""
        return Counter(one.shape for one in self.written if not one.is_new)


def is_imported(*, actor: Actor, folder: Path | None = None) -> bool:
    """Whether the last baseline that changed the register was made of exactly these files.

    Spares a start the work of an import that would change nothing.
    """
    last = entries(actor).filter(action=ACTION).order_by("-sequence").first()
    return last is not None and last.subject.endswith(digest_of(folder or default_folder()))


def import_baseline(
    *, actor: Actor, folder: Path | None = None, dry_run: bool = False, report: Report = lambda _: None
) -> Outcome:
    """Read the files of a baseline and bring the register to them.

    Clusters that an editor decided on, the cluster of each commitment that one placed, and the terms of each that one
    classified stay as they were left. A dry run does everything and takes it back, so what it reports is what would
    happen. ``report`` is told each step as it begins. Raises Refused, or InvalidInput with every problem by file,
    record and field; then nothing changed.
    """
    require(actor, Action.IMPORT, Commitment)
    report("reading and checking the files")
    source = folder or default_folder()
    converted = convert(read_baseline(source))
    left = _no_longer_named(actor, converted)
    with transaction.atomic():
        _leave_to_editors(converted)
        written: list[Applied] = []
        for shape in SHAPES:
            wanted = converted.records.get(shape.name)
            if wanted:
                report(f"writing {shape.name.replace('_', ' ')} records")
                written += write_records(shape, wanted)
        report("answering what the facts can answer")
        derived, removed = refresh_derived(on=datetime.now(UTC).date(), scope=converted.scope)
        written += derived
        changes = [*(one.change for one in written), *removed]
        if changes:
            record(actor=actor, action=ACTION, subject=f"register baseline {digest_of(source)}", changes=changes)
            transaction.on_commit(wake_drawer)
        if dry_run:
            transaction.set_rollback(True)
    read = {name: len(records) for name, records in converted.records.items()}
    return Outcome(tuple(written), tuple(removed), left, read, dry_run)


def _leave_to_editors(converted: Converted) -> None:
    """Take from the wanted records what an editor decided: the words of a cluster, who is in which, and terms."""
    clusters = converted.records.get(CLUSTER.name, {})
    commitments = converted.records.get(COMMITMENT.name, {})
    for code in decided_by_editors() & clusters.keys():
        del clusters[code]
    there = set(Cluster.objects.values_list("code", flat=True)) | clusters.keys()
    for record_wanted in commitments.values():
        if record_wanted["cluster"] not in there:
            record_wanted["cluster"] = None
    placed = placed_by_editors(commitments)
    for ref, code in Commitment.objects.filter(pk__in=placed).values_list("ref", "cluster"):
        commitments[ref]["cluster"] = code
    for ref, terms in classified_by_editors(commitments).items():
        commitments[ref] |= terms


def _no_longer_named(actor: Actor, converted: Converted) -> tuple[tuple[str, str], ...]:
    brought: dict[tuple[str, str], str | None] = {}
    for entry in entries(actor).filter(action=ACTION).order_by("sequence"):
        brought |= entry.after_states()
    return tuple(
        sorted(
            (kind, key)
            for (kind, key), digest in brought.items()
            if digest is not None and kind in converted.records and key not in converted.records[kind]
        )
    )
