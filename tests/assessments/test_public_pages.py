"""The public pages of rounds, as each kind of person meets them at each stage of a round."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.assessments.people import (
    COLLECTING,
    FROZEN,
    KEY,
    OTHER_KEY,
    PUBLISHED,
    RECONCILING,
    REPLYING,
    REVIEWING,
    SECRET,
    SYSTEM,
    People,
    accepted,
    advance,
    round_of,
)
from tests.assessments.rounds import LAST_YEAR, THIS_YEAR, YEAR, published_round, shifted
from tests.assessments.seeing import REF, RESULTS, VERDICTS, client_of, page, publish, words
from tests.assessments.voices import Vote, crowd, votes, write
from tests.editions.conftest import PRACTICE_WORDS, add_practice_state
from tests.world import both
from ubada.access.actors import Actor
from ubada.assessments import queries
from ubada.assessments.models import Round
from ubada.assessments.queries.changes import changes_counted
from ubada.assessments.rules.scale import Level
from ubada.assessments.services import move_round_date, withdraw_assessment
from ubada.assessments.services.results import refresh_results
from ubada.organisations.models import Organisation
from ubada.organisations.services import create_organisation
from ubada.register.models import Commitment

pytestmark = pytest.mark.django_db


def test_without_any_round_every_page_says_so_and_reads_well(people: People) -> None:
    assert "No round has been planned yet." in words("/rounds/")
    assert "What each side says" not in words("/themes/equality/")
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


def test_the_dates_can_be_subscribed_to_from_the_page_of_a_round(people: People, planned: Round) -> None:
    text = page(f"/rounds/{planned.code}/")
    for address in ("/rounds/calendar.ics", "/rounds/calendar/KGZ.ics", "/rounds/calendar/UZB.ics"):
        assert f'href="{address}"' in text


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
        assert 'class="by-level"' not in seen
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
        assert 'class="by-level"' in for_party or 'class="bell"' in for_party
        assert 'class="by-level"' not in for_reader
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


def test_every_count_leads_to_the_list_of_what_it_counts(people: People, opened: Round) -> None:
    accepted(people, "clear-water", level="I1")
    accepted(people, "ministry", OTHER_KEY, level="IU")
    publish(people)
    seen = page(f"/rounds/{THIS_YEAR}/KGZ/")
    in_scope = opened.scope.filter(state_commitment__state="KGZ").count()
    links = re.findall(rf'href="(/rounds/{THIS_YEAR}/KGZ/(\w+)/\w+/)">(\d+)</a>', seen)
    totals: dict[str, int] = {}
    for url, side, count in links:
        said = words(url)
        assert re.search(rf"(^|\D){count} commitments?\b", said), url
        totals[side] = totals.get(side, 0) + int(count)
    assert set(totals) >= {"STA", "CSO", "NHR", "IGO"}
    assert set(totals.values()) == {in_scope}  # what nobody assessed is counted too
    assert words(f"/rounds/{THIS_YEAR}/KGZ/CSO/I1/").count("CEDAW-7 ") == 1
    assert "IU" in words(f"/rounds/{THIS_YEAR}/KGZ/STA/IU/")
    for wrong in ("DON/I1", "XXX/I1", "CSO/I9", "CSO/i1"):
        page(f"/rounds/{THIS_YEAR}/KGZ/{wrong}/", status=404)
    page(f"/rounds/{THIS_YEAR}/ZZZ/CSO/I1/", status=404)


def test_a_theme_narrows_the_counts_and_the_lists_behind_them(people: People, opened: Round) -> None:
    accepted(people, "clear-water", level="I1")
    publish(people)
    of_equality = page("/themes/equality/")
    assert '<a href="#verdicts">What each side says</a>' in of_equality
    assert f"/rounds/{THIS_YEAR}/KGZ/?theme=equality" in of_equality
    assert f"/rounds/{THIS_YEAR}/KGZ/CSO/I1/?theme=equality" in of_equality
    assert "society a level on 1 of 3" in words("/themes/equality/")
    assert "/CSO/I1/" not in page("/themes/labour/")
    Commitment.objects.get(pk="STMT-5").themes.clear()
    of_nothing = words("/themes/civic-space/")
    assert (
        "no commitment under this theme in: Kazakhstan, Kyrgyzstan, Tajikistan, Turkmenistan, Uzbekistan." in of_nothing
    )
    assert "a level on" not in of_nothing
    of_theme = words(f"/rounds/{THIS_YEAR}/KGZ/?theme=labour")
    assert "Labour" in of_theme
    assert "I1/?theme=" not in page(f"/rounds/{THIS_YEAR}/KGZ/?theme=labour")
    assert "CSO/I1/?theme=equality" in page(f"/rounds/{THIS_YEAR}/KGZ/?theme=equality")
    assert "1 commitment" in words(f"/rounds/{THIS_YEAR}/KGZ/CSO/I1/?theme=equality")
    assert "No commitment stands here." in words(f"/rounds/{THIS_YEAR}/KGZ/CSO/I1/?theme=labour")
    for path in (f"/rounds/{THIS_YEAR}/KGZ/?theme=none", f"/rounds/{THIS_YEAR}/KGZ/CSO/I1/?theme=%3Cb%3E"):
        page(path, status=404)


def test_states_stand_in_the_order_of_the_register_and_nothing_sorts_or_adds_them(
    people: People, opened: Round
) -> None:
    accepted(people, "clear-water", level="I0")
    publish(people)
    seen = page(f"/rounds/{THIS_YEAR}/")
    for part in (seen.partition('id="scope"')[2].partition('id="levels"')[0], seen.partition('id="levels"')[2]):
        places = [part.index(f"/rounds/{THIS_YEAR}/{state}/") for state in ("KAZ", "KGZ", "TJK", "TKM", "UZB")]
        assert places == sorted(places)
    assert "sort" not in seen.partition("<main")[2]
    for word in ("average", "score", "rank"):
        assert word not in words(f"/rounds/{THIS_YEAR}/").lower()


def test_what_changed_since_the_last_round_or_why_nothing_is_compared(people: People) -> None:
    published_round(people)
    assert "There is no earlier round to compare with." in words(f"/rounds/{LAST_YEAR}/")
    round_of(THIS_YEAR)
    advance(COLLECTING)
    accepted(people, "clear-water", level="I3")
    accepted(people, "ministry", level="I4")
    publish(people)
    said = words(f"/rounds/{THIS_YEAR}/KGZ/")
    assert "moved up: 1" in said
    assert "other organisations spoke than before" in said
    assert words(f"/rounds/{THIS_YEAR}/").count("moved up: 1") == 1
    Round.objects.filter(pk=LAST_YEAR).update(method="positions@2020")
    cache.clear()
    told = words(f"/rounds/{THIS_YEAR}/")
    assert "is not compared" in told
    assert "The two rounds use different methods." in told
    assert "moved up" not in told


def test_the_counts_of_what_changed_are_those_of_the_rules(people: People) -> None:
    earlier = round_of(LAST_YEAR, calendar=shifted(-YEAR), states=["KGZ"], now=COLLECTING - YEAR - timedelta(days=40))
    advance(COLLECTING - YEAR)
    later = round_of(THIS_YEAR)
    advance(COLLECTING)
    organisations = crowd(3)
    for seed, one in enumerate((earlier, later)):
        keys = list(one.scope.values_list("state_commitment", flat=True))
        write(one, votes(organisations, keys, seed=seed, share=0.2), state="published")
        refresh_results(one)
    Round.objects.update(state="published")
    later.refresh_from_db()
    reader = Actor.reader()
    for state in (None, "KGZ"):
        counted, told = changes_counted(reader, later, state=state), queries.changes_since(reader, later, state=state)
        assert counted.earlier == told.earlier == earlier
        assert {each.constituency: each.counts for each in counted.sides} == {
            each.constituency: each.counts for each in told.changes
        }
        assert {each.constituency: each.n_other_voices for each in counted.sides} == {
            each.constituency: sum(not move.same_voices for move in each.moves) for each in told.changes
        }
        assert {(each.only_earlier, each.only_later) for each in told.changes} == {
            (counted.only_earlier, counted.only_later)
        }


def test_the_number_of_queries_does_not_grow_with_organisations_commitments_or_states(
    people: People, opened: Round
) -> None:
    client = client_of(people, "outsider")  # whose pages are not kept, and who reads what the public reads

    def asked(path: str) -> int:
        page(path, client)
        with CaptureQueriesContext(connection) as found:
            page(path, client)
        return len(found)

    keys = list(opened.scope.values_list("state_commitment", flat=True))
    given = (Level.IMPLEMENTED, Level.NO_ACTION, Level.REGRESSION, Level.INITIAL, Level.INSUFFICIENT, Level.SUBSTANTIAL)
    first = zip(crowd(1), given, strict=True)
    write(opened, [Vote(KEY, each, level, f"of {each.code}") for each, level in first], state="published")
    refresh_results(opened)
    Round.objects.filter(pk=opened.pk).update(state="published")
    before = {path: asked(path) for path in (*RESULTS, f"/rounds/{THIS_YEAR}/KGZ/CSO/IN/")}
    more = [
        Organisation(code=f"more-{n}", name=both("x"), constituency=side, status="approved")
        for n, side in enumerate(["STA", "CSO", "NHR", "IGO", "COM", "EXP"] * 6)
    ]
    write(opened, votes(Organisation.objects.bulk_create(more), keys, seed=2, share=0.7), state="published")
    refresh_results(opened)
    after = {path: asked(path) for path in before}
    assert all(after[path] <= before[path] for path in before), (before, after)
    assert max(after.values()) <= 50


def test_practice_is_nowhere_on_real_pages_and_marked_on_its_own(people: People) -> None:
    add_practice_state()
    for code, constituency in (("invented-office", "NHR"), ("invented-people", "CSO")):
        create_organisation(
            actor=SYSTEM, code=code, name=both(PRACTICE_WORDS), constituency=constituency, states=["XAA"]
        )
    invented = round_of("practice-1", title=both(PRACTICE_WORDS), states=["XAA"])
    real = round_of(THIS_YEAR)
    advance(COLLECTING)
    organisations = Organisation.objects.filter(code__startswith="invented")
    written = [Vote("CEDAW-7@XAA", each, Level.INITIAL, f"{PRACTICE_WORDS} {each.code}") for each in organisations]
    write(invented, written, state="published")
    refresh_results(invented)
    Round.objects.filter(pk__in=[invented.pk, real.pk]).update(state="published")
    for path in ("/", "/rounds/", *RESULTS, "/sitemap.xml", "/feeds/editions.atom"):
        seen = page(path)
        assert PRACTICE_WORDS not in seen, path
        assert "practice-1" not in seen, path
    assert "/rounds/?practice=1" in page("/rounds/")
    for path in (
        "/rounds/?practice=1", "/rounds/practice-1/", "/rounds/practice-1/XAA/", "/rounds/practice-1/XAA/CSO/I1/",
        "/states/XAA/", "/commitments/CEDAW-7/XAA/verdicts/",
    ):  # fmt: skip
        assert "A practice state, invented to learn on." in page(path), path
    assert f"{PRACTICE_WORDS} invented-people" in page("/commitments/CEDAW-7/XAA/verdicts/")
    assert THIS_YEAR not in words("/rounds/?practice=1")


def test_a_published_round_is_in_the_site_map_and_in_the_feed(people: People, opened: Round) -> None:
    accepted(people, "clear-water", level="I1")
    advance(REPLYING)
    assert f"/rounds/{THIS_YEAR}/" not in page("/sitemap.xml")
    assert f"/rounds/{THIS_YEAR}/" not in page("/feeds/editions.atom")
    publish(people)
    assert f"/rounds/{THIS_YEAR}/</loc>" in page("/sitemap.xml")
    assert f"/rounds/{THIS_YEAR}/" in page("/feeds/editions.atom")
    assert f"/ru/rounds/{THIS_YEAR}/" in page("/feeds/editions.atom?language=ru")
    assert SECRET not in page("/feeds/editions.atom")
