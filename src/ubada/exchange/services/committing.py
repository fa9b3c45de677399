"""Committing drafts: the one way by which records that were read somewhere come to stand in the register.

Whatever read them, they are written in one transaction with one ledger entry, each with how it stood before, so that
the whole can be listed and taken back as one import.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import connection, transaction
from django.db.models import Max

from ubada.access.actors import Actor
from ubada.config.rows import copy_rows
from ubada.exchange.engine.drafts import Drafts, Record
from ubada.exchange.models import Import, ImportedRecord
from ubada.exchange.records import import_change
from ubada.kernel.canonical import record_hash
from ubada.ledger.services import Change, record
from ubada.register.jobs import wake_drawer
from ubada.register.services import Applied, refresh_derived, standing_records, write_records
from ubada.register.shapes import COMMITMENT, RESPONSE, SHAPES, STATE_COMMITMENT, Shape

ACTION = "import_records"
IMPORT_LOCK = 0x75626978  # "ubix": one import or undo at a time


@dataclass(frozen=True)
class Outcome:
    """What committing drafts did, or would do. ``number`` is None where nothing was written."""

    format: str
    mapping: str
    files: tuple[dict[str, str], ...]
    drafts: Drafts
    written: tuple[Applied, ...]
    unchanged: int
    kept: tuple[tuple[str, str, tuple[str, ...]], ...]
    """Records left alone because someone else wrote or changed them: type, key, and the fields that differ."""
    number: int | None
    is_dry_run: bool
    removed: tuple[Change, ...] = ()

    @property
    def added(self) -> Counter[str]:
        """New records, counted by kind."""
        return Counter(one.shape for one in self.written if one.is_new)

    @property
    def changed(self) -> Counter[str]:
        """Changed records, counted by kind."""
        return Counter(one.shape for one in self.written if not one.is_new)


@dataclass
class _Plan:
    """What of the drafts is to be written, and how it stood before."""

    wanted: dict[str, dict[str, Record]] = field(default_factory=dict)
    before: dict[str, dict[str, Record]] = field(default_factory=dict)
    unchanged: int = 0
    kept: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)


def commit_drafts(
    *,
    actor: Actor,
    format: str,  # noqa: A002 - the column of `Import` that it fills
    mapping: str,
    mapping_sha256: str,
    files: tuple[dict[str, str], ...],
    drafts: Drafts,
    started: datetime,
    action: str = ACTION,
    dry_run: bool = False,
) -> Outcome:
    """Bring the register to what the drafts say, as one import that can be taken back.

    ``format`` and ``mapping`` name what was read and by what rules, ``mapping_sha256`` is the hash of these rules, and
    each of ``files`` has its name, sha256 and how it was read (``read_as``). ``action`` is what the ledger calls it. A
    record is changed only if the last one who wrote it was an import; what people or the baseline wrote is left alone
    and named. A dry run does everything and takes it back. The service that calls answers for the actor's right.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
        plan = _Plan()
        for shape in SHAPES:
            _plan_shape(shape, drafts, plan)
        number: int | None = None
        written: tuple[Applied, ...] = ()
        removed: tuple[Change, ...] = ()
        if plan.wanted:
            one = Import(
                number=(Import.objects.aggregate(last=Max("number"))["last"] or 0) + 1,
                format=format,
                mapping=mapping,
                mapping_sha256=mapping_sha256,
                files=list(files),
                state=Import.State.COMMITTED,
                started_at=started,
            )
            number = one.number
            written, removed = _write(actor, one, drafts, plan, action)
        if dry_run:
            transaction.set_rollback(True)
    kept = tuple(plan.kept)
    return Outcome(format, mapping, files, drafts, written, plan.unchanged, kept, number, dry_run, removed)


