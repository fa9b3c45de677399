"""OGP: promises in action plans; what the review mechanism says of them stays its own."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.exchange.formats.conftest import OPERATOR, Importer
from ubada.exchange.services import undo_import
from ubada.register.models import Commitment, CommitmentSource, Document, StateResponse

Problems = Callable[..., list[str]]
ROW = {
    "Commitment Unique Identifier": "KG0018", "Country/Locality": "Kyrgyz Republic", "Region": "AP",
    "Year Of Submission": "2018", "Action Plan Number": "1", "Commitment Number": "3",
    "Commitment Title": "Publish what the budget is spent on", "Short Title": "Open budget",
    "Full Text": "The ministry publishes every payment within a month.", "Theme": "Fiscal openness, E-government",
    "Lead Institution": "Ministry of Finance", "Supporting Institution(s)": "",
    "URL": "https://example.org/kg0018", "OGP Value Access To Information": "1", "OGP Value Civic Participation": "no",
    "OGP Value Public Accountability": "ND", "OGP Value Technology": "", "Specificity": "High",
    "Potential Impact": "Moderate", "Completion (Progress Report)": "Limited", "Did It Open Government (Overall)": "NA",
}  # fmt: skip


def table(folder: Path, *changes: dict[str, str]) -> Path:
    path = folder / "ogp.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(ROW))
        writer.writeheader()
        writer.writerows(ROW | change for change in changes)
    return path


def test_a_row_is_a_promise_in_a_plan(bring: Importer, tmp_path: Path) -> None:
    bring("ogp", table(tmp_path, {}))
    one = Commitment.objects.get(ref="OGP-KG0018-1-3")
    assert (one.kind, one.binding, one.title["en"]) == ("political-commitment", "political", "Open budget")
    assert one.text["en"] == "The ministry publishes every payment within a month."
    assert (one.provision.locator, one.document_id) == ("commitment 3", "OGP-KGZ-1")
    assert str(Document.objects.get(code="OGP-KGZ-1").adopted_on) == "2018"


def test_what_the_review_says_is_kept_in_its_own_words_and_decides_nothing(bring: Importer, tmp_path: Path) -> None:
    bring("ogp", table(tmp_path, {}))
    source = CommitmentSource.objects.get(commitment="OGP-KG0018-1-3")
    assert source.labels["completion"] == ["Limited"]
    assert (source.labels["specificity"], source.labels["values"]) == (["High"], ["information"])
    assert "opened" not in source.labels
    assert "specificity" in source.derived
    assert not StateResponse.objects.filter(state_commitment__commitment="OGP-KG0018-1-3").exists()


def test_one_identifier_may_stand_for_several_rows(bring: Importer, tmp_path: Path) -> None:
    outcome = bring(
        "ogp",
        table(
            tmp_path,
            {},
            {"Commitment Number": "4"},
            {"Country/Locality": "Mongolia", "Commitment Unique Identifier": "MN1"},
        ),
    )
    assert outcome.added["commitment"] == 2
    assert outcome.drafts.skipped["about a state that is not followed here"] == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"Commitment Number": "three"}, "Commitment Number: 'three' is no number"),
        ({"Year Of Submission": "18"}, "Year Of Submission: '18' is no year"),
        ({"OGP Value Technology": "maybe"}, "OGP Value Technology: 'maybe' is neither yes nor no"),
        ({"URL": "javascript:alert(1)"}, "URL: 'javascript:alert(1)' is no address"),
        ({"Commitment Title": ""}, "Commitment Title: is empty"),
    ],
)
def test_a_faulty_row_is_named(problems_of: Problems, tmp_path: Path, change: dict[str, str], said: str) -> None:
    assert problems_of("ogp", table(tmp_path, {"Commitment Number": "9"}, change)) == [f"ogp.csv: row 3: {said}"]


def test_the_same_plan_and_number_twice_is_refused(problems_of: Problems, tmp_path: Path) -> None:
    found = problems_of("ogp", table(tmp_path, {}, {}))
    assert found == ["ogp.csv: row 3: Commitment Unique Identifier: with its plan and number is in row 2 too"]


def test_again_and_back(bring: Importer, everything: Callable[[], object], tmp_path: Path) -> None:
    before = everything()
    outcome = bring("ogp", table(tmp_path, {}))
    assert bring("ogp", table(tmp_path, {})).number is None
    undo_import(actor=OPERATOR, number=outcome.number or 0)
    assert everything() == before
