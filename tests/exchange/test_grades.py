"""Grades of others from a file: taken over as given, told by row and field where they cannot be, never twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.world import build_world
from ubada.access.actors import Actor
from ubada.access.engine import Refused
from ubada.assessments.models import GradeGiven
from ubada.assessments.queries import grades_on
from ubada.exchange.services import import_grades
from ubada.kernel.errors import InvalidInput

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system("import")
HEADER = "grading,grade,commitment,state,given_on,document,paragraph,part,source_title,source_url,key\n"
ROW = "hrc-followup,B,CEDAW-7,KGZ,2024-03,,para. 14,,Report on follow-up,https://example.org/r,\n"


@pytest.fixture(scope="module")
def standing_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The small register, around the tests of this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        build_world()
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _world(standing_world: None, db: None) -> None:
    """Each test's own changes are taken back."""


def put(folder: Path, text: str, name: str = "grades.csv") -> Path:
    """A file with this text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refused(folder: Path, text: str, name: str = "grades.csv") -> list[tuple[str, str, str]]:
    """What is wrong with a file: row, field, words. Nothing is taken over."""
    with pytest.raises(InvalidInput) as told:
        import_grades(actor=SYSTEM, paths=[put(folder, text, name)])
    assert not GradeGiven.objects.exists()
    assert all(one.file == name for one in told.value.problems)
    return [(one.record, one.field, one.message) for one in told.value.problems]


def test_a_grade_is_taken_over_as_it_was_given_and_only_once(tmp_path: Path) -> None:
    path = put(
        tmp_path,
        HEADER + ROW + ROW.replace("KGZ", "KAZ").replace(",B,", ",C1,").replace("followup,", "followup-legacy,"),
    )
    first = import_grades(actor=SYSTEM, paths=[path])
    assert (first.added, first.changed, first.same) == (2, 0, 0)
    again = import_grades(actor=SYSTEM, paths=[path])
    assert (again.added, again.changed, again.same) == (0, 0, 2)
    (shown,) = grades_on(Actor.reader(), "CEDAW-7@KGZ")
    assert (shown.grade.grading, shown.grade.grade, shown.grade.paragraph) == ("hrc-followup", "B", "para. 14")
    assert str(shown.grade.given_on) == "2024-03"
    legacy = GradeGiven.objects.get(state_commitment="CEDAW-7@KAZ")
    assert (legacy.grading, legacy.grade) == ("hrc-followup-legacy", "C1")


def test_a_grade_with_a_key_can_be_put_right(tmp_path: Path) -> None:
    row = ROW.replace("r,\n", "r,HRC-1\n")
    import_grades(actor=SYSTEM, paths=[put(tmp_path, HEADER + row)])
    done = import_grades(actor=SYSTEM, paths=[put(tmp_path, HEADER + row.replace(",B,", ",C,"))])
    assert (done.added, done.changed) == (0, 1)
    assert GradeGiven.objects.get().grade == "C"


def test_a_dry_run_says_what_would_be_and_writes_nothing(tmp_path: Path) -> None:
    done = import_grades(actor=SYSTEM, paths=[put(tmp_path, HEADER + ROW)], dry_run=True)
    assert done.added == 1
    assert not GradeGiven.objects.exists()


def test_the_same_in_yaml_where_a_date_stays_the_text_it_is(tmp_path: Path) -> None:
    text = """
- grading: ogp-completion
  grade: substantial
  commitment: CEDAW-7
  state: KGZ
  given_on: 2021-06-01
  document: SEMINAR-2024
  paragraph: commitment 4
  source_title: Results report
  source_url: https://example.org/results
"""
    assert import_grades(actor=SYSTEM, paths=[put(tmp_path, text, "grades.yaml")]).added == 1
    one = GradeGiven.objects.get()
    assert (str(one.given_on), one.document_id) == ("2021-06-01", "SEMINAR-2024")


def test_two_grades_of_one_paragraph_each_name_their_part(tmp_path: Path) -> None:
    twice = ROW + ROW.replace(",B,", ",C,")
    ((row, field, words),) = refused(tmp_path, HEADER + twice)
    assert (row, field) == ("row 3", "part")
    assert "is the same as in grades.csv, row 2" in words
    parts = ROW.replace("para. 14,,", "para. 14,(a),") + ROW.replace(",B,", ",C,").replace(
        "para. 14,,", "para. 14,(b),"
    )
    assert import_grades(actor=SYSTEM, paths=[put(tmp_path, HEADER + parts)]).added == 2
    assert set(GradeGiven.objects.values_list("paragraph", flat=True)) == {"para. 14, (a)", "para. 14, (b)"}


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        (("hrc-followup", "hrc"), "grading", "is unknown"),
        ((",B,", ",G,"), "grade", "is not one of hrc-followup"),
        (("hrc-followup,B", "csp-torture-index,134.65"), "grade", "no grades, only scores"),
        (("CEDAW-7,KGZ", "CEDAW-99,KGZ"), "commitment", "is not in the register"),
        (("CEDAW-7,KGZ", "CEDAW-7,FRA"), "commitment", "is not in the register"),
        (("2024-03,,", "2024-03,NO-PAPER,"), "document", "is not in the register"),
        (("2024-03", "2024-13"), "given_on", "2024-13"),
        (("para. 14", ""), "paragraph", "is empty"),
        (("para. 14", "x" * 81), "paragraph", "is longer than 80 characters"),
        (("https://example.org/r", ""), "source_url", "is empty"),
        (("https://example.org/r", "javascript:alert(1)"), "source_url", "is no address"),
        (("Report on follow-up", ""), "source_title", "is empty"),
    ],
)
def test_what_cannot_be_taken_over_is_told_by_row_and_field(
    tmp_path: Path, change: tuple[str, str], field: str, words: str
) -> None:
    good = ROW.replace("KGZ", "UZB")
    found = refused(tmp_path, HEADER + good + ROW.replace(*change))
    assert [(row, name) for row, name, _words in found] == [("row 3", field)]
    assert words in found[0][2]


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        (HEADER.replace("paragraph", "page") + ROW, "grades.csv", "is missing"),
        (HEADER.replace("key", "remark") + ROW, "grades.csv", "is no column of grades"),
        (HEADER + ROW.rstrip("\n") + ",one too many\n", "grades.csv", "has 12 cells instead of 11"),
        ("grading: hrc-followup", "grades.yaml", "must be a list of grades"),
        ("- [a", "grades.yaml", "is not YAML"),
        ("- {grading: hrc-followup, colour: red}", "grades.yaml", "is no field of a grade"),
    ],
)
def test_a_file_of_another_form_is_told(tmp_path: Path, text: str, name: str, words: str) -> None:
    assert any(words in one[2] for one in refused(tmp_path, text, name))


def test_readers_and_assessors_take_over_nothing(tmp_path: Path) -> None:
    path: Any = put(tmp_path, HEADER + ROW)
    with pytest.raises(Refused):
        import_grades(actor=Actor.reader(), paths=[path])
    assert not GradeGiven.objects.exists()
