"""Where sides are brought together, through the pages: proposing, voting with dissent, adopting, explaining."""

from __future__ import annotations

import pytest

from tests.assessments.desks import Clock, browser, page, sent
from tests.assessments.people import (
    COLLECTING,
    FROZEN,
    KEY,
    OTHER_KEY,
    RECONCILING,
    REPLYING,
    SYSTEM,
    People,
    accepted,
    advance,
    said_by,
    submitted,
)
from tests.world import both
from ubada.assessments.models import DivergenceNote, Finding, FindingVote, Round
from ubada.assessments.services import propose_finding
from ubada.organisations.models import Organisation
from ubada.organisations.services import change_status

pytestmark = pytest.mark.django_db
LIST = "/desk/rounds/2026-2/findings/"
HERE = f"/desk/findings/2026-2/{KEY}/"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    one = Clock(monkeypatch)
    one.at(REPLYING)
    return one


@pytest.fixture
def differing(people: People, opened: Round) -> Round:
    """A round open for reply in which the state and civil society are opposed; an ombudsman concurs with the latter."""
    accepted(people, "ministry", level="I4")
    accepted(people, "clear-water", level="I0")
    accepted(people, "akyikatchy", level="I0")
    advance(REPLYING)
    opened.refresh_from_db()
    return opened


def proposal(people: People, text: str = "A law is there.", key: str = KEY) -> Finding:
    return propose_finding(
        actor=people.actor("editor"), round_code="2026-2", state_commitment=key, text=both(text), level="I1",
        now=REPLYING,
    )  # fmt: skip


def vote(one: Finding, organisation: str, *, agrees: bool, dissent: str = "") -> dict[str, str]:
    return {
        "act": "vote", "finding": one.uid, f"{one.uid}-organisation": organisation,
        f"{one.uid}-agrees": "yes" if agrees else "no", f"{one.uid}-dissent_en": dissent,
    }  # fmt: skip


def test_a_finding_is_proposed_voted_on_with_dissent_and_adopted(people: People, differing: Round) -> None:
    editor = browser(people, "editor")
    assert "opposed" in page(editor, LIST).casefold()
    data = {
        "act": "propose",
        "new-text_en": "A draft law is there.",
        "new-text_ru": "Есть проект закона.",
        "new-level": "I1",
    }
    text = sent(editor, HERE, data)
    assert "Put to the vote." in text
    assert "Есть проект закона." in text
    one = Finding.objects.get()
    assert "A draft law is there." in page(browser(people, "clear-water"), LIST)
    sent(browser(people, "clear-water"), HERE, vote(one, "clear-water", agrees=True))
    sent(browser(people, "akyikatchy"), HERE, vote(one, "akyikatchy", agrees=True))
    text = sent(browser(people, "ministry"), HERE, vote(one, "ministry", agrees=False, dissent="It is in force."))
    assert "It is in force." in text
    assert "dissents:" in text
    text = sent(editor, HERE, {"act": "adopt", "finding": one.uid})
    assert "Adopted." in text
    assert "by a majority of the groups that voted" in text
    assert "It is in force." in text
    assert 'value="adopt"' not in text
    assert "Vote for your group" not in page(browser(people, "clear-water"), HERE)


def test_a_finding_without_a_majority_stays_a_proposal(people: People, differing: Round) -> None:
    one = proposal(people)
    editor = browser(people, "editor")
    sent(browser(people, "clear-water"), HERE, vote(one, "clear-water", agrees=True))
    text = sent(editor, HERE, {"act": "adopt", "finding": one.uid})
    assert "No majority of the groups that voted" in text
    assert Finding.objects.get().basis == ""


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"agrees": ""}, "This field is required."),
        ({"agrees": "perhaps"}, "Select a valid choice"),
        ({"agrees": "no"}, "Say what you see otherwise; it is printed."),
        ({"agrees": "no", "dissent_en": "d" * 5001}, "at most 5000"),
        ({"organisation": "ministry"}, "Select a valid choice"),
    ],
)
def test_a_vote_that_cannot_stand_is_explained(people: People, differing: Round, given: dict, words: str) -> None:
    one = proposal(people)
    data = vote(one, "clear-water", agrees=True) | {f"{one.uid}-{name}": value for name, value in given.items()}
    assert words in sent(browser(people, "clear-water"), HERE, data, status=400)
    assert not FindingVote.objects.exists()


