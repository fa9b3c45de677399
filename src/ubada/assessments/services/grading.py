"""Grades that bodies gave elsewhere, taken over exactly as given, each with the place where it is printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from ubada.access.actors import Actor
from ubada.access.engine import Action, require
from ubada.assessments.gradings import gradings
from ubada.assessments.models import GradeGiven
from ubada.assessments.records import grade_change, grade_record
from ubada.assessments.rules.crosswalk import GivenGrade, translate
from ubada.assessments.services.input import line, wrong
from ubada.kernel.dates import InvalidDate, PartialDate
from ubada.kernel.errors import InvalidInput, Problem
from ubada.ledger.services import record
from ubada.register.models import Document, StateCommitment


@dataclass(frozen=True, slots=True)
class GradeRow:
    """A grade to take over. ``key`` is the source's own, ``document`` the code of one of the register's, if any."""

    key: str
    grading: str
    grade: str
    state_commitment: str
    given_on: str
    paragraph: str
    source_title: str
    source_url: str
    document: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an import of grades did."""

    added: int
    changed: int
    same: int


def record_grades(*, actor: Actor, rows: Iterable[GradeRow]) -> Recorded:
    """Take over grades; the same rows again change nothing, and what is not among the rows stays.

    Raises Refused, and InvalidInput naming every row that names an unknown grading, grade, commitment or document, a
    date that is none, or no paragraph.
    """
    require(actor, Action.CREATE, GradeGiven)
    wanted = {row.key: row for row in rows}
    with transaction.atomic():
        fresh = _fresh(wanted)
        there = {one.key: one for one in GradeGiven.objects.select_for_update().filter(key__in=wanted)}
        added = [one for key, one in fresh.items() if key not in there]
        changed = []
        for key, one in there.items():
            one_now = fresh[key]
            if grade_record(one) != grade_record(one_now):
                one_now.pk = one.pk
                changed.append(one_now)
        GradeGiven.objects.bulk_create(added, batch_size=1000)
        for one in changed:
            one.save(force_update=True)
        notes = [grade_change(one) for one in (*added, *changed)]
        if notes:
            record(actor=actor, action="record_grades", subject=f"{len(notes)} grades", changes=notes)
    return Recorded(len(added), len(changed), len(wanted) - len(notes))


def _fresh(wanted: Mapping[str, GradeRow]) -> dict[str, GradeGiven]:
    """The rows as they are to stand. Raises InvalidInput with every fault."""
    problems: list[Problem] = []
    followed = {row.state_commitment for row in wanted.values()}
    known = set(StateCommitment.objects.filter(pk__in=followed).values_list("pk", flat=True))
    papers = set(Document.objects.filter(pk__in={row.document for row in wanted.values()}).values_list("pk", flat=True))
    fresh: dict[str, GradeGiven] = {}
    for key, row in wanted.items():
        try:
            fresh[key] = _grade(row, known, papers)
        except InvalidInput as error:
            problems += [Problem("", key[:160], each.field or each.record, each.message) for each in error.problems]
    if problems:
        raise InvalidInput("The grades cannot be taken over.", problems=problems)
    return fresh


def _grade(row: GradeRow, known: set[str], papers: set[str]) -> GradeGiven:
    printed = GivenGrade(row.grading, row.grade, row.document or row.source_title, row.paragraph)
    translate([printed], gradings())
    if row.state_commitment not in known:
        raise wrong("state_commitment", "is not in the register")
    if row.document and row.document not in papers:
        raise wrong("document", "is not in the register")
    if not row.source_url.startswith(("https://", "http://")):
        raise wrong("source_url", "is no address")
    try:
        given_on = PartialDate.parse(row.given_on)
    except InvalidDate as error:
        raise wrong("given_on", str(error)) from None
    return GradeGiven(
        key=line(row.key, "key", 160), grading=row.grading, grade=row.grade, state_commitment_id=row.state_commitment,
        given_on=given_on, document_id=row.document or None, paragraph=line(row.paragraph, "paragraph", 80),
        source_title=line(row.source_title, "source_title", 300), source_url=row.source_url[:1000],
    )  # fmt: skip
