"""What facts alone can answer, rule by rule: yes, no, and the many ways of not knowing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ubada.kernel.dates import PartialDate
from ubada.register.structural import NO, RULE_TYPES, UNKNOWN, YES, Evidence, Finding, KnownFact, evaluate, share_of
from ubada.register.words import REASON

TODAY = date(2026, 11, 1)


def known(
    key: str, kind: str, topic: str = "", *, day: str | None = "2020", as_of: str = "2024", **detail: Any
) -> KnownFact:
    """A published fact."""
    return KnownFact(key, kind, topic, PartialDate.parse(day) if day else None, PartialDate.parse(as_of), detail)


def ask(rule: dict[str, Any], *facts: KnownFact, disputed: set[str] | None = None) -> Finding:
    """The finding of a rule, whose reason must have words."""
    finding = evaluate(rule, Evidence(facts, frozenset(disputed or ()), TODAY))
    assert finding.reason in REASON
    return finding


PARTY = {"type": "treaty_party", "instrument": "C190"}
LAW = {"type": "law", "topic": "ngo_law", "yes": ["in_force", "adopted"], "no": ["vetoed", "not_adopted"]}
SHARE = {"type": "share_at_least", "measure": "women", "percent": 50}
REVIEW = {"type": "reviewed_by", "committee": "CAT", "within_years": 5}
LINE = {"type": "service", "kinds": ["hotline"], "round_the_clock": True}
FLAG = {"type": "law_flag", "topic": "ngo_law", "flag": "foreign_funding_register", "when_true": "no"}
REGIME = {"type": "assembly_regime", "topic": "assembly_law", "yes": ["notification"], "no": ["authorisation"]}
OFFENCE = {"type": "offence", "topic": "dv", "yes": ["separate_offence"], "no": ["administrative_only"]}
CLASS_B = {"type": "nhri_class", "at_least": "B"}
OFFICE = {"type": "osce_presence", "kinds": ["programme_office"]}
EVERY_RULE = (PARTY, LAW, SHARE, REVIEW, LINE, FLAG, REGIME, OFFENCE, CLASS_B, OFFICE)


def test_every_type_of_rule_is_asked_here() -> None:
    assert {rule["type"] for rule in EVERY_RULE} == set(RULE_TYPES)


@pytest.mark.parametrize("rule", EVERY_RULE, ids=lambda rule: str(rule["type"]))
def test_without_a_fact_the_answer_is_unknown_and_never_no(rule: dict[str, Any]) -> None:
    finding = ask(rule, known("treaty.X", "treaty", instrument="OTHER", status="party"))

    assert (finding.answer, finding.reason, finding.facts) == (UNKNOWN, "no_fact", ())


def test_a_rule_of_an_unknown_type_is_refused() -> None:
    with pytest.raises(ValueError, match="no rule of type horoscope"):
        evaluate({"type": "horoscope"}, Evidence(()))


@pytest.mark.parametrize(
    ("status", "answer"),
    [("party", YES), ("signatory", NO), ("no_action", NO), ("not_party", NO), ("invited_to_accede", NO),
     ("no_action_found", UNKNOWN)],
)  # fmt: skip
def test_a_treaty_is_answered_by_the_status(status: str, answer: str) -> None:
    assert ask(PARTY, known("t", "treaty", instrument="C190", status=status)).answer == answer


def test_the_newest_source_on_a_treaty_decides() -> None:
    old = known("old", "treaty", as_of="2015", instrument="C190", status="no_action")
    new = known("new", "treaty", day="2024-06-03", as_of="2024-06", instrument="C190", status="party")

    finding = ask(PARTY, new, old)

    assert (finding.answer, finding.facts, str(finding.since)) == (YES, ("new",), "2024-06-03")


def test_a_second_record_on_the_same_treaty_that_is_kept_out_of_the_matrix_does_not_answer() -> None:
    first = known("a", "treaty", as_of="2020", instrument="C190", status="party")
    beside = known("b", "treaty", as_of="2025", instrument="C190", status="signatory", in_matrix=False)

    assert ask(PARTY, first, beside).facts == ("a",)


@pytest.mark.parametrize(("grade", "b", "a"), [("A", YES, YES), ("B", YES, NO), ("none", NO, NO)])
def test_an_accreditation_is_measured_against_the_class_asked_for(grade: str, b: str, a: str) -> None:
    fact = known("n", "nhri", ganhri_class=grade)

    assert ask(CLASS_B, fact).answer == b
    assert ask({"type": "nhri_class", "at_least": "A"}, fact).answer == a


def test_a_class_of_law_that_is_neither_yes_nor_no_leaves_the_answer_open() -> None:
    assert ask(LAW, known("l", "law", "ngo_law", law_class="in_force")).answer == YES
    assert ask(LAW, known("l", "law", "ngo_law", law_class="vetoed")).answer == NO
    assert ask(LAW, known("l", "law", "ngo_law", law_class="none_found")).answer == UNKNOWN


def test_a_law_in_dispute_answers_unknown() -> None:
    law = known("l", "law", "ngo_law", law_class="in_force")

    assert ask(LAW, law, disputed={"l"}).reason == "sources_conflict"


def test_an_offence_and_a_regime_are_read_from_their_own_field() -> None:
    assert ask(OFFENCE, known("o", "law", "dv", offence="separate_offence", law_class="vetoed")).answer == YES
    assert ask(OFFENCE, known("o", "law", "dv", offence="general_offences")).answer == UNKNOWN
    assert ask(REGIME, known("r", "law", "assembly_law", assembly_regime="authorisation")).answer == NO


def test_a_flag_answers_only_where_it_stands() -> None:
    flagged = known("f", "law", "ngo_law", foreign_funding_register=True)
    silent = known("s", "law", "ngo_law", as_of="2026")

    assert ask(FLAG, flagged, silent).answer == NO
    assert ask(FLAG, silent).answer == UNKNOWN
    assert ask(FLAG, flagged, disputed={"f"}).answer == UNKNOWN


def share(key: str, percent: str, as_of: str = "2024") -> KnownFact:
    """A measured share."""
    return known(key, "law", as_of=as_of, measure={"code": "women", "percent": percent})


def test_a_share_is_reached_at_the_threshold_itself() -> None:
    assert ask(SHARE, share("s", "50")).answer == YES
    assert ask(SHARE, share("s", "49.9")).answer == NO


def test_a_share_is_computed_from_its_count_before_its_rounded_percentage() -> None:
    exact = share_of({"code": "women", "numerator": 1, "denominator": 3, "percent": "33"})

    assert exact is not None
    assert Decimal("33.33") < exact < Decimal("33.34")
    assert share_of({"code": "women", "legal_percent": "30"}) is None
    assert share_of({"code": "women", "numerator": 1, "denominator": 0}) is None


def test_disputed_shares_on_both_sides_of_the_threshold_answer_unknown() -> None:
    low, high = share("low", "22", "2023"), share("high", "58")

    assert ask(SHARE, low, high, disputed={"low", "high"}).answer == UNKNOWN
    assert ask(SHARE, low, high).answer == YES


def test_disputed_shares_on_the_same_side_still_answer() -> None:
    finding = ask(SHARE, share("one", "19", "2023"), share("two", "27"), disputed={"one", "two"})

    assert finding.answer == NO
    assert set(finding.facts) == {"one", "two"}


def test_an_answer_speaks_for_the_oldest_of_the_dates_of_its_facts() -> None:
    finding = ask(SHARE, share("one", "19", "2023"), share("two", "27", "2025"), disputed={"one", "two"})

    assert str(finding.as_of) == "2023"


@pytest.mark.parametrize(
    ("held", "as_of", "answer"),
    [
        ("2022-05-01", "2024", YES),
        ("2021-11-01", "2024", YES),  # the window's first day
        ("2021-10-31", "2024", NO),
        ("2021", "2024", UNKNOWN),  # the year lies across the edge of the window
        ("2015", "2016", UNKNOWN),  # a source of 2016 cannot know of a review in 2022
    ],
)
def test_a_review_answers_by_its_date_and_only_a_recent_source_can_say_no(held: str, as_of: str, answer: str) -> None:
    assert ask(REVIEW, known("r", "review", day=held, as_of=as_of, committee="CAT")).answer == answer


def test_a_window_of_years_that_begins_on_29_february_begins_on_the_28th() -> None:
    fact = known("r", "review", day="2023-02-28", committee="CAT")
    evidence = Evidence([fact], frozenset(), date(2028, 2, 29))

    assert evaluate(REVIEW, evidence).answer == YES


@pytest.mark.parametrize(
    ("hours", "answer"),
    [([True, False], YES), ([False, False], NO), ([False, None], UNKNOWN), ([None], UNKNOWN)],
)
def test_a_line_is_round_the_clock_if_one_is_and_not_if_each_is_known_not_to_be(
    hours: list[bool | None], answer: str
) -> None:
    lines = [known(f"s{n}", "service", "hotline", round_the_clock=value) for n, value in enumerate(hours)]

    assert ask(LINE, *lines).answer == answer


def test_a_service_alone_is_enough_where_no_hours_are_asked() -> None:
    line = known("s", "service", "hotline", round_the_clock=None)

    assert ask({"type": "service", "kinds": ["hotline"]}, line).answer == YES


def test_a_presence_answers_yes_and_its_absence_from_the_facts_proves_nothing() -> None:
    assert ask(OFFICE, known("o", "osce", "field_operation", operation="programme_office")).answer == YES
    assert ask(OFFICE, known("o", "osce", "field_operation", operation="centre")).answer == UNKNOWN
