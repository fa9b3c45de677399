"""Sheets of verdicts that come back: held for a day, compared with the drafts as they stand, written all at once.

A sheet becomes drafts and nothing else. It submits nothing, and it overwrites nobody: where a draft was saved after the
sheet was made, the draft stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from ubada.access.actors import Actor
from ubada.access.engine import Action, Refused
from ubada.assessments.models import Round
from ubada.assessments.queries.sheets import Standing, citable, sheet_labels, sign, standings
from ubada.assessments.queries.writing import may_write
from ubada.assessments.services.drafting import begin_assessment, link_evidence, save_draft, unlink_evidence
from ubada.assessments.services.input import LONGEST_REASONS, EditConflict
from ubada.assessments.sheet_faults import refused
from ubada.assessments.sheet_words import headings, words_in_every_language
from ubada.assessments.sheets.child import read_file
from ubada.assessments.sheets.layout import MOST_BYTES, NARRATIVE, TRUTHS, YES, ReadSheet
from ubada.assessments.sheets.planning import Outcome, Plan, Reader, RowPlan, plan_of
from ubada.assessments.sheets.reading import CannotRead
from ubada.evidence.models import EvidenceItem, HeldFile
from ubada.evidence.services import Incoming, hold_file
from ubada.evidence.services.holding import held
from ubada.files.fitness import Kind
from ubada.files.models import StoredFile
from ubada.files.queries import stored_path
from ubada.files.services import remove_file
from ubada.kernel.errors import InvalidInput, UbadaError
from ubada.kernel.text import TranslatedText
from ubada.ledger.services import gathered
from ubada.organisations.models import Organisation

MEBIBYTE: Final = 1024 * 1024
_KEEPER: Final = Actor.system("sheets")


@dataclass(frozen=True, slots=True)
class HeldSheet:
    """A sheet that was handed in, and what it would change. ``items`` are the pieces of evidence that can be cited."""

    file: StoredFile
    plan: Plan
    standings: Mapping[str, Standing]
    items: Mapping[str, EvidenceItem]


@dataclass(frozen=True, slots=True)
class SheetWritten:
    """What became of a sheet: drafts that were begun, and drafts that were changed."""

    begun: int
    changed: int


class SheetOutdated(UbadaError):
    """What would be written is no longer what was shown: somebody saved in between."""


def hold_sheet(*, actor: Actor, organisation: Organisation, name: str, chunks: Iterable[bytes]) -> StoredFile:
    """Take a sheet in, checked as every file is; it is gone in a day.

    Raises Refused, and InvalidInput for a file that is not taken: too large, no workbook, with macros or a password.
    """
    if not may_write(actor, organisation):
        raise Refused(Action.CHANGE)
    stored = hold_file(actor=actor, file=Incoming(name, chunks))
    if stored.media_type == Kind.XLSX and stored.size <= MOST_BYTES:
        return stored
    _let_go(stored.uid)
    if stored.media_type != Kind.XLSX:
        raise refused(CannotRead("not-a-workbook"))
    raise refused(CannotRead("too-large", str(MOST_BYTES // MEBIBYTE)))


def held_sheet(actor: Actor, one: Round, organisation: Organisation, uid: str) -> HeldSheet | None:
    """The sheet that this actor handed in, read anew and compared with the drafts as they stand; None if it is gone.

    Raises InvalidInput for a workbook that cannot be read or is of another round or organisation.
    """
    read = _read(actor, organisation, uid)
    return None if read is None else _compared(actor, one, organisation, *read)


def let_go_of_sheet(*, actor: Actor, uid: str) -> None:
    """Remove a sheet that this actor handed in; nothing if it is gone already."""
    if held(actor, uid) is not None:
        _let_go(uid)


def write_sheet(
    *, actor: Actor, round_code: str, organisation: Organisation, uid: str, fingerprint: str
) -> SheetWritten:
    """Write what was shown, all of it or nothing, and remove the sheet.

    Raises Refused; StoredFile.DoesNotExist for a sheet that is gone; SheetOutdated if what would be written is not what
    was shown under this fingerprint; InvalidInput for a sheet with faults.
    """
    read = _read(actor, organisation, uid)  # a file that takes its time must not keep the round from everybody else
    if read is None:
        raise StoredFile.DoesNotExist
    with gathered():
        one = Round.objects.select_for_update(no_key=True).get(pk=round_code)
        if held(actor, uid) is None:
            raise StoredFile.DoesNotExist
        sheet = _compared(actor, one, organisation, *read)
        if sheet.plan.fingerprint != fingerprint:
            raise SheetOutdated(_("Somebody saved a verdict in between. Look at what would change now."))
        if sheet.plan.of(Outcome.FAULTY):
            raise InvalidInput(_("Nothing was kept: the sheet has faults."))
        todo = sheet.plan.of(Outcome.CHANGES, Outcome.BEGINS)
        try:
            for row in todo:
                _write(actor, one, organisation, row, sheet.standings)
        except EditConflict as error:
            raise SheetOutdated(_("Somebody saved a verdict in between. Look at what would change now.")) from error
        _let_go(uid)
    return SheetWritten(
        begun=len(sheet.plan.of(Outcome.BEGINS)), changed=len(sheet.plan.of(Outcome.CHANGES))
    )  # fmt: skip


def _read(actor: Actor, organisation: Organisation, uid: str) -> tuple[StoredFile, ReadSheet] | None:
    """The sheet that this actor handed in, read in a process of its own; None if it is gone. Raises InvalidInput."""
    stored = held(actor, uid)
    if stored is None or not may_write(actor, organisation):
        return None
    try:
        sheet = read_file(stored_path(_KEEPER, stored.uid), headings())
        if not sheet.rows:
            raise CannotRead("no-rows")
    except CannotRead as error:
        raise refused(error) from None
    return stored, sheet


def _compared(actor: Actor, one: Round, organisation: Organisation, stored: StoredFile, sheet: ReadSheet) -> HeldSheet:
    """What the sheet would change. Raises InvalidInput for one of another round or organisation."""
    items = {item.uid: item for item in citable(actor, organisation)}
    languages = [name.partition(":")[2] for name in sheet.columns if name.startswith(NARRATIVE)]
    standing = standings(actor, one, organisation, items, languages)
    reader = Reader(
        round=one.code,
        organisation=organisation.code,
        sign=sign,
        words=words_in_every_language(sheet_labels(actor)),
        items=items,
        longest=LONGEST_REASONS,
        standing={key: each.now for key, each in standing.items()},
    )
    try:
        plan = plan_of(sheet, reader)
    except CannotRead as error:
        raise refused(error) from None
    return HeldSheet(stored, plan, standing, items)


def _write(
    actor: Actor, one: Round, organisation: Organisation, row: RowPlan, standing: Mapping[str, Standing]
) -> None:
    """One row, over the very version that it was compared with. Raises EditConflict."""
    now = row.now
    assert now is not None  # noqa: S101 - a row that changes something leads to a commitment
    uid, version = now.uid, now.version
    if not uid:
        begun = begin_assessment(
            actor=actor, round_code=one.code, state_commitment=now.commitment, organisation=organisation.code
        )
        uid, version = begun.uid, 1
    try:
        save_draft(actor=actor, uid=uid, seen_version=version, **_fields(row, standing[now.commitment].narrative))
        for link in row.taken:
            unlink_evidence(actor=actor, uid=uid, item=link.item, pinpoint=link.pinpoint)
        for link in row.put:
            link_evidence(actor=actor, uid=uid, **link._asdict())
    except InvalidInput as error:
        told = "; ".join(problem.message for problem in error.problems) or error.message
        raise InvalidInput(
            _("Row %(number)s cannot be kept: %(told)s.") % {"number": row.number, "told": told.rstrip(".")}
        ) from error


def _fields(row: RowPlan, narrative: TranslatedText) -> dict[str, Any]:
    """What changes in a draft, by field of a draft. Reasons in languages that the sheet has not stay as they are."""
    fields: dict[str, Any] = {}
    reasons = dict(narrative)
    for change in row.changes:
        name, _colon, language = change.field.partition(":")
        if name == NARRATIVE:
            reasons[language] = change.new
            fields[NARRATIVE] = reasons
        else:
            fields[name] = change.new == YES if name in TRUTHS else change.new
    if NARRATIVE in fields:
        fields[NARRATIVE] = {code: text for code, text in reasons.items() if text}
    return fields


def _let_go(uid: str) -> None:
    with transaction.atomic():
        HeldFile.objects.filter(pk=uid).delete()
        remove_file(actor=_KEEPER, uid=uid)


__all__ = [
    "HeldSheet",
    "SheetOutdated",
    "SheetWritten",
    "held_sheet",
    "hold_sheet",
    "let_go_of_sheet",
    "write_sheet",
]
