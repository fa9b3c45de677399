"""Saving a draft on slow lines and among colleagues, and finding one's way in a long round, through the pages."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.assessments.desks import Clock, browser, page, sent
from tests.assessments.people import COLLECTING, REPLYING, People, advance, item_of
from tests.world import both
from ubada.assessments.models import Assessment, Round
from ubada.assessments.services import link_evidence

pytestmark = pytest.mark.django_db
ROUND = "/desk/rounds/2026-2/clear-water/"
PAGE = f"{ROUND}CEDAW-7@KGZ/"
WRITER = "clear-water.assessor"
WHOLE = {
    "version": "0", "level": "I2", "cooperation": "K2", "trend": "first", "narrative_en": "A law of 4 May 2026.",
    "narrative_ru": "Закон от 4 мая 2026 года.", "has_declared": "on", "conflict_of_interest": "A grant of 2025.",
    "shared_draft": "joint 7",
}  # fmt: skip


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    one = Clock(monkeypatch)
    one.at(COLLECTING)
    return one


@pytest.fixture
def client(people: People, opened: Round) -> Client:
    """The browser of somebody who writes."""
    return browser(people, WRITER)


def the_draft() -> Assessment:
    return Assessment.objects.get(organisation__code="clear-water")


def test_nobody_is_in_conflict_with_what_their_own_page_saved_a_moment_before(client: Client) -> None:
    version = client.post(PAGE, {**WHOLE, "act": "keep"}).json()["version"]
    text = sent(client, PAGE, {**WHOLE, "act": "save"})
    assert "Saved." in text
    assert the_draft().version == version


def test_a_colleague_who_links_evidence_is_in_nobodys_way(people: People, client: Client) -> None:
    version = client.post(PAGE, {**WHOLE, "act": "keep"}).json()["version"]
    link_evidence(
        actor=people.actor("clear-water.coordinator"), uid=the_draft().uid, item=item_of(people, "clear-water").uid,
        bearing="supports", reliability="A", credibility="2",
    )  # fmt: skip
    assert "Saved." in sent(client, PAGE, {**WHOLE, "version": version, "act": "save"})
    one = the_draft()
    assert (one.narrative["en"], one.evidence_links.count()) == (WHOLE["narrative_en"], 1)


def test_words_that_differ_are_a_conflict_whatever_else_is_the_same(client: Client) -> None:
    client.post(PAGE, {**WHOLE, "act": "keep"})
    text = sent(client, PAGE, {**WHOLE, "narrative_ru": "Закон от 5 мая 2026 года.", "act": "save"}, status=409)
    assert "Somebody else changed this draft" in text
    assert the_draft().narrative["ru"] == WHOLE["narrative_ru"]


def test_adding_a_piece_saves_first_and_comes_back_with_the_piece_chosen(people: People, client: Client) -> None:
    answer = client.post(PAGE, {**WHOLE, "act": "new-piece"})
    assert answer.status_code == 302
    there = urlsplit(answer.headers["Location"])
    assert there.path == "/desk/evidence/new/"
    assert parse_qs(there.query)["return"] == [f"{PAGE}#evidence"]
    assert the_draft().narrative["en"] == WHOLE["narrative_en"]
    assert page(client, answer.headers["Location"])
    item = item_of(people, "clear-water", title=both("A new report 2207"))
    text = page(client, f"{PAGE}?evidence={item.uid}")
    assert re.search(rf'<option value="{item.uid}" selected>', text)


def test_a_piece_that_is_none_or_not_for_the_organisation_is_not_chosen(people: People, client: Client) -> None:
    hidden = item_of(people, "mountain-voice", sensitivity="organisation", title=both("Hidden 8841"))
    for piece in ("01K8ZZZZZZZZZZZZZZZZZZZZZZ", "<b>seven</b>", hidden.uid):
        text = page(client, f"{PAGE}?evidence={piece}")
        assert piece not in re.sub(r'href="[^"]*"', "", text)
        assert "Hidden 8841" not in text


@pytest.mark.parametrize("act", ["save", "find", "link", "copy", "hand-in", "new-piece"])
def test_whatever_button_is_pressed_after_the_round_closed_all_that_was_typed_is_there_to_copy(
    client: Client, clock: Clock, act: str
) -> None:
    page(client, PAGE)
    clock.at(REPLYING)
    advance(REPLYING)
    text = sent(client, PAGE, {**WHOLE, "act": act}, status=400)
    assert "What you wrote was not saved" in text
    for name in ("narrative_en", "narrative_ru", "conflict_of_interest", "shared_draft"):
        assert WHOLE[name] in text
    assert not Assessment.objects.exists()


def listed(text: str) -> set[str]:
    """The references in a list of the round."""
    return set(re.findall(r"clear-water/([^/\"]+)@KGZ/", text))


@pytest.mark.parametrize(
    ("query", "refs"),
    [
        ("theme=themes%3Aequality", {"CEDAW-7", "CEDAW-7-A", "STMT-4"}),
        ("theme=themes%3Alabour", {"C190-4", "STMT-3"}),
        ("text=CEDAW", {"CEDAW-7", "CEDAW-7-A"}),
        ("text=SEMINAR-2024", {"STMT-3", "STMT-4", "STMT-5"}),
        ("text=SEMINAR-2024&theme=themes%3Alabour", {"STMT-3"}),
        ("text=SEMINAR-2024&q=ПОЛОВИНУ", {"STMT-4"}),
        ("q=nothing+is+called+so", set()),
    ],
)
def test_lists_are_narrowed_by_theme_text_and_words(client: Client, query: str, refs: set[str]) -> None:
    assert listed(page(client, f"{ROUND}?{query}")) == refs


def test_what_was_narrowed_stays_so_in_the_next_list(client: Client) -> None:
    text = page(client, f"{ROUND}?theme=themes%3Alabour&page=1")
    assert '<option value="themes:labour" selected>' in text
    assert "?theme=themes%3Alabour&amp;show=to_assess" in text
    assert "Show all" in text


@pytest.mark.parametrize(
    "query", ["theme=themes%3Anone", "text=no-such", "theme=%00", "text=a%00b", "show=none", "state=ZZZ"]
)
def test_an_address_that_narrows_by_what_is_none_is_no_fault(client: Client, query: str) -> None:
    assert client.get(f"{ROUND}?{query}").status_code in {200, 400}


def test_the_round_leads_to_its_spreadsheet_while_verdicts_are_collected(people: People, client: Client) -> None:
    assert f"{ROUND}sheet/" in page(client, ROUND)
    assert f"{ROUND}sheet/" not in page(browser(people, "clear-water.observer"), ROUND)
