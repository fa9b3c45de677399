"""OHCHR's thematic list: one recommendation under several themes, its position, and nobody's assessment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.exchange.formats.conftest import OPERATOR, SHARED, Importer
from tests.reading import making
from ubada.exchange.services import undo_import
from ubada.register.models import Commitment, Document, StateResponse

Problems = Callable[..., list[str]]
REAL = SHARED / "data" / "upr-modern-format-slovenia" / (
    "3rdcycleunoriginal-UPR34_Slovenia_Thematic_list_of_Recommendations.docx"
)  # fmt: skip
HEADING = ["Recommendation", "Position", "Full list of themes", "Assessment/comments on level of implementation"]
THEMES = "Rule of law & impunity\nSDGs:\n16.3 - Rule of law\nAffected persons:\nChildren"
SOURCE = "\nSource of Position: A/HRC/99/5/Add.1 - Para. 7"
ROWS = (
    ["Theme: Justice", "", "", ""],
    [f"121.1 Open the courts (Norway);{SOURCE}", "Supported", THEMES, ""],
    [f"121.12 Train the judges (Canada, Germany);{SOURCE}", "Noted", "Access to justice & remedy", "Seen by nobody"],
    [f"121.1 Open the courts (Norway);{SOURCE}", "Supported", "Access to justice & remedy", ""],
)


def matrix(folder: Path, rows: Sequence[list[str]] = ROWS, name: str = "UPR48_Kyrgyzstan_list.docx") -> Path:
    path = folder / name
    path.write_bytes(making.docx([making.table([HEADING, *rows])]))
    return path


def test_a_row_is_a_recommendation_with_number_position_and_states(bring: Importer, tmp_path: Path) -> None:
    bring("upr-matrix", matrix(tmp_path))
    one = Commitment.objects.get(ref="UPR-KGZ-48-121.12")
    assert one.text["en"] == "Train the judges (Canada, Germany)"
    assert sorted(one.recommended_by.values_list("recommending_state", "raw_name")) == [
        ("CAN", "Canada"), ("DEU", "Germany"),
    ]  # fmt: skip
    answer = StateResponse.objects.get(state_commitment__commitment=one)
    assert (answer.official_class, answer.claim, str(answer.dated)) == ("noted", "", "2025-01~")
    document = Document.objects.get(code=one.document_id)
    assert (document.symbol, one.provision.locator) == ("A/HRC/99/5", "para. 121.12")


def test_a_recommendation_under_two_themes_is_one(bring: Importer, tmp_path: Path) -> None:
    outcome = bring("upr-matrix", matrix(tmp_path))
    assert (outcome.drafts.read, outcome.added["commitment"]) == (3, 2)
    one = Commitment.objects.get(ref="UPR-KGZ-48-121.1")
    assert list(one.themes.order_by("key").values_list("key", flat=True)) == [
        "themes:justice",
        "themes:justice.remedy",
    ]
    assert list(one.sdg_targets.values_list("key", flat=True)) == ["sdg-targets:16.3"]
    assert list(one.persons.values_list("key", flat=True)) == ["affected-persons:children"]


def test_an_assessment_in_the_table_is_counted_and_left_to_its_author(bring: Importer, tmp_path: Path) -> None:
    outcome = bring("upr-matrix", matrix(tmp_path))
    assert outcome.drafts.notes["assessments in the table belong to whoever wrote them and were not imported"] == 1
    assert not Commitment.objects.filter(text__en__contains="Seen by nobody").exists()


@pytest.mark.parametrize(
    ("rows", "name", "said"),
    [
        (ROWS, "UPR48_list.docx", "document: state: names no state under review"),
        (ROWS, "Kyrgyzstan_list.docx", "document: session: names no session from 1 to 50"),
        ((["121.1 Open the courts (Norway);", "Perhaps", "", ""],), "UPR48_Kyrgyzstan.docx",
         "121.1: Position: 'Perhaps' is no known position"),
        ((["121.1 Open the courts (Norway);", "", "", ""],), "UPR48_Kyrgyzstan.docx", "121.1: Position: is empty"),
        ((*ROWS, [f"121.1 Open the courts (Norway);{SOURCE}", "Noted", "", ""]), "UPR48_Kyrgyzstan.docx",
         "121.1: Position: is 'Noted' here and 'Supported' further up"),
        ((), "UPR48_Kyrgyzstan.docx", "document: holds no table of numbered recommendations"),
    ],
)  # fmt: skip
def test_a_faulty_list_is_named(
    problems_of: Problems, tmp_path: Path, rows: Sequence[list[str]], name: str, said: str
) -> None:
    assert problems_of("upr-matrix", matrix(tmp_path, rows, name))[0].startswith(f"{name}: {said}")


def test_what_is_no_document_is_refused(problems_of: Problems, tmp_path: Path) -> None:
    path = matrix(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert "damaged or cut short" in problems_of("upr-matrix", path)[0]


def test_again_and_back(bring: Importer, everything: Callable[[], object], tmp_path: Path) -> None:
    before = everything()
    outcome = bring("upr-matrix", matrix(tmp_path))
    assert bring("upr-matrix", matrix(tmp_path)).number is None
    undo_import(actor=OPERATOR, number=outcome.number or 0)
    assert everything() == before


@pytest.mark.skipif(not REAL.exists(), reason="the real list is not here (UBADA_SHARED_DIR)")
def test_the_real_list_has_its_215_recommendations(bring: Importer) -> None:
    outcome = bring("upr-matrix", REAL, dry_run=True)
    assert outcome.files[0]["read_as"] == "DOCX, 215 rows, 215 recommendations to SVN"
