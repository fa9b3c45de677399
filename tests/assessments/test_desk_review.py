"""The desk of reviewers, through its pages: what waits, who may take it up, what is refused and how that is said."""

from __future__ import annotations

import pytest

from tests.assessments.desks import Clock, browser, page, sent
from tests.assessments.people import (
    COLLECTING,
    KEY,
    OTHER_KEY,
    PASSED,
    REPLYING,
    REVIEWING,
    SECRET,
    SYSTEM,
    TODAY,
    People,
    accepted,
    advance,
    reviewing,
    said_by,
    submitted,
)
from tests.world import both
from ubada.assessments.models import Assessment, Review, Round
from ubada.assessments.services import begin_review, reassign_review
from ubada.evidence.services import withdraw_item
from ubada.organisations.models import Membership, Organisation
from ubada.organisations.services import begin_membership, change_status, end_membership

pytestmark = pytest.mark.django_db
QUEUE = "/desk/rounds/2026-2/reviews/"
REVIEWER = "osce-office.reviewer"
YES = dict.fromkeys(PASSED, "yes")
ACCEPT = {**YES, "decision": "accepted", "comments": ""}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    one = Clock(monkeypatch)
    one.at(COLLECTING)
    return one


def path_of(one: Assessment | str) -> str:
    return f"/desk/verdicts/{one if isinstance(one, str) else one.uid}/review/"


def join(people: People, who: str, organisation: str) -> Membership:
    return begin_membership(
        actor=SYSTEM, account=people.accounts[who], organisation=people.organisations[organisation], role="observer",
        began_on=TODAY,
    )  # fmt: skip


def test_a_verdict_is_taken_up_read_and_accepted(people: People, opened: Round) -> None:
    one = submitted(people, "clear-water")
    client = browser(people, REVIEWER)
    queue = page(client, QUEUE)
    assert "Give women an equal part in public life" in queue
    assert one.uid in queue
    assert "clear-water" not in queue
    before = page(client, path_of(one))
    assert SECRET not in before
    assert "clear-water" not in before
    text = sent(client, QUEUE, {"take": one.uid})
    assert said_by("clear-water", KEY, "2026-2") in text
    assert "clear-water" in text
    assert "B2" in text
    assert "usually reliable source" in text
    assert "Is the state bound by the convention?" in text
    assert "none declared" in text
    text = sent(client, path_of(one), ACCEPT)
    assert "Accepted. It opens to all parties" in text
    assert Assessment.objects.get(pk=one.pk).state == "accepted"
    after = page(client, path_of(one))
    assert "Accepted" in after
    assert SECRET not in after


def test_a_verdict_is_sent_back_with_what_is_to_be_mended(people: People, opened: Round) -> None:
    one = reviewing(people, "clear-water").assessment
    client = browser(people, REVIEWER)
    missing = sent(client, path_of(one), {**YES, "decision": "returned", "comments": " "}, status=400)
    assert "Say what is to be mended." in missing
    answers = {**YES, "evidence_supports": "no", "decision": "returned", "comments": "Page 4 says less.\n\nRead it."}
    assert "Sent back." in sent(client, path_of(one), answers)
    review = Review.objects.get()
    assert (review.decision, review.checklist["evidence_supports"]) == ("returned", False)
    assert "Page 4 says less." in page(client, path_of(one))


def test_what_is_typed_is_not_lost_when_something_is_missing(people: People, opened: Round) -> None:
    one = reviewing(people, "clear-water").assessment
    data = {**YES, "comments": "kept 7742"}
    del data["interest_clear"]
    text = sent(browser(people, REVIEWER), path_of(one), data, status=400)
    assert "kept 7742" in text
    assert "Answer this point." in text
    assert "Choose whether you accept it or send it back." in text
    assert Review.objects.get().decision == ""


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"decision": "perhaps"}, "Select a valid choice"),
        ({"decision": ""}, "Choose whether you accept it"),
        ({"evidence_supports": "no"}, "Not met: send it back."),
        ({"comments": "x" * 10_001}, "at most 10000 characters"),
        ({"comments": "a\x00b"}, "Null characters are not allowed"),
        ({"comments": "a\x07b"}, "Holds characters that are no text."),
    ],
)
def test_a_decision_that_cannot_stand_is_explained(people: People, opened: Round, given: dict, words: str) -> None:
    one = reviewing(people, "clear-water").assessment
    assert words in sent(browser(people, REVIEWER), path_of(one), {**ACCEPT, **given}, status=400)
    assert Review.objects.get().decision == ""


