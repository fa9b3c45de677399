"""The desk of parties that answer and of organisations that correct, through its pages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.assessments.desks import Clock, browser, page, sent
from tests.assessments.people import (
    COLLECTING,
    FROZEN,
    KEY,
    PUBLISHED,
    REPLYING,
    SECRET,
    SYSTEM,
    TODAY,
    WINDOW,
    People,
    accepted,
    advance,
    item_of,
    said_by,
)
from tests.world import both
from ubada.assessments.models import Assessment, Reply, Round
from ubada.assessments.services import name_edition, withdraw_assessment
from ubada.organisations.models import Organisation
from ubada.organisations.services import begin_membership, change_status

pytestmark = pytest.mark.django_db
LIST = "/desk/rounds/2026-2/replies/"
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    one = Clock(monkeypatch)
    one.at(REPLYING)
    return one


@pytest.fixture
def verdict(people: People, opened: Round) -> Assessment:
    """A verdict of civil society that all parties may read."""
    one = accepted(people, "clear-water")
    advance(REPLYING)
    return one


def path_of(one: Assessment, organisation: str = "ministry") -> str:
    return f"/desk/verdicts/{one.uid}/reply/?as={organisation}"


def test_a_party_reads_and_answers_once(people: People, verdict: Assessment) -> None:
    client = browser(people, "ministry")
    assert "Give women an equal part in public life" in page(client, LIST)
    text = page(client, path_of(verdict))
    assert said_by("clear-water", KEY, "2026-2") in text
    assert "This is your one answer to this verdict." in text
    assert "Time left: 19 days and 12 hours." in text
    assert "20 October 2026" in text
    assert "Almaty, UTC+5" in text
    item = item_of(people, "ministry", title=both("The new law 4410"))
    assert "The new law 4410" in page(client, path_of(verdict))
    data = {"text_en": "Much was done.", "text_ru": "Сделано много.", "evidence": [item.uid], "act": "send"}
    text = sent(client, path_of(verdict), data)
    assert "Your answer is there" in text
    assert "Much was done." in text
    assert "Сделано много." in text
    assert "The new law 4410" in text
    assert "Send our answer" not in text
    one = Reply.objects.get()
    assert (one.text["ru"], [each.pk for each in one.evidence.all()]) == ("Сделано много.", [item.pk])
    assert "There is nothing left to answer." in page(client, LIST)
    assert verdict.uid in page(client, f"{LIST}?show=answered")


def test_a_second_answer_is_refused_and_its_words_are_shown_to_copy(people: People, verdict: Assessment) -> None:
    sent(browser(people, "ministry"), path_of(verdict), {"text_en": "First."})
    text = sent(browser(people, "ministry.assessor"), path_of(verdict), {"text_en": "Second 3301."}, status=400)
    assert "has answered this verdict already" in text
    assert "Second 3301." in text
    assert [one.text["en"] for one in Reply.objects.all()] == ["First."]


def test_the_last_second_of_the_window_is_in_time(people: People, verdict: Assessment, clock: Clock) -> None:
    clock.at(WINDOW.ends - SECOND)
    client = browser(people, "ministry")
    assert "Time left: less than a minute." in page(client, path_of(verdict))
    assert "In time." in sent(client, path_of(verdict), {"text_en": "In time."})
    assert Reply.objects.get().received_at == WINDOW.ends - SECOND


@pytest.mark.parametrize("has_moved_on", [False, True], ids=["before the calendar was looked at", "after it was"])
def test_an_answer_one_second_late_is_refused_and_not_lost(
    people: People, verdict: Assessment, clock: Clock, has_moved_on: bool
) -> None:
    client = browser(people, "ministry")
    page(client, path_of(verdict))
    clock.at(WINDOW.ends)
    if has_moved_on:
        advance(WINDOW.ends)
    data = {"text_en": "One second late 6628.", "text_ru": "На секунду позже."}
    text = sent(client, path_of(verdict), data, status=400)
    assert "Your answer was not taken" in text
    assert "The time to answer ended with the end of" in text
    assert "21 October 2026, 00:00" in text
    assert "One second late 6628." in text
    assert "На секунду позже." in text
    assert "Send our answer" not in text
    assert not Reply.objects.exists()
    later = page(client, path_of(verdict))
    assert "The time to answer is over." in later
    assert "Send our answer" not in later


def test_before_the_first_second_there_is_no_page(people: People, opened: Round, clock: Clock) -> None:
    one = accepted(people, "clear-water")
    clock.at(WINDOW.opens - SECOND)
    advance(WINDOW.opens - SECOND)
    client = browser(people, "akyikatchy")
    page(client, LIST, status=404)
    page(client, path_of(one, "akyikatchy"), status=404)
    sent(client, path_of(one, "akyikatchy"), {"text_en": "Early."}, status=404)
    clock.at(WINDOW.opens)
    advance(WINDOW.opens)
    assert "Early." in sent(client, path_of(one, "akyikatchy"), {"text_en": "Early."})


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Write it in at least one language."),
        ({"text_en": "   "}, "Write it in at least one language."),
        ({"text_xx": "A language that is none."}, "Write it in at least one language."),
        ({"text_ru": "ы" * 10_001}, "10001 characters, and at most 10000 can be kept."),
        ({"text_en": "a\x07"}, "Holds characters that are no text."),
        ({"text_en": "Yes.", "evidence": ["01K8ZZZZZZZZZZZZZZZZZZZZZZ"]}, "Select a valid choice"),
    ],
)
def test_an_answer_that_cannot_stand_is_shown_again_with_what_is_wrong(
    people: People, verdict: Assessment, given: dict, words: str
) -> None:
    text = sent(browser(people, "ministry"), path_of(verdict), {"act": "send", **given}, status=400)
    assert words in text
    assert "Send our answer" in text
    for name, value in given.items():
        if name in ("text_en", "text_ru") and value.strip():
            assert value.strip() in text
    assert not Reply.objects.exists()


def test_as_many_characters_as_can_be_kept_are_kept(people: People, verdict: Assessment) -> None:
    sent(browser(people, "ministry"), path_of(verdict), {"text_en": "a\r\n" * 5000})
    assert Reply.objects.get().text["en"].count("a") == 5000


def test_searching_for_evidence_keeps_what_was_typed_and_ticked(people: People, verdict: Assessment) -> None:
    ticked = item_of(people, "ministry", title=both("Ticked 1"))
    for number in range(14):
        item_of(people, "ministry", title=both(f"Newer {number}"))
    wanted = item_of(people, "ministry", title=both("Budget of the shelters"))
    client = browser(people, "ministry")
    data = {
        "text_en": "Typed 909.", "evidence": [ticked.uid], "find_evidence": "shelters", "act": "find",
        "is_name_protected": "on",
    }  # fmt: skip
    response = client.post(path_of(verdict), data)
    assert response.status_code == 200
    text = response.content.decode()
    assert "Typed 909." in text
    assert f'value="{ticked.uid}" id="id_evidence_0" checked' in text
    assert wanted.uid in text
    assert "Newer" not in text
    assert "15 more pieces are not listed" in text
    assert not Reply.objects.exists()


def test_evidence_of_others_that_is_not_for_one_cannot_be_cited(people: People, verdict: Assessment) -> None:
    secret = item_of(people, "clear-water", title=both("Ours alone 7719"), sensitivity="organisation")
    client = browser(people, "ministry")
    assert "Ours alone 7719" not in page(client, path_of(verdict))
    data = {"text_en": "Yes.", "evidence": [secret.uid]}
    assert "Select a valid choice" in sent(client, path_of(verdict), data, status=400)


def test_a_protected_name_is_kept_from_other_parties(people: People, verdict: Assessment) -> None:
    data = {"text_en": "We concur 5120.", "is_name_protected": "on"}
    sent(browser(people, "akyikatchy"), path_of(verdict, "akyikatchy"), data)
    text = page(browser(people, "ministry"), path_of(verdict))
    assert "We concur 5120." in text
    assert "Akyikatchy" not in text
    assert "the name is protected" in text


def test_markup_in_answers_is_shown_as_it_was_typed(people: People, verdict: Assessment) -> None:
    evil = "<script>alert(1)</script>"
    sent(browser(people, "akyikatchy"), path_of(verdict, "akyikatchy"), {"text_en": evil})
    text = page(browser(people, "ministry"), path_of(verdict))
    assert evil not in text
    assert "&lt;script&gt;alert(1)" in text
    again = sent(browser(people, "ministry"), path_of(verdict), {"text_en": evil, "evidence": ["x"]}, status=400)
    assert evil not in again


def test_a_verdict_that_was_taken_back_meanwhile_is_not_answered(people: People, verdict: Assessment) -> None:
    client = browser(people, "ministry")
    page(client, path_of(verdict))
    withdraw_assessment(actor=people.actor("clear-water"), uid=verdict.uid, reason="security", now=REPLYING)
    text = sent(client, path_of(verdict), {"text_en": "Kept 8821."}, status=400)
    assert "The verdict was taken back meanwhile" in text
    assert "Kept 8821." in text
    assert SECRET not in text
    assert not Reply.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [("reader", 302), ("outsider", 404), ("editor", 404), ("fund", 404), ("law-faculty", 404), ("ministry-uzb", 404),
     ("clear-water", 404), ("clear-water.observer", 404), ("ministry.observer", 404), ("ministry.reviewer", 404),
     ("ministry.assessor", 200), ("village-union", 200), ("akyikatchy", 200), ("osce-office", 200)],
)  # fmt: skip
def test_who_answers(people: People, verdict: Assessment, who: str, status: int) -> None:
    client = browser(people, who)
    path = f"/desk/verdicts/{verdict.uid}/reply/"
    page(client, path, status=status)
    client.post(path, {"text_en": "x"})
    assert Reply.objects.count() == (1 if status == 200 else 0)


def test_nobody_answers_for_an_organisation_that_is_not_theirs(people: People, verdict: Assessment) -> None:
    client = browser(people, "ministry")
    for code in ("akyikatchy", "clear-water", "<b>"):
        page(client, path_of(verdict, code), status=404)
        sent(client, path_of(verdict, code), {"text_en": "x"}, status=404)


def test_an_official_sees_no_page_before_texts_open(people: People, opened: Round, clock: Clock) -> None:
    one = accepted(people, "clear-water")
    begin_membership(
        actor=SYSTEM, account=people.accounts["ministry.coordinator"],
        organisation=people.organisations["open-steppe"], role="coordinator", began_on=TODAY,
    )  # fmt: skip
    clock.at(COLLECTING)
    client = browser(people, "ministry")
    paths = (
        LIST, path_of(one), "/desk/rounds/2026-2/reviews/", f"/desk/verdicts/{one.uid}/review/",
        "/desk/rounds/2026-2/findings/", f"/desk/findings/2026-2/{KEY}/", f"/desk/verdicts/{one.uid}/correct/",
        "/desk/steering/", "/desk/steering/2026-2/",
    )  # fmt: skip
    for path in paths:
        page(client, path, status=404)
        assert client.post(path, {"text_en": "x"}).status_code in (404, 405)
    clock.at(REPLYING)
    advance(REPLYING)
    assert SECRET in page(client, path_of(one))
    page(client, f"/desk/verdicts/{one.uid}/review/", status=404)


def test_an_organisation_suspended_mid_round_answers_no_more(people: People, verdict: Assessment) -> None:
    client = browser(people, "ministry")
    page(client, path_of(verdict))
    change_status(actor=SYSTEM, organisation=people.organisations["ministry"], status=Organisation.Status.SUSPENDED)
    page(client, LIST, status=404)
    sent(client, path_of(verdict), {"text_en": "x"}, status=404)


def test_a_published_verdict_is_corrected_in_the_open_once(people: People, verdict: Assessment, clock: Clock) -> None:
    path = f"/desk/verdicts/{verdict.uid}/correct/"
    client = browser(people, "clear-water")
    page(client, path, status=404)  # not while it is answered
    clock.at(FROZEN)
    advance(FROZEN)
    page(client, path, status=404)  # nor while it is frozen
    name_edition(actor=people.actor("editor"), code="2026-2", edition="5")
    clock.at(PUBLISHED)
    advance(PUBLISHED)
    text = page(client, path)
    assert SECRET in text
    assert "Write it in at least one language." in sent(client, path, {"correction_en": ""}, status=400)
    assert "at most 3000" in sent(client, path, {"correction_en": "y" * 3001}, status=400)
    evil = "The law is of 2024. <script>alert(1)</script>"
    text = sent(client, path, {"correction_en": evil, "correction_ky": "Мыйзам 2024-жылкы."})
    assert "Your correction is public" in text
    assert "&lt;script&gt;" in text
    assert "Мыйзам 2024-жылкы." in text
    assert "A correction stands beside it already." in text
    assert Assessment.objects.get(pk=verdict.pk).state == "corrected"
    sent(client, path, {"correction_en": "Again."}, status=400)
    for who in ("ministry", "clear-water.observer", "clear-water.reviewer", "editor", "outsider"):
        page(browser(people, who), path, status=404)
    page(browser(people, "reader"), path, status=302)
