"""Taking an import back: every record it wrote stands again as it stood before, or is gone if there was none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.models import ProtectedError, Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from ubada.access.actors import Actor
from ubada.access.engine import Action, require, visible_to
from ubada.exchange.models import Import, ImportedRecord
from ubada.exchange.records import import_change
from ubada.exchange.services.committing import IMPORT_LOCK
from ubada.kernel.canonical import record_hash
from ubada.kernel.errors import InvalidInput, Problem, UbadaError
from ubada.languages.services import forget_translations
from ubada.ledger.services import Change, record
from ubada.register.jobs import wake_drawer
from ubada.register.models import ClassificationSuggestion, Relation, TreatyAction, VerificationTask
from ubada.register.services import refresh_derived, remove_records, write_records
from ubada.register.services.records import SEARCHED
from ubada.register.shapes import (
    CLASSIFICATION_SUGGESTION,
    COMMITMENT,
    RELATION,
    SHAPES,
    TASK,
    TREATY_ACTION,
    Record,
    Shape,
)
from ubada.search.services import note_changed

ACTION = "undo_import"
_TASK_ABOUT = ("fact", "commitment", "document")


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking an import back did."""

    number: int
    removed: int
    restored: int


def undo_import(*, actor: Actor, number: int) -> Undone:
    """Take back one import.

    What was suggested for its records, relations and terms, goes with them, also where an editor rejected it. Refused,
    with every record named, if one of them was changed since or lies in a cluster, if an editor confirmed a relation of
    one, and if records that are no part of the import rest on one that would go. Raises Refused, UbadaError or
    InvalidInput; then nothing changed.
    """
    require(actor, Action.IMPORT, Import)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
        one = visible_to(actor, Import.objects.all()).filter(number=number).first()
        if one is None:
            raise UbadaError(f"There is no import {number}.", hint="`ubada import list` shows them.")
        if one.state == Import.State.UNDONE:
            raise UbadaError(f"Import {number} was taken back already.")
        rows = list(ImportedRecord.objects.filter(of_import=one))
        _refuse_if_changed(number, rows)
        _refuse_if_related(number, rows)
        changes = _put_back(number, rows)
        derived, removed = refresh_derived(on=datetime.now(UTC).date())
        one.state = Import.State.UNDONE
        one.undone_at = datetime.now(UTC)
        one.save(update_fields=["state", "undone_at"])
        notes = [*changes, *(each.change for each in derived), *removed, import_change(one)]
        record(actor=actor, action=ACTION, subject=f"import {number} {one.format}", changes=notes)
        transaction.on_commit(wake_drawer)
    gone = sum(row.before is None for row in rows)
    return Undone(number, gone, len(rows) - gone)


def _by_shape(rows: list[ImportedRecord]) -> dict[str, list[ImportedRecord]]:
    found: defaultdict[str, list[ImportedRecord]] = defaultdict(list)
    for row in rows:
        found[row.type].append(row)
    return found


def _refuse_if_changed(number: int, rows: list[ImportedRecord]) -> None:
    problems: list[Problem] = []
    grouped = _by_shape(rows)
    for shape in SHAPES:
        own = {row.key: row for row in grouped.get(shape.name, [])}
        present = {str(row.pk): row for row in shape.rows().filter(pk__in=list(own))}
        for key, imported in own.items():
            if key not in present:
                problems.append(Problem("", f"{shape.name} {key}", "", "was removed since"))
            else:
                stands = shape.record_of(present[key])
                if record_hash(stands) != imported.hash_after:
                    problems.append(Problem("", f"{shape.name} {key}", "", _what_changed(number, imported, stands)))
    if problems:
        raise InvalidInput(
            f"Import {number} cannot be taken back: records were changed since.",
            problems=problems,
            hint="Take back the later imports first, or put the records right by hand.",
        )