def test_a_grade_whose_evidence_was_withdrawn_is_not_accepted_and_the_page_says_so_first(
    people: People, opened: Round
) -> None:
    one = reviewing(people, "clear-water").assessment
    link = one.evidence_links.get()
    withdraw_item(actor=people.actor("clear-water"), uid=link.item_id, reason="error")
    client = browser(people, REVIEWER)
    text = page(client, path_of(one))
    assert "No evidence stands behind this grade." in text
    assert "A piece of evidence was withdrawn here." in text
    assert "No evidence is linked." in sent(client, path_of(one), ACCEPT, status=400)


def test_markup_in_a_verdict_and_in_comments_is_shown_as_it_was_typed(people: People, opened: Round) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=y>"
    one = reviewing(people, "clear-water", narrative=both(evil), conflict_of_interest=evil, shared_draft=evil[:80])
    client = browser(people, REVIEWER)
    text = page(client, path_of(one.assessment))
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "&lt;script&gt;alert" in text
    sent(client, path_of(one.assessment), {**YES, "level_fits_test": "no", "decision": "returned", "comments": evil})
    after = page(client, path_of(one.assessment))
    assert "<script>alert" not in after
    assert "&lt;img src=x" in after


def test_a_reviewer_who_joins_the_author_s_organisation_is_told_why_they_decide_no_more(
    people: People, opened: Round
) -> None:
    one = reviewing(people, "clear-water").assessment
    membership = join(people, REVIEWER, "clear-water")
    client = browser(people, REVIEWER)
    text = page(client, path_of(one))
    assert "You belong to the organisation whose verdict this is" in text
    assert 'value="accepted"' not in text
    sent(client, path_of(one), ACCEPT, status=400)
    end_membership(actor=SYSTEM, membership=membership, ended_on=TODAY)
    text = sent(client, path_of(one), ACCEPT, status=400)
    assert "belonged since the review began" in text
    assert "Have somebody of another organisation review it." in text
    assert Review.objects.get().decision == ""


def test_a_reviewer_who_becomes_an_official_finds_nothing(people: People, opened: Round) -> None:
    one = reviewing(people, "clear-water").assessment
    join(people, REVIEWER, "ministry")
    client = browser(people, REVIEWER)
    for path in (QUEUE, path_of(one)):
        page(client, path, status=404)
    sent(client, path_of(one), ACCEPT, status=404)


def test_of_two_who_press_one_after_the_other_the_second_is_told(people: People, opened: Round) -> None:
    one = submitted(people, "clear-water")
    first, second = browser(people, REVIEWER), browser(people, "akyikatchy.reviewer")
    assert one.uid in page(second, QUEUE)
    sent(first, QUEUE, {"take": one.uid})
    text = sent(second, QUEUE, {"take": one.uid})
    assert "somebody else has taken it up" in text
    assert "clear-water" not in text
    page(second, path_of(one), status=404)


def test_what_does_not_exist_and_what_is_not_for_one_are_refused_alike(people: People, opened: Round) -> None:
    hidden = submitted(people, "osce-office")  # of the reviewer's own organisation
    client = browser(people, REVIEWER)
    answers = {sent(client, QUEUE, {"take": uid}) for uid in (hidden.uid, "01K8ZZZZZZZZZZZZZZZZZZZZZZ", "", "<b>")}
    assert len({text.count("does not wait any more") for text in answers}) == 1
    page(client, path_of(hidden), status=404)
    page(client, path_of("01K8ZZZZZZZZZZZZZZZZZZZZZZ"), status=404)


