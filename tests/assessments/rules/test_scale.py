"""Codes and order of the scales are those of the vocabularies, and a version that was in use stays as it was."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from ubada.assessments.rules.divergence import PairClass
from ubada.assessments.rules.lifecycle.assessment import WithdrawalReason
from ubada.assessments.rules.scale import (
    COOPERATION_SCALE,
    IMPLEMENTATION_SCALE,
    SCALES,
    TREND_SCALE,
    Cooperation,
    InformationGap,
    Level,
    ScaleVersion,
    Trend,
    UnknownScale,
    cooperation_of_silence,
    scale_version,
)
from ubada.assessments.rules.verdicts import VOICES, Constituency
from ubada.organisations.models import Constituency as OfOrganisations

VOCABULARIES = Path(__file__).resolve().parents[3] / "data" / "vocabularies"


def vocabulary(name):
    return yaml.safe_load((VOCABULARIES / f"{name}.yaml").read_text(encoding="utf-8"))


def test_the_platform_scale_has_the_ordinals_that_the_method_gives_it():
    assert {one.value: one.ordinal for one in Level} == {
        "I4": 4, "I3": 3, "I2": 2, "I1": 1, "I0": 0, "IR": -1, "IU": None, "IN": None,
    }  # fmt: skip


def test_not_knowing_and_not_assessing_are_never_a_number():
    assert [one for one in Level if one.ordinal is None] == [Level.INSUFFICIENT, Level.NOT_ASSESSED]
    assert [one for one in Level if not one.is_graded] == [Level.INSUFFICIENT, Level.NOT_ASSESSED]


@pytest.mark.parametrize("scale", [IMPLEMENTATION_SCALE, COOPERATION_SCALE, TREND_SCALE], ids=lambda one: one.id)
def test_code_and_vocabulary_hold_the_same_terms_in_the_same_order(scale):
    listed = vocabulary(scale.vocabulary)
    assert tuple((term["code"], term.get("order")) for term in listed["terms"]) == scale.terms
    assert listed["version"] == scale.version


@pytest.mark.parametrize(
    ("codes", "name"),
    [
        (Level, "implementation-levels"),
        (Cooperation, "cooperation-levels"),
        (Trend, "trends"),
        (InformationGap, "information-gaps"),
        (PairClass, "divergence-classes"),
        (WithdrawalReason, "withdrawal-reasons"),
    ],
)
def test_every_code_has_its_words_and_every_word_its_code(codes, name):
    assert [term["code"] for term in vocabulary(name)["terms"]] == [one.value for one in codes]


def test_every_constituency_has_its_words_and_only_donors_grade_nothing():
    assert [one.term for one in Constituency] == [term["code"] for term in vocabulary("constituencies")["terms"]]
    assert set(Constituency) - set(VOICES) == {Constituency.DONOR}


def test_constituencies_are_those_of_the_organisations():
    assert [one.value for one in Constituency] == OfOrganisations.values


def test_a_version_that_was_in_use_is_never_changed():
    """Where this fails, a scale was changed in place: give it a new version and leave the old one as it was."""
    assert {scale.id: scale.fingerprint[:16] for scale in SCALES.values()} == {
        "implementation-levels@2026-11": "ac0d9ccb36060a79",
        "cooperation-levels@2026-11": "bc2ff44bee849801",
        "trends@2026-11": "d27f0a98f4a00888",
    }


def test_a_scale_retired_in_mid_round_serves_that_round_to_its_end():
    retired = ScaleVersion("implementation-levels", "2026-11", (("I4", 4),), retired_on=date(2027, 3, 1))
    assert retired.may_begin_on(date(2027, 2, 28))
    assert not retired.may_begin_on(date(2027, 3, 1))


def test_a_scale_that_never_was_is_named_with_those_there_are():
    assert scale_version("trends@2026-11") is TREND_SCALE
    with pytest.raises(UnknownScale, match=r"trends@1999-01.*implementation-levels@2026-11"):
        scale_version("trends@1999-01")


def test_a_silent_state_is_said_to_give_no_reply_only_after_a_reminder():
    assert cooperation_of_silence(asked=False, reminded=False) is Cooperation.NOT_ASKED
    assert cooperation_of_silence(asked=True, reminded=False) is None
    assert cooperation_of_silence(asked=True, reminded=True) is Cooperation.NO_REPLY
    assert Cooperation.NOT_ASKED.ordinal is None
    assert [one.ordinal for one in Cooperation][:5] == [3, 2, 1, 0, -1]
