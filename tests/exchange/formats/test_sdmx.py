"""National SDG statistics: SDMX-ML, three languages, and a workbook that may disagree with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.exchange.formats.conftest import OPERATOR, SHARED, Importer
from ubada.exchange.services import undo_import
from ubada.register.models import Conflict, Fact

Problems = Callable[..., list[str]]
REAL = SHARED / "data" / "sdg-kyrgyzstan"
MESSAGE = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
ROW = "Percentage of seats held by women in national parliaments"
KEY = "indicator.KGZ.sdg-sg-gen-parl.2023.f"


def observation(year: str = "2023", value: str = "22.2", **more: str) -> str:
    attributes = {"TIME_PERIOD": year, "OBS_VALUE": value, "OBS_STATUS": "A", "UNIT_MULT": "0"} | more
    written = " ".join(f'{name}="{cell}"' for name, cell in attributes.items())
    return f"<Obs {written}/>"


def sdmx(path: Path, *observations: str, series: str = "SG_GEN_PARL", area: str = "KG", sex: str = "F") -> Path:
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><message:StructureSpecificData xmlns:message="{MESSAGE}">'
        "<message:Header><message:Prepared>2025-07-24T00:00:00Z</message:Prepared></message:Header><message:DataSet>"
        f'<Series FREQ="A" SERIES="{series}" REF_AREA="{area}" SEX="{sex}" AGE="_T" UNIT_MEASURE="PT">'
        f"{''.join(observations)}</Series></message:DataSet></message:StructureSpecificData>",
        encoding="utf-8",
    )
    return path


def workbook(path: Path, *values: object, years: Sequence[object] = (2022, 2023)) -> Path:
    book = Workbook()
    for row in (
        ("Аталышы", "Наименование", "Items", *years),
        ("Улуттук парламент", "Парламент", f"{ROW}1", *values),
        ("1Булагы", "1Источник", "1Source"),
    ):
        book.active.append(row)
    book.save(path)
    return path


def test_an_observation_is_a_fact_in_three_languages(bring: Importer, tmp_path: Path) -> None:
    bring("sdmx", sdmx(tmp_path / "5.5.1.xml", observation(COMMENT_OBS="*по данным избирательной комиссии")))
    fact = Fact.objects.get(key=KEY)
    assert set(fact.label) == set(fact.value) == {"en", "ru", "ky"}
    assert fact.value["ky"] == "22.2 пайыз"
    assert (str(fact.as_of), fact.confidence, fact.is_published) == ("2025-07-24", "seen", True)
    assert fact.detail["parts"] == {"SEX": "F"}
    assert fact.detail["comment"] == {"ru": "по данным избирательной комиссии"}


def test_missing_values_are_missing(bring: Importer, tmp_path: Path) -> None:
    several = (observation(), observation("2022", "NaN"), observation("2021", "0", OBS_STATUS="M"))
    outcome = bring("sdmx", sdmx(tmp_path / "x.xml", *several))
    assert outcome.added["fact"] == 1
    assert outcome.drafts.skipped["numbers missing in the source"] == 2


def test_a_multiplier_is_applied(bring: Importer, tmp_path: Path) -> None:
    bring("sdmx", sdmx(tmp_path / "x.xml", observation(value="2.2", UNIT_MULT="1")))
    assert Fact.objects.get(key=KEY).detail["value"] == "22"


def test_other_areas_are_counted(bring: Importer, tmp_path: Path) -> None:
    outcome = bring("sdmx", sdmx(tmp_path / "x.xml", observation(), area="MN"))
    assert (outcome.number, outcome.drafts.skipped["about a state that is not followed here"]) == (None, 1)


def test_a_series_without_words_is_named(bring: Importer, tmp_path: Path) -> None:
    outcome = bring("sdmx", sdmx(tmp_path / "x.xml", observation(), series="XX_NEW"))
    assert outcome.drafts.notes["series XX_NEW has no words in the mapping"] == 1


def test_a_workbook_that_disagrees_makes_a_conflict(bring: Importer, tmp_path: Path) -> None:
    xml = sdmx(tmp_path / "x.xml", observation(), observation("2022", "21.1"))
    outcome = bring("sdmx", xml, workbook(tmp_path / "x.xlsx", 21.1, "23,5"))
    conflict = Conflict.objects.get(key="conflict.KGZ.sdg-sg-gen-parl.2023.f")
    assert [side["claim"]["en"] for side in conflict.sides] == ["22.2 in the SDMX file", "23.5 in the workbook"]
    assert outcome.drafts.notes["numbers of a workbook that agree"] == 1
    assert Fact.objects.get(key=KEY).detail["value"] == "22.2"


def test_dashes_in_a_workbook_are_no_numbers(bring: Importer, tmp_path: Path) -> None:
    outcome = bring("sdmx", sdmx(tmp_path / "x.xml", observation()), workbook(tmp_path / "x.xlsx", "-", 22.2))
    assert outcome.files[1]["read_as"] == "XLSX, 1 numbers"
    assert not outcome.added["conflict"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (observation(value="222"), "series 1 (SG_GEN_PARL), 2023: OBS_VALUE: 222 is no share from 0 to 100 per cent"),
        (observation(value="2,2"), "series 1 (SG_GEN_PARL), 2023: OBS_VALUE: '2,2' is no number with a decimal point"),
        (observation(year="2023-Q1"), "series 1 (SG_GEN_PARL), 2023-Q1: TIME_PERIOD: '2023-Q1' is no number"),
        (observation() + observation(), "series SG_GEN_PARL, 2023: is there twice"),
        ("", "document: holds no observation"),
    ],
)
def test_a_faulty_observation_is_named(problems_of: Problems, tmp_path: Path, content: str, said: str) -> None:
    assert problems_of("sdmx", sdmx(tmp_path / "x.xml", content)) == [f"x.xml: {said}"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text[:-40], "is not well-formed XML; was the file cut off?"),
        (lambda text: '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>', "declares XML entities"),
        (lambda text: "<a/>", "is no structure-specific SDMX-ML"),
        (lambda text: "SERIES,TIME_PERIOD", "is not well-formed XML"),
    ],
)
def test_what_is_no_such_file_is_refused(
    problems_of: Problems, tmp_path: Path, change: Callable[[str], str], said: str
) -> None:
    path = sdmx(tmp_path / "x.xml", observation())
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert said in problems_of("sdmx", path)[0]


def test_again_and_back(bring: Importer, everything: Callable[[], object], tmp_path: Path) -> None:
    before = everything()
    files = (sdmx(tmp_path / "x.xml", observation()), workbook(tmp_path / "x.xlsx", 21, 23))
    outcome = bring("sdmx", *files)
    assert bring("sdmx", *files).number is None
    undo_import(actor=OPERATOR, number=outcome.number or 0)
    assert everything() == before


@pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not here (UBADA_SHARED_DIR)")
def test_the_real_files_are_read_whole_and_disagree_once(bring: Importer) -> None:
    files = [*sorted((REAL / "data").glob("*.xml")), *sorted((REAL / "excel_files").glob("*.xlsx"))]
    outcome = bring("sdmx", *files, dry_run=True)
    assert (outcome.added["fact"], outcome.added["conflict"]) == (45, 1)
