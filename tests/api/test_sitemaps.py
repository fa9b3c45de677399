"""The site map: every address in it is there, and every public object is in it."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from pytest_django import Settings

from tests.published_world import PRACTICE
from ubada.api import sitemaps
from ubada.register.models import Commitment, Fact, Instrument

pytestmark = pytest.mark.django_db

M = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
X = "{http://www.w3.org/1999/xhtml}"
SITE = "https://register.example"


@pytest.fixture
def site(api: Client, settings: Settings) -> Client:
    """A site that knows its public address."""
    settings.PUBLIC_URL = SITE
    return api


def addresses(site: Client, path: str = "/sitemap.xml") -> list[str]:
    root = ET.fromstring(site.get(path).content)
    return [one.findtext(f"{M}loc") or "" for one in root]


def test_every_address_of_the_site_map_is_there(site: Client) -> None:
    found = addresses(site)

    assert len(found) == len(set(found)) > 100
    assert all(one.startswith(SITE) for one in found)
    missing = [one for one in found if site.get(one.removeprefix(SITE)).status_code != 200]
    assert missing == []


def test_every_public_object_is_in_the_site_map(site: Client) -> None:
    found = set(addresses(site))
    rows = [
        *Commitment.objects.all(), *Instrument.objects.all(),
        *Fact.objects.filter(is_published=True).exclude(state=PRACTICE),
    ]  # fmt: skip

    assert not [row for row in rows if SITE + row.get_absolute_url() not in found]
    assert f"{SITE}/editions/1/" in found


def test_nothing_that_is_not_public_is_in_the_site_map(site: Client) -> None:
    text = site.get("/sitemap.xml").content.decode()

    for hidden in (PRACTICE, "law.KGZ.unseen", "/editions/2/", "/accounts/"):
        assert hidden not in text


def test_each_address_names_the_page_in_every_complete_language(site: Client) -> None:
    root = ET.fromstring(site.get("/sitemap.xml").content)
    by_address = {one.findtext(f"{M}loc"): one for one in root}
    links = by_address[f"{SITE}/ru/states/KGZ/"].findall(f"{X}link")

    assert {link.get("hreflang"): link.get("href") for link in links} == {
        "en": f"{SITE}/states/KGZ/", "ru": f"{SITE}/ru/states/KGZ/", "x-default": f"{SITE}/states/KGZ/",
    }  # fmt: skip


def test_a_long_site_map_becomes_an_index_of_its_sections(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = addresses(site)
    monkeypatch.setattr(sitemaps, "PATHS_IN_A_FILE", 7)
    parts = addresses(site)

    assert all(part.startswith(f"{SITE}/sitemap-") for part in parts)
    assert sorted(one for part in parts for one in addresses(site, part.removeprefix(SITE))) == sorted(whole)


@pytest.mark.parametrize("path", ["/sitemap-none-1.xml", "/sitemap-facts-0.xml", "/sitemap-facts-99.xml"])
def test_a_part_that_does_not_exist_is_not_found(site: Client, path: str) -> None:
    assert site.get(path).status_code == 404


def test_robots_are_told_of_the_site_map_where_the_site_knows_its_address(site: Client, settings: Settings) -> None:
    assert f"Sitemap: {SITE}/sitemap.xml" in site.get("/robots.txt").content.decode()
    settings.PUBLIC_URL = ""
    assert "Sitemap" not in site.get("/robots.txt").content.decode()
