"""Indicators: a number that is not on its scale stops everything, and what is missing is missing, never nought."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exchange.formats.conftest import OPERATOR, SHARED, Importer
from ubada.exchange.engine.mapping import mapping_for, read_mapping, shipped_names
from ubada.exchange.engine.values import NotANumber, is_missing, number, whole, written, year
from ubada.exchange.services import undo_import
from ubada.kernel.errors import InvalidInput
from ubada.register.models import Fact

Problems = Callable[..., list[str]]
REAL = SHARED / "data"
RSF = ("ISO", "Score", "Rank", "Year (N)")


def table(path: Path, header: Sequence[str], *rows: Sequence[str], encoding: str = "utf-8") -> Path:
    lines = [",".join(f'"{cell}"' if "," in cell else cell for cell in row) for row in (header, *rows)]
    path.write_bytes("\n".join(lines).encode(encoding))
    return path


def test_a_score_becomes_a_rating_with_its_rank(bring: Importer, tmp_path: Path) -> None:
    path = table(tmp_path / "rsf.csv", RSF, ("NOR", "91.89", "1.0", "2031.0"), ("UZB", "37.2", "148.0", "2031.0"))
    outcome = bring("indicators", path, mapping="rsf")
    fact = Fact.objects.get(key="rating.UZB.RSF.2031")
    assert fact.detail == {"index": "RSF", "year": 2031, "score": "37.2", "rank": 148}
    assert fact.value["en"] == "score 37.2, rank 148"
    assert (fact.is_published, fact.confidence, str(fact.as_of)) == (True, "seen_secondary", "2031")
    assert outcome.drafts.skipped["about a state that is not followed here"] == 1


def test_a_lost_decimal_comma_stops_the_import(problems_of: Problems, tmp_path: Path) -> None:
    path = table(tmp_path / "rsf.csv", RSF, ("KAZ", "41.11", "142", "2031"), ("KGZ", "4492.0", "120.0", "2031.0"))
    assert problems_of("indicators", path, mapping="rsf") == [
        "rsf.csv: row 3: Score: 4492 is not on the scale from 0 to 100"
    ]
    assert not Fact.objects.filter(key__contains="RSF.2031").exists()


def test_the_rows_of_other_states_are_checked_too(problems_of: Problems, tmp_path: Path) -> None:
    path = table(tmp_path / "rsf.csv", RSF, ("KGZ", "49.11", "120", "2031"), ("NOR", "9189.0", "1", "2031"))
    assert problems_of("indicators", path, mapping="rsf") == [
        "rsf.csv: row 3: Score: 9189 is not on the scale from 0 to 100"
    ]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("KGZ", "49,11", "120", "2031"), "Score: '49,11' is no number with a decimal point"),
        (("KGZ", "high", "120", "2031"), "Score: 'high' is no number"),
        (("KGZ", "49.11", "1.5", "2031"), "Rank: '1.5' is no whole number"),
        (("KGZ", "49.11", "0", "2031"), "rank: 0 is no place in a ranking"),
        (("KGZ", "49.11", "120", "31"), "Year (N): '31' is no year"),
        (("KGZ", "-3", "120", "2031"), "Score: -3 is not on the scale"),
    ],
)
def test_a_faulty_number_is_named_by_row_and_column(
    problems_of: Problems, tmp_path: Path, cells: tuple[str, ...], said: str
) -> None:
    found = problems_of("indicators", table(tmp_path / "rsf.csv", RSF, cells), mapping="rsf")
    assert found[0].startswith(f"rsf.csv: row 2: {said}")


def test_decimal_commas_are_read_where_the_mapping_says_so(bring: Importer, tmp_path: Path) -> None:
    mapping = tmp_path / "own.yaml"
    mapping.write_text(
        mapping_for("indicators", "rsf", None).text.replace("states: alpha3", "states: alpha3\n  decimal: ','")
    )
    bring("indicators", table(tmp_path / "x.csv", RSF, ("KGZ", "49,11", "120", "2031")), mapping=str(mapping))
    assert Fact.objects.get(key="rating.KGZ.RSF.2031").detail["score"] == "49.11"


def test_ranks_can_be_taken_without_the_broken_scores(bring: Importer, tmp_path: Path) -> None:
    mapping = tmp_path / "ranks.yaml"
    lines = mapping_for("indicators", "rsf", None).text.replace("    - column: Score\n      index", "    - index")
    mapping.write_text(lines.replace("'score {value}, rank {rank}'", "'rank {rank}'"))
    bring("indicators", table(tmp_path / "x.csv", RSF, ("KGZ", "4911.0", "120.0", "2031")), mapping=str(mapping))
    fact = Fact.objects.get(key="rating.KGZ.RSF.2031")
    assert (fact.detail, fact.value["en"]) == ({"index": "RSF", "year": 2031, "rank": 120}, "rank 120")


@pytest.mark.parametrize("cell", ["", "N/A", "NA", "-", "..", "null"])
def test_what_is_missing_is_no_fact_and_not_nought(bring: Importer, tmp_path: Path, cell: str) -> None:
    path = table(tmp_path / "x.csv", RSF, ("KGZ", cell, "", "2031"), ("UZB", "0", "", "2031"))
    outcome = bring("indicators", path, mapping="rsf")
    assert not Fact.objects.filter(key="rating.KGZ.RSF.2031").exists()
    assert Fact.objects.get(key="rating.UZB.RSF.2031").detail["score"] == "0"
    assert outcome.drafts.skipped["numbers missing in the source"] == 1


def test_what_the_baseline_says_is_not_overwritten_but_the_difference_is_told(bring: Importer, tmp_path: Path) -> None:
    before = Fact.objects.get(key="rating.KGZ.RSF.2024")
    path = table(tmp_path / "x.csv", RSF, ("KGZ", "50.5", "120", "2024"), ("KGZ", "50", "99", "2031"))
    outcome = bring("indicators", path, mapping="rsf")
    assert Fact.objects.get(key=before.key).detail == before.detail
    kind, key, fields = outcome.kept[0]
    assert (kind, key) == ("fact", "rating.KGZ.RSF.2024")
    assert "detail.score" in fields


def test_lower_case_codes_and_a_column_of_its_own(bring: Importer, tmp_path: Path) -> None:
    header = ("geo", "time", "forest_coverage_percent")
    bring(
        "indicators",
        table(tmp_path / "x.csv", header, ("kgz", "2020", "6.9"), ("hos", "2020", "1")),
        mapping="gapminder",
    )
    fact = Fact.objects.get(kind="indicator")
    assert (fact.key, fact.state_id) == ("indicator.KGZ.gapminder-forest.2020", "KGZ")
    assert fact.detail["value"] == "6.9"


def test_latin_1_and_a_column_a_year(bring: Importer, tmp_path: Path) -> None:
    header = ("iso3", "country", "pr_f_2022", "pr_f_2023", "hdi_2023")
    rows = (("CIV", "Côte d'Ivoire", "13.8", "14.2", "0.58"), ("KGZ", "Kyrgyzstan", "19.6078431372549", "", "0.72"))
    outcome = bring("indicators", table(tmp_path / "x.csv", header, *rows, encoding="latin-1"), mapping="hdr")
    facts = {fact.key: fact for fact in Fact.objects.filter(kind="indicator")}
    assert sorted(facts) == ["indicator.KGZ.hdr-human-development.2023", "indicator.KGZ.hdr-women-parliament.2022"]
    share = facts["indicator.KGZ.hdr-women-parliament.2022"]
    assert (share.detail["value"], share.value["en"]) == ("19.6078431372549", "19.6 per cent")
    assert outcome.files[0]["read_as"].startswith("cp1252")


def test_two_benchmarks_are_two_series_and_groups_are_parts(bring: Importer, tmp_path: Path) -> None:
    header = (
        "country_code",
        "year",
        "metric_code",
        "group",
        "standard",
        "score_wrt_immediate_duty",
        "score_wrt_global_best",
    )
    rows = (("KGZ", "2019", "Work", "All", "Core", "60.5", "41"), ("KGZ", "2019", "Work", "Female", "Core", "50", "30"))
    bring("indicators", table(tmp_path / "x.csv", header, *rows), mapping="hrmi-esr")
    assert Fact.objects.filter(kind="indicator").count() == 4
    fact = Fact.objects.get(key="indicator.KGZ.hrmi-global-best.2019.work-female-core")
    assert fact.detail["parts"] == {"metriccode": "Work", "group": "Female", "standard": "Core"}
    assert fact.label["ru"].startswith("Права: труд, женщины")


def test_words_of_the_source_become_its_classes(bring: Importer, tmp_path: Path) -> None:
    header = ("fh_full_country", "edition", "year", "status", "pr_full", "cl_full", "total")
    row = ("Kyrgyzstan", "2031.0", "2030.0", "NF", "4.0", "22.0", "26.0")
    bring("indicators", table(tmp_path / "x.csv", header, row),
          mapping="freedom-house")  # fmt: skip
    fact = Fact.objects.get(key="rating.KGZ.FreedomHouse.2031")
    assert fact.detail["status"] == "not_free"
    assert (fact.detail["political_rights"], fact.detail["civil_liberties"], fact.detail["score"]) == (4, 22, "26")


def test_a_row_that_comes_twice_is_refused(problems_of: Problems, tmp_path: Path) -> None:
    path = table(tmp_path / "x.csv", RSF, ("KGZ", "1", "1", "2031"), ("KGZ", "2", "2", "2031"))
    assert problems_of("indicators", path, mapping="rsf") == [
        "x.csv: row 3: speaks of the same state, year and series as row 2"
    ]


def test_a_file_without_our_states_is_taken_for_the_wrong_one(problems_of: Problems, tmp_path: Path) -> None:
    path = table(tmp_path / "x.csv", RSF, ("NOR", "91", "1", "2031"))
    assert "is this the right mapping?" in problems_of("indicators", path, mapping="rsf")[0]


def test_undoing_restores_every_hash(bring: Importer, everything: Callable[[], object], tmp_path: Path) -> None:
    before = everything()
    outcome = bring("indicators", table(tmp_path / "x.csv", RSF, ("KGZ", "49", "120", "2031")), mapping="rsf")
    undo_import(actor=OPERATOR, number=outcome.number or 0)
    assert everything() == before


def test_the_mapping_must_be_named_where_there_are_several(problems_of: Problems, tmp_path: Path) -> None:
    path = table(tmp_path / "x.csv", RSF, ("KGZ", "49", "120", "2031"))
    assert "Name one with --mapping: freedom-house, gapminder" in problems_of("indicators", path)[0]


def test_a_mapping_that_was_used_is_kept_for_the_next_time(bring: Importer, tmp_path: Path) -> None:
    own = tmp_path / "mine.yaml"
    own.write_text(mapping_for("indicators", "rsf", None).text.replace("score {value}", "points {value}"))
    saved = tmp_path / "mappings"
    first = table(tmp_path / "1.csv", RSF, ("KGZ", "49", "120", "2031"))
    bring("indicators", first, mapping=str(own), saved_mappings=saved, dry_run=True)
    assert not saved.exists()
    bring("indicators", first, mapping=str(own), saved_mappings=saved)
    second = table(tmp_path / "2.csv", RSF, ("KGZ", "49", "120", "2032"))
    bring("indicators", second, mapping="rsf", saved_mappings=saved)
    assert Fact.objects.get(key="rating.KGZ.RSF.2032").value["en"] == "points 49, rank 120"


def test_a_faulty_mapping_is_named_by_field(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("name: My Mapping\nformat: indicators\nsource: {title: T, url: nowhere}\nextra: 1\n")
    with pytest.raises(InvalidInput) as caught:
        read_mapping(path)
    assert {problem.field for problem in caught.value.problems} == {"", "name", "source.url"}


def test_every_mapping_that_ships_is_one() -> None:
    for format_name in ("upr-info", "uhri-json", "uhri-xlsx", "indicators"):
        for name in shipped_names(format_name):
            assert mapping_for(format_name, name, None).title


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=6))
def test_a_number_written_is_the_number_read(value: Decimal) -> None:
    assert number(written(value)) == value
    assert number(written(value).replace(".", ","), comma=True) == value


@pytest.mark.parametrize("cell", ["1,234.5", "1e999", "12..3", "٣", "1_000", "0x10", "", "∞"])
def test_what_is_no_number_is_not_read_as_one(cell: str) -> None:
    with pytest.raises(NotANumber):
        number(cell)


def test_years_may_be_written_as_fractions_and_nought_is_not_missing() -> None:
    assert (year("2024.0"), whole("180.0"), is_missing("0"), is_missing(" n/a ")) == (2024, 180, False, True)


@pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not here (UBADA_SHARED_DIR)")
@pytest.mark.parametrize(
    ("mapping", "pattern", "facts"),
    [
        ("hrmi-esr", "indicators-hrmi/esr-*.csv", 1358),
        ("hdr", "indicators-misc/HDR25*.csv", 413),
        ("wgi", "indicators-democracydata/wgi-central-asia.csv", 125),
        ("gapminder", "indicators-misc/gapminder/*.csv", 1282),
    ],
)
def test_real_files_are_read_whole(bring: Importer, mapping: str, pattern: str, facts: int) -> None:
    outcome = bring("indicators", *sorted(REAL.glob(pattern)), mapping=mapping, dry_run=True)
    assert outcome.added["fact"] == facts


@pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not here (UBADA_SHARED_DIR)")
def test_the_real_file_with_the_lost_comma_is_refused(problems_of: Problems) -> None:
    found = problems_of("indicators", REAL / "indicators-rsf" / "rsf2024.csv", mapping="rsf")
    assert "rsf2024.csv: row 121: Score: 4911 is not on the scale from 0 to 100" in found
