"""Bringing the files of another database into the register: all of it or nothing, and nothing the second time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from ubada.access.actors import Actor
from ubada.access.engine import Action, require
from ubada.exchange.engine.drafts import Drafts, Record
from ubada.exchange.engine.faults import Faults, refusal
from ubada.exchange.engine.files import Advance, InputFile, open_file, silent
from ubada.exchange.engine.mapping import SourceMapping, mapping_for, save_mapping
from ubada.exchange.formats import Context, Read, format_named
from ubada.exchange.models import Import, ImportedRecord
from ubada.exchange.queries import known_register
from ubada.exchange.records import import_change
from ubada.kernel.canonical import record_hash
from ubada.kernel.errors import InvalidInput, Problem
from ubada.ledger.services import Change, record
from ubada.register.jobs import wake_drawer
from ubada.register.services import Applied, refresh_derived, write_records
from ubada.register.shapes import RESPONSE, SHAPES, STATE_COMMITMENT, Shape

ACTION = "import_records"
IMPORT_LOCK = 0x75626978  # "ubix": one import or undo at a time
_BATCH = 2000


@dataclass(frozen=True)
class Outcome:
    """What an import did, or would do. ``number`` is None where nothing was written."""

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
    before: dict[tuple[str, str], Record] = field(default_factory=dict)
    unchanged: int = 0
    kept: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)


def import_files(
    *,
    actor: Actor,
    format_name: str,
    paths: Sequence[Path],
    mapping: str | None = None,
    saved_mappings: Path | None = None,
    dry_run: bool = False,
    advance: Advance = silent,
) -> Outcome:
    """Read files of a format and bring the register to what they say.

    Nothing is written if any row of any file is faulty. A record is changed only if the last one who wrote it was an
    import; what people or the baseline wrote is left alone and named. A dry run does everything and takes it back.
    Raises Refused, or InvalidInput with every problem by file, row and field.
    """
    require(actor, Action.IMPORT, Import)
    started = datetime.now(UTC)
    form = format_named(format_name)
    chosen = mapping_for(format_name, mapping, saved_mappings)
    files = [open_file(path) for path in paths]
    drafts = Drafts()
    known = known_register(actor)
    how: list[str] = []
    problems: list[Problem] = []
    count = 0
    context: Context | None = None
    shared: dict[str, Any] = {}
    for file in files:
        context = Context(chosen, known, drafts, Faults(file.name), advance, shared)
        how.append(_read(form.read, file, context))
        problems += context.faults.problems
        count += context.faults.count
    if count:
        raise refusal(problems, count)
    if context is not None:
        form.finish(context)
        context.faults.stop_if_any()
    described = tuple(
        {"name": file.name, "sha256": file.sha256, "read_as": words} for file, words in zip(files, how, strict=True)
    )
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
        outcome = _write(actor, chosen, described, drafts, started, dry_run=dry_run)
        if dry_run:
            transaction.set_rollback(True)
    if saved_mappings is not None and not dry_run and mapping is not None:
        save_mapping(chosen, saved_mappings)
    return outcome


def _read(read: Read, file: InputFile, context: Context) -> str:
    """How the file was read; "" where its faults made it stop early."""
    try:
        return read(file, context)
    except InvalidInput:
        if not context.faults.count:
            raise
        return ""


def _write(
    actor: Actor,
    mapping: SourceMapping,
    files: tuple[dict[str, str], ...],
    drafts: Drafts,
    started: datetime,
    *,
    dry_run: bool,
) -> Outcome:
    plan = _Plan()
    for shape in SHAPES:
        _plan_shape(shape, drafts, plan)
    if not plan.wanted:
        return Outcome(mapping.format, mapping.name, files, drafts, (), plan.unchanged, tuple(plan.kept), None, dry_run)
    written: list[Applied] = []
    for shape in SHAPES:
        if shape is not RESPONSE and (wanted := plan.wanted.get(shape.name)):
            written += write_records(shape, wanted)
    derived, removed = refresh_derived(on=datetime.now(UTC).date(), scope=drafts.scope)
    followed = [one for one in derived if one.shape == STATE_COMMITMENT.name and one.is_new]
    # An answer belongs to a state's standing towards a commitment, which was only just worked out.
    answers = write_records(RESPONSE, plan.wanted.get(RESPONSE.name, {}))
    number = (Import.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    own = [*written, *followed, *answers]
    everything = (*written, *derived, *answers)
    one = Import(
        number=number,
        format=mapping.format,
        mapping=mapping.name,
        mapping_sha256=mapping.sha256,
        files=list(files),
        counts={
            "read": drafts.read,
            "used": drafts.used,
            "added": sum(each.is_new for each in own),
            "changed": sum(not each.is_new for each in own),
            "unchanged": plan.unchanged,
            "kept": len(plan.kept),
        },
        state=Import.State.COMMITTED,
        started_at=started,
        finished_at=datetime.now(UTC),
    )
    one.full_clean()
    one.save(force_insert=True)
    ImportedRecord.objects.bulk_create((_imported(number, each, plan) for each in own), batch_size=_BATCH)
    changes = [*(each.change for each in everything), *removed, import_change(one)]
    record(actor=actor, action=ACTION, subject=f"import {number} {mapping.format}", changes=changes)
    transaction.on_commit(wake_drawer)
    return Outcome(
        mapping.format, mapping.name, files, drafts, everything, plan.unchanged, tuple(plan.kept), number, dry_run,
        tuple(removed),
    )  # fmt: skip


def _imported(number: int, one: Applied, plan: _Plan) -> ImportedRecord:
    before = plan.before.get((one.shape, one.key))
    return ImportedRecord(
        of_import_id=number,
        type=one.shape,
        key=one.key,
        before=before,
        hash_before=record_hash(before) if before is not None else "",
        hash_after=one.hash,
    )


def _plan_shape(shape: Shape, drafts: Drafts, plan: _Plan) -> None:
    """Sort the drafts of one shape into new, changed, the same, and not ours to change."""
    own = drafts.records.get(shape.name, {})
    references = drafts.references.get(shape.name, {})
    keys = {**references, **own}
    if not keys:
        return
    present = {str(row.pk): shape.record_of(row) for row in shape.rows().filter(pk__in=list(keys))}
    left_by_import = _left_by_import(shape, list(present))
    wanted: dict[str, Record] = {}
    for key, record_wanted in keys.items():
        stands = present.get(key)
        if stands is None:
            wanted[key] = record_wanted
        elif stands == record_wanted:
            plan.unchanged += 1
        elif key not in own:
            continue
        elif left_by_import.get(key) == record_hash(stands):
            wanted[key] = record_wanted
            plan.before[shape.name, key] = stands
        else:
            plan.kept.append((shape.name, key, _differing(stands, record_wanted)))
    if wanted:
        plan.wanted[shape.name] = wanted


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
