"""A second pair of eyes: of another organisation, with a checklist, whoever moves where in between."""

from __future__ import annotations

import pytest

from tests.assessments.people import (
    COLLECTING,
    KEY,
    PASSED,
    REPLYING,
    REVIEWING,
    SYSTEM,
    People,
    advance,
    reviewing,
    submitted,
)
from tests.world import TODAY, both
from ubada.access.actors import Actor
from ubada.access.engine import Refused
from ubada.assessments import queries
from ubada.assessments.models import Assessment, Review, Round
from ubada.assessments.rules.lifecycle.machine import TransitionRefused
from ubada.assessments.services import (
    begin_review,
    decide_review,
    reassign_review,
    revise_assessment,
    save_draft,
    submit_assessment,
)
from ubada.kernel.errors import InvalidInput
from ubada.ledger.queries import verify
from ubada.organisations.models import Membership
from ubada.organisations.services import begin_membership, end_membership

pytestmark = pytest.mark.django_db


def join(people: People, who: str, organisation: str, role: str = "reviewer") -> None:
    begin_membership(
        actor=SYSTEM, account=people.accounts[who], organisation=people.organisations[organisation], role=role,
        began_on=TODAY,
    )  # fmt: skip


def leave(people: People, who: str, organisation: str) -> None:
    membership = Membership.objects.get(
        account=people.accounts[who], organisation=people.organisations[organisation], ended_on=None
    )
    end_membership(actor=SYSTEM, membership=membership, ended_on=TODAY)


def decide(actor: Actor, uid: str, decision: str = "accepted", **more: object) -> Review:
    given: dict = {"checklist": PASSED, "comments": "", "now": COLLECTING}
    return decide_review(actor=actor, uid=uid, decision=decision, **(given | more))


def test_a_reviewer_takes_up_what_waits_and_accepts_it(people: People, opened: Round) -> None:
    one = submitted(people, "clear-water")
    reviewer = people.actor("osce-office.reviewer")
    waiting = queries.may_take_for_review(reviewer, opened)
    assert [(task.uid, task.key) for task in waiting] == [(one.uid, KEY)]
    with pytest.raises(Assessment.DoesNotExist):
        queries.assessment(reviewer, one.uid)
    begin_review(actor=reviewer, uid=one.uid, now=COLLECTING)
    assert queries.assessment(reviewer, one.uid).level == "I2"
    assert [task.uid for task in queries.my_round(reviewer, people.organisations["osce-office"], opened).reviewing] == [
        one.uid
    ]
    decide(reviewer, one.uid)
    assert Assessment.objects.get(pk=one.pk).state == "accepted"
    with pytest.raises(Assessment.DoesNotExist):
        queries.assessment(reviewer, one.uid)  # it is its own organisation's again until it is opened to all
    assert verify().faults == ()


@pytest.mark.parametrize(
    "who",
    ["clear-water.reviewer", "osce-office.assessor", "osce-office.observer", "ministry.reviewer", "fund.reviewer",
     "village-union.reviewer", "outsider", "reader"],
)  # fmt: skip
def test_who_may_not_review_learns_of_nothing_to_review(people: People, opened: Round, who: str) -> None:
    one = submitted(people, "clear-water")
    assert queries.may_take_for_review(people.actor(who), opened) == []
    with pytest.raises(Assessment.DoesNotExist):
        begin_review(actor=people.actor(who), uid=one.uid, now=COLLECTING)


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("clear-water.coordinator", "reviewer-of-the-same-organisation"),
        ("clear-water.assessor", "reviewer-is-the-author"),
        ("ministry.reviewer", "reviewer-of-a-constituency-that-does-not-review"),
        ("outsider", "reviewer-without-organisation"),
    ],
)
def test_invariant_12_a_reviewer_never_shares_an_organisation_with_the_author(
    people: People, opened: Round, who: str, code: str
) -> None:
    one = submitted(people, "clear-water")
    with pytest.raises(TransitionRefused) as caught:
        begin_review(actor=people.actor("editor"), uid=one.uid, reviewer=people.accounts[who], now=COLLECTING)
    assert code in caught.value.codes
    assert not Review.objects.exists()


