"""Grades of others are shown as given; they come near to a range of ours, and only once somebody has read them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ubada.assessments.rules.crosswalk import GivenGrade, Unmapped, read_gradings, translate
from ubada.assessments.rules.scale import Cooperation, Level
from ubada.kernel.errors import InvalidInput

GRADINGS = read_gradings(Path(__file__).resolve().parents[3] / "data" / "grades")
EVERY_GRADE = [(grading.id, code) for grading in GRADINGS.values() for code in grading.grades]

# The published table, read by our levels: which grades of others come near to each.
TABLE = {
    "hrc-followup": {"I4": "A", "I3": "A", "I2": "B", "I1": "B", "I0": "C", "IR": "E", "K0": "D"},
    "ced-followup": {"I4": "A", "I3": "A", "I2": "B", "I1": "B", "I0": "C", "IR": "E", "K0": "D"},
    "cat-implementation": {
        "I3": "substantive-steps", "I2": "substantive-steps initial-steps", "I1": "initial-steps",
        "I0": "not-implemented", "IR": "counteracted",
    },
    "cedaw-followup": {
        "I4": "implemented", "I3": "substantially-implemented", "I2": "partially-implemented",
        "I1": "partially-implemented not-implemented", "I0": "not-implemented", "IR": "contrary",
        "IU": "lack-of-information",
    },
    "ogp-completion": {
        "I4": "complete", "I3": "substantial", "I2": "limited", "I1": "limited", "I0": "not-started",
        "IU": "no-evidence",
    },
    "ogp-opened-government": {"IR": "worsened"},
    "paragraph-25": {
        "I4": "fully-implemented", "I3": "mostly-implemented", "I2": "partially-implemented",
        "I1": "partially-implemented", "I0": "not-implemented", "IN": "not-yet-evaluated",
    },
    "hrc-followup-legacy": {"I4": "A", "I3": "A", "I2": "B1", "I1": "B2", "I0": "C1", "IR": "E", "K0": "D1 D2"},
}  # fmt: skip


def given_grade(grading, code, part=""):
    return GivenGrade(grading, code, "CCPR/C/128/3", "12", part)


def test_the_cross_walk_is_the_published_table_and_nothing_beside_it():
    found = {}
    for grading in GRADINGS.values():
        for grade in grading.grades.values():
            near = grade.proposed
            for one in [*near.levels, *([near.cooperation] if near.cooperation else [])] if near else []:
                found.setdefault(grading.id, {}).setdefault(one.value, set()).add(grade.code)
    assert found == {
        grading: {level: set(codes.split()) for level, codes in table.items()} for grading, table in TABLE.items()
    }


@pytest.mark.parametrize(("grading", "code"), EVERY_GRADE)
def test_a_grade_is_shown_first_as_given_and_never_as_exactly_one_of_ours(grading, code):
    given = given_grade(grading, code)
    (found,) = translate([given], GRADINGS)
    assert found.original == given
    assert found.label == GRADINGS[grading].grades[code].label
    assert set(found.label) >= {"en", "ru"}
    if found.unmapped is None:
        assert found.levels or found.cooperation
        assert found.relation == "closeMatch"
    else:
        assert (found.levels, found.cooperation, found.lowest, found.highest) == ((), None, None, None)


@pytest.mark.parametrize(("grading", "code"), EVERY_GRADE)
def test_a_range_has_no_gap_and_goes_from_the_lowest_upwards(grading, code):
    near = GRADINGS[grading].grades[code].proposed
    ordinals = [level.ordinal for level in near.levels] if near else []
    if None in ordinals:
        assert len(ordinals) == 1
    elif ordinals:
        assert ordinals == list(range(ordinals[0], ordinals[0] + len(ordinals)))


def test_what_nobody_has_verified_is_not_mapped_though_the_proposal_can_be_read():
    unverified = {
        (grading, code) for grading, code in EVERY_GRADE if GRADINGS[grading].grades[code].confidence == "unverified"
    }
    assert unverified == {
        ("ced-followup", "E"), ("hrc-followup-legacy", "D1"), ("hrc-followup-legacy", "D2"),
        *(("cedaw-followup", code) for code in GRADINGS["cedaw-followup"].grades),
        *(("ogp-early-results", code) for code in GRADINGS["ogp-early-results"].grades),
    }  # fmt: skip
    for grading, code in unverified:
        assert translate([given_grade(grading, code)], GRADINGS)[0].unmapped is Unmapped.TO_VERIFY
        assert GRADINGS[grading].to_verify
    assert GRADINGS["ced-followup"].grades["E"].proposed.levels == (Level.REGRESSION,)


def test_d_says_nothing_of_implementation():
    (found,) = translate([given_grade("hrc-followup", "D")], GRADINGS)
    assert (found.levels, found.cooperation) == ((), Cooperation.NO_REPLY)


def test_what_is_graded_on_another_axis_has_no_counterpart():
    for grading in ("cat-information", "cat-plan", "ogp-ambition", "ogp-verifiability"):
        for code in GRADINGS[grading].grades:
            assert translate([given_grade(grading, code)], GRADINGS)[0].unmapped is Unmapped.NO_COUNTERPART


def test_two_grades_of_one_recommendation_stay_two_each_with_its_part():
    parts = [given_grade("hrc-followup-legacy", "C1", "the law"), given_grade("hrc-followup-legacy", "B2", "training")]
    found = translate(parts, GRADINGS)
    assert [(one.original.code, one.levels) for one in found] == [("C1", (Level.NO_ACTION,)), ("B2", (Level.INITIAL,))]
    for wrong in (
        [given_grade("hrc-followup-legacy", "C1"), given_grade("hrc-followup-legacy", "D1")],
        [given_grade("hrc-followup-legacy", "C1", "the law"), given_grade("hrc-followup-legacy", "B2", " the law ")],
    ):
        with pytest.raises(InvalidInput) as refused:
            translate(wrong, GRADINGS)
        assert [problem.field for problem in refused.value.problems] == ["part", "part"]


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        (GivenGrade("hrc-followup", "B", " ", ""), ["document", "paragraph"]),
        (GivenGrade("hrc-followup", "B1", "CCPR/C/128/3", "4"), ["code"]),
        (GivenGrade("hrc-followup", "b", "CCPR/C/128/3", "4"), ["code"]),
        (GivenGrade("csp-torture-index", "27.25", "Index", "1"), ["code"]),
        (GivenGrade("cerd-followup", "satisfactory", "CERD/C/1", "4"), ["grading"]),
    ],
)
def test_a_grade_that_nobody_can_look_up_is_refused_with_every_reason(given, fields):
    with pytest.raises(InvalidInput) as refused:
        translate([given], GRADINGS)
    assert [problem.field for problem in refused.value.problems] == fields


def test_of_several_grades_each_fault_is_named():
    given = [GivenGrade("hrc-followup", "Z", "", "1", "a"), given_grade("hrc-followup", "A")]
    with pytest.raises(InvalidInput) as refused:
        translate(given, GRADINGS)
    assert [problem.field for problem in refused.value.problems] == ["document", "code", "part"]


def test_nothing_given_is_nothing_translated():
    assert translate([], GRADINGS) == ()


@given(st.lists(st.sampled_from(EVERY_GRADE), max_size=6))
def test_every_grade_is_translated_by_itself_whatever_stands_beside_it(grades):
    given_all = [given_grade(grading, code, f"part {number}") for number, (grading, code) in enumerate(grades)]
    assert list(translate(given_all, GRADINGS)) == [translate([one], GRADINGS)[0] for one in given_all]
