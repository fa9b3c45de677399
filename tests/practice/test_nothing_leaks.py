"""Nothing of the practice state is on any public address but its own, and its own say what it is."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.abuse.addresses import matrix, routes
from tests.abuse.people import People
from tests.practice.world import BAND, BAND_OF_A_PERSON, EDITION, MARKS, OPEN, PAST, REPLYING, client_of

pytestmark = pytest.mark.django_db

OF_PRACTICE = (
    "/states/XXA/",
    "/commitments/PRACTICE-T7/",
    "/instruments/PRACTICE-TREATY/",
    "/facts/law.XXA.ngo_law.2021/",
    "/organisations/?practice=1",
    "/search/?practice=1",
    "/rounds/?practice=1",
    f"/rounds/{PAST}/",
    f"/rounds/{PAST}/XXA/",
    f"/rounds/{PAST}/XXA/CSO/I1/",
    f"/rounds/{REPLYING}/",
    "/commitments/PRACTICE-T7/XXA/verdicts/",
)
"""The pages of the practice state, an example of each kind."""
WITHOUT_A_HEAD = ("/api/v1/docs/",)
"""Pages that are no children of the site's base, as those of the frozen report are not."""


@pytest.fixture
def _django_db_helper() -> None:
    """No transaction a test: the one of `made` is around them all."""


def _texts(client: Client, path: str) -> Iterator[str]:
    """What an address answers, and of an archive what is in it."""
    response = client.get(path)
    if response.status_code != 200:
        return
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name
                yield archive.read(name).decode("utf-8", "replace")
    else:
        yield content.decode("utf-8", "replace")


def _found(client: Client, path: str) -> list[str]:
    texts = list(_texts(client, path))
    return [mark for mark in MARKS if any(mark in text for text in texts)]


@pytest.mark.parametrize("who", ["reader", "editor"])
def test_no_public_address_holds_a_word_of_practice(made: People, who: str) -> None:
    """Every address of the matrix that a reader may open, in every language, but those that ask for practice."""
    client = made.client(who)
    in_languages = routes()
    leaks = []
    for one in matrix():
        if one.is_asked_for or one.expected("reader") != 200:
            continue
        prefixes = ("", "/ru") if in_languages[one.route] else ("",)
        leaks += [f"{prefix}{one.path}: {mark}" for prefix in prefixes for mark in _found(client, prefix + one.path)]
    assert not leaks, "\n".join(leaks)


def test_no_list_of_the_interface_holds_a_word_of_practice_on_any_of_its_pages(made: People) -> None:
    client = made.client("reader")
    described = json.loads(client.get("/api/v1/openapi.json").content)
    leaks = []
    lists = [path for path, verbs in described["paths"].items() if "get" in verbs and "{" not in path]
    assert len(lists) > 10
    for path in lists:
        following: str | None = f"{path}?limit=200"
        while following:
            response = client.get(following)
            if response.status_code != 200:
                break
            text = response.content.decode()
            leaks += [f"{following}: {mark}" for mark in MARKS if mark in text]
            following = json.loads(text).get("next") if text.startswith("{") else None
    assert not leaks, "\n".join(leaks)


def test_no_file_of_an_edition_holds_a_word_of_practice(made: People) -> None:
    folder = Path(settings.EDITIONS_DIR) / str(EDITION)
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 50
    leaks = [
        f"{path.relative_to(folder)}: {mark}"
        for path in files
        for text in [f"{path.name} {path.read_bytes().decode('utf-8', 'replace')}"]
        for mark in MARKS
        if mark in text
    ]
    assert not leaks, "\n".join(leaks)


def test_whatever_the_site_links_to_leads_to_no_word_of_practice(made: People) -> None:
    """Whoever follows every link from the front page, but those that ask for it, meets nothing that is invented."""
    client = made.client("reader")
    waiting, seen, leaks = ["/", "/sitemap.xml", "/data/"], set(), []
    while waiting and len(seen) < 900:
        path = waiting.pop()
        if path in seen or path.startswith(("/accounts/", "/editions/", "/static/")):
            continue
        seen.add(path)
        for text in _texts(client, path):
            leaks += [f"{path}: {mark}" for mark in MARKS if mark in text]
            links = [one.split("#")[0].replace("&amp;", "&") for one in re.findall(r'href="(/[^"]*)"', text)]
            waiting += [one for one in links if "practice=1" not in one]
            waiting += re.findall(r"<loc>https://register\.example([^<]+)</loc>", text)
    assert len(seen) > 100
    assert not leaks, "\n".join(leaks)


@pytest.mark.parametrize("path", OF_PRACTICE)
@pytest.mark.parametrize("prefix", ["", "/ru"])
def test_every_page_of_practice_says_that_it_is_invented(made: People, path: str, prefix: str) -> None:
    response = made.client("reader").get(prefix + path)
    assert response.status_code == 200
    page = response.content.decode()
    assert any(mark in page for mark in MARKS)
    assert page.count('class="band warn"') >= 1
    if not prefix:
        assert page.count(BAND) == 1


def test_a_person_of_a_practice_organisation_meets_the_band_on_every_page(made: People) -> None:
    client = client_of("clear-spring.coordinator")
    bare = []
    for one in matrix():
        response = client.get(one.path)
        if response.streaming:
            list(response.streaming_content)
        elif response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html"):
            is_of_the_site = one.path not in WITHOUT_A_HEAD and "/files/" not in one.path
            page = response.content.decode()
            if is_of_the_site and BAND not in page and BAND_OF_A_PERSON not in page:
                bare.append(one.path)
    assert not bare, "\n".join(bare)


@pytest.mark.parametrize(
    "path",
    [
        f"/desk/steering/{OPEN}/",
        f"/desk/steering/{OPEN}/reviews/",
        f"/desk/rounds/{REPLYING}/findings/",
        f"/desk/findings/{REPLYING}/PRACTICE-T9@XXA/",
        "/commitments/PRACTICE-T9/",
    ],
)
def test_an_editor_who_steers_a_practice_round_is_told_that_it_is_one(made: People, path: str) -> None:
    response = made.client("editor").get(path)
    assert response.status_code == 200
    assert response.content.decode().count(BAND) == 1


def test_nobody_else_meets_the_band(made: People) -> None:
    for who in ("reader", "cso_kgz", "editor"):
        page = made.client(who).get("/").content.decode()
        assert BAND not in page
        assert BAND_OF_A_PERSON not in page


@pytest.mark.parametrize("asked", ["", "q=association", "q=Practistan", "q=PRACTICE-T7", "state=XXA", "q=учебное"])
def test_search_finds_what_is_invented_only_where_it_is_asked_for(made: People, asked: str) -> None:
    client = made.client("reader")
    found = client.get(f"/search/?{asked}").content.decode()
    assert "/commitments/PRACTICE-" not in found
    assert BAND not in found


def test_the_filter_of_search_gives_the_practice_state_alone_and_says_so(made: People) -> None:
    client = made.client("reader")
    for query in ("practice=1", "practice=1&q=association", "practice=1&theme=civic-space.association"):
        page = client.get(f"/search/?{query}").content.decode()
        hits = set(re.findall(r'href="/commitments/([^/"]+)/"', page))
        assert "PRACTICE-T7" in hits
        assert all(one.startswith("PRACTICE-") for one in hits)
        assert page.count(BAND) == 1
    assert "/commitments/PRACTICE-" not in client.get("/search/?practice=0").content.decode()
    # Narrowing it further keeps to what was asked for.
    assert 'name="practice" value="1" checked' in page