def test_invariant_12_holds_for_a_reviewer_who_joins_the_author_s_organisation_in_mid_review(
    people: People, opened: Round
) -> None:
    review = reviewing(people, "clear-water")
    who = "osce-office.reviewer"
    join(people, who, "clear-water")
    with pytest.raises(TransitionRefused) as caught:
        decide(people.actor(who), review.assessment_id)
    assert caught.value.codes == ("reviewer-of-the-same-organisation",)
    leave(people, who, "clear-water")  # having been there since the review began is enough
    with pytest.raises(TransitionRefused):
        decide(people.actor(who), review.assessment_id)
    assert Assessment.objects.get().state == "in-review"


def test_a_reviewer_who_changes_to_a_third_organisation_decides_and_both_are_written_down(
    people: People, opened: Round
) -> None:
    review = reviewing(people, "clear-water")
    who = "osce-office.reviewer"
    join(people, who, "akyikatchy")
    leave(people, who, "osce-office")
    decided = decide(people.actor(who), review.assessment_id)
    assert decided.organisations == ["akyikatchy", "osce-office"]


def test_a_reviewer_who_becomes_an_official_reads_and_decides_no_more(people: People, opened: Round) -> None:
    review = reviewing(people, "clear-water")
    who = "osce-office.reviewer"
    join(people, who, "ministry", "observer")
    with pytest.raises(Assessment.DoesNotExist):
        queries.assessment(people.actor(who), review.assessment_id)
    with pytest.raises(Assessment.DoesNotExist):
        decide(people.actor(who), review.assessment_id)


def test_a_reviewer_who_has_left_everywhere_reads_no_more_and_an_editor_names_another(
    people: People, opened: Round
) -> None:
    review = reviewing(people, "clear-water")
    who = "osce-office.reviewer"
    leave(people, who, "osce-office")
    with pytest.raises(Assessment.DoesNotExist):
        decide(people.actor(who), review.assessment_id)
    other = people.accounts["akyikatchy.reviewer"]
    with pytest.raises(Refused):
        reassign_review(actor=people.actor("akyikatchy"), uid=review.assessment_id, reviewer=other, now=COLLECTING)
    with pytest.raises(TransitionRefused):
        reassign_review(
            actor=people.actor("editor"), uid=review.assessment_id, reviewer=people.accounts["clear-water.reviewer"],
            now=COLLECTING,
        )  # fmt: skip
    reassign_review(actor=people.actor("editor"), uid=review.assessment_id, reviewer=other, now=COLLECTING)
    decide(people.actor("akyikatchy.reviewer"), review.assessment_id)
    assert Assessment.objects.get().state == "accepted"
    assert verify().faults == ()


def test_nobody_decides_a_review_of_somebody_else(people: People, opened: Round) -> None:
    review = reviewing(people, "clear-water")
    for who in ("osce-office.coordinator", "akyikatchy.reviewer", "editor", "clear-water", "system"):
        with pytest.raises((Assessment.DoesNotExist, Refused)):
            decide(people.actor(who), review.assessment_id)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"decision": "perhaps"}, "choose"),
        ({"checklist": {}}, "answer this point"),
        ({"checklist": {**PASSED, "evidence_supports": False}}, "send it back"),
        ({"checklist": {**PASSED, "nice": True}}, "no point"),
        ({"decision": "returned", "comments": "  "}, "mended"),
        ({"comments": "a\x00"}, "no text"),
    ],
)
def test_a_decision_needs_the_whole_checklist_and_a_return_its_reasons(
    people: People, opened: Round, given: dict, said: str
) -> None:
    review = reviewing(people, "clear-water")
    with pytest.raises(InvalidInput, match=said):
        decide(people.actor("osce-office.reviewer"), review.assessment_id, **given)
    assert Review.objects.get().decision == ""


