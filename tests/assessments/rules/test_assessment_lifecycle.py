"""A verdict goes one way, and every guard on it says what is wrong and what to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ubada.assessments.rules.calendar import ReplyWindow
from ubada.assessments.rules.lifecycle.assessment import (
    ASSESSMENT,
    AssessmentAction,
    AssessmentCase,
    Reviewer,
    Tombstone,
    WithdrawalReason,
    withdraw,
)
from ubada.assessments.rules.lifecycle.machine import Machine, Transition, TransitionRefused
from ubada.assessments.rules.scale import InformationGap, Level
from ubada.assessments.rules.states import AssessmentState, RoundState
from ubada.assessments.rules.verdicts import Constituency

A, S = AssessmentAction, AssessmentState
OPENS = datetime(2027, 4, 1, tzinfo=UTC)
WINDOW = ReplyWindow(OPENS, OPENS + timedelta(days=31))
REVIEWER = Reviewer("Bermet", frozenset({"other-ngo"}), frozenset({Constituency.CIVIL_SOCIETY}))
READY = AssessmentCase(
    organisation="ngo",
    constituency=Constituency.CIVIL_SOCIETY,
    author="Aibek",
    round_state=RoundState.OPEN,
    level=Level.PARTIAL,
    narrative_languages=frozenset({"ru"}),
    evidence=1,
    interest_declared=True,
    reviewer=REVIEWER,
    window=WINDOW,
)


def refusal(state, action, case):
    return [one.code for one in ASSESSMENT.unmet(state, action, case)]


def test_a_verdict_goes_from_draft_to_publication_and_may_be_corrected():
    in_reply = replace(READY, round_state=RoundState.REPLY, replying="ministry", edition="3", correction="the date")
    steps = [
        (A.SUBMIT, READY, S.SUBMITTED),
        (A.BEGIN_REVIEW, READY, S.IN_REVIEW),
        (A.RETURN, READY, S.RETURNED),
        (A.REVISE, READY, S.DRAFT),
        (A.SUBMIT, READY, S.SUBMITTED),
        (A.BEGIN_REVIEW, READY, S.IN_REVIEW),
        (A.ACCEPT, READY, S.ACCEPTED),
        (A.OPEN_FOR_REPLY, replace(in_reply, now=OPENS), S.OPEN_FOR_REPLY),
        (A.RECEIVE_REPLY, replace(in_reply, now=OPENS + timedelta(days=3)), S.REPLIED),
        (
            A.RECEIVE_REPLY,
            replace(in_reply, now=OPENS + timedelta(days=4), replied=frozenset({"ombudsman"})),
            S.REPLIED,
        ),
        (A.FINALISE, replace(in_reply, now=WINDOW.ends), S.FINAL),
        (A.PUBLISH, in_reply, S.PUBLISHED),
        (A.CORRECT, in_reply, S.CORRECTED),
        (A.PUBLISH_AGAIN, in_reply, S.PUBLISHED),
    ]
    state = ASSESSMENT.initial
    for action, case, target in steps:
        state = ASSESSMENT.advance(state, action, case)
        assert state is target


@pytest.mark.parametrize(
    ("missing", "codes"),
    [
        ({"level": None}, ["level-missing"]),
        ({"level": Level.NOT_ASSESSED}, ["level-missing"]),
        ({"narrative_languages": frozenset()}, ["reasons-missing"]),
        ({"evidence": 0}, ["evidence-missing"]),
        ({"interest_declared": False}, ["interest-not-declared"]),
        ({"level": Level.INSUFFICIENT}, ["information-gap-missing"]),
        ({"level": Level.INSUFFICIENT, "evidence": 0}, ["information-gap-missing", "evidence-missing"]),
        ({"level": Level.INSUFFICIENT, "evidence": 0, "gap": InformationGap.REFUSED}, []),
        ({"level": Level.PARTIAL, "evidence": 0, "gap": InformationGap.REFUSED}, ["evidence-missing"]),
        ({"constituency": Constituency.DONOR}, ["constituency-grades-nothing"]),
        (
            {"level": None, "narrative_languages": frozenset(), "evidence": 0, "interest_declared": False},
            ["level-missing", "reasons-missing", "evidence-missing", "interest-not-declared"],
        ),
    ],
)
def test_submitting_needs_level_reasons_evidence_and_a_declaration_and_names_all_that_lacks(missing, codes):
    assert refusal(S.DRAFT, A.SUBMIT, replace(READY, **missing)) == codes


@pytest.mark.parametrize("state", RoundState)
def test_verdicts_are_taken_while_the_round_is_open_and_what_was_returned_until_review_ends(state):
    taken = refusal(S.DRAFT, A.SUBMIT, replace(READY, round_state=state)) == []
    again = refusal(S.DRAFT, A.SUBMIT, replace(READY, round_state=state, returned=True)) == []
    assert taken is (state is RoundState.OPEN)
    assert again is (state in (RoundState.OPEN, RoundState.CLOSED, RoundState.REVIEW))


@pytest.mark.parametrize("action", [A.BEGIN_REVIEW, A.RETURN, A.ACCEPT])
@pytest.mark.parametrize(
    ("reviewer", "code"),
    [
        (None, "reviewer-missing"),
        (replace(REVIEWER, person="Aibek"), "reviewer-is-the-author"),
        (replace(REVIEWER, organisations=frozenset({"ngo"})), "reviewer-of-the-same-organisation"),
        # changed organisation since the review began: belongs to both
        (replace(REVIEWER, organisations=frozenset({"other-ngo", "ngo"})), "reviewer-of-the-same-organisation"),
        (replace(REVIEWER, organisations=frozenset()), "reviewer-without-organisation"),
        *[
            (replace(REVIEWER, constituencies=frozenset({side})), "reviewer-of-a-constituency-that-does-not-review")
            for side in (Constituency.STATE, Constituency.COMMUNITY, Constituency.DONOR)
        ],
        (
            replace(REVIEWER, constituencies=frozenset({Constituency.EXPERT, Constituency.STATE})),
            "reviewer-of-a-constituency-that-does-not-review",
        ),
    ],
)
def test_a_reviewer_is_somebody_else_of_another_organisation_and_no_official(action, reviewer, code):
    state = S.SUBMITTED if action is A.BEGIN_REVIEW else S.IN_REVIEW
    assert refusal(state, action, replace(READY, reviewer=reviewer)) == [code]
    assert refusal(state, action, READY) == []


def test_a_grade_whose_evidence_was_withdrawn_in_mid_review_is_not_accepted():
    assert refusal(S.IN_REVIEW, A.ACCEPT, replace(READY, evidence=0)) == ["evidence-missing"]
    unknown = replace(READY, evidence=0, level=Level.INSUFFICIENT, gap=InformationGap.NOT_COLLECTED)
    assert refusal(S.IN_REVIEW, A.ACCEPT, unknown) == []


@pytest.mark.parametrize("late", [timedelta(seconds=-1), timedelta(microseconds=1), timedelta(days=2)])
def test_a_text_opens_with_all_others_at_one_moment_or_not_at_all(late):
    case = replace(READY, round_state=RoundState.REPLY)
    assert refusal(S.ACCEPTED, A.OPEN_FOR_REPLY, replace(case, now=OPENS)) == []
    assert refusal(S.ACCEPTED, A.OPEN_FOR_REPLY, replace(case, now=OPENS + late)) == ["not-the-moment-of-all"]
    early = replace(case, now=OPENS, round_state=RoundState.REVIEW)
    assert refusal(S.ACCEPTED, A.OPEN_FOR_REPLY, early) == ["round-not-open-for-reply"]


def test_nobody_sees_a_text_before_all_do():
    before = {S.DRAFT, S.SUBMITTED, S.IN_REVIEW, S.RETURNED, S.ACCEPTED, S.WITHDRAWN}
    assert {state for state in S if not state.is_open_to_all} == before


@pytest.mark.parametrize(
    ("now", "codes"),
    [
        (OPENS - timedelta(microseconds=1), ["reply-too-early"]),
        (OPENS, []),
        (WINDOW.ends - timedelta(microseconds=1), []),
        (WINDOW.ends, ["reply-too-late"]),
        (WINDOW.ends + timedelta(seconds=1), ["reply-too-late"]),
        (None, ["reply-too-early", "reply-too-late"]),
    ],
)
def test_a_reply_counts_within_the_window_and_not_one_moment_outside_it(now, codes):
    case = replace(READY, replying="ministry", now=now)
    assert refusal(S.OPEN_FOR_REPLY, A.RECEIVE_REPLY, case) == codes


def test_each_party_replies_once():
    case = replace(READY, replying="ministry", replied=frozenset({"ministry"}), now=OPENS)
    assert refusal(S.REPLIED, A.RECEIVE_REPLY, case) == ["party-has-replied"]
    assert refusal(S.REPLIED, A.RECEIVE_REPLY, replace(case, replying="")) == ["reply-of-nobody"]


@pytest.mark.parametrize(("state", "action"), [(S.OPEN_FOR_REPLY, A.LET_REPLY_LAPSE), (S.REPLIED, A.FINALISE)])
def test_nothing_is_final_before_the_window_has_ended_for_everybody(state, action):
    early = replace(READY, now=WINDOW.ends - timedelta(seconds=1))
    assert refusal(state, action, early) == ["reply-window-still-open"]
    assert refusal(state, action, replace(READY, now=WINDOW.ends)) == []


def test_silence_lapses_and_does_not_keep_a_verdict_from_publication():
    case = replace(READY, now=WINDOW.ends, edition="3")
    state = S.OPEN_FOR_REPLY
    for action in (A.LET_REPLY_LAPSE, A.FINALISE, A.PUBLISH):
        state = ASSESSMENT.advance(state, action, case)
    assert state is S.PUBLISHED


def test_publication_is_in_an_edition_and_a_correction_says_what_it_corrects():
    assert refusal(S.FINAL, A.PUBLISH, READY) == ["no-edition"]
    assert refusal(S.CORRECTED, A.PUBLISH_AGAIN, READY) == ["no-edition"]
    assert refusal(S.PUBLISHED, A.CORRECT, READY) == ["correction-unexplained"]


def test_from_final_on_no_step_leads_back_to_what_can_be_edited():
    reached, waiting = set(), [S.FINAL]
    while waiting:
        state = waiting.pop()
        reached.add(state)
        targets = {ASSESSMENT.of(action).target for action in ASSESSMENT.actions_from(state)}
        waiting += targets - reached
    assert reached == {state for state in S if state.is_frozen}
    assert [state for state in S if state.is_editable] == [S.DRAFT]


@pytest.mark.parametrize("state", [state for state in S if state is not S.WITHDRAWN])
def test_a_verdict_taken_back_leaves_a_tombstone_with_its_class_of_reason_and_no_content(state):
    case = replace(READY, withdrawal=WithdrawalReason.SECURITY)
    left = withdraw("A-1", state, case, on=date(2027, 5, 1))
    assert left == Tombstone("A-1", Constituency.CIVIL_SOCIETY, state, WithdrawalReason.SECURITY, date(2027, 5, 1))
    assert not {"organisation", "author", "level"} & set(Tombstone.__dataclass_fields__)


def test_a_verdict_is_taken_back_once_and_never_without_a_reason():
    with pytest.raises(TransitionRefused) as refused:
        withdraw("A-1", S.FINAL, READY, on=date(2027, 5, 1))
    assert refused.value.codes == ("withdrawal-unexplained",)
    with pytest.raises(TransitionRefused) as refused:
        withdraw("A-1", S.WITHDRAWN, replace(READY, withdrawal=WithdrawalReason.ERROR), on=date(2027, 5, 1))
    assert refused.value.codes == ("wrong-state",)


cases = st.builds(
    AssessmentCase,
    organisation=st.sampled_from(["ngo", "other-ngo"]),
    constituency=st.sampled_from(Constituency),
    author=st.sampled_from(["Aibek", "Bermet"]),
    round_state=st.sampled_from(RoundState),
    level=st.none() | st.sampled_from(Level),
    gap=st.none() | st.sampled_from(InformationGap),
    narrative_languages=st.frozensets(st.sampled_from(["ru", "ky"])),
    evidence=st.integers(0, 2),
    interest_declared=st.booleans(),
    returned=st.booleans(),
    reviewer=st.none() | st.just(REVIEWER),
    window=st.none() | st.just(WINDOW),
    now=st.none() | st.sampled_from([OPENS, OPENS + timedelta(days=1), WINDOW.ends]),
    replying=st.sampled_from(["", "ministry"]),
    replied=st.frozensets(st.sampled_from(["ministry"])),
    edition=st.sampled_from(["", "3"]),
    correction=st.sampled_from(["", "why"]),
    withdrawal=st.none() | st.sampled_from(WithdrawalReason),
)


@given(st.lists(st.tuples(st.sampled_from(A), cases), max_size=60))
def test_whatever_is_tried_no_grade_without_evidence_passes_review(tried):
    state, accepted = ASSESSMENT.initial, None
    for action, case in tried:
        unmet = ASSESSMENT.unmet(state, action, case)
        if unmet:
            with pytest.raises(TransitionRefused) as refused:
                ASSESSMENT.advance(state, action, case)
            assert refused.value.unmet == unmet
            continue
        assert action in ASSESSMENT.open_actions(state, case)
        state = ASSESSMENT.advance(state, action, case)
        if action is A.ACCEPT:
            accepted = case
        if state.is_open_to_all:
            assert accepted is not None
            assert accepted.evidence or (accepted.level is Level.INSUFFICIENT and accepted.gap)
            assert accepted.reviewer is not None
            assert accepted.organisation not in accepted.reviewer.organisations
            assert accepted.reviewer.person != accepted.author


def test_a_machine_in_which_an_action_means_two_things_is_refused():
    twice = Transition(A.SUBMIT, frozenset({S.DRAFT}), S.SUBMITTED)
    with pytest.raises(ValueError, match="twice"):
        Machine(S.DRAFT, (twice, twice))
    with pytest.raises(KeyError):
        Machine(S.DRAFT, (twice,)).of(A.ACCEPT)