def _write(
    actor: Actor, one: Import, drafts: Drafts, plan: _Plan, action: str
) -> tuple[tuple[Applied, ...], tuple[Change, ...]]:
    """Write what is planned and the import itself. Gives what was written and what was removed."""
    written: list[Applied] = []
    for shape in SHAPES:
        if shape is not RESPONSE and (wanted := plan.wanted.get(shape.name)):
            written += write_records(shape, wanted, before=plan.before.get(shape.name, {}))
    derived, removed = refresh_derived(
        on=datetime.now(UTC).date(), scope=drafts.scope, changed=[each.change for each in written]
    )
    followed = [each for each in derived if each.shape == STATE_COMMITMENT.name and each.is_new]
    # An answer belongs to a state's standing towards a commitment, which was only just worked out.
    answers = write_records(RESPONSE, plan.wanted.get(RESPONSE.name, {}), before=plan.before.get(RESPONSE.name, {}))
    own = [*written, *followed, *answers]
    everything = (*written, *derived, *answers)
    one.counts = {
        "read": drafts.read,
        "used": drafts.used,
        "added": sum(each.is_new for each in own),
        "changed": sum(not each.is_new for each in own),
        "unchanged": plan.unchanged,
        "kept": len(plan.kept),
    }
    one.finished_at = datetime.now(UTC)
    one.full_clean()
    one.save(force_insert=True)
    _note_records(one, own, plan)
    changes = [*(each.change for each in everything), *removed, import_change(one)]
    record(actor=actor, action=action, subject=f"import {one.number} {one.format}", changes=changes)
    transaction.on_commit(wake_drawer)
    return everything, tuple(removed)


def _note_records(one: Import, own: list[Applied], plan: _Plan) -> None:
    """How each record stood before, so that the import can be taken back."""
    before = [plan.before.get(each.shape, {}).get(each.key) for each in own]
    copy_rows(
        ImportedRecord,
        {
            "of_import": [one.number] * len(own),
            "type": [each.shape for each in own],
            "key": [each.key for each in own],
            "before": before,
            "hash_before": ["" if record is None else record_hash(record) for record in before],
            "hash_after": [each.hash for each in own],
        },
    )


def _plan_shape(shape: Shape, drafts: Drafts, plan: _Plan) -> None:
    """Sort the drafts of one shape into new, changed, the same, and not ours to change."""
    own = drafts.records.get(shape.name, {})
    references = drafts.references.get(shape.name, {})
    keys = {**references, **own}
    if not keys:
        return
    present = standing_records(shape, keys)
    left_by_import = _left_by_import(shape, list(present))
    wanted: dict[str, Record] = {}
    for key, drafted in keys.items():
        stands = present.get(key)
        record_wanted = drafted if stands is None else _in_its_cluster(shape, drafted, stands)
        if stands is None:
            wanted[key] = record_wanted
        elif stands == record_wanted:
            plan.unchanged += 1
        elif key not in own:
            continue
        elif left_by_import.get(key) in _as_left(shape, stands):
            wanted[key] = record_wanted
            plan.before.setdefault(shape.name, {})[key] = stands
        else:
            plan.kept.append((shape.name, key, _differing(stands, record_wanted)))
    if wanted:
        plan.wanted[shape.name] = wanted


def _in_its_cluster(shape: Shape, drafted: Record, stands: Record) -> Record:
    """No source says in which of our clusters a commitment lies, so it stays where an editor put it."""
    return drafted | {"cluster": stands["cluster"]} if shape is COMMITMENT else drafted


def _as_left(shape: Shape, stands: Record) -> set[str]:
    """The hashes in which an import left the record, if no one has changed more of it than its cluster."""
    hashes = {record_hash(stands)}
    return hashes | {record_hash(stands | {"cluster": None})} if shape is COMMITMENT else hashes


def _differing(stands: Record, wanted: Record) -> tuple[str, ...]:
    """The fields in which two records differ; of the kind's own fields the ones that both have."""
    found = []
    for name, value in wanted.items():
        before = stands.get(name)
        if name == "detail" and isinstance(before, dict):
            found += [f"detail.{part}" for part in value if part in before and before[part] != value[part]]
        elif before != value:
            found.append(name)
    return tuple(sorted(found))


def _left_by_import(shape: Shape, keys: list[str]) -> dict[str, str]:
    """The hash in which the last import that stands left each of these records."""
    rows = ImportedRecord.objects.filter(type=shape.name, key__in=keys, of_import__state=Import.State.COMMITTED)
    return dict(rows.order_by("of_import_id").values_list("key", "hash_after"))
