"""Treaty tables are held against what is known to the day: they add, agree or conflict, and never overwrite."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.exchange.formats.conftest import OPERATOR, SHARED, Importer
from ubada.exchange.engine.mapping import mapping_for
from ubada.exchange.services import undo_import
from ubada.register.models import Conflict, Fact, TreatyAction

Problems = Callable[..., list[str]]
REAL = SHARED / "data" / "treaty-status" / "wpdl-2022"
HEADER = "iso2,member,state party,year ratification or accession,signatory,no action,status,note"


def table(folder: Path, rows: Sequence[str], name: str = "hr_status_icerd.csv") -> Path:
    path = folder / name
    path.write_bytes("\r\n".join([HEADER, *rows, ""]).encode())
    return path


def year_of(fact: str) -> str:
    return str(Fact.objects.get(key=fact).date.earliest.year)


def test_a_year_that_agrees_writes_nothing(bring: Importer, tmp_path: Path) -> None:
    year = year_of("treaty.KAZ.ICERD")
    outcome = bring("treaties", table(tmp_path, [f"KZ,Kazakhstan,1,{year},0,0,state party,"]))
    assert (outcome.written, outcome.number) == ((), None)
    assert outcome.drafts.notes["agree with the register"] == 1


def test_another_year_is_a_conflict_and_the_dated_fact_stays(bring: Importer, tmp_path: Path) -> None:
    before = Fact.objects.get(key="treaty.KAZ.ICERD")
    outcome = bring("treaties", table(tmp_path, ["KZ,Kazakhstan,1,1971,0,0,state party,"]))
    after = Fact.objects.get(key="treaty.KAZ.ICERD")
    assert (after.date, after.source_url) == (before.date, before.source_url)
    assert not outcome.changed
    conflict = Conflict.objects.get(key="conflict.KAZ.icerd.treaties")
    assert conflict.handling == "settled"
    assert [side["fact"] for side in conflict.sides] == ["treaty.KAZ.ICERD", None]
    assert conflict.sides[1]["claim"]["en"] == "party, 1971"
    assert TreatyAction.objects.get(fact="treaty.KAZ.ICERD").status == "party"


def test_another_status_is_left_open_and_changes_no_fact(bring: Importer, tmp_path: Path) -> None:
    before = Fact.objects.get(key="treaty.KGZ.CEDAW")
    outcome = bring("treaties", table(tmp_path, ["KG,Kyrgyzstan,0,,0,1,no action,"], "hr_status_cedaw.csv"))
    conflict = Conflict.objects.get(key="conflict.KGZ.cedaw.treaties")
    assert (conflict.handling, list(conflict.facts.values_list("key", flat=True))) == ("flagged", [before.key])
    assert not [one for one in outcome.written if one.shape in ("fact", "treaty_action")]


def test_a_flag_against_the_year_is_a_conflict_of_the_table_with_itself(bring: Importer, tmp_path: Path) -> None:
    year = year_of("treaty.UZB.ICERD")
    bring("treaties", table(tmp_path, [f"UZ,Uzbekistan,0,{year},0,0,state party,"]))
    conflict = Conflict.objects.get(key="conflict.UZB.icerd.treaties")
    assert conflict.handling == "flagged"
    assert [side["claim"]["en"] for side in conflict.sides[1:]] == [
        f"party, {year}", "no single position (by its flag)",
    ]  # fmt: skip


def test_a_conflict_that_is_known_is_not_told_twice(bring: Importer, tmp_path: Path) -> None:
    outcome = bring("treaties", table(tmp_path, ["KZ,Kazakhstan,0,2009,0,0,state party,x"], "hr_status_iccpr_op1.csv"))
    assert outcome.written == ()
    assert outcome.drafts.notes["a conflict on this is known already: conflict.KAZ.iccpr-op1"] == 1


def test_an_act_after_the_day_of_the_table_is_no_conflict(bring: Importer, tmp_path: Path) -> None:
    later = [one for one in Fact.objects.filter(kind="treaty", is_published=True, key__startswith="treaty.KAZ")
             if one.date and str(one.date) > "2022-08-25" and one.detail["status"] == "party"]  # fmt: skip
    endings = {code: end for end, code in mapping_for("treaties", None, None).options["instruments"].items()}
    ours = [one for one in later if one.detail["instrument"] in endings]
    assert ours, "the baseline has an act of Kazakhstan after August 2022"
    name = f"hr_status_{endings[ours[0].detail['instrument']]}.csv"
    outcome = bring("treaties", table(tmp_path, ["KZ,Kazakhstan,0,,0,1,no action,"], name))
    assert outcome.written == ()
    assert outcome.drafts.notes["the register has an act after the day of the table"] == 1


def test_where_nothing_is_known_a_year_is_a_fact(bring: Importer, tmp_path: Path) -> None:
    mapping = tmp_path / "own.yaml"
    mapping.write_text(mapping_for("treaties", None, None).text.replace("    cat: CAT", "    paris: PARIS-PRINCIPLES"))
    path = table(tmp_path, ["TM,Turkmenistan,1,1997,0,0,state party,"], "hr_status_paris.csv")
    bring("treaties", path, mapping=str(mapping))
    fact = Fact.objects.get(key="treaty.TKM.PARIS-PRINCIPLES")
    assert (str(fact.date), str(fact.as_of), fact.confidence) == ("1997", "2022-08-25", "seen_secondary")
    assert TreatyAction.objects.get(fact=fact).status == "party"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("?,Nowhere,1,1998,0,0,state party,", "row 2: iso2: '?' is the code of no state"),
        ("KZ,Kazakhstan,yes,1998,0,0,state party,", "row 2: state party: 'YES' is neither 0 nor 1"),
        ("KZ,Kazakhstan,1,98,0,0,state party,", "row 2: year ratification or accession: '98' is no year"),
        ("KZ,Kazakhstan,1,1998,0,0,perhaps,", "row 2: status: 'perhaps' is no known status"),
        ("KZ,Kazakhstan,1,1998,0,0", "row 2: has 6 cells instead of 8"),
    ],
)
def test_a_faulty_row_is_named(problems_of: Problems, tmp_path: Path, row: str, said: str) -> None:
    found = problems_of("treaties", table(tmp_path, [row]))
    assert [one.casefold() for one in found] == [f"hr_status_icerd.csv: {said}".casefold()]


def test_a_file_of_no_known_treaty_is_refused(problems_of: Problems, tmp_path: Path) -> None:
    path = table(tmp_path, ["KZ,Kazakhstan,1,1998,0,0,state party,"], "hr_status_whales.csv")
    assert "ends in the name of no treaty" in problems_of("treaties", path)[0]


def test_undoing_takes_conflicts_back(bring: Importer, everything: Callable[[], object], tmp_path: Path) -> None:
    before = everything()
    path = table(tmp_path, ["KZ,Kazakhstan,1,1971,0,0,state party,", "KG,Kyrgyzstan,0,,0,1,no action,"])
    outcome = bring("treaties", path)
    assert bring("treaties", path).number is None
    undo_import(actor=OPERATOR, number=outcome.number or 0)
    assert everything() == before


@pytest.mark.skipif(not REAL.is_dir(), reason="the real tables are not here (UBADA_SHARED_DIR)")
def test_the_real_tables_agree_with_the_baseline(bring: Importer) -> None:
    outcome = bring("treaties", *sorted(REAL.glob("hr_status_*.csv")), dry_run=True)
    assert (outcome.drafts.used, outcome.drafts.notes["agree with the register"]) == (90, 87)
