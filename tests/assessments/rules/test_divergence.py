"""Two sides beside each other: the eight cases written out, and what holds for all."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.assessments.rules.generated import COMMITMENT, COMMITMENTS, levels, position, rounds, voices
from ubada.assessments.rules.divergence import (
    NothingToCompare,
    PairClass,
    divergence,
    divergences_of,
    find_divergences,
    tally_pairs,
    where_sides_differ_most,
)
from ubada.assessments.rules.positions import absent, find_positions
from ubada.assessments.rules.scale import Level
from ubada.assessments.rules.verdicts import PLACE, VOICES, Constituency, PositionKey

STA, CSO, NHR, IGO = VOICES[:4]
EIGHT_CASES = [
    ("the ministry and civil society both find it partial", "I2", "I2", PairClass.CONCUR, 0),
    ("the ministry says implemented, civil society substantially", "I4", "I3", PairClass.MINOR, 1),
    ("the ministry says substantially, civil society initial steps", "I3", "I1", PairClass.MAJOR, 2),
    ("the ministry says implemented, civil society no action", "I4", "I0", PairClass.OPPOSED, 4),
    ("the ministry says no action yet, civil society sees regression", "I0", "IR", PairClass.OPPOSED, 1),
    ("the ministry says implemented, civil society searched in vain", "I4", "IU", PairClass.INFO_GAP, None),
    ("both searched and found too little", "IU", "IU", PairClass.BOTH_UNKNOWN, None),
    ("the ministry did not report", "IN", "I1", PairClass.MISSING, None),
]


@pytest.mark.parametrize(
    ("state", "society", "pair_class", "steps"),
    [case[1:] for case in EIGHT_CASES],
    ids=[case[0] for case in EIGHT_CASES],
)
def test_the_eight_cases_of_the_method(state, society, pair_class, steps):
    found = divergence(position(Level(state), STA), position(Level(society), CSO))
    assert (found.pair_class, found.difference) == (pair_class, steps)


@pytest.mark.parametrize(
    ("one", "other", "pair_class"),
    [
        ("I4", "I1", PairClass.MAJOR),
        ("I3", "I0", PairClass.MAJOR),
        ("IR", "I4", PairClass.OPPOSED),
        ("IR", "I1", PairClass.OPPOSED),
        ("IR", "IR", PairClass.CONCUR),
        ("IR", "IU", PairClass.INFO_GAP),
        ("IU", "IN", PairClass.MISSING),
        ("I0", "I0", PairClass.CONCUR),
    ],
)
def test_the_ends_of_each_class(one, other, pair_class):
    assert divergence(position(Level(one), STA), position(Level(other), CSO)).pair_class is pair_class


def test_a_contradiction_is_never_turned_into_something_in_the_middle():
    """State "implemented", one organisation "no action": an average would print "partially"."""
    found = divergence(position(Level.IMPLEMENTED, STA), position(Level.NO_ACTION, CSO))
    assert (found.first.level, found.second.level) == (Level.IMPLEMENTED, Level.NO_ACTION)
    assert found.pair_class is PairClass.OPPOSED


def test_a_state_that_did_not_report_is_missing_and_disagrees_with_nobody():
    pairs = divergences_of({CSO: position(Level.NO_ACTION, CSO)}, COMMITMENT, expected=(STA, CSO, NHR))
    assert [(one.sides, one.pair_class, one.silent) for one in pairs] == [
        ((STA, CSO), PairClass.MISSING, STA),
        ((CSO, NHR), PairClass.MISSING, NHR),
    ]
    assert where_sides_differ_most(pairs) == []


def test_who_was_not_asked_is_not_missed_and_donors_are_no_side():
    positions = {STA: position(Level.PARTIAL, STA), CSO: position(Level.PARTIAL, CSO)}
    assert [one.sides for one in divergences_of(positions, COMMITMENT)] == [(STA, CSO)]
    assert [one.sides for one in divergences_of(positions, COMMITMENT, expected=Constituency)] == [
        pair for pair in combinations(VOICES, 2) if {STA, CSO} & set(pair)
    ]


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        (position(Level.PARTIAL, STA), position(Level.PARTIAL, CSO, COMMITMENTS[1]), "two-commitments"),
        (position(Level.PARTIAL, CSO), position(Level.INITIAL, CSO), "one-constituency"),
        (absent(PositionKey(COMMITMENT, STA)), absent(PositionKey(COMMITMENT, CSO)), "both-silent"),
    ],
)
def test_what_makes_no_pair_is_refused(one, other, code):
    with pytest.raises(NothingToCompare) as refused:
        divergence(one, other)
    assert refused.value.codes == (code,)


@given(levels, levels, voices, voices)
def test_which_side_is_named_first_changes_nothing(one, other, here, there):
    pair = position(one, here), position(other, there)
    if here is there or (pair[0].is_absent and pair[1].is_absent):
        return
    found = divergence(*pair)
    assert found == divergence(*reversed(pair))
    assert PLACE[found.sides[0]] < PLACE[found.sides[1]]
    assert {found.first, found.second} == set(pair)
    if found.pair_class.is_graded:
        assert found.difference == abs(one.ordinal - other.ordinal)
    else:
        assert found.difference is None
    assert (found.silent is not None) is (Level.NOT_ASSESSED in (one, other))


@given(
    st.sampled_from([one for one in Level if one.is_graded]), st.sampled_from([one for one in Level if one.is_graded])
)
def test_further_apart_is_never_a_milder_class(one, other):
    def order(level):
        return divergence(position(level, STA), position(other, CSO)).order

    nearer = [level for level in Level if level.is_graded and _lies_between(level, one, other)]
    assert all(order(one) <= order(level) for level in nearer)


def _lies_between(level, one, other):
    return min(one.ordinal, other.ordinal) <= level.ordinal <= max(one.ordinal, other.ordinal)


@given(rounds(), st.sets(voices))
def test_every_two_sides_of_which_one_spoke_make_one_pair(votes, expected):
    positions = find_positions(votes)
    for commitment, pairs in find_divergences(positions, expected).items():
        spoke = {
            key.constituency
            for key, one in positions.items()
            if key.state_commitment == commitment and not one.is_absent
        }
        known = expected | {key.constituency for key in positions if key.state_commitment == commitment}
        assert {frozenset(one.sides) for one in pairs} == {
            frozenset(pair) for pair in combinations(known, 2) if spoke & set(pair)
        }
        assert len({one.sides for one in pairs}) == len(pairs)
        for one in pairs:
            for side in (one.first, one.second):
                assert side == positions.get(side.key, absent(side.key))


@given(rounds())
def test_only_sides_with_levels_dispute_and_the_gravest_dispute_comes_first(votes):
    pairs = [one for found in find_divergences(find_positions(votes), VOICES).values() for one in found]
    disputes = where_sides_differ_most(pairs)
    apart = [one for one in pairs if one.difference]
    assert Counter(pair for one in disputes for pair in one.pairs) == Counter(apart)
    worst = [one.pairs[0].order for one in disputes]
    assert worst == sorted(worst)
    for one in disputes:
        assert [pair.order for pair in one.pairs] == sorted(pair.order for pair in one.pairs)
        assert {pair.state_commitment for pair in one.pairs} == {one.state_commitment}


def test_disputes_that_begin_alike_are_ordered_by_what_else_there_is():
    def pairs_on(commitment, **level):
        sides = {
            Constituency[name]: position(Level(code), Constituency[name], commitment) for name, code in level.items()
        }
        return divergences_of(sides, commitment)

    pairs = [
        *pairs_on("agree", STATE="I2", CIVIL_SOCIETY="I2"),
        *pairs_on("minor", STATE="I2", CIVIL_SOCIETY="I1"),
        *pairs_on("one", STATE="I4", CIVIL_SOCIETY="I0"),
        *pairs_on("two", STATE="I4", CIVIL_SOCIETY="I0", OMBUDSMAN="I1"),
        *pairs_on("back", STATE="I0", CIVIL_SOCIETY="IR"),
        *pairs_on("far-back", STATE="I4", CIVIL_SOCIETY="IR"),
        *pairs_on("gap", STATE="I4", CIVIL_SOCIETY="IU"),
        *pairs_on("also-one", STATE="I0", CIVIL_SOCIETY="I4"),
    ]
    order = [one.state_commitment for one in where_sides_differ_most(pairs)]
    assert order == ["far-back", "two", "also-one", "one", "back", "minor"]


@given(rounds(), st.sets(voices))
def test_a_tally_counts_every_pair_of_two_sides_once(votes, expected):
    pairs = [one for found in find_divergences(find_positions(votes), expected).values() for one in found]
    tallies = tally_pairs(pairs)
    assert Counter({one.sides: sum(one.counts.values()) for one in tallies}) == Counter(one.sides for one in pairs)
    for one in tallies:
        assert list(one.counts) == list(PairClass)
        of_these = [pair for pair in pairs if pair.sides == one.sides]
        assert one.graded == len([pair for pair in of_these if pair.difference is not None])
        assert one.far_apart == len([pair for pair in of_these if pair.pair_class in ("MAJOR", "OPPOSED")])