def test_a_group_has_one_voice_and_its_speaker_may_change_it(people: People, differing: Round) -> None:
    one = proposal(people)
    sent(browser(people, "clear-water"), HERE, vote(one, "clear-water", agrees=True))
    text = sent(
        browser(people, "mountain-voice"), HERE, vote(one, "mountain-voice", agrees=False, dissent="No."), status=400
    )
    assert "Another organisation has spoken for this group." in text
    sent(browser(people, "clear-water"), HERE, vote(one, "clear-water", agrees=False, dissent="We looked again."))
    text = page(browser(people, "clear-water"), HERE)
    assert text.count("We looked again.") == 2  # as it is printed, and in the form for changing it
    assert [each.agrees for each in FindingVote.objects.all()] == [False]


def test_sides_explain_why_they_differ(people: People, differing: Round) -> None:
    client = browser(people, "clear-water.assessor")
    assert 'value="STA:CSO"' in page(client, HERE)
    assert 'value="STA:NHR"' not in page(client, HERE)
    data = {
        "act": "explain", "why-organisation": "clear-water", "why-sides": "STA:CSO", "why-resolution": "period",
        "why-text_en": "They look at 2023 4417.",
    }  # fmt: skip
    text = sent(client, HERE, data)
    assert "They look at 2023 4417." in text
    assert "They look at different periods" in text
    assert DivergenceNote.objects.get().organisation.code == "clear-water"
    assert "They look at 2023 4417." in page(browser(people, "ministry"), HERE)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"why-text_en": ""}, "Write it in at least one language."),
        ({"why-resolution": ""}, "This field is required."),
        ({"why-resolution": "spite"}, "Select a valid choice"),
        ({"why-sides": "STA:NHR"}, "Select a valid choice"),
        ({"why-sides": "<b>"}, "Select a valid choice"),
    ],
)
def test_an_explanation_that_cannot_stand_is_explained(
    people: People, differing: Round, given: dict, words: str
) -> None:
    data = {
        "act": "explain", "why-organisation": "clear-water", "why-sides": "STA:CSO", "why-resolution": "period",
        "why-text_en": "Typed 3390.", **given,
    }  # fmt: skip
    text = sent(browser(people, "clear-water"), HERE, data, status=400)
    assert words in text
    assert "Typed 3390." in text or not given.get("why-text_en", "x")
    assert not DivergenceNote.objects.exists()


def test_markup_in_findings_dissents_and_notes_is_shown_as_it_was_typed(people: People, differing: Round) -> None:
    evil = "<script>alert(1)</script>"
    one = proposal(people, evil)
    sent(browser(people, "ministry"), HERE, vote(one, "ministry", agrees=False, dissent=evil))
    data = {
        "act": "explain", "why-organisation": "ministry", "why-sides": "STA:CSO", "why-resolution": "scope",
        "why-text_en": evil,
    }  # fmt: skip
    text = sent(browser(people, "ministry"), HERE, data)
    for shown in (text, page(browser(people, "editor"), LIST), page(browser(people, "editor"), f"{LIST}?q={evil}")):
        assert evil not in shown
        assert "&lt;script&gt;" in shown


