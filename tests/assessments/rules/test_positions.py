"""A position is its own constituency's alone: the low median of its organisations, one vote each."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.assessments.rules.generated import COMMITMENT, ballots, levels, rounds, verdict
from ubada.assessments.rules.drafting import SharedBecause
from ubada.assessments.rules.positions import Position, VotesRefused, absent, find_positions, position_of
from ubada.assessments.rules.scale import Level
from ubada.assessments.rules.verdicts import VOICES, Constituency, PositionKey, Verdict

CSO, STA, DON = Constituency.CIVIL_SOCIETY, Constituency.STATE, Constituency.DONOR
HERE = PositionKey(COMMITMENT, CSO)


def position(*codes):
    return position_of(HERE, [verdict(Level(code), f"org-{number}") for number, code in enumerate(codes)])


@pytest.mark.parametrize(
    ("codes", "level"),
    [
        (["I3"], "I3"),
        (["I4", "I0"], "I0"),
        (["I4", "I2", "I0"], "I2"),
        (["I4", "I4", "I1", "I1"], "I1"),
        (["IR", "I0"], "IR"),
        (["IR", "I0", "I4"], "I0"),
        (["IR", "IR", "I4"], "IR"),
        (["IU", "I2"], "I2"),
        (["IU", "IU", "IU", "I4"], "I4"),
        (["IU", "IU"], "IU"),
        (["IN", "I3"], "I3"),
        (["IN", "IU"], "IU"),
        (["IN"], "IN"),
        ([], "IN"),
    ],
)
def test_a_position_is_the_low_median_of_grades(codes, level):
    assert position(*codes).level == level


def test_regression_stands_below_no_action_and_is_named_even_where_others_outvote_it():
    found = position("IR", "I2", "I2")
    assert (found.level, found.lowest, found.highest) == (Level.PARTIAL, Level.REGRESSION, Level.PARTIAL)
    assert found.names_regression


def test_those_who_found_too_little_are_counted_beside_the_grades():
    found = position("I4", "IU", "IU", "I1", "IN")
    assert (found.n, found.n_unknown, found.n_not_assessed) == (2, 2, 1)
    assert (found.lowest, found.highest, found.level) == (Level.INITIAL, Level.IMPLEMENTED, Level.INITIAL)
    assert found.organisations == ("org-0", "org-1", "org-2", "org-3")


def test_only_unknowns_are_a_result_without_a_range():
    found = position("IU", "IU")
    assert found.is_unknown
    assert not found.is_graded
    assert not found.is_absent
    assert (found.n, found.n_unknown, found.lowest, found.highest, found.is_split) == (0, 2, None, None, False)


def test_a_constituency_that_said_nothing_is_absent_and_not_unknown():
    assert position() == absent(HERE)
    assert position("IN").is_absent
    assert position("IN").organisations == ()


@pytest.mark.parametrize(
    ("codes", "split"),
    [(["I4", "I1"], True), (["I2", "IR"], True), (["I3", "I1"], False), (["I1", "IR"], False), (["I4", "IU"], False)],
)
def test_a_constituency_three_levels_apart_in_itself_is_split(codes, split):
    assert position(*codes).is_split is split


def test_organisations_on_one_text_are_one_vote_and_all_are_named():
    copied = [
        replace(verdict(Level.NO_ACTION, f"copy-{number}"), fingerprints=frozenset({"same"})) for number in range(9)
    ]
    own = [verdict(Level.SUBSTANTIAL, "own-1"), verdict(Level.SUBSTANTIAL, "own-2")]
    found = position_of(HERE, [*copied, *own])
    assert (found.level, found.n) == (Level.SUBSTANTIAL, 3)
    assert found.organisations == ("copy-0", "own-1", "own-2")
    (text,) = found.joint_texts
    assert text.counted == "copy-0"
    assert text.organisations == tuple(f"copy-{number}" for number in range(9))
    assert text.because == {SharedBecause.SAME_TEXT}
    assert not text.levels_differ


def test_a_declared_joint_draft_is_one_vote_whatever_its_words():
    drafted = [
        replace(verdict(Level.INITIAL, name), shared_draft="coalition", fingerprints=frozenset({name}))
        for name in "abc"
    ]
    found = position_of(HERE, [*drafted, verdict(Level.PARTIAL, "d")])
    assert (found.n, found.organisations, found.level) == (2, ("a", "d"), Level.INITIAL)
    assert found.joint_texts[0].because == {SharedBecause.DECLARED}


@pytest.mark.parametrize(
    ("codes", "counted", "level"),
    [
        (["I4", "I1", "I0"], "b", "I1"),
        (["I4", "I1"], "b", "I1"),
        (["IU", "I3"], "b", "I3"),
        (["IU", "IU"], "a", "IU"),
        (["I2", "I2", "I0"], "a", "I2"),
    ],
)
def test_one_text_with_several_grades_counts_with_its_low_median_and_says_so(codes, counted, level):
    votes = [replace(verdict(Level(code), name), shared_draft="x") for name, code in zip("abc", codes, strict=False)]
    found = position_of(HERE, votes)
    assert (found.organisations, found.level) == ((counted,), level)
    assert found.joint_texts[0].verdicts == tuple(zip("abc", codes, strict=False))
    assert found.joint_texts[0].levels_differ is (len(set(codes)) > 1)


def test_the_same_text_in_another_constituency_takes_no_vote_away():
    same = frozenset({"same"})
    both = [verdict(Level.IMPLEMENTED, "ministry", STA), verdict(Level.IMPLEMENTED, "ngo")]
    votes = [replace(one, fingerprints=same) for one in both]
    assert [one.n for one in find_positions(votes).values()] == [1, 1]


def test_a_second_vote_of_an_organisation_is_refused_even_from_another_constituency():
    for second in (verdict(Level.NO_ACTION, "a"), verdict(Level.NO_ACTION, "a", STA)):
        with pytest.raises(VotesRefused) as refused:
            find_positions([verdict(Level.IMPLEMENTED, "a"), second])
        assert refused.value.codes == ("second-vote",)


def test_verdicts_of_two_constituencies_or_commitments_make_no_position():
    for stranger in (verdict(Level.PARTIAL, "b", STA), replace(verdict(Level.PARTIAL, "b"), state_commitment="X@KGZ")):
        with pytest.raises(VotesRefused) as refused:
            position_of(HERE, [verdict(Level.PARTIAL, "a"), stranger])
        assert refused.value.codes == ("other-ballot",)


def test_donors_hold_no_position():
    with pytest.raises(VotesRefused) as refused:
        find_positions([verdict(Level.PARTIAL, "fund", DON)])
    assert refused.value.codes == ("constituency-grades-nothing",)


@given(rounds())
def test_every_position_belongs_to_one_constituency_and_is_kept_under_it(votes):
    found = find_positions(votes)
    assert {key: one.key for key, one in found.items()} == {key: key for key in {vote.key for vote in votes}}


@given(rounds(), st.sampled_from(VOICES), st.data())
def test_what_others_say_changes_nothing_in_the_positions_of_a_constituency(votes, side, data):
    def of_the_side(some):
        return Counter(one for key, one in find_positions(some).items() if key.constituency is side)

    own = [vote for vote in votes if vote.constituency is side]
    changed = [vote if vote.constituency is side else replace(vote, level=data.draw(levels)) for vote in votes]
    fewer = [vote for vote in votes if vote.constituency is side or data.draw(st.booleans())]
    assert of_the_side(votes) == of_the_side(own) == of_the_side(changed) == of_the_side(fewer)


@given(rounds(), st.randoms(use_true_random=False))
def test_the_order_in_which_verdicts_come_changes_nothing(votes, order):
    found = find_positions(votes)
    order.shuffle(votes)
    assert find_positions(votes) == found


@given(rounds())
def test_one_position_computed_anew_is_the_one_of_the_whole_round(votes):
    for key, found in find_positions(votes).items():
        assert position_of(key, [vote for vote in votes if vote.key == key]) == found


@given(ballots())
def test_a_position_is_the_highest_level_that_more_than_half_of_the_texts_found_reached(ballot):
    found = position_of(HERE, ballot)
    by_organisation = {vote.organisation: vote for vote in ballot}
    counted = [by_organisation[name].level for name in found.organisations]
    graded = sorted(level.ordinal for level in counted if level.is_graded)
    assert found.n == len(graded)
    assert found.n_unknown == counted.count(Level.INSUFFICIENT)
    assert found.n_not_assessed == [vote.level for vote in ballot].count(Level.NOT_ASSESSED)
    if graded:
        assert found.level in counted
        reached = [level for level in Level if level.is_graded and _share_at_least(level, graded) > 0.5]
        assert found.level is reached[0]
        assert (found.lowest.ordinal, found.highest.ordinal) == (graded[0], graded[-1])
        assert found.is_split is (graded[-1] - graded[0] >= 3)
    else:
        assert found.level is (Level.INSUFFICIENT if counted else Level.NOT_ASSESSED)
        assert found.lowest is found.highest is None


def _share_at_least(level, graded):
    return len([one for one in graded if one >= level.ordinal]) / len(graded)


@given(ballots())
def test_everybody_who_voted_is_counted_or_named_with_the_text_that_is(ballot):
    found = position_of(HERE, ballot)
    named = {name for text in found.joint_texts for name in text.organisations}
    voted = {vote.organisation for vote in ballot if vote.level is not Level.NOT_ASSESSED}
    assert named | set(found.organisations) == voted
    for text in found.joint_texts:
        assert named & set(found.organisations) <= {one.counted for one in found.joint_texts}
        assert text.counted in found.organisations


@given(ballots(), st.integers(1, 40), levels)
def test_a_text_handed_to_any_number_of_organisations_weighs_as_one(ballot, copies, level):
    def handed_to(number):
        return [Verdict(COMMITMENT, CSO, f"copy-{one:02}", level, frozenset({"handed round"})) for one in range(number)]

    one, many = (position_of(HERE, [*ballot, *handed_to(number)]) for number in (1, copies))
    assert replace(many, joint_texts=(), n_not_assessed=0) == replace(one, joint_texts=(), n_not_assessed=0)


def test_a_position_names_no_figure_but_counts():
    """A mean would need a field of its own kind; the numbers of a position are how many spoke."""
    whole = {one.name for one in fields(Position) if one.type == "int"}
    assert whole == {"n", "n_unknown", "n_not_assessed"}
    assert not [one.name for one in fields(Position) if "float" in str(one.type) or "Decimal" in str(one.type)]
