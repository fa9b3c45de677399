"""Every code that people can meet has its words."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.utils import translation

from ubada.assessments import words
from ubada.assessments.models import Assessment, DivergenceNote, EvidenceLink, Finding, Measure, Review
from ubada.assessments.records import content_of
from ubada.assessments.rules.calendar import Milestone, MoveReason
from ubada.assessments.rules.comparison import MoveKind
from ubada.assessments.rules.crosswalk import Unmapped
from ubada.assessments.rules.drafting import SharedBecause
from ubada.assessments.rules.lifecycle.assessment import AssessmentAction
from ubada.assessments.rules.refusal import RuleBroken
from ubada.assessments.rules.refusals import EVERY_UNMET
from ubada.assessments.rules.states import AssessmentState, RoundState
from ubada.assessments.services import CHECKLIST


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        (words.UNMET, {one.code for one in EVERY_UNMET}),
        (words.REMEDY, {one.remedy for one in EVERY_UNMET}),
        (words.ROUND_STATE, RoundState),
        (words.ASSESSMENT_STATE, AssessmentState),
        (words.STEP, AssessmentAction),
        (words.MILESTONE, Milestone),
        (words.MOVE_REASON, MoveReason),
        (words.MOVE, MoveKind),
        (words.CHECKLIST, CHECKLIST),
        (words.DECISION, Review.Decision.values),
        (words.BEARING, EvidenceLink.Bearing.values),
        (words.RESOLUTION, DivergenceNote.Resolution.values),
        (words.BASIS, ["", *Finding.Basis.values]),
        (words.MEASURE_KIND, Measure.Kind.values),
        (words.SHARED_BECAUSE, SharedBecause),
        (words.UNMAPPED, Unmapped),
        (words.RELIABILITY, "ABCDEF"),
        (words.CREDIBILITY, "123456"),
    ],
)
def test_every_code_has_its_words_and_every_word_its_code(said: words.Words, codes: Iterable[str]) -> None:
    assert set(said) == {str(code) for code in codes}
    with translation.override("en"):
        assert all(str(one) for one in said.values())


@pytest.mark.django_db
def test_every_field_of_a_version_has_its_words() -> None:
    assert set(words.FIELD) == set(content_of(Assessment(uid="x")))


def test_a_refusal_is_explained_in_the_order_of_the_rule() -> None:
    first, second = sorted(EVERY_UNMET, key=lambda one: one.code)[:2]
    with translation.override("en"):
        found = words.explain(RuleBroken("a step", first, second))
    assert [one.code for one in found] == [first.code, second.code]
    assert all(one.what and one.remedy for one in found)
