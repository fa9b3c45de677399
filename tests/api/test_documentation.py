"""The documentation page and the description of the data set."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django import Settings
from selectolax.lexbor import LexborHTMLParser

from ubada.api.openapi import openapi
from ubada.api.own_openapi import own_openapi

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["/api/v1/docs/", "/ru/api/v1/docs/"])
def page(request: pytest.FixtureRequest, api: Client) -> LexborHTMLParser:
    """The page in English and in Russian."""
    answer = api.get(request.param)
    assert answer.status_code == 200
    return LexborHTMLParser(answer.content.decode())


def test_every_address_and_every_record_is_on_the_page(page: LexborHTMLParser) -> None:
    text = page.text()
    anchors = {node.attributes["id"] for node in page.css("[id]")}
    described = openapi()

    for path, methods in described["paths"].items():
        assert f"GET {path}" in text
        for parameter in methods["get"]["parameters"]:
            assert parameter["description"].split(".")[0] in text
    for name in described["components"]["schemas"]:
        assert f"record-{name.lower()}" in anchors


def test_every_address_that_needs_a_token_is_on_the_page_with_its_scope(page: LexborHTMLParser) -> None:
    text = page.text()

    for path, methods in own_openapi()["paths"].items():
        for method, operation in methods.items():
            assert f"{method.upper()} {path}" in text
            assert operation["description"] in text
            assert "Scope: " in operation["description"]


def test_every_link_within_the_page_leads_somewhere(page: LexborHTMLParser) -> None:
    ids = [node.attributes["id"] for node in page.css("[id]")]
    targets = {str(node.attributes["href"])[1:] for node in page.css('a[href^="#"]')}

    assert len(ids) == len(set(ids))
    assert targets <= set(ids)


def test_the_page_asks_nothing_of_anyone_and_needs_no_script(page: LexborHTMLParser) -> None:
    loaded = [node.attributes.get("src") or node.attributes.get("href") for node in page.css("[src], link[href]")]

    assert loaded
    assert all(urlsplit(str(one)).netloc == "" for one in loaded)
    assert not [node for node in page.css("script") if not node.attributes.get("src")]
    assert page.css("[style], style, [onclick], iframe, img") == []


def test_every_command_on_the_page_works(page: LexborHTMLParser, api: Client) -> None:
    """Examples are of the baseline; here each must at least be an address and a parameter that exist."""
    commands = [node.text() for node in page.css("pre code")]

    assert len(commands) == len(openapi()["paths"])
    for command in commands:
        address = re.fullmatch(r"curl 'http://testserver(/api/v1/[^']*)'", command)
        assert address, command
        answer = api.get(address.group(1))
        assert answer.status_code in (200, 404) or answer.json()["type"].endswith("#invalid-parameter"), command


def test_the_page_is_packed_for_who_can_unpack_it(api: Client) -> None:
    whole = api.get("/api/v1/docs/")
    packed = api.get("/api/v1/docs/", HTTP_ACCEPT_ENCODING="gzip")

    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(whole.content) / 5


def test_the_page_is_linked_from_the_data_page_in_its_language(api: Client) -> None:
    assert 'href="/api/v1/docs/"' in api.get("/data/").content.decode()
    assert 'href="/ru/api/v1/docs/"' in api.get("/ru/data/").content.decode()
    assert api.get("/api/v1/docs")["Location"] == "/api/v1/docs/"


def test_the_data_set_is_described_for_catalogues(api: Client, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://register.example"
    answer = api.get("/data/dataset.jsonld")
    catalogue = json.loads(answer.content)
    register, edition = catalogue["dataset"]

    assert answer["Content-Type"] == "application/ld+json"
    assert (catalogue["@type"], register["@type"]) == ("DataCatalog", "Dataset")
    assert catalogue["@context"] == "https://schema.org/"
    for name in ("name", "description", "url", "license", "publisher", "distribution", "spatialCoverage"):
        assert register[name]
    assert len(register["description"]) >= 50, "what catalogues ask at least"
    assert [place["identifier"] for place in register["spatialCoverage"]] == ["KAZ", "KGZ", "TJK", "TKM", "UZB"]
    assert (edition["version"], edition["datePublished"]) == ("1", "2026-11-20")
    for one in register["distribution"]:
        assert api.get(one["contentUrl"].removeprefix("https://register.example")).status_code == 200


@pytest.mark.parametrize("path", ["/data/", "/", "/ru/data/"])
def test_home_and_data_name_the_description_of_the_data_set(api: Client, path: str) -> None:
    page = LexborHTMLParser(api.get(path).content.decode())

    links = page.css('link[rel="describedby"][type="application/ld+json"]')
    assert [link.attributes["href"] for link in links] == ["/data/dataset.jsonld"]
