"""Commitments of states close by the rule alone and open again on regression; evidence is published only when clean."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.assessments.rules.generated import position
from ubada.assessments.rules.lifecycle.assessment import ASSESSMENT
from ubada.assessments.rules.lifecycle.commitment import (
    COMMITMENT,
    CommitmentAction,
    CommitmentCase,
    RoundStanding,
    against_closing,
    signs_of_regression,
)
from ubada.assessments.rules.lifecycle.evidence import EVIDENCE, Access, Consent, EvidenceAction, EvidenceCase
from ubada.assessments.rules.lifecycle.round import ROUND
from ubada.assessments.rules.refusals import EVERY_UNMET
from ubada.assessments.rules.scale import IMPLEMENTATION_SCALE, METHOD, Level
from ubada.assessments.rules.states import CommitmentState, EvidenceState
from ubada.assessments.rules.verdicts import VOICES, Constituency

C, E = CommitmentAction, EvidenceAction
NAMES = {"STA": Constituency.STATE, "CSO": Constituency.CIVIL_SOCIETY, "NHR": Constituency.OMBUDSMAN}


def standing(sequence, method=METHOD, **codes):
    """A round in which the sides named stood at these levels."""
    return RoundStanding(
        sequence,
        IMPLEMENTATION_SCALE.id,
        method,
        {NAMES[name]: position(Level(code), NAMES[name]) for name, code in codes.items()},
    )


def closing(*rounds, **more):
    return [one.code for one in against_closing(CommitmentCase(history=rounds, **more))]


TOP = {"STA": "I4", "CSO": "I4"}


@pytest.mark.parametrize(
    ("rounds", "codes"),
    [
        ([standing(1, **TOP), standing(2, **TOP)], []),
        ([standing(2, **TOP), standing(1, **TOP)], []),
        ([standing(1, CSO="I4", NHR="I4"), standing(2, **TOP)], []),
        ([standing(1, **TOP), standing(2, **TOP, NHR="I1")], []),
        ([standing(1, **TOP)], ["no-two-rounds-in-a-row", "no-two-constituencies-at-the-top"]),
        ([], ["no-two-rounds-in-a-row", "no-two-constituencies-at-the-top"]),
        ([standing(1, **TOP), standing(3, **TOP)], ["no-two-rounds-in-a-row"]),
        ([standing(1, STA="I4"), standing(2, STA="I4")], ["no-two-constituencies-at-the-top"]),
        ([standing(1, CSO="I4"), standing(2, **TOP)], ["no-two-constituencies-at-the-top"]),
        ([standing(1, STA="I4", CSO="I3"), standing(2, **TOP)], ["no-two-constituencies-at-the-top"]),
        ([standing(1, STA="I4", CSO="IU"), standing(2, **TOP)], ["no-two-constituencies-at-the-top"]),
        ([standing(1, "positions@2020-01", **TOP), standing(2, **TOP)], ["yardstick-changed"]),
        ([standing(1, **TOP), standing(2, **TOP, NHR="IR")], ["regression-seen"]),
        ([standing(1, **TOP, NHR="IR"), standing(2, **TOP)], []),
        ([standing(1, **TOP), standing(2, **TOP), standing(3, STA="I4")], ["no-two-constituencies-at-the-top"]),
    ],
)
def test_closing_needs_two_rounds_in_a_row_with_two_constituencies_at_the_top(rounds, codes):
    assert closing(*rounds) == codes


def test_a_recorded_regression_stands_against_closing():
    assert closing(standing(1, **TOP), standing(2, **TOP), regression_recorded=True) == ["regression-seen"]


@pytest.mark.parametrize(
    ("rounds", "codes"),
    [
        ([standing(1, **TOP), standing(2, **TOP)], []),
        ([standing(2, **TOP), standing(3, CSO="IR", STA="I4")], ["regression-seen", "no-longer-implemented"]),
        ([standing(2, **TOP), standing(3, NHR="IR", **TOP)], ["regression-seen"]),
        ([standing(2, **TOP), standing(3, CSO="I2", STA="I4")], ["no-longer-implemented"]),
        ([standing(2, **TOP, NHR="I4"), standing(3, **TOP, NHR="I1")], []),
        ([standing(2, **TOP), standing(3, CSO="IU")], []),
        ([standing(2, **TOP), standing(3)], []),
        ([standing(2, **TOP), standing(3), standing(4, CSO="I1")], ["no-longer-implemented"]),
        ([standing(2, "positions@2020-01", **TOP), standing(3, CSO="I2")], []),
        ([], []),
    ],
)
def test_a_closed_commitment_opens_again_when_a_side_has_fallen_and_not_for_silence(rounds, codes):
    case = CommitmentCase(history=tuple(rounds))
    assert [one.code for one in signs_of_regression(case)] == codes
    unmet = COMMITMENT.unmet(CommitmentState.CLOSED, C.REOPEN, case)
    assert [one.code for one in unmet] == ([] if codes else ["no-regression"])


def test_a_law_repealed_opens_a_closed_commitment():
    case = CommitmentCase(history=(standing(1, **TOP), standing(2, **TOP)), regression_recorded=True)
    assert COMMITMENT.advance(CommitmentState.CLOSED, C.REOPEN, case) is CommitmentState.OPEN


histories = st.lists(
    st.builds(
        RoundStanding,
        sequence=st.integers(1, 3),
        scale=st.just(IMPLEMENTATION_SCALE.id),
        method=st.sampled_from([METHOD, METHOD, "positions@2020-01"]),
        positions=st.dictionaries(st.sampled_from(VOICES), st.sampled_from([Level.IMPLEMENTED] * 8 + list(Level))).map(
            lambda levels: {side: position(level, side) for side, level in levels.items()}
        ),
    ),
    max_size=4,
    unique_by=lambda one: one.sequence,
).map(tuple)


@given(histories)
def test_what_may_be_closed_is_never_to_be_opened_again_by_the_same_rounds(history):
    case = CommitmentCase(history=history)
    assert COMMITMENT.unmet(CommitmentState.UNDER_VERIFICATION, C.CLOSE, case) == against_closing(case)
    if not against_closing(case):
        assert signs_of_regression(case) == ()


@given(histories)
def test_nothing_closes_on_the_word_of_the_state_alone(history):
    alone = tuple(
        replace(one, positions={side: found for side, found in one.positions.items() if side is Constituency.STATE})
        for one in history
    )
    assert against_closing(CommitmentCase(history=alone))


def test_a_commitment_is_followed_from_registration_to_its_end():
    done = (standing(1, **TOP), standing(2, **TOP))
    steps = [
        (C.AWAIT_RESPONSE, CommitmentCase(expects_response=True), CommitmentState.RESPONSE_PENDING),
        (C.OPEN, CommitmentCase(expects_response=True, has_response=True), CommitmentState.OPEN),
        (C.CLAIM, CommitmentCase(claimed=True), CommitmentState.CLAIMED),
        (C.VERIFY, CommitmentCase(), CommitmentState.UNDER_VERIFICATION),
        (C.NOT_CONFIRMED, CommitmentCase(), CommitmentState.OPEN),
        (C.VERIFY, CommitmentCase(), CommitmentState.UNDER_VERIFICATION),
        (C.CLOSE, CommitmentCase(history=done), CommitmentState.CLOSED),
        (C.REOPEN, CommitmentCase(history=(*done, standing(3, CSO="IR"))), CommitmentState.OPEN),
        (C.EXPIRE, CommitmentCase(due_on=date(2027, 1, 1), today=date(2027, 1, 2)), CommitmentState.EXPIRED),
    ]
    state = COMMITMENT.initial
    for action, case, target in steps:
        state = COMMITMENT.advance(state, action, case)
        assert state is target
    assert COMMITMENT.actions_from(CommitmentState.EXPIRED) == COMMITMENT.actions_from(CommitmentState.SUPERSEDED) == ()


@pytest.mark.parametrize(
    ("state", "action", "case", "code"),
    [
        (CommitmentState.REGISTERED, C.AWAIT_RESPONSE, CommitmentCase(), "no-response-expected"),
        (CommitmentState.REGISTERED, C.OPEN, CommitmentCase(expects_response=True), "response-pending"),
        (CommitmentState.OPEN, C.CLAIM, CommitmentCase(), "nobody-claims-it"),
        (CommitmentState.OPEN, C.SUPERSEDE, CommitmentCase(), "successor-missing"),
        (CommitmentState.OPEN, C.EXPIRE, CommitmentCase(), "not-past-its-date"),
        (
            CommitmentState.OPEN, C.EXPIRE, CommitmentCase(due_on=date(2027, 1, 1), today=date(2027, 1, 1)),
            "not-past-its-date",
        ),
        (
            CommitmentState.UNDER_VERIFICATION, C.NOT_CONFIRMED,
            CommitmentCase(history=(standing(1, **TOP), standing(2, **TOP))), "closing-rule-holds",
        ),
        (CommitmentState.OPEN, C.CLOSE, CommitmentCase(), "wrong-state"),
    ],
)  # fmt: skip
def test_each_guard_of_a_commitment_says_what_is_wrong(state, action, case, code):
    assert [one.code for one in COMMITMENT.unmet(state, action, case)] == [code]


def test_a_response_that_never_comes_does_not_keep_a_commitment_waiting():
    overdue = CommitmentCase(expects_response=True, response_overdue=True)
    assert COMMITMENT.advance(CommitmentState.RESPONSE_PENDING, C.OPEN, overdue) is CommitmentState.OPEN


CLEAN = EvidenceCase(
    sha256="0" * 64,
    size=1200,
    is_safe=True,
    consent=Consent.GIVEN,
    access=Access.PUBLIC,
    steps=1,
    links=1,
    has_clean_copy=True,
)


def walk(case, *actions):
    state = EVIDENCE.initial
    for action in actions:
        state = EVIDENCE.advance(state, action, case)
    return state


def test_evidence_goes_from_arrival_to_publication_and_to_its_certified_end():
    linked = (E.HASH, E.SCREEN, E.CLASSIFY, E.VERIFY, E.LINK)
    assert walk(CLEAN, *linked, E.PUBLISH) is EvidenceState.PUBLISHED
    assert walk(CLEAN, *linked, E.REDACT, E.PUBLISH) is EvidenceState.PUBLISHED
    assert walk(CLEAN, E.HASH, E.SCREEN, E.CLASSIFY, E.FIND_UNVERIFIABLE, E.LINK) is EvidenceState.LINKED
    sealed = replace(CLEAN, access=Access.SEALED, sealed_zone=True)
    assert walk(sealed, *linked, E.SEAL) is EvidenceState.SEALED
    old = replace(CLEAN, keep_until=date(2027, 1, 1), today=date(2027, 1, 2), certificate="C-1")
    assert walk(old, *linked, E.PUBLISH, E.RETIRE, E.DESTROY) is EvidenceState.DESTROYED


@pytest.mark.parametrize(
    ("state", "action", "changed", "codes"),
    [
        (EvidenceState.RECEIVED, E.HASH, {"size": 0}, ["file-empty"]),
        (EvidenceState.RECEIVED, E.HASH, {"sha256": ""}, ["hash-missing"]),
        (EvidenceState.HASHED, E.SCREEN, {"is_safe": None}, ["not-found-safe"]),
        (EvidenceState.HASHED, E.SCREEN, {"is_safe": False}, ["not-found-safe"]),
        (EvidenceState.HASHED, E.SCREEN, {"consent": Consent.UNKNOWN}, ["consent-missing"]),
        (EvidenceState.SCREENED, E.CLASSIFY, {"access": None}, ["access-class-missing"]),
        (EvidenceState.CLASSIFIED, E.VERIFY, {"steps": 0}, ["verification-not-written-down"]),
        (EvidenceState.CLASSIFIED, E.FIND_UNVERIFIABLE, {"steps": 0}, ["verification-not-written-down"]),
        (EvidenceState.VERIFIED, E.LINK, {"links": 0}, ["linked-to-nothing"]),
        (EvidenceState.LINKED, E.REDACT, {"has_clean_copy": False}, ["clean-copy-missing"]),
        (EvidenceState.LINKED, E.PUBLISH, {"has_clean_copy": False}, ["clean-copy-missing"]),
        (EvidenceState.LINKED, E.PUBLISH, {"access": Access.PARTNERS}, ["not-public"]),
        (EvidenceState.REDACTED, E.PUBLISH, {"access": Access.RESTRICTED}, ["not-public"]),
        (EvidenceState.LINKED, E.PUBLISH, {"consent": Consent.WITHDRAWN}, ["consent-missing"]),
        (EvidenceState.LINKED, E.SEAL, {}, ["not-to-be-sealed", "no-sealed-zone"]),
        (EvidenceState.LINKED, E.SEAL, {"access": Access.SEALED}, ["no-sealed-zone"]),
        (EvidenceState.LINKED, E.RETIRE, {}, ["still-to-be-kept"]),
        (EvidenceState.RETENTION_DUE, E.DESTROY, {}, ["certificate-missing"]),
        (EvidenceState.RECEIVED, E.PUBLISH, {}, ["wrong-state"]),
        (EvidenceState.SEALED, E.PUBLISH, {}, ["wrong-state"]),
    ],
)
def test_each_guard_of_evidence_says_what_is_wrong(state, action, changed, codes):
    assert [one.code for one in EVIDENCE.unmet(state, action, replace(CLEAN, **changed))] == codes


@pytest.mark.parametrize(
    "state", [one for one in EvidenceState if one not in (EvidenceState.RETENTION_DUE, EvidenceState.DESTROYED)]
)
@pytest.mark.parametrize("changed", [{"consent": Consent.WITHDRAWN}, {"is_safe": False}])
def test_what_must_go_can_go_from_wherever_it_is(state, changed):
    assert EVIDENCE.advance(state, E.RETIRE, replace(CLEAN, **changed)) is EvidenceState.RETENTION_DUE


evidence = st.builds(
    EvidenceCase,
    sha256=st.sampled_from(["", "0" * 64]),
    size=st.integers(0, 1),
    is_safe=st.none() | st.booleans(),
    consent=st.sampled_from(Consent),
    access=st.none() | st.sampled_from(Access),
    steps=st.integers(0, 1),
    links=st.integers(0, 1),
    has_clean_copy=st.booleans(),
    sealed_zone=st.booleans(),
)


@given(st.lists(st.tuples(st.sampled_from(E), evidence), max_size=60))
def test_whatever_is_tried_only_public_clean_copies_with_consent_are_published(tried):
    state = EVIDENCE.initial
    for action, case in tried:
        if EVIDENCE.unmet(state, action, case):
            continue
        state = EVIDENCE.advance(state, action, case)
        if action is E.PUBLISH:
            assert case.access is Access.PUBLIC
            assert case.has_clean_copy
            assert case.consent in (Consent.GIVEN, Consent.NOT_NEEDED)


@pytest.mark.parametrize("machine", [ASSESSMENT, COMMITMENT, EVIDENCE, ROUND])
def test_every_state_can_be_reached_and_every_guard_is_among_those_that_need_words(machine):
    reached, waiting = set(), [machine.initial]
    while waiting:
        state = waiting.pop()
        reached.add(state)
        waiting += {machine.of(action).target for action in machine.actions_from(state)} - reached
    assert reached == set(type(machine.initial))
    assert {guard.unmet for guard in machine.guards} <= EVERY_UNMET


def test_every_code_is_a_plain_word_for_programs():
    assert all(
        one.replace("-", "").isalpha() and one == one.lower()
        for unmet in EVERY_UNMET
        for one in (unmet.code, unmet.remedy)
    )