def _what_changed(number: int, imported: ImportedRecord, stands: Record) -> str:
    if imported.type == COMMITMENT.name and record_hash(stands | {"cluster": None}) == imported.hash_after:
        place = _address(reverse("desk_cluster", args=[stands["cluster"]]))
        return f"an editor put it into a cluster; to take it out: {place}"
    confirmed = ClassificationSuggestion.objects.filter(state=ClassificationSuggestion.State.CONFIRMED)
    if imported.type == COMMITMENT.name and confirmed.filter(commitment=imported.key).exists():
        return f"an editor decided on its terms: {_address(reverse('desk_classify', args=[imported.key]))}"
    later = _later_import(number, imported)
    return f"was changed since by import {later}" if later else "was changed since by someone else"


def _refuse_if_related(number: int, rows: list[ImportedRecord]) -> None:
    """What a person said of two commitments is not undone by taking one of them away."""
    gone = {row.key for row in rows if row.type == COMMITMENT.name and row.before is None}
    confirmed = _relations_of(gone).filter(state=Relation.State.CONFIRMED).order_by("key")
    problems = []
    for one in confirmed:
        ref = one.commitment_a_id if one.commitment_a_id in gone else one.commitment_b_id
        query = urlencode({"decided": str(Relation.State.CONFIRMED), "ref": ref})
        place = _address(f"{reverse('desk_relations')}?{query}")
        said = f"was confirmed by an editor; to take that back: {place}"
        problems.append(Problem("", f"relation {one.key}", "", said))
    if problems:
        raise InvalidInput(
            f"Import {number} cannot be taken back: an editor confirmed relations of its commitments.",
            problems=problems,
            hint="An editor takes these decisions back first.",
        )


def _relations_of(refs: Collection[str]) -> QuerySet[Relation]:
    return Relation.objects.filter(Q(commitment_a__in=refs) | Q(commitment_b__in=refs))


def _address(path: str) -> str:
    """The address of a page as the operator can open it; its path alone where the site has no address yet."""
    return f"{settings.PUBLIC_URL}{path}"


def _later_import(number: int, row: ImportedRecord) -> int | None:
    later = ImportedRecord.objects.filter(
        type=row.type, key=row.key, of_import_id__gt=number, of_import__state=Import.State.COMMITTED
    )
    found: int | None = later.order_by("-of_import_id").values_list("of_import_id", flat=True).first()
    return found


def _put_back(number: int, rows: list[ImportedRecord]) -> list[Change]:
    grouped = _by_shape(rows)
    changes: list[Change] = []
    for shape in SHAPES:
        restored = {row.key: row.before for row in grouped.get(shape.name, []) if row.before is not None}
        changes += [one.change for one in write_records(shape, restored)] if restored else []
    new = {shape.name: [row.key for row in grouped.get(shape.name, []) if row.before is None] for shape in SHAPES}
    try:
        changes += _remove_what_follows(new)
        for shape in reversed(SHAPES):
            changes += _remove(shape, new[shape.name])
    except ProtectedError as error:
        resting = sorted({f"{one._meta.verbose_name} {one.pk}" for one in error.protected_objects})[:20]
        raise InvalidInput(
            f"Import {number} cannot be taken back: other records rest on what it brought.",
            problems=[Problem("", one, "", "rests on a record of the import") for one in resting],
        ) from None
    return changes


def _remove_what_follows(new: dict[str, list[str]]) -> list[Change]:
    """Tasks, treaty actions and what is suggested are worked out from the records that go, so they go first."""
    tasks: list[str] = []
    for about in _TASK_ABOUT:
        tasks += VerificationTask.objects.filter(**{f"{about}__in": new[about]}).values_list("pk", flat=True)
    actions = list(TreatyAction.objects.filter(fact__in=new["fact"]).values_list("pk", flat=True))
    relations = sorted(_relations_of(new["commitment"]).values_list("key", flat=True))
    terms = ClassificationSuggestion.objects.filter(commitment__in=new["commitment"]).values_list("key", flat=True)
    return [
        *remove_records(TASK, tasks),
        *remove_records(TREATY_ACTION, actions),
        *remove_records(RELATION, relations),
        *remove_records(CLASSIFICATION_SUGGESTION, sorted(terms)),
    ]


def _remove(shape: Shape, keys: list[str]) -> list[Change]:
    if not keys:
        return []
    changes = remove_records(shape, keys)
    forget_translations(shape.name, keys)
    if shape.name in SEARCHED:
        note_changed(shape.name, keys)
    return changes
