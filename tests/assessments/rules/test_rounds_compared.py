"""Counting levels in the eyes of one constituency, and comparing two rounds only where that is honest."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.assessments.rules.generated import COMMITMENTS, position, rounds, verdict, voices
from ubada.assessments.rules.comparison import MoveKind, NotComparable, RoundResult, change_between
from ubada.assessments.rules.distribution import distribution, distributions
from ubada.assessments.rules.positions import find_positions
from ubada.assessments.rules.scale import IMPLEMENTATION_SCALE, METHOD, Level
from ubada.assessments.rules.verdicts import VOICES, Constituency, PositionKey

CSO, STA = Constituency.CIVIL_SOCIETY, Constituency.STATE
scopes = st.frozensets(st.sampled_from([*COMMITMENTS, "ICCPR-21@TJK", "OPCAT-3@UZB"]))


def result(sequence, votes=(), scope=COMMITMENTS, **changed):
    found = RoundResult(
        f"round {sequence}", sequence, IMPLEMENTATION_SCALE.id, METHOD, frozenset(scope), find_positions(votes)
    )
    return replace(found, **changed)


def of_levels(sequence, *codes):
    """A round in which civil society stood at these levels on A, B, C …"""
    names = [chr(ord("A") + number) for number, _ in enumerate(codes)]
    stands = [position(Level(code), CSO, name) for name, code in zip(names, codes, strict=True)]
    return result(sequence, scope=names, positions={one.key: one for one in stands})


@given(rounds(), scopes, voices)
def test_every_commitment_in_scope_is_counted_once_known_or_not(votes, scope, side):
    positions = find_positions(votes)
    found = distribution(side, scope, positions)
    assert list(found.counts) == list(Level)
    assert sum(found.counts.values()) == found.in_scope == len(scope)
    assert found.n + found.n_unknown + found.n_not_assessed == len(scope)
    for level, count in found.counts.items():
        assert count == len(
            [
                name
                for name in scope
                if level is getattr(positions.get(PositionKey(name, side)), "level", Level.NOT_ASSESSED)
            ]
        )


@given(rounds(), scopes)
def test_distributions_stand_side_by_side_and_each_is_its_own(votes, scope):
    found = distributions(VOICES, scope, find_positions(votes))
    for side, one in found.items():
        own = find_positions(vote for vote in votes if vote.constituency is side)
        assert one.constituency is side
        assert one == distribution(side, scope, own)


def test_what_nobody_assessed_is_no_missing_action():
    found = distribution(CSO, ["A", "B", "C", "A"], {PositionKey("A", CSO): position(Level.INSUFFICIENT, CSO, "A")})
    assert {level: count for level, count in found.counts.items() if count} == {
        Level.INSUFFICIENT: 1,
        Level.NOT_ASSESSED: 2,
    }
    assert (found.n, found.n_unknown, found.n_not_assessed) == (0, 1, 2)


def test_a_distribution_says_how_many_positions_hide_a_division_or_a_regression():
    def stood(name, *codes):
        votes = [replace(verdict(Level(code), f"org-{at}"), state_commitment=name) for at, code in enumerate(codes)]
        return find_positions(votes)

    positions = stood("A", "I4", "I0") | stood("B", "I1", "IR") | stood("C", "I2", "IR", "I2") | stood("D", "I2", "I2")
    found = distribution(CSO, "ABCDE", positions)
    assert (found.n_split, found.n_regression) == (2, 2)
    assert found.counts[Level.REGRESSION] == 1


def test_every_way_in_which_a_position_can_move_has_its_own_name():
    before = of_levels(1, "I1", "I3", "I2", "IU", "I2", "IU", "IN", "I4", "IN", "IU")
    after = of_levels(2, "I4", "IR", "I2", "I1", "IU", "IU", "I0", "IN", "IN", "IN")
    change = change_between(before, after, CSO)
    assert [(one.kind, one.steps) for one in change.moves] == [
        (MoveKind.UP, 3),
        (MoveKind.DOWN, -4),
        (MoveKind.SAME, 0),
        (MoveKind.BECAME_KNOWN, None),
        (MoveKind.BECAME_UNKNOWN, None),
        (MoveKind.STILL_UNKNOWN, None),
        (MoveKind.FIRST_HEARD, None),
        (MoveKind.FELL_SILENT, None),
        (MoveKind.STILL_SILENT, None),
        (MoveKind.FELL_SILENT, None),
    ]
    assert dict(change.counts) == {kind: 2 if kind is MoveKind.FELL_SILENT else 1 for kind in MoveKind}


def test_a_change_of_voices_is_told_apart_from_a_change_of_mind():
    stood = position(Level.PARTIAL, CSO, "A")
    other = replace(stood, organisations=("somebody else",))
    changes = [
        change_between(
            result(1, scope="A", positions={stood.key: stood}), result(2, scope="A", positions={stood.key: now}), CSO
        )
        for now in (stood, other)
    ]
    assert [one.moves[0].same_voices for one in changes] == [True, False]


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({"scale": "implementation-levels@2028-01"}, ("another-scale",)),
        ({"method": "positions@2028-01"}, ("another-method",)),
        ({"sequence": 1}, ("not-later",)),
        ({"scope": frozenset({"ICCPR-21@TJK"})}, ("nothing-in-common",)),
        (
            {"sequence": 0, "scale": "s", "method": "m", "scope": frozenset()},
            ("not-later", "another-scale", "another-method", "nothing-in-common"),
        ),
    ],
)
def test_rounds_of_another_yardstick_or_set_are_not_compared(changed, codes):
    with pytest.raises(NotComparable) as refused:
        change_between(result(1), replace(result(2), **changed), CSO)
    assert refused.value.codes == codes


@given(rounds(), rounds(), scopes, scopes, voices)
def test_only_what_both_rounds_looked_at_is_compared(votes, later_votes, scope, later_scope, side):
    earlier, later = result(4, votes, scope), result(7, later_votes, later_scope)
    if not scope & later_scope:
        with pytest.raises(NotComparable):
            change_between(earlier, later, side)
        return
    change = change_between(earlier, later, side)
    assert [one.state_commitment for one in change.moves] == sorted(scope & later_scope)
    assert change.before.in_scope == change.after.in_scope == len(change.moves)
    assert (change.only_earlier, change.only_later) == (len(scope - later_scope), len(later_scope - scope))
    assert (
        {one.before.constituency for one in change.moves} == {one.after.constituency for one in change.moves} == {side}
    )
    assert Counter(one.before.level for one in change.moves) == Counter(change.before.counts)
    assert sum(change.counts.values()) == len(change.moves)


@given(rounds(), rounds(), voices)
def test_a_round_seen_backwards_moves_the_other_way(votes, later_votes, side):
    there = change_between(result(1, votes), result(2, later_votes), side)
    back = change_between(result(1, later_votes), result(2, votes), side)
    assert [one.steps for one in there.moves] == [None if one.steps is None else -one.steps for one in back.moves]
