"""The desk of the secretariat, through its pages: planning, moving dates, reviewers, editions; what it may not see."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.assessments.desks import Clock, browser, page, sent
from tests.assessments.people import (
    COLLECTING,
    FROZEN,
    OTHER_KEY,
    PUBLISHED,
    REPLYING,
    SECRET,
    SYSTEM,
    TODAY,
    WINDOW,
    People,
    accepted,
    advance,
    at,
    draft,
    person,
    reviewing,
    submitted,
)
from ubada.assessments.models import Review, Round
from ubada.assessments.services import advance_rounds, begin_review, send_reminders
from ubada.organisations.models import Organisation
from ubada.organisations.services import begin_membership, change_status
from ubada.register.models import State

pytestmark = pytest.mark.django_db
LIST = "/desk/steering/"
ROUND = "/desk/steering/2026-2/"
WAITING = "/desk/steering/2026-2/reviews/"
PLAN = "/desk/plan-round/"
PLANNED = {
    "code": "2027-1", "title_en": "First half of 2027", "title_ru": "Первое полугодие 2027 года",
    "states": ["KGZ", "UZB"], "period_from": "2027-01-01", "period_to": "2027-06-30", "zone": "Asia/Bishkek",
    "opens": "2027-01-01", "closes": "2027-03-01", "review_from": "2027-03-02", "review_until": "2027-03-21",
    "reply_from": "2027-03-22", "reply_until": "2027-04-21", "freezes": "2027-05-12", "publishes": "2027-05-28",
    "which": "all", "scope": "", "act": "plan",
}  # fmt: skip


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    one = Clock(monkeypatch)
    one.at(COLLECTING)
    return one


def test_the_form_comes_filled_with_the_usual_dates_of_the_half_year_to_come(people: People) -> None:
    text = page(browser(people, "editor"), PLAN)
    assert 'value="2027-1"' in text
    for name, day in (("opens", "2027-01-01"), ("closes", "2027-03-03"), ("publishes", "2027-05-30")):
        assert f'name="{name}" value="{day}"' in text


def test_dates_are_computed_from_the_opening_day_and_nothing_typed_is_lost(people: People) -> None:
    data = {**PLANNED, "opens": "2027-02-01", "closes": "", "act": "compute"}
    response = browser(people, "editor").post(PLAN, data)
    text = response.content.decode()
    assert response.status_code == 200
    assert 'name="closes" value="2027-04-03"' in text
    assert 'name="publishes" value="2027-06-30"' in text
    assert "Первое полугодие 2027 года" in text
    assert 'value="KGZ" id="id_states_1" checked' in text
    assert not Round.objects.exists()


@pytest.mark.parametrize("opens", ["", "soon", "31.01.2027", "9999-12-01"])
def test_without_a_day_nothing_is_computed(people: People, opens: str) -> None:
    response = browser(people, "editor").post(PLAN, {**PLANNED, "opens": opens, "act": "compute"})
    assert "Fill in the day on which the round opens" in response.content.decode()


def test_a_round_is_planned_and_opens_by_itself(people: People, clock: Clock) -> None:
    text = sent(browser(people, "editor"), PLAN, PLANNED)
    assert "The round is planned." in text
    one = Round.objects.get()
    assert (one.code, one.zone, one.reply_until, one.title["ru"]) == (
        "2027-1", "Asia/Bishkek", date(2027, 4, 21), "Первое полугодие 2027 года",
    )  # fmt: skip
    assert sorted(state.code for state in one.states.all()) == ["KGZ", "UZB"]
    clock.at(at(date(2027, 1, 2)))
    advance(at(date(2027, 1, 2)))
    assert "Verdicts are collected" in page(browser(people, "editor"), "/desk/steering/2027-1/")


def test_a_scope_is_a_list_of_references_or_of_one_state(people: People) -> None:
    data = {**PLANNED, "which": "listed", "scope": "CEDAW-7-A@KGZ\nC190-4, CEDAW-7-A@KGZ"}
    sent(browser(people, "editor"), PLAN, data)
    keys = Round.objects.get().scope.values_list("state_commitment_id", flat=True)
    assert sorted(keys) == ["C190-4@KGZ", "C190-4@UZB", "CEDAW-7-A@KGZ"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"closes": "2027-03-30"}, "Review would begin before collecting is over."),
        ({"publishes": "2027-05-01"}, "The edition would be published before it is frozen."),
        ({"opens": "2027-06-01"}, "Collecting would end before it begins."),
        ({"period_to": "2026-01-01"}, "The period ends before it begins."),
        ({"opens": "tomorrow"}, "Enter a valid date."),
        ({"freezes": ""}, "This field is required."),
        ({"code": "2027/1"}, "Letters, digits and hyphens alone"),
        ({"code": "<b>"}, "Letters, digits and hyphens alone"),
        ({"title_en": "", "title_ru": ""}, "Write it in at least one language."),
        ({"title_en": "t" * 201}, "at most 200"),
        ({"states": []}, "This field is required."),
        ({"states": ["ZZZ"]}, "Select a valid choice"),
        ({"zone": "Mars/Olympus"}, "Select a valid choice"),
        ({"which": "listed", "scope": " "}, "List at least one commitment."),
        ({"which": "listed", "scope": "CEDAW-7 NONE-1"}, "Not found among the commitments of these states: NONE-1."),
        ({"which": "listed", "scope": "CEDAW-7@TJK"}, "Not found among the commitments of these states: CEDAW-7@TJK."),
    ],
)
def test_a_plan_that_cannot_stand_is_shown_again_with_what_is_wrong(people: People, given: dict, words: str) -> None:
    text = sent(browser(people, "editor"), PLAN, {**PLANNED, **given}, status=400)
    assert words in text
    assert not Round.objects.exists()


def test_a_code_is_given_once(people: People) -> None:
    client = browser(people, "editor")
    sent(client, PLAN, PLANNED)
    assert "The same exists already." in sent(client, PLAN, PLANNED, status=400)


def test_a_practice_state_is_offered_marked_and_makes_a_round_for_practice(people: People) -> None:
    State.objects.create(
        code="XAA", alpha2="XA", numeric="900", name={"en": "Nowhere"}, endonym={}, order=90, is_practice=True
    )
    client = browser(people, "editor")
    text = page(client, PLAN)
    assert text.index("For practice") < text.index("Nowhere")
    both = {**PLANNED, "states": ["KGZ", "XAA"]}
    assert "The practice state is never mixed with real states." in sent(client, PLAN, both, status=400)
    sent(client, PLAN, {**PLANNED, "code": "practice-1", "states": ["XAA"]})
    assert Round.objects.get().is_practice
    assert "for practice" in page(client, LIST)


def test_markup_in_a_title_is_shown_as_it_was_typed(people: People) -> None:
    client = browser(people, "editor")
    evil = "<script>alert(1)</script>"
    text = sent(client, PLAN, {**PLANNED, "title_en": evil, "title_ru": evil})
    for shown in (text, page(client, LIST), page(client, PLAN)):
        assert evil not in shown
    assert "&lt;script&gt;" in text


def test_a_date_is_moved_in_public_with_its_reason(people: People, opened: Round) -> None:
    data = {"act": "move", "milestone": "closes", "to": "2026-09-03", "reason": "holiday", "and_later": "on"}
    text = sent(browser(people, "editor"), ROUND, data)
    assert "Moved, for everybody to read." in text
    assert "a public holiday" in text
    opened.refresh_from_db()
    assert (opened.closes, opened.publishes) == (date(2026, 9, 3), date(2026, 11, 30))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"to": "2026-08-20"}, "Verdicts would be collected for a shorter time than announced."),
        ({"to": "2026-09-30"}, "Review would begin before collecting is over."),
        ({"to": "2026-08-31"}, "The date stays where it is."),
        ({"to": "2026-07-01"}, "A date would lie in the past."),
        ({"milestone": "reply_until", "to": "2026-10-01"}, "The time to reply would be shorter than announced."),
        ({"milestone": "opens"}, "Select a valid choice"),
        ({"milestone": "closes", "to": "9999-12-31", "and_later": "on"}, "The calendar does not reach so far."),
        ({"to": ""}, "This field is required."),
        ({"reason": "silence"}, "Select a valid choice"),
        ({"reason": ""}, "This field is required."),
    ],
)
def test_a_move_that_is_refused_is_explained(people: People, opened: Round, given: dict, words: str) -> None:
    data = {"act": "move", "milestone": "closes", "to": "2026-09-03", "reason": "planning", **given}
    assert words in sent(browser(people, "editor"), ROUND, data, status=400)
    opened.refresh_from_db()
    assert opened.closes == date(2026, 8, 31)


def test_an_edition_is_not_put_off_because_a_party_is_silent(people: People, opened: Round, clock: Clock) -> None:
    clock.at(REPLYING)
    advance(REPLYING)
    data = {"act": "move", "milestone": "publishes", "to": "2026-12-20", "reason": "planning"}
    text = sent(browser(people, "editor"), ROUND, data, status=400)
    assert "a party that is silent puts nothing off" in text


def test_the_secretariat_sees_that_verdicts_exist_and_nothing_of_what_they_say(people: People, opened: Round) -> None:
    draft(people, "clear-water")
    waiting = submitted(people, "mountain-voice", conflict_of_interest="a cousin 8812", shared_draft="the net 4415")
    under_way = reviewing(people, "open-steppe").assessment
    accepted(people, "ministry")
    client = browser(people, "editor")
    texts = [page(client, path) for path in (LIST, ROUND, WAITING, f"{WAITING}{waiting.uid}/")]
    for text in texts:
        for words in (SECRET, "a cousin 8812", "the net 4415", "A report", "Partially", "I2", ">osce-office reviewer<"):
            assert words not in text
    assert "clear-water" in texts[1]
    assert "village-union" in texts[1]  # that has begun nothing
    assert "nobody yet" in texts[2]
    assert "osce-office" in texts[2]
    assert under_way.uid in texts[2]


def test_a_reviewer_is_named_among_those_who_may_review(people: People, opened: Round) -> None:
    one = submitted(people, "clear-water")
    client = browser(people, "editor")
    text = page(client, f"{WAITING}{one.uid}/")
    assert "osce-office reviewer, osce-office" in text
    assert "law-faculty coordinator" in text
    for words in (
        "clear-water reviewer",
        "ministry reviewer",
        "fund reviewer",
        "village-union",
        "osce-office assessor",
    ):
        assert words not in text
    chosen = people.accounts["akyikatchy.reviewer"]
    assert "Given to them." in sent(client, f"{WAITING}{one.uid}/", {"reviewer": chosen.uid})
    assert Review.objects.get().reviewer_id == chosen.pk
    text = page(client, f"{WAITING}{one.uid}/")
    assert "what they have not sent is gone" in text
    assert chosen.uid not in text
    other = people.accounts["osce-office.reviewer"]
    sent(client, f"{WAITING}{one.uid}/", {"reviewer": other.uid})
    assert Review.objects.get().reviewer_id == other.pk


@pytest.mark.parametrize("who", ["clear-water.reviewer", "ministry.reviewer", "outsider", "osce-office.observer"])
def test_nobody_else_can_be_named(people: People, opened: Round, who: str) -> None:
    one = submitted(people, "clear-water")
    data = {"reviewer": people.accounts[who].uid}
    assert "Select a valid choice" in sent(browser(people, "editor"), f"{WAITING}{one.uid}/", data, status=400)
    assert "Choose a person." in sent(browser(people, "editor"), f"{WAITING}{one.uid}/", {}, status=400)
    assert not Review.objects.exists()


def test_somebody_who_also_speaks_for_a_state_cannot_be_named(people: People, opened: Round) -> None:
    one = submitted(people, "clear-water")
    people.accounts["both"] = person("both")
    for organisation, role in (("osce-office", "reviewer"), ("ministry", "observer")):
        begin_membership(
            actor=SYSTEM, account=people.accounts["both"], organisation=people.organisations[organisation], role=role,
            began_on=TODAY,
        )  # fmt: skip
    assert people.accounts["both"].uid not in page(browser(people, "editor"), f"{WAITING}{one.uid}/")


def test_a_verdict_that_was_taken_up_meanwhile_is_given_to_nobody_by_mistake(people: People, opened: Round) -> None:
    one = submitted(people, "clear-water")
    client = browser(people, "editor")
    page(client, f"{WAITING}{one.uid}/")
    begin_review(actor=people.actor("osce-office.reviewer"), uid=one.uid, now=COLLECTING)
    chosen = people.accounts["akyikatchy.reviewer"]
    sent(client, f"{WAITING}{one.uid}/", {"reviewer": chosen.uid})  # the page says by now that it is reviewed
    assert Review.objects.get().reviewer_id == chosen.pk
    page(client, f"{WAITING}01K8ZZZZZZZZZZZZZZZZZZZZZZ/", status=404)


def test_the_pages_follow_a_clock_that_jumps_to_the_end(people: People, opened: Round, clock: Clock) -> None:
    one = accepted(people, "clear-water")
    late = submitted(people, "mountain-voice")
    client = browser(people, "editor")
    clock.at(FROZEN)
    steps = [step.action.value for step in advance_rounds(now=FROZEN)]
    assert steps == ["close", "begin-review", "open-replies", "begin-reconciliation", "freeze-edition"]
    assert "name its edition" in page(client, LIST)
    text = page(client, ROUND)
    assert "The round waits for this" in text
    assert "No verdicts are reviewed in this round now." in page(client, WAITING)
    sent(client, f"{WAITING}{late.uid}/", {"reviewer": people.accounts["osce-office.reviewer"].uid}, status=400)
    assert "This field is required." in sent(client, ROUND, {"act": "edition", "edition": " "}, status=400)
    assert "at most 20 characters" in sent(client, ROUND, {"act": "edition", "edition": "9" * 21}, status=400)
    text = sent(client, ROUND, {"act": "edition", "edition": "7"})
    assert "It is published in edition 7." in text
    clock.at(PUBLISHED)
    advance(PUBLISHED)
    one.refresh_from_db()
    assert one.state == "published"
    assert "Put it into the archive" in page(client, ROUND)
    assert "In the archive" in sent(client, ROUND, {"act": "archive"})
    assert "All its dates have come." in page(client, ROUND)
    assert Round.objects.get().state == "archived"


@pytest.mark.parametrize("act", ["archive", "edition", "open", "burn", ""])
def test_a_step_that_is_not_due_is_refused_and_said(people: People, opened: Round, act: str) -> None:
    text = sent(browser(people, "editor"), ROUND, {"act": act, "edition": "1"}, status=400)
    assert 'class="notice error"' in text or "between its freezing and its publication" in text or act == "edition"
    opened.refresh_from_db()
    assert (opened.state, opened.edition) == ("open", "")


def test_reminders_that_went_out_are_listed(people: People, planned: Round) -> None:
    send_reminders(now=at(date(2026, 6, 20)))
    advance(COLLECTING)
    send_reminders(now=at(date(2026, 8, 28)))
    assert mail.outbox
    text = page(browser(people, "editor"), ROUND)
    assert "Coordinators of organisations" in text
    assert "14 days before" in text
    assert "3 days before" in text


def test_a_suspended_organisation_stays_in_the_table_with_what_it_gave(people: People, opened: Round) -> None:
    submitted(people, "clear-water")
    change_status(actor=SYSTEM, organisation=people.organisations["clear-water"], status=Organisation.Status.SUSPENDED)
    text = page(browser(people, "editor"), ROUND)
    assert "clear-water" in text
    assert "not taking part now" in text


def test_the_desk_counts_what_is_to_do(people: People, opened: Round) -> None:
    submitted(people, "clear-water")
    submitted(people, "clear-water", OTHER_KEY)
    text = page(browser(people, "editor"), "/desk/")
    assert "Steering of rounds" in text
    assert "2 wait" in text


@pytest.mark.parametrize("who", ["reader", "outsider", "ministry", "clear-water", "osce-office.reviewer", "fund"])
def test_nobody_but_the_secretariat_finds_these_pages(people: People, opened: Round, who: str) -> None:
    one = submitted(people, "clear-water")
    client = browser(people, who)
    status = 302 if who == "reader" else 404
    for path in (LIST, PLAN, ROUND, WAITING, f"{WAITING}{one.uid}/"):
        page(client, path, status=status)
    for path, data in ((PLAN, PLANNED), (ROUND, {"act": "archive"}), (f"{WAITING}{one.uid}/", {"reviewer": "x"})):
        assert client.post(path, data).status_code == status
    assert Round.objects.count() == 1


def test_an_editor_who_speaks_for_a_state_learns_nothing_of_verdicts(people: People, opened: Round) -> None:
    one = submitted(people, "clear-water")
    begin_membership(
        actor=SYSTEM, account=people.accounts["editor"], organisation=people.organisations["ministry"],
        role="observer", began_on=TODAY,
    )  # fmt: skip
    client = browser(people, "editor")
    assert "How far each organisation is" not in page(client, ROUND)
    assert one.uid not in page(client, WAITING)
    page(client, f"{WAITING}{one.uid}/", status=404)


def test_the_window_of_a_round_that_is_planned_by_a_page_is_counted_in_its_zone(people: People, clock: Clock) -> None:
    sent(browser(people, "editor"), PLAN, {**PLANNED, "zone": "Asia/Tashkent"})
    window = Round.objects.get().calendar.reply_window
    assert window.ends == at(date(2027, 4, 22), hour=0)
    assert WINDOW.ends - WINDOW.opens == timedelta(days=30)


def test_lists_ask_the_database_as_often_for_many_as_for_one(people: People, opened: Round) -> None:
    def asked(client: Client, path: str) -> int:
        page(client, path)
        with CaptureQueriesContext(connection) as queries:
            page(client, path)
        return len(queries)

    editor, reviewer = browser(people, "editor"), browser(people, "osce-office.reviewer")
    queue = "/desk/rounds/2026-2/reviews/"
    submitted(people, "clear-water")
    few = [asked(editor, WAITING), asked(editor, ROUND), asked(reviewer, queue)]
    for organisation in ("clear-water", "mountain-voice", "open-steppe"):
        for key in ("STMT-3@KGZ", "C190-4@KGZ"):
            submitted(people, organisation, key)
    many = [asked(editor, WAITING), asked(editor, ROUND), asked(reviewer, queue)]
    assert many == few
