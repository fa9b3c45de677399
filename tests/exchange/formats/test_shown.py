"""What was imported is on the pages, in the interface, in the search and in an edition, with where it comes from."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from tests.exchange.formats import small_upr
from tests.exchange.formats.conftest import Importer
from tests.exchange.formats.small_upr import row
from ubada.editions.freeze import freeze
from ubada.editions.package import package_files
from ubada.editions.report.book import Book
from ubada.editions.report.commitment import commitment_context
from ubada.editions.report.parts import Parts
from ubada.register.documents import build_commitments, build_facts
from ubada.register.models import Commitment

INDICATOR = "indicator.KGZ.gapminder-forest.2020"


@pytest.fixture
def ref(bring: Importer, tmp_path: Path) -> str:
    """A recommendation by two states, imported, and an indicator beside it."""
    bring("upr-info", small_upr.write(tmp_path, [row(), row(From="Canada")]))
    forest = tmp_path / "forest.csv"
    forest.write_text("geo,time,forest_coverage_percent\nkgz,2020,6.9\n")
    bring("indicators", forest, mapping="gapminder")
    return Commitment.objects.get(ref__startswith="UPR-").ref


@pytest.mark.parametrize("language", ["", "/ru"])
def test_the_page_says_who_recommended_it_and_where_it_was_taken_from(ref: str, client: Client, language: str) -> None:
    page = client.get(f"{language}/commitments/{ref}/")
    shown = page.content.decode()
    assert page.status_code == 200
    assert "Canada, Norway" in " ".join(shown.split())
    assert "UPR Info, database of recommendations" in shown
    assert "<blockquote>" not in shown


def test_the_interface_gives_recommenders_sources_and_answer(ref: str, client: Client) -> None:
    told = client.get(f"/api/v1/commitments/{ref}").json()
    assert [one["state"] for one in told["recommended_by"]] == ["CAN", "NOR"]
    assert (told["sources"][0]["database"], told["sources"][0]["is_quoted"]) == ("upr-info", True)
    answer = told["responses"][0]
    assert (answer["wording"], answer["official_class"], answer["claim"]) == (None, "supported", None)


def test_an_indicator_has_a_page_and_a_record(ref: str, client: Client) -> None:
    assert client.get(f"/facts/{INDICATOR}/").status_code == 200
    told = client.get(f"/api/v1/facts/{INDICATOR}").json()
    assert (told["kind"], told["detail"]["value"], told["detail"]["unit"]["en"]) == (
        "indicator", "6.9", "per cent of the land",
    )  # fmt: skip


def test_both_have_search_documents(ref: str) -> None:
    assert "supported" in build_commitments([ref])[0].facets["response"]
    assert build_facts([INDICATOR])[0].facets["kind"] == ("indicator",)


def test_an_edition_holds_them_and_says_who_recommended(ref: str) -> None:
    frozen = freeze(number=9, title={"en": "Ninth", "ru": "Девятый"}, on=date(2026, 11, 24))
    assert f"{ref}|NOR" in frozen.records["recommended_by"]
    assert f"{ref}|upr-info" in frozen.records["commitment_source"]
    names = [name for name in package_files(frozen) if "recommended" in name]
    assert names
    context = commitment_context(Parts(Book(frozen), "en"), ref)
    assert context["meta"]["recommended_by"] == ["Canada", "Norway"]
    assert context["rows"][0]["responses"][0]["wording"] == ""