def test_nobody_does_what_is_not_theirs(people: People, differing: Round) -> None:
    one = proposal(people)
    propose = {"act": "propose", "new-text_en": "x"}
    adopt = {"act": "adopt", "finding": one.uid}
    for who in ("clear-water", "ministry", "osce-office", "law-faculty"):
        for data in (propose, adopt):
            sent(browser(people, who), HERE, data, status=404)
    for who in ("clear-water.assessor", "law-faculty", "village-union", "editor"):
        sent(browser(people, who), HERE, vote(one, "clear-water", agrees=True), status=404)
    explain = {"act": "explain", "why-organisation": "village-union", "why-sides": "STA:CSO", "why-text_en": "x"}
    for who in ("village-union", "editor", "law-faculty.observer", "osce-office"):
        sent(browser(people, who), HERE, explain, status=404)
    assert not DivergenceNote.objects.exists()
    assert "Choose what to do." in sent(browser(people, "editor"), HERE, {"act": "burn"}, status=400)
    sent(browser(people, "editor"), HERE, {"act": "adopt", "finding": "01K8ZZZZZZZZZZZZZZZZZZZZZZ"}, status=404)
    assert Finding.objects.count() == 1
    assert not FindingVote.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [("reader", 302), ("outsider", 404), ("fund", 404), ("editor", 200), ("ministry", 200), ("ministry.observer", 200),
     ("clear-water.observer", 200), ("village-union", 200), ("law-faculty", 200), ("ministry-uzb", 200)],
)  # fmt: skip
def test_who_reads_what_sides_say(people: People, differing: Round, who: str, status: int) -> None:
    for path in (LIST, HERE):
        page(browser(people, who), path, status=status)


@pytest.mark.parametrize("who", ["ministry", "clear-water", "editor", "akyikatchy"])
def test_before_texts_open_there_is_nothing(people: People, opened: Round, clock: Clock, who: str) -> None:
    clock.at(COLLECTING)
    submitted(people, "clear-water")
    for path in (LIST, HERE):
        page(browser(people, who), path, status=404)
        assert browser(people, who).post(path, {"act": "propose"}).status_code in (404, 405)


def test_once_the_round_is_frozen_all_is_read_and_nothing_added(people: People, differing: Round, clock: Clock) -> None:
    one = proposal(people)
    clock.at(RECONCILING)
    advance(RECONCILING)
    assert "Vote for your group" in page(browser(people, "clear-water"), HERE)
    clock.at(FROZEN)
    advance(FROZEN)
    client = browser(people, "clear-water")
    text = page(client, HERE)
    assert "A law is there." in text
    assert "Vote for your group" not in text
    assert "Nothing can be added any more." in page(client, LIST)
    sent(client, HERE, vote(one, "clear-water", agrees=True), status=404)
    sent(browser(people, "editor"), HERE, {"act": "propose", "new-text_en": "x"}, status=404)


def test_a_suspended_organisation_speaks_no_more(people: People, differing: Round) -> None:
    one = proposal(people)
    client = browser(people, "clear-water")
    page(client, HERE)
    change_status(actor=SYSTEM, organisation=people.organisations["clear-water"], status=Organisation.Status.SUSPENDED)
    page(client, HERE, status=404)
    sent(client, HERE, vote(one, "clear-water", agrees=True), status=404)


def test_other_commitments_are_found_by_reference_and_by_words(people: People, differing: Round) -> None:
    client = browser(people, "editor")
    text = page(client, f"{LIST}?q=vote+KGZ")
    assert OTHER_KEY in text
    assert "CEDAW-7-A@UZB" not in text
    assert "No commitment of this round has these words." in page(client, f"{LIST}?q=xyzzy")
    assert "No two groups differ here." in page(client, f"{LIST}?state=UZB")
    page(client, "/desk/findings/2026-2/NONE-1@KGZ/", status=404)
    page(client, f"/desk/findings/none/{KEY}/", status=404)


def test_the_page_shows_each_side_s_verdict_and_no_protected_name(people: People, opened: Round) -> None:
    accepted(people, "mountain-voice", level="I0", is_name_protected=True)
    accepted(people, "ministry", level="I4")
    advance(REPLYING)
    text = page(browser(people, "ministry"), HERE)
    assert said_by("mountain-voice", KEY, "2026-2") in text
    assert ">mountain-voice<" not in text