def test_what_is_sent_back_is_mended_and_handed_in_again_also_after_the_last_day(people: People, opened: Round) -> None:
    review = reviewing(people, "clear-water")
    uid = review.assessment_id
    answers = {**PASSED, "reasons_name_facts": False}
    decide(people.actor("osce-office.reviewer"), uid, "returned", checklist=answers, comments="<b>When?</b>")
    author = people.actor("clear-water.assessor")
    told = queries.reviews_of(author, uid)
    assert [(one.decision, one.comments, one.organisation) for one in told] == [("returned", "<b>When?</b>", None)]
    mine = queries.my_round(author, people.organisations["clear-water"], opened)
    assert [task.uid for task in mine.returned] == [uid]
    advance(REVIEWING)
    one = revise_assessment(actor=author, uid=uid, now=REVIEWING)
    mine = queries.my_round(author, people.organisations["clear-water"], Round.objects.get(pk=opened.pk))
    assert [task.uid for task in mine.returned] == [uid]
    one = save_draft(actor=author, uid=uid, seen_version=one.version, narrative=both("In May."))
    one = submit_assessment(actor=author, uid=uid, now=REVIEWING)
    reviewer = people.actor("osce-office.reviewer")
    begin_review(actor=reviewer, uid=uid, now=REVIEWING)
    assert [version.changed for version in queries.versions_of(reviewer, uid)][:2] == [(), ("narrative",)]
    decide(reviewer, uid, now=REVIEWING)
    actions = [version.action for version in one.versions.all()]
    assert actions == ["submit", "begin-review", "return", "revise", "submit", "begin-review", "accept"]
    assert verify().faults == ()


def test_invariant_18_a_grade_without_evidence_is_not_accepted_unless_there_is_not_enough_information(
    people: People, opened: Round
) -> None:
    graded = reviewing(people, "clear-water")
    unknown = reviewing(people, "mountain-voice", level="IU")
    item = graded.assessment.evidence_links.get().item
    item.__class__.objects.filter(pk=item.pk).update(is_withdrawn=True)
    reviewer = people.actor("osce-office.reviewer")
    with pytest.raises(TransitionRefused) as caught:
        decide(reviewer, graded.assessment_id)
    assert caught.value.codes == ("evidence-missing",)
    decide(reviewer, unknown.assessment_id)
    assert Assessment.objects.get(pk=unknown.assessment_id).state == "accepted"


def test_when_texts_are_open_the_time_of_review_is_over(people: People, opened: Round) -> None:
    waiting = submitted(people, "mountain-voice")
    review = reviewing(people, "clear-water")
    advance(REPLYING)
    reviewer = people.actor("osce-office.reviewer")
    with pytest.raises(InvalidInput, match="over"):
        begin_review(actor=reviewer, uid=waiting.uid, now=REPLYING)
    with pytest.raises(InvalidInput, match="over"):
        decide(reviewer, review.assessment_id, now=REPLYING)
    now_open = Round.objects.get(pk=opened.pk)
    assert queries.my_round(reviewer, people.organisations["osce-office"], now_open).to_review == ()


def test_a_review_names_its_reviewer_to_nobody_but_the_secretariat(people: People, opened: Round) -> None:
    uid = reviewing(people, "clear-water").assessment_id
    by_name = {
        who: [
            (one.is_mine, one.organisation and one.organisation.code)
            for one in queries.reviews_of(people.actor(who), uid)
        ]
        for who in ("clear-water", "osce-office.reviewer", "editor", "ministry", "reader", "mountain-voice")
    }
    assert by_name == {
        "clear-water": [(False, None)], "osce-office.reviewer": [(True, None)], "editor": [(False, "osce-office")],
        "ministry": [], "reader": [], "mountain-voice": [],
    }  # fmt: skip
