"""Feeds, read with an XML parser as a feed reader would."""

from __future__ import annotations

import re
from datetime import datetime
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from pytest_django import Settings

from tests.published_world import PRACTICE_WORDS
from tests.world import FORMULA, NEVER_SHOWN
from ubada.access.actors import Actor
from ubada.api import atom
from ubada.ledger.models import Entry
from ubada.register.models import Fact
from ubada.register.queries.changes import recent_changes

pytestmark = pytest.mark.django_db

FEEDS = tuple(f"/feeds/{name}.atom{query}" for name in ("editions", "changes") for query in ("", "?language=ru"))
A = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
TAG = re.compile(r"^tag:register\.example,\d{4}(-\d\d(-\d\d)?)?:[a-z]+(/\d[\w-]*)?(:[a-z]+)?$")


@pytest.fixture
def site(api: Client, settings: Settings) -> Client:
    """A site that knows its public address."""
    settings.PUBLIC_URL = "https://register.example"
    return api


def read(site: Client, address: str) -> ET.Element:
    answer = site.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.content)


def editions_in(feed: ET.Element) -> list[ET.Element]:
    """The entries of editions: published rounds have entries beside them."""
    return [one for one in feed.findall(f"{A}entry") if ":editions/" in (one.findtext(f"{A}id") or "")]


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_is_valid_atom(site: Client, address: str) -> None:
    feed = read(site, address)
    entries = feed.findall(f"{A}entry")

    assert feed.tag == f"{A}feed"
    assert entries
    for element in (feed, *entries):
        assert TAG.match(element.findtext(f"{A}id") or "")
        assert element.findtext(f"{A}title")
        moment = element.findtext(f"{A}updated") or ""
        assert MOMENT.match(moment)
        assert datetime.fromisoformat(moment)
        assert len(element.findall(f"{A}id")) == len(element.findall(f"{A}updated")) == 1
        links = element.findall(f"{A}link")
        assert all(link.get("href", "").startswith("https://register.example/") for link in links)
        assert len([link for link in links if link.get("rel") == "alternate"]) == 1
    assert feed.findtext(f"{A}author/{A}name")
    own = [link.get("href") for link in feed.findall(f"{A}link") if link.get("rel") == "self"]
    assert own == [f"https://register.example{address}"]
    ids = [one.findtext(f"{A}id") for one in (feed, *entries)]
    assert len(set(ids)) == len(ids)
    assert feed.findtext(f"{A}updated") == max(one.findtext(f"{A}updated") or "" for one in entries)


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_is_the_same_until_something_changes(site: Client, address: str) -> None:
    first = site.get(address)

    assert site.get(address).content == first.content
    assert site.get(address, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_names_no_actor_and_nothing_that_is_not_public(site: Client, address: str) -> None:
    text = site.get(address).content.decode()

    for actor in Entry.objects.values_list("actor", flat=True).distinct():
        assert actor not in text
    assert "Only built 5150" not in text
    for hidden in (*NEVER_SHOWN, PRACTICE_WORDS, 'example.org"', "membership", "account:"):
        assert hidden not in text


@pytest.mark.parametrize("address", FEEDS)
def test_every_page_that_a_feed_links_is_there(site: Client, address: str) -> None:
    feed = read(site, address)
    links = {link.get("href", "").removeprefix("https://register.example") for link in feed.iter(f"{A}link")}
    pages = {link.partition("#")[0] for link in links if "/feeds/" not in link}

    assert pages
    for page in pages:
        assert site.get(page).status_code == 200, page


def test_the_feed_of_editions_holds_the_published_ones_and_dates_them_by_their_corrections(site: Client) -> None:
    [entry] = editions_in(read(site, "/feeds/editions.atom"))

    assert entry.findtext(f"{A}id") == "tag:register.example,2026-11-20:editions/1"
    assert entry.findtext(f"{A}title") == "First edition"
    assert entry.findtext(f"{A}published") == "2026-11-20T09:00:00Z"
    assert (entry.findtext(f"{A}updated") or "").startswith("2026-11-22")
    assert "A date was wrong" in (entry.findtext(f"{A}content") or "")


def test_a_feed_in_russian_says_it_in_russian_under_its_own_name(site: Client) -> None:
    feed = read(site, "/feeds/editions.atom?language=ru")
    [entry] = editions_in(feed)

    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "ru"
    assert entry.findtext(f"{A}title") == "Первое издание"
    assert entry.findtext(f"{A}id") == "tag:register.example,2026-11-20:editions/1:ru"


@pytest.mark.parametrize("query", ["?language=xx", "?language=kk", "?language=%00", "?language=../ru"])
def test_a_feed_in_a_language_that_is_not_complete_is_refused(site: Client, query: str) -> None:
    assert site.get(f"/feeds/changes.atom{query}").status_code == 400


def test_changes_are_counted_by_kind_and_linked(site: Client) -> None:
    changes = recent_changes(Actor.reader())
    first = changes[-1]

    assert first.counts["commitment"] == 6
    assert first.counts["fact"] == Fact.objects.filter(is_published=True, state__is_practice=False).count()
    assert first.counts["fact"] < Fact.objects.count() - 1, "some of the world's facts are not published"
    assert "state" in first.counts
    assert {one.kind for one in first.shown} == {"commitment", "fact", "instrument", "state"}
    assert sum(one.kind == "fact" for one in first.shown) == 10


def test_the_practice_state_is_no_change_of_the_register(site: Client) -> None:
    newest = Entry.objects.filter(subject="practice state").get()

    assert newest.sequence not in {one.sequence for one in recent_changes(Actor.reader())}


def test_no_text_can_break_out_of_a_feed() -> None:
    nasty = f"</title><script>&\x00\x0b\ud7ff{FORMULA}]]>"
    moment = datetime(2026, 1, 1)  # noqa: DTZ001
    entry = atom.Entry("tag:x,2026:a", nasty, moment, [atom.Link('https://x.example/?a=1&b="2"', title=nasty)], nasty)
    feed = ET.fromstring(atom.written(atom.Feed("tag:x,2026:f", nasty, nasty, "en", [], [entry])))

    shown = nasty.replace("\x00", "").replace("\x0b", "")
    assert feed.findtext(f"{A}title") == shown
    assert feed.findtext(f"{A}entry/{A}content") == shown
    assert [child.tag for child in feed.find(f"{A}entry") or ()] == [
        f"{A}{name}" for name in ("id", "title", "updated", "link", "content")
    ]


def test_a_feed_without_entries_is_still_dated() -> None:
    feed = ET.fromstring(atom.written(atom.Feed("tag:x,2026:f", "t", "s", "en", [], [])))

    assert feed.findtext(f"{A}updated") == "2024-11-27T00:00:00Z"


def test_pages_name_both_feeds(site: Client) -> None:
    english, russian = site.get("/states/").content.decode(), site.get("/ru/states/").content.decode()

    for name in ("editions", "changes"):
        assert f'href="/feeds/{name}.atom"' in english
        assert f'href="/feeds/{name}.atom?language=ru"' in russian