def test_an_editor_gives_the_review_to_somebody_else_and_the_first_has_no_page_any_more(
    people: People, opened: Round
) -> None:
    one = reviewing(people, "clear-water").assessment
    reassign_review(
        actor=people.actor("editor"), uid=one.uid, reviewer=people.accounts["akyikatchy.reviewer"], now=COLLECTING
    )
    first = browser(people, REVIEWER)
    page(first, path_of(one), status=404)
    assert SECRET in page(browser(people, "akyikatchy.reviewer"), path_of(one))
    written = {**ACCEPT, "decision": "returned", "comments": "Say <b>when</b> it was, and who saw it."}
    answer = sent(first, path_of(one), written, status=404)
    assert "Say &lt;b&gt;when&lt;/b&gt; it was, and who saw it." in answer
    assert answer == sent(first, path_of("01K8ZZZZZZZZZZZZZZZZZZZZZZ"), written, status=404).replace(
        "01K8ZZZZZZZZZZZZZZZZZZZZZZ", one.uid
    )
    nobody = sent(
        browser(people, "outsider"), path_of(one), {**written, "password": "a long pass phrase 77"}, status=404
    )
    assert "a long pass phrase 77" not in nobody
    assert "and who saw it" not in sent(
        first, "/no/such/address/", written, status=404
    )  # no view, no check of the form


def test_members_of_a_suspended_organisation_find_no_desk(people: People, opened: Round) -> None:
    one = reviewing(people, "clear-water").assessment
    client = browser(people, REVIEWER)
    assert SECRET in page(client, path_of(one))
    change_status(actor=SYSTEM, organisation=people.organisations["osce-office"], status=Organisation.Status.SUSPENDED)
    for path in (QUEUE, path_of(one)):
        page(client, path, status=404)
    sent(client, path_of(one), ACCEPT, status=404)
    assert Review.objects.get().decision == ""


def test_the_desk_follows_a_clock_that_jumps_over_the_whole_review(people: People, opened: Round, clock: Clock) -> None:
    one = reviewing(people, "clear-water").assessment
    waiting = submitted(people, "mountain-voice")
    client = browser(people, REVIEWER)
    clock.at(REVIEWING)
    advance(REVIEWING)
    assert "15 days left after today." in page(client, QUEUE)
    clock.at(REPLYING)
    advance(REPLYING)
    text = page(client, QUEUE)
    assert "No verdicts are reviewed in this round now." in text
    assert 'name="take"' not in text
    assert "The time of review in this round is over." in page(client, path_of(one))
    assert "The time of review in this round is over." in sent(client, path_of(one), ACCEPT, status=400)
    assert "The time of review in this round is over." in sent(client, QUEUE, {"take": waiting.uid})
    assert not Review.objects.exclude(decision="").exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [("reader", 302), ("outsider", 404), ("editor", 404), ("ministry", 404), ("ministry.reviewer", 404), ("fund", 404),
     ("village-union", 404), ("clear-water.observer", 404), ("clear-water.assessor", 404), ("clear-water", 200),
     ("law-faculty.reviewer", 200)],
)  # fmt: skip
def test_who_has_a_queue(people: People, opened: Round, who: str, status: int) -> None:
    one = submitted(people, "clear-water")
    client = browser(people, who)
    page(client, QUEUE, status=status)
    expected = 200 if who == "law-faculty.reviewer" else 302 if who == "reader" else 404
    page(client, path_of(one), status=expected)
    client.post(QUEUE, {"take": one.uid})
    assert Review.objects.count() == (1 if who == "law-faculty.reviewer" else 0)


def test_the_queue_is_narrowed_to_one_state(people: People, opened: Round) -> None:
    here = submitted(people, "clear-water")
    there = submitted(people, "mountain-voice", "CEDAW-7@TJK")
    other = submitted(people, "clear-water", OTHER_KEY)
    text = page(browser(people, REVIEWER), f"{QUEUE}?state=TJK")
    assert there.uid in text
    assert here.uid not in text
    assert other.uid not in text


def test_a_verdict_that_was_accepted_is_not_in_the_queue(people: People, opened: Round) -> None:
    accepted(people, "clear-water")
    text = page(browser(people, REVIEWER), QUEUE)
    assert "Nothing waits for you to review." in text
    assert "You have decided" in text


def test_a_protected_name_is_kept_from_the_reviewer(people: People, opened: Round) -> None:
    one = submitted(people, "mountain-voice", is_name_protected=True, shared_draft="the net 5512")
    begin_review(actor=people.actor(REVIEWER), uid=one.uid, now=COLLECTING)
    text = page(browser(people, REVIEWER), path_of(one))
    assert "the name is protected" in text
    assert ">mountain-voice<" not in text
    assert "the net 5512" not in text
