"""One visibility: what a fact's own page lets an actor see is what lists, search, files and the interface show them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from tests.abuse.people import People
from ubada.register.models import Fact

pytestmark = pytest.mark.django_db


def _body(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return (response.getvalue() if response.streaming else response.content).decode("utf-8-sig")


def _pages(client: Client, path: str) -> Iterator[dict]:
    """The items of a list of the interface, page after page."""
    following: str | None = path
    while following:
        found = json.loads(_body(client, following))
        yield from found["items"]
        following = found["next"]


def by_own_page(client: Client) -> set[str]:
    """The facts whose own page this actor gets."""
    return {key for key in _keys() if client.get(f"/facts/{key}/").status_code == 200}


def by_api_record(client: Client) -> set[str]:
    return {key for key in _keys() if client.get(f"/api/v1/facts/{key}").status_code == 200}


def by_api_list(client: Client) -> set[str]:
    return {one["key"] for one in _pages(client, "/api/v1/facts?limit=10")}


def by_search(client: Client) -> set[str]:
    """A fact is found by its own key if it is found at all."""
    found = set()
    for key in _keys():
        page = _body(client, f"/search/?q={key}")
        found |= {one for one in _keys() if f'href="/facts/{one}/"' in page}
    return found


def by_api_search(client: Client) -> set[str]:
    return {one["key"] for key in _keys() for one in _pages(client, f"/api/v1/search?q={key}") if one["type"] == "fact"}


def by_csv(client: Client) -> set[str]:
    return {row["key"] for row in csv.DictReader(io.StringIO(_body(client, "/data/fact.csv")))}


def by_json(client: Client) -> set[str]:
    return {one["key"] for one in json.loads(_body(client, "/data/fact.json"))}


def by_edition(client: Client) -> set[str]:
    lines = _body(client, "/editions/0/files/records/fact.jsonl").splitlines()
    return {json.loads(line)["key"] for line in lines}


def by_sitemap(client: Client) -> set[str]:
    return set(re.findall(r"<loc>https://register.example/facts/([^<]+)/</loc>", _body(client, "/sitemap-facts-1.xml")))


FACES = (by_api_record, by_api_list, by_search, by_api_search, by_csv, by_json, by_edition, by_sitemap)
"""Every way to a fact beside its own page. What comes to nobody by signing in is the same for everyone."""
FOR_WHO_IS_SIGNED_IN = {by_search, by_csv, by_json}
"""Faces that know who asks: an editor sees there what an editor sees on the page."""


def _keys() -> list[str]:
    return list(Fact.objects.values_list("key", flat=True))


def _of_practice() -> set[str]:
    return set(Fact.objects.filter(state__is_practice=True).values_list("key", flat=True))


@pytest.fixture(scope="module")
def published(people: People) -> set[str]:
    """What passed the gate, about states that exist."""
    keys = set(Fact.objects.filter(is_published=True, state__is_practice=False).values_list("key", flat=True))
    assert keys
    assert keys < set(_keys())
    return keys


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.__name__)
@pytest.mark.parametrize("actor", ["reader", "cso_kgz", "disabled"])
def test_every_face_shows_the_same_facts_as_their_own_pages(
    people: People, published: set[str], actor: str, face: Callable[[Client], set[str]]
) -> None:
    client = people.client(actor)
    assert by_own_page(client) - _of_practice() == published
    assert face(client) - _of_practice() == published


@pytest.mark.parametrize("face", [by_api_list, by_sitemap, by_edition], ids=lambda face: face.__name__)
def test_the_practice_state_is_in_no_list_that_did_not_ask_for_it(
    people: People, face: Callable[[Client], set[str]]
) -> None:
    assert not face(people.client("reader")) & _of_practice()


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.__name__)
def test_an_editor_sees_more_only_where_the_page_knows_who_asks(
    people: People, published: set[str], face: Callable[[Client], set[str]]
) -> None:
    client = people.client("editor")
    assert by_own_page(client) == set(_keys())
    found = face(client) - _of_practice()
    assert found == published if face not in FOR_WHO_IS_SIGNED_IN else found >= published
