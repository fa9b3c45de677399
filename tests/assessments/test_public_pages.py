"""The public pages of rounds, as each kind of person meets them at each stage of a round."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.cache import cache
from django.test import Client

from tests.assessments.people import (
    COLLECTING,
    FROZEN,
    PUBLISHED,
    RECONCILING,
    REPLYING,
    REVIEWING,
    SECRET,
    SYSTEM,
    People,
    accepted,
    advance,
)
from tests.assessments.rounds import LAST_YEAR, THIS_YEAR, published_round
from tests.assessments.seeing import REF, RESULTS, VERDICTS, client_of, page, publish, words
from tests.world import both
from ubada.assessments.models import Round
from ubada.assessments.services import move_round_date, withdraw_assessment

pytestmark = pytest.mark.django_db


def test_without_any_round_every_page_says_so_and_reads_well(people: People) -> None:
    assert "No round has been planned yet." in words("/rounds/")
    assert "No verdict has been given yet." in words("/states/KGZ/")
    assert "No verdict has been given yet." in words(f"/commitments/{REF}/")
    assert "No verdict has been given yet." in words(VERDICTS)
    assert "0 verdicts published" in words("/")
    assert "newest round" not in words("/")
    for path in ("/rounds/", "/states/KGZ/", f"/commitments/{REF}/", VERDICTS):
        assert page(f"/ru{path}")
    for path in (
        "/rounds/2026-2/",
        "/rounds/2026-2/KGZ/",
        "/rounds/2026-2/KGZ/CSO/I2/",
        f"/commitments/{REF}/ZZZ/verdicts/",
    ):
        page(path, status=404)


def test_a_planned_round_says_what_happens_when(people: People, planned: Round) -> None:
    move_round_date(
        actor=SYSTEM, code=planned.code, milestone="publishes", to=planned.publishes.replace(day=28),
        reason="technical", now=datetime.fromisoformat("2026-06-10T00:00:00+00:00"),
    )  # fmt: skip
    said = words(f"/rounds/{planned.code}/")
    for phrase in (
        "The round opens",
        "1 July 2026",
        "28 November 2026",
        "it was 27 November 2026",
        "a technical failure",
    ):
        assert phrase in said, phrase
    assert "set on the day it opens" in said
    assert "Nothing of what it finds is shown before 28 November 2026" in said
    assert "No verdict has been given yet." in words("/states/KGZ/")
    assert "the round opens on 1 July 2026" in words(f"/commitments/{REF}/")
    assert "Second half of 2026" in words("/")
    page(f"/rounds/{planned.code}/KGZ/CSO/I2/", status=404)


@pytest.mark.parametrize("moment", [COLLECTING, REVIEWING, REPLYING, RECONCILING, FROZEN])
@pytest.mark.parametrize("name", ["reader", "outsider", "fund.coordinator"])
def test_before_publication_nothing_of_a_round_is_shown_to_the_public(
    people: People, opened: Round, moment: datetime, name: str
) -> None:
    accepted(people, "clear-water", level="I1", narrative=both(f"No shelter. {SECRET}"))
    accepted(people, "ministry", level="I4")
    advance(moment)
    client = Client() if name == "reader" else client_of(people, name)
    for path in RESULTS:
        seen = page(path, client)
        assert SECRET not in seen
        assert "clear-water" not in seen
        assert 'class="levels"' not in seen
        assert 'class="bell"' not in seen
    assert "No verdict has been published yet." in words(VERDICTS, client)
    assert "No verdict has been published yet." in words("/states/KGZ/", client)
    assert "No verdict has been given" not in words(f"/commitments/{REF}/", client)
    assert Client().get(f"/rounds/{THIS_YEAR}/KGZ/CSO/I1/").status_code == 404


@pytest.mark.parametrize("name", ["ministry.observer", "akyikatchy.coordinator", "clear-water.assessor", "editor"])
def test_a_party_reads_all_in_the_reply_stage_and_nothing_before(people: People, opened: Round, name: str) -> None:
    accepted(people, "mountain-voice", level="I1")
    client = client_of(people, name)
    advance(REVIEWING)
    assert all(SECRET not in page(path, client) for path in RESULTS)
    assert "mountain-voice" not in page(VERDICTS, client)
    advance(REPLYING)
    assert SECRET in page(VERDICTS, client)
    for path in RESULTS:
        seen = words(path, client)
        assert "Not published yet" in seen or "not published yet" in seen, path
    assert "1 commitment" in words(f"/rounds/{THIS_YEAR}/KGZ/CSO/I1/", client)


def test_what_a_party_reads_never_gets_into_the_page_kept_for_readers(people: People, opened: Round) -> None:
    accepted(people, "clear-water", level="I1")
    accepted(people, "ministry", level="I4")
    advance(REPLYING)
    party, reader = client_of(people, "ministry.coordinator"), Client()
    cache.clear()
    for path in RESULTS:
        for_party = page(path, party)
        for_reader = page(path, reader)
        assert 'class="levels"' in for_party or 'class="bell"' in for_party
        assert 'class="levels"' not in for_reader
        assert 'class="bell"' not in for_reader
        assert page(path, reader) == for_reader or "csrf" in for_reader
        assert page(path, party) == for_party or "csrf" in for_party


def test_publication_is_seen_at_once_by_readers_whose_page_was_kept(people: People, opened: Round) -> None:
    accepted(people, "clear-water", level="I1")
    advance(REPLYING)
    before = {path: page(path) for path in (*RESULTS, "/rounds/", "/")}
    publish(people)
    for path, kept in before.items():
        assert page(path) != kept, path
    assert SECRET in page(VERDICTS)
    assert "1 verdict published" in words("/")
    assert "The newest round is published." in words("/")


def test_what_is_taken_back_or_corrected_is_seen_at_once(people: People) -> None:
    made = published_round(people)
    said = words(VERDICTS)
    assert "clear-water on CEDAW-7@KGZ" in said
    withdraw_assessment(
        actor=people.actor("clear-water.assessor"), uid=made["published"].uid, reason="error", now=PUBLISHED
    )
    assert "clear-water on CEDAW-7@KGZ" not in words(VERDICTS)
    assert 'lv-I1"' not in page(f"/rounds/{LAST_YEAR}/KGZ/")
