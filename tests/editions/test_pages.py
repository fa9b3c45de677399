"""The site's pages of editions, and the frozen files as the site serves them."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from tests.editions.conftest import DAY
from tests.world import build_world
from ubada.access.actors import Actor
from ubada.editions import queries
from ubada.editions.models import Edition
from ubada.editions.services import build_edition, correct_edition, publish_edition
from ubada.editions.verify import MANIFEST
from ubada.editions.views import TYPES
from ubada.organisations.models import Account
from ubada.web.context import EDITION_KEY

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")
READER = Actor.reader()


@pytest.fixture(scope="module")
def standing_site(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """One published edition and one that is only built, for as long as this module's tests run."""
    root = tmp_path_factory.mktemp("site") / "editions"
    with django_db_blocker.unblock(), override_settings(EDITIONS_DIR=root), transaction.atomic():
        build_world()
        build_edition(actor=SYSTEM, number=0, on=DAY)
        publish_edition(actor=SYSTEM, number=0)
        build_edition(actor=SYSTEM, number=1, on=DAY)
        yield root
        transaction.set_rollback(True)


@pytest.fixture
def root(standing_site: Path, settings: Any) -> Path:
    """The folder of the editions."""
    settings.EDITIONS_DIR = standing_site
    return standing_site


@pytest.fixture
def site(root: Path, db: None, settings: Any, client: Client) -> Client:
    """A reader's browser. What a test writes to the database is taken back; what it does to files it puts right."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    return client


def _body(response: Any) -> bytes:
    # Reading a file to its end also closes it.
    return b"".join(response.streaming_content) if response.streaming else bytes(response.content)


@pytest.mark.parametrize("page", ["/", "/help/", "/accounts/login/", "/accounts/password/reset/", "/nothing-here/"])
def test_the_foot_of_every_page_leads_to_the_newest_edition(site: Client, page: str) -> None:
    cache.delete(EDITION_KEY)
    assert '<a href="/editions/0/">verify edition 0</a>' in site.get(page).content.decode()
    cache.delete(EDITION_KEY)


def test_readers_see_what_is_published_and_editors_what_is_built(site: Client) -> None:
    assert [one.number for one in queries.editions(READER)] == [0]
    assert [one.number for one in queries.editions(SYSTEM)] == [1, 0]
    newest = queries.newest_published(SYSTEM)
    assert newest is not None
    assert newest.number == 0
    with pytest.raises(Edition.DoesNotExist):
        queries.edition(READER, 1)
    editor = Account.objects.get(email="editor@example.org")
    assert queries.edition(Actor.of(editor), 1).number == 1


def test_the_list_and_the_page_name_the_edition_its_hash_and_the_command(site: Client) -> None:
    edition = Edition.objects.get(number=0)
    listed = site.get("/editions/").content.decode()
    assert edition.root_hash in listed
    assert "/editions/1/" not in listed
    page = site.get("/editions/0/").content.decode()
    assert f"python3 verify.py --expect {edition.root_hash}" in page
    assert "No verdict has been given yet" in page
    assert "No mistake in this edition has been found yet" in page
    assert page.count("<h1") == 1


def test_the_page_in_russian_leads_to_the_report_in_russian(site: Client) -> None:
    page = site.get("/ru/editions/0/").content.decode()
    assert 'href="/ru/editions/0/files/ru/index.html"' in page
    other = site.get("/tg/editions/0/").content.decode()
    assert 'href="/tg/editions/0/files/en/index.html"' in other


def test_every_file_of_the_manifest_is_served_as_it_is(site: Client, root: Path) -> None:
    folder = root / "0"
    names = [*json.loads((folder / MANIFEST).read_bytes())["files"], MANIFEST]
    for name in names:
        response = site.get(f"/editions/0/files/{name}")
        assert response.status_code == 200, name
        assert _body(response) == (folder / name).read_bytes(), name
        assert response["Content-Type"] == TYPES[Path(name).suffix]
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert response["X-Content-Type-Options"] == "nosniff"


def test_a_file_that_did_not_change_is_not_sent_again(site: Client) -> None:
    first = site.get("/editions/0/files/en/index.html")
    assert _body(first)
    again = site.get("/editions/0/files/en/index.html", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, _body(again)) == (304, b"")
    assert first["Cache-Control"] == again["Cache-Control"] == "public, max-age=86400"


def test_a_file_says_what_language_it_is_in_whatever_was_asked_for(site: Client) -> None:
    for address, language in (
        ("/editions/0/files/ru/index.html", "ru"),
        ("/ru/editions/0/files/en/index.html", "en"),
        ("/editions/0/files/index.html", "en, ru"),
    ):
        response = site.get(address)
        assert _body(response)
        assert response["Content-Language"] == language


@pytest.mark.parametrize(
    "name",
    ["../0.zip", "..%2f..%2fsecret-key", "%2e%2e/%2e%2e/secret-key", "en/../../../secret-key", "/etc/passwd", "en",
     "en/", "nothing.html", "en/index.html/", "en\\index.html", ".lock", "%00", "en/index.html%00.css", "é" * 3000],
)  # fmt: skip
def test_no_other_name_leads_to_a_file(site: Client, name: str, root: Path) -> None:
    (root.parent / "secret-key").write_text("secret 9917")
    (root / "secret-key").write_text("secret 9917")
    response = site.get(f"/editions/0/files/{name}")
    assert response.status_code in (400, 404), name
    assert b"secret 9917" not in _body(response)


def test_a_link_put_into_the_folder_is_not_served(site: Client, root: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret 9917")
    link = root / "0" / "link.html"
    link.symlink_to(tmp_path / "secret")
    try:
        assert site.get("/editions/0/files/link.html").status_code == 404
    finally:
        link.unlink()


@pytest.mark.parametrize(
    "address",
    ["/editions/1/", "/editions/1/files/en/index.html", "/editions/1/files/manifest.json", "/editions/1/edition.zip",
     "/editions/7/", "/editions/99999999999999999999/", "/editions/x/", "/editions/-1/"],
)  # fmt: skip
def test_what_is_not_published_and_what_is_not_there_are_the_same_to_a_reader(site: Client, address: str) -> None:
    assert site.get(address).status_code == 404


def test_an_editor_can_look_at_what_is_built(site: Client) -> None:
    site.force_login(Account.objects.get(email="editor@example.org"))
    page = site.get("/editions/1/")
    assert page.status_code == 200
    assert b"built and not published" in page.content
    report = site.get("/editions/1/files/en/index.html")
    assert b"Contents" in _body(report)
    assert report["Cache-Control"] == "private, no-store"


def test_the_folder_alone_leads_to_its_cover(site: Client) -> None:
    response = site.get("/editions/0/files/")
    assert (response.status_code, response["Location"]) == (302, "/editions/0/files/index.html")


def test_the_archive_holds_every_file(site: Client) -> None:
    response = site.get("/editions/0/edition.zip")
    with zipfile.ZipFile(BytesIO(_body(response))) as bundle:
        assert len(bundle.namelist()) == Edition.objects.get(number=0).file_count
        assert bundle.testzip() is None


def test_a_correction_and_a_withdrawal_are_shown_and_the_files_stay(site: Client) -> None:
    correct_edition(
        actor=SYSTEM, number=0, withdraw=True, what={"en": "A <b>date</b> was wrong."}, why={"en": "It was misread."}
    )
    page = site.get("/editions/0/").content.decode()
    assert "A &lt;b&gt;date&lt;/b&gt; was wrong." in page
    assert "This edition was withdrawn." in page
    assert b"Contents" in _body(site.get("/editions/0/files/en/index.html"))
    assert queries.newest_published(READER) is None


def test_an_edition_whose_folder_is_gone_has_a_page_and_no_files(site: Client, tmp_path: Path, settings: Any) -> None:
    settings.EDITIONS_DIR = tmp_path
    assert site.get("/editions/0/").status_code == 200
    for address in ("/editions/0/files/en/index.html", "/editions/0/files/manifest.json", "/editions/0/edition.zip"):
        assert site.get(address).status_code == 404


def test_nothing_can_be_posted(site: Client) -> None:
    for address in ("/editions/", "/editions/0/", "/editions/0/files/en/index.html", "/editions/0/edition.zip"):
        assert site.post(address).status_code == 405
