"""The desk of those who write verdicts, through its pages: from the list of rounds to what was handed in."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.abuse.addresses import routes
from tests.assessments.desks import Clock, browser, page, sent
from tests.assessments.people import (
    COLLECTING,
    KEY,
    OTHER_KEY,
    PASSED,
    PUBLISHED,
    REPLYING,
    REVIEWING,
    SECRET,
    SYSTEM,
    TODAY,
    People,
    accepted,
    advance,
    draft,
    item_of,
    reviewing,
    round_of,
    said_by,
    submitted,
)
from tests.world import both
from ubada.assessments.models import Assessment, Round
from ubada.assessments.services import decide_review, save_draft, submit_assessment
from ubada.evidence.services import withdraw_item
from ubada.kernel.errors import InvalidInput
from ubada.organisations.models import Membership
from ubada.organisations.services import create_organisation, end_membership

pytestmark = pytest.mark.django_db
WRITER = "clear-water.assessor"
ROUND = "/desk/rounds/2026-2/clear-water/"
PAGE = f"{ROUND}{KEY}/"
TAG = "<script>alert(7)</script>"
WHOLE: dict[str, Any] = {
    "act": "save", "version": "0", "level": "I1", "cooperation": "K2", "trend": "first",
    "narrative_en": "A law was adopted on 3 May 2026.", "has_declared": "on",
}  # fmt: skip


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    one = Clock(monkeypatch)
    one.at(COLLECTING)
    return one


def the_draft(organisation: str = "clear-water", key: str = KEY) -> Assessment:
    return Assessment.objects.get(organisation__code=organisation, state_commitment=key)


def version_on(text: str) -> str:
    found = re.search(r'name="version"[^>]*value="(\d+)"', text) or re.search(r'value="(\d+)"[^>]*name="version"', text)
    assert found is not None
    return found[1]


def test_from_the_desk_to_a_verdict_that_was_handed_in(people: People, opened: Round) -> None:
    client = browser(people, WRITER)
    assert "My rounds" in page(client, "/desk/")
    assert "Second half of 2026" in page(client, "/desk/rounds/")
    assert f'href="{PAGE}"' in page(client, ROUND)
    text = page(client, PAGE)
    assert "nothing written yet" in text
    assert "Is the state bound by the convention?" in text
    assert Assessment.objects.count() == 0, "looking at a page begins nothing"
    text = sent(client, PAGE, WHOLE)
    assert "Saved. Nobody outside your organisation" in text
    item = item_of(people, "clear-water")
    link = {
        "act": "link",
        "item": item.pk,
        "bearing": "supports",
        "reliability": "A",
        "credibility": "1",
        "pinpoint": "p. 9",
    }
    text = sent(client, PAGE, {**WHOLE, **link, "version": version_on(text)})
    assert "completely reliable source" in text
    assert "p. 9" in text
    text = sent(client, PAGE, {**WHOLE, "act": "hand-in", "version": version_on(text)})
    assert "handed in, waits for review" in text
    assert the_draft().state == "submitted"
    assert "Handed in" in page(client, f"{ROUND}?show=done")


def test_handing_in_names_all_that_is_missing_and_where(people: People, opened: Round) -> None:
    client = browser(people, WRITER)
    text = sent(client, PAGE, {"act": "hand-in", "version": "0", "narrative_en": "Words alone."}, status=400)
    for field, said in (
        ("id_level", "No level is chosen."),
        ("id_has_declared", "Interests are not declared."),
        ("id_item", "No evidence is linked."),
    ):
        assert re.search(rf'href="#{field}[^"]*">[^<]*{re.escape(said)}', text), said
        assert f'aria-describedby="{field}' in text, "the mistake is read out with its field"
    assert "Words alone." in text
    assert the_draft().narrative["en"] == "Words alone.", "what was typed is kept although it was not handed in"
    sent(client, PAGE, {**WHOLE, "version": version_on(text), "level": "IU", "act": "hand-in"}, status=400)
    assert the_draft().state == "draft"
    sent(
        client, PAGE, {**WHOLE, "version": str(the_draft().version), "level": "IU", "gap": "refused", "act": "hand-in"}
    )
    assert (the_draft().state, the_draft().gap) == ("submitted", "refused")


def test_a_reason_for_lacking_information_goes_with_that_level_alone(people: People, opened: Round) -> None:
    sent(browser(people, WRITER), PAGE, {**WHOLE, "gap": "refused"})
    assert (the_draft().level, the_draft().gap) == ("I1", "")


def test_two_people_on_one_draft_lose_nothing(people: People, opened: Round) -> None:
    first, second = browser(people, WRITER), browser(people, "clear-water.coordinator")
    text = sent(first, PAGE, WHOLE)
    seen = version_on(text)
    sent(second, PAGE, {**WHOLE, "version": seen, "level": "I2", "narrative_en": "A law was adopted on 4 May 2026."})
    mine = {**WHOLE, "version": seen, "narrative_en": "A law was adopted on 3 May 2026, and is not applied."}
    text = sent(first, PAGE, mine, status=409)
    assert "Somebody else changed this draft" in text
    assert "<del>" in text
    assert "and is not applied." in text
    assert re.search(r"<td[^>]*>\s*I2\s*</td>", text)
    assert the_draft().narrative["en"] == "A law was adopted on 4 May 2026."
    sent(first, PAGE, {**mine, "version": version_on(text), "level": "I2"})
    assert the_draft().narrative["en"] == "A law was adopted on 3 May 2026, and is not applied."


def test_the_script_of_the_page_saves_and_is_told_when_it_cannot(people: People, opened: Round) -> None:
    first, second = browser(people, WRITER), browser(people, "clear-water.coordinator")
    kept = first.post(PAGE, {**WHOLE, "act": "keep"})
    assert kept.status_code == 200
    assert kept.json()["said"] == "Saved at 12:00"
    version = kept.json()["version"]
    assert first.post(PAGE, {**WHOLE, "act": "keep", "version": version}).json()["version"] == version
    second.post(PAGE, {**WHOLE, "version": version, "level": "I3"})
    late = first.post(PAGE, {**WHOLE, "act": "keep", "version": version})
    assert late.status_code == 409
    assert "somebody else changed this draft" in late.json()["said"]
    wrong = first.post(PAGE, {**WHOLE, "act": "keep", "version": version, "level": "I9"})
    assert wrong.status_code == 400
    assert wrong.headers["Cache-Control"].find("no-store") >= 0


def test_a_round_that_closed_while_the_page_was_open_loses_no_word(people: People, opened: Round, clock: Clock) -> None:
    client = browser(people, WRITER)
    page(client, PAGE)
    clock.at(REPLYING)
    advance(REPLYING)
    text = sent(client, PAGE, {**WHOLE, "narrative_en": "Written too late."}, status=400)
    assert "Written too late." in text
    assert "This round takes no verdicts now." in text or "takes no verdicts" in text
    assert not Assessment.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("level", "I9"),
        ("level", "IN"),
        ("gap", "because"),
        ("cooperation", "K9"),
        ("trend", "sideways"),
        ("measures", "01ARZ3NDEKTSV4RRFFQ69G5FAV"),
        ("facts", "no.such.fact"),
        ("narrative_en", "x" * 20_001),
        ("narrative_en", "nul\x00byte"),
        ("conflict_of_interest", "x" * 1001),
        ("shared_draft", "x" * 81),
        ("version", "-3"),
        ("version", "many"),
    ],
)
def test_what_no_draft_can_hold_is_refused_and_shown_again(
    people: People, opened: Round, field: str, value: str
) -> None:
    client = browser(people, WRITER)
    text = sent(client, PAGE, {**WHOLE, "conflict_of_interest": "ours", field: value}, status=400)
    assert 'role="alert"' in text
    assert not Assessment.objects.exclude(level="").exists()


def test_markup_in_every_field_of_text_is_shown_as_text(people: People, opened: Round) -> None:
    client = browser(people, WRITER)
    given = {**WHOLE, "narrative_en": TAG, "narrative_ru": TAG, "conflict_of_interest": TAG, "shared_draft": TAG}
    text = sent(client, PAGE, given)
    assert "&lt;script&gt;alert(7)&lt;/script&gt;" in text
    assert TAG not in text
    sent(client, PAGE, {**given, "version": version_on(text), "act": "hand-in", "level": "IU", "gap": "refused"})
    one = the_draft()
    for path in (PAGE, f"/desk/verdicts/{one.uid}/versions/"):
        text = page(client, path)
        assert "&lt;script&gt;" in text
        assert TAG not in text


def test_a_piece_that_is_not_for_the_organisation_cannot_be_linked(people: People, opened: Round) -> None:
    hidden = item_of(people, "mountain-voice", sensitivity="organisation", title=both("Hidden 8841"))
    client = browser(people, WRITER)
    assert "Hidden 8841" not in page(client, PAGE)
    link = {**WHOLE, "act": "link", "item": hidden.pk, "bearing": "supports", "reliability": "A", "credibility": "1"}
    text = sent(client, PAGE, link, status=400)
    assert "Hidden 8841" not in text
    assert not Assessment.objects.filter(evidence_links__isnull=False).exists()


def test_a_withdrawn_piece_stands_as_such_and_can_be_unlinked(people: People, opened: Round) -> None:
    one = draft(people, "clear-water")
    link = one.evidence_links.get()
    withdraw_item(actor=people.actor("clear-water.coordinator"), uid=link.item_id, reason="error")
    client = browser(people, WRITER)
    text = page(client, PAGE)
    assert "A piece that was withdrawn" in text
    again = {**WHOLE, "version": version_on(text), "narrative_en": "Other words, kept."}
    sent(client, PAGE, {**again, "act": f"unlink:{link.pk}"})
    one.refresh_from_db()
    assert not one.evidence_links.exists()
    assert one.narrative["en"] == "Other words, kept."


def test_the_link_of_another_verdict_is_not_taken_away(people: People, opened: Round) -> None:
    other = draft(people, "mountain-voice").evidence_links.get()
    text = sent(browser(people, WRITER), PAGE, WHOLE)
    sent(browser(people, WRITER), PAGE, {**WHOLE, "version": version_on(text), "act": f"unlink:{other.pk}"})
    other.refresh_from_db()


def test_a_search_hands_nothing_in_and_keeps_all_that_was_typed(people: People, opened: Round) -> None:
    item_of(people, "clear-water", title=both("Rivers of the south"))
    client = browser(people, WRITER)
    response = client.post(PAGE, {**WHOLE, "act": "find", "find_evidence": "Rivers", "narrative_ru": "Слова"})
    text = response.content.decode()
    assert response.status_code == 200
    assert "Rivers of the south" in text
    assert "Слова" in text
    assert "A law was adopted on 3 May 2026." in text
    assert not Assessment.objects.exists()


@pytest.mark.parametrize(
    "who", ["reader", "outsider", "editor", "ministry.coordinator", "mountain-voice.coordinator", "fund.coordinator"]
)
def test_nobody_else_opens_the_desk_of_an_organisation(people: People, opened: Round, who: str) -> None:
    one = draft(people, "clear-water")
    client = browser(people, who)
    for path in (ROUND, PAGE, f"/desk/verdicts/{one.uid}/versions/", f"/desk/verdicts/{one.uid}/withdraw/"):
        response = client.get(path)
        assert response.status_code in (302, 404), path
        assert SECRET not in response.content.decode()
        assert client.post(path, WHOLE).status_code in (302, 404, 405)
    one.refresh_from_db()
    assert one.level == "I2"


def test_an_observer_reads_and_cannot_write(people: People, opened: Round) -> None:
    draft(people, "clear-water")
    client = browser(people, "clear-water.observer")
    assert "You may read here and not write." in page(client, ROUND)
    text = page(client, PAGE)
    assert SECRET in text
    assert 'id="draft"' not in text
    assert client.post(PAGE, {**WHOLE, "version": "2"}).status_code == 404


def test_whoever_left_the_organisation_meanwhile_writes_no_more(people: People, opened: Round) -> None:
    client = browser(people, WRITER)
    page(client, PAGE)
    member = Membership.objects.get(account=people.accounts[WRITER], organisation__code="clear-water")
    end_membership(actor=SYSTEM, membership=member, ended_on=TODAY)
    assert client.post(PAGE, WHOLE).status_code == 404
    assert not Assessment.objects.exists()


def test_what_was_sent_back_says_why_and_is_taken_up_again(people: People, opened: Round, clock: Clock) -> None:
    review = reviewing(people, "clear-water")
    answers = {**PASSED, "reasons_name_facts": False}
    decide_review(
        actor=people.actor("osce-office.reviewer"), uid=review.assessment_id, decision="returned", checklist=answers,
        comments="Say on which day.", now=COLLECTING,
    )  # fmt: skip
    client = browser(people, WRITER)
    assert "Sent back" in page(client, ROUND)
    text = page(client, PAGE)
    assert "Say on which day." in text
    assert "osce" not in text.lower(), "who reviewed is shown to nobody outside"
    text = sent(client, PAGE, {"act": "revise"})
    assert 'id="draft"' in text
    assert "Say on which day." in text
    clock.at(REVIEWING)
    advance(REVIEWING)
    sent(client, PAGE, {**WHOLE, "version": version_on(page(client, PAGE)), "act": "hand-in"})
    assert the_draft().state == "submitted"


def test_taking_back_leaves_a_tombstone_and_says_so_before(people: People, opened: Round, clock: Clock) -> None:
    one = accepted(people, "clear-water")
    clock.at(REPLYING)
    advance(REPLYING)
    client = browser(people, WRITER)
    path = f"/desk/verdicts/{one.uid}/withdraw/"
    assert "This cannot be undone." in page(client, path)
    assert "choose the class of reason" in sent(client, path, {}).lower()
    assert "Taken back." in sent(client, path, {"reason": "security"})
    one.refresh_from_db()
    assert (one.state, one.level, one.withdrawal_reason) == ("withdrawn", "", "security")
    assert client.get(path).status_code == 404
    assert SECRET in page(client, f"/desk/verdicts/{one.uid}/versions/"), "its own organisation keeps what it said"


def test_every_version_is_read_with_what_changed(people: People, opened: Round) -> None:
    one = submitted(people, "clear-water")
    text = page(browser(people, WRITER), f"/desk/verdicts/{one.uid}/versions/")
    assert "Handed in" in text
    assert re.search(r"<ins>.*?I2</ins>", text)
    assert one.versions.get().sha256 in text


def second_round(clock: Clock) -> Round:
    """The next half-year, open."""
    from datetime import date  # noqa: PLC0415

    from tests.assessments.people import CALENDAR, at  # noqa: PLC0415
    from ubada.assessments.rules.calendar import RoundCalendar  # noqa: PLC0415

    later = RoundCalendar(
        opens=date(2027, 1, 5), closes=date(2027, 2, 28), review_from=date(2027, 3, 1), review_until=date(2027, 3, 20),
        reply_from=date(2027, 3, 21), reply_until=date(2027, 4, 20), freezes=date(2027, 5, 10),
        publishes=date(2027, 5, 27), zone=CALENDAR.zone,
    )  # fmt: skip
    one = round_of("2027-1", calendar=later, period=(date(2027, 1, 1), date(2027, 6, 30)), now=PUBLISHED)
    now = at(date(2027, 1, 10))
    clock.at(now)
    advance(now)
    one.refresh_from_db()
    return one


def published_once(people: People, clock: Clock) -> Round:
    from ubada.assessments.services import name_edition  # noqa: PLC0415

    accepted(people, "clear-water")
    accepted(people, "mountain-voice", level="I4")
    from tests.assessments.people import FROZEN  # noqa: PLC0415

    advance(FROZEN)
    name_edition(actor=SYSTEM, code="2026-2", edition="1")
    advance(PUBLISHED)
    return second_round(clock)


def test_the_last_round_stands_beside_and_grades_nothing(people: People, opened: Round, clock: Clock) -> None:
    assert published_once(people, clock).state == "open"
    path = f"/desk/rounds/2027-1/clear-water/{KEY}/"
    client = browser(people, WRITER)
    text = page(client, path)
    assert said_by("clear-water", KEY, "2026-2") in text
    assert said_by("mountain-voice", KEY, "2026-2") in text
    assert "What each side found in the last round" in text
    assert "Your last verdict rested on 1 piece more:" in text
    assert not re.search(r'name="level"[^>]*checked', text)
    text = page(client, f"{path}?start-from-last=1")
    assert not re.search(r'name="level"[^>]*checked', text)
    assert re.search(
        r"<textarea[^>]*name=\"narrative_en\"[^>]*>[^<]*" + re.escape(said_by("clear-water", KEY, "2026-2")), text
    )
    sent(client, path, {"act": "copy", "version": "0"})
    one = Assessment.objects.get(round="2027-1")
    assert one.evidence_links.count() == 1
    assert one.level == ""
    text = sent(client, path, {"act": "copy", "version": str(one.version)})
    assert "nothing to copy" in text
    assert one.evidence_links.count() == 1


def test_the_levels_offered_are_those_of_the_scale_that_the_round_keeps(people: People, opened: Round) -> None:
    text = page(browser(people, WRITER), PAGE)
    offered = re.findall(r'name="level"[^>]*value="(\w+)"|value="(\w+)"[^>]*name="level"', text)
    assert {one or other for one, other in offered} == {"I4", "I3", "I2", "I1", "I0", "IR", "IU"}


def test_lists_are_searched_by_reference_and_words(people: People, opened: Round) -> None:
    client = browser(people, WRITER)
    assert PAGE in page(client, f"{ROUND}?q=cedaw-7")
    assert PAGE not in page(client, f"{ROUND}?q=nothingofthesort")
    assert "Nothing in this list is like that." in page(client, f"{ROUND}?q=nothingofthesort")
    assert PAGE not in page(client, f"{ROUND}?state=UZB")
    assert page(client, f"{ROUND}?page=9", status=404)
    assert f"{ROUND}{OTHER_KEY}/" in page(client, ROUND)


def test_a_draft_that_another_saved_through_a_service_is_not_overwritten(people: People, opened: Round) -> None:
    client = browser(people, WRITER)
    text = sent(client, PAGE, WHOLE)
    one = the_draft()
    save_draft(actor=people.actor("clear-water.coordinator"), uid=one.uid, seen_version=one.version, level="I0")
    sent(client, PAGE, {**WHOLE, "version": version_on(text)}, status=409)
    assert the_draft().level == "I0"


def test_what_was_handed_in_is_read_and_no_form(people: People, opened: Round) -> None:
    submitted(people, "clear-water")
    client = browser(people, WRITER)
    text = page(client, PAGE)
    assert 'id="draft"' not in text
    assert SECRET in text
    refused = sent(client, PAGE, {**WHOLE, "version": "9", "narrative_en": "A late thought."}, status=409)
    assert "A late thought." in refused
    assert "it is no draft any more" in refused
    assert the_draft().state == "submitted"


def test_an_organisation_moved_to_another_group_hands_in_as_what_it_is_now(people: People, opened: Round) -> None:
    one = draft(people, "clear-water")
    organisation = people.organisations["clear-water"]
    organisation.constituency = "EXP"
    organisation.save()
    client = browser(people, WRITER)
    sent(client, PAGE, {**WHOLE, "version": version_on(page(client, PAGE)), "act": "hand-in"})
    one.refresh_from_db()
    assert one.constituency == "EXP"
    organisation.constituency = "CSO"
    organisation.save()


def test_submitting_twice_at_once_is_one(people: People, opened: Round) -> None:
    one = draft(people, "clear-water")
    text = page(browser(people, WRITER), PAGE)
    submit_assessment(actor=people.actor(WRITER), uid=one.uid, now=COLLECTING)
    sent(browser(people, WRITER), PAGE, {**WHOLE, "version": version_on(text), "act": "hand-in"}, status=409)
    assert one.versions.count() == 1


def test_the_form_says_among_how_many_a_name_hides(people: People, opened: Round) -> None:
    text = " ".join(page(browser(people, WRITER), PAGE).split())
    assert "3 organisations of your group speak on this state" in text
    only = " ".join(page(browser(people, "akyikatchy.assessor"), f"/desk/rounds/2026-2/akyikatchy/{KEY}/").split())
    assert "Yours is the only organisation of its group that speaks on this state" in only


def test_no_organisation_can_have_the_name_of_an_address(people: People) -> None:
    words = {found[1] for one in routes() if (found := re.fullmatch(r"/?desk/rounds/<\w+:code>/([\w-]+)/", one))}
    assert words
    for word in sorted(words):
        with pytest.raises(InvalidInput, match=r"choose another|address"):
            create_organisation(actor=SYSTEM, code=word, name=both(word), constituency="CSO", states=["KGZ"])
