"""UHRI: both exports of the index, read piece by piece, refused by record and field."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.exchange.formats import small_uhri
from tests.exchange.formats.conftest import OPERATOR, SHARED, Importer
from tests.exchange.formats.small_uhri import annotation, row, write_json, write_xlsx
from ubada.exchange.services import undo_import
from ubada.register.models import Commitment, CommitmentSource, Document, StateCommitment, StateResponse

Problems = Callable[..., list[str]]
REAL = SHARED / "data" / "uhri-sample"
REF = f"UHRI-{small_uhri.key_of(1)}"
MEBIBYTE = 1024 * 1024


def test_a_recommendation_keeps_its_identifier_document_and_paragraph(bring: Importer, tmp_path: Path) -> None:
    bring("uhri-json", write_json(tmp_path / "all.json", [annotation()]))
    one = Commitment.objects.get(ref=REF)
    assert one.title["en"] == "Courts for all"
    assert one.text["en"].startswith(
        "Courts for all\n7. The Committee recommends that the State party open its courts & f"
    )
    assert (one.provision.locator, one.binding, one.verification) == ("para. 7", "standard", "checked")
    document = Document.objects.get(code=one.document_id)
    assert (document.symbol, document.kind, document.body_id) == ("E/C.12/KGZ/CO/9", "concluding-observations", "CESCR")
    assert str(document.adopted_on) == "2024-05~"


def test_labels_with_odd_spaces_find_their_terms(bring: Importer, tmp_path: Path) -> None:
    outcome = bring("uhri-json", write_json(tmp_path / "all.json", [annotation()]))
    one = Commitment.objects.get(ref=REF)
    assert list(one.themes.values_list("key", flat=True)) == ["themes:justice.remedy"]
    assert list(one.persons.values_list("key", flat=True)) == ["affected-persons:women-girls"]
    assert list(one.sdg_targets.values_list("key", flat=True)) == ["sdg-targets:16.3"]
    assert outcome.drafts.unmapped["themes: A theme of nobody"] == 1
    assert CommitmentSource.objects.get(commitment=one).labels["themes"] == [
        "Access to justice & remedy", "A theme of nobody",
    ]  # fmt: skip


def test_what_is_no_recommendation_or_about_others_is_counted(bring: Importer, tmp_path: Path) -> None:
    others = [annotation(2, AnnotationType="Concerns/Observations"), annotation(3, Countries=["Australia"])]
    outcome = bring("uhri-json", write_json(tmp_path / "all.json", [annotation(), *others]))
    assert (outcome.drafts.read, outcome.drafts.used, outcome.added["commitment"]) == (3, 1, 1)
    assert dict(outcome.drafts.skipped) == {
        "not recommendations but: Concerns/Observations": 1,
        "about states that are not followed here": 1,
    }


def test_one_recommendation_to_two_states_is_followed_for_both(bring: Importer, tmp_path: Path) -> None:
    both = annotation(Countries=["Kazakhstan", "Uzbekistan", "Australia"])
    bring("uhri-json", write_json(tmp_path / "all.json", [both]))
    followed = StateCommitment.objects.filter(commitment=REF).values_list("state_id", flat=True)
    assert sorted(followed) == ["KAZ", "UZB"]


def test_the_workbook_gives_position_session_and_recommending_states(bring: Importer, tmp_path: Path) -> None:
    bring("uhri-xlsx", write_xlsx(tmp_path / "all.xlsx", [row()]))
    one = Commitment.objects.get(ref=REF)
    assert (one.binding, one.provision.locator) == ("political", "para. 12.4")
    assert sorted(one.recommended_by.values_list("recommending_state", flat=True)) == ["CAN", "NOR"]
    answer = StateResponse.objects.get()
    assert (answer.official_class, answer.wording.as_dict(), str(answer.dated)) == ("supported", {}, "2025-01~")


def test_the_same_annotation_in_either_export_is_one_commitment(bring: Importer, tmp_path: Path) -> None:
    bring("uhri-json", write_json(tmp_path / "all.json", [annotation()]))
    bring("uhri-xlsx", write_xlsx(tmp_path / "all.xlsx", [row()]))
    assert Commitment.objects.filter(ref__startswith="UHRI-").count() == 1


@pytest.mark.parametrize("spelling", ["Recommending Body", "RECCOMENDING BODY", "reccomending  body"])
def test_headings_are_found_whatever_their_case_and_spelling(bring: Importer, tmp_path: Path, spelling: str) -> None:
    headings = [spelling if name == "Reccomending Body" else name for name in small_uhri.HEADINGS]
    path = write_xlsx(tmp_path / "all.xlsx", [row() | {spelling: "- UPR"}], headings)
    assert bring("uhri-xlsx", path).added["commitment"] == 1


@pytest.mark.parametrize("written", [45425, 45425.73, "2024-05-13", "2024-05-13T10:00:00"])
def test_dates_are_serials_or_written_out(bring: Importer, tmp_path: Path, written: object) -> None:
    bring("uhri-xlsx", write_xlsx(tmp_path / "all.xlsx", [row(Document_Publication_Date=written)]))
    assert str(Document.objects.get(symbol="A/HRC/99/4").adopted_on) == "2024-05~"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"AnnotationId": "7"}, "AnnotationId: '7' is no identifier"),
        ({"Text": "<p> </p>"}, "Text: is empty"),
        ({"PublicationDate": "soon"}, "PublicationDate: 'soon' is no date"),
        ({"Symbol": ""}, "Symbol: is empty"),
        ({"Themes": [3]}, "Themes: is no list of texts"),
        ({"Text": {"en": "x"}}, "Text: is no text but a dict"),
    ],
)
def test_a_faulty_annotation_is_named_and_nothing_is_written(
    problems_of: Problems, tmp_path: Path, fields: dict[str, object], said: str
) -> None:
    found = problems_of("uhri-json", write_json(tmp_path / "all.json", [annotation(), annotation(2, **fields)]))
    assert len(found) == 1
    assert found[0].startswith(f"all.json: record 2: {said}")
    assert not Commitment.objects.filter(ref=REF).exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text[: len(text) // 2], "record 1: is not whole: the file was cut off"),
        (lambda text: text[:-1], "record 2: is missing: the list is not closed"),
        (lambda text: text.replace("[", "[5, ", 1), "record 1: is no JSON object"),
        (lambda text: "<html>", "record 1: is no JSON object"),
        (lambda text: " ", "record 1: is missing: the file holds no JSON"),
        (lambda text: "[" * 100_000, "record 1: is no JSON object"),
    ],
)
def test_what_is_no_whole_list_is_refused(
    problems_of: Problems, tmp_path: Path, change: Callable[[str], str], said: str
) -> None:
    path = tmp_path / "all.json"
    path.write_text(change(json.dumps([annotation()])))
    assert problems_of("uhri-json", path)[0].startswith(f"all.json: {said}")


def test_a_list_in_latin_1_is_refused(problems_of: Problems, tmp_path: Path) -> None:
    path = tmp_path / "all.json"
    path.write_bytes(json.dumps([annotation(Body="Comité")], ensure_ascii=False).encode("latin-1"))
    assert problems_of("uhri-json", path) == ["all.json: record 1: is not text in UTF-8 (invalid continuation byte)"]


def test_an_identifier_that_comes_twice_is_refused(problems_of: Problems, tmp_path: Path) -> None:
    found = problems_of("uhri-json", write_json(tmp_path / "all.json", [annotation(), annotation()]))
    assert found == [f"all.json: record 2: AnnotationId: {small_uhri.key_of(1)} is there twice"]
    found = problems_of("uhri-xlsx", write_xlsx(tmp_path / "all.xlsx", [row(), row()]))
    assert found == [f"all.xlsx: row 3: OHCHR Annotation Id: {small_uhri.key_of(1)} is in row 2 too"]


def test_a_formula_is_refused(problems_of: Problems, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "all.xlsx", [row(Text='=HYPERLINK("http://example.org")')])
    assert problems_of("uhri-xlsx", path)[0].startswith("all.xlsx: row 2: column 1: holds a formula")


def test_a_workbook_that_unpacks_without_measure_is_not_unpacked(problems_of: Problems, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "bomb.xlsx", [row()])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet9.xml", b"0" * (8 * MEBIBYTE))
    assert problems_of("uhri-xlsx", path) == [
        "bomb.xlsx: workbook: xl/worksheets/sheet9.xml: unpacks to more than 400 times its size; it is not read"
    ]


def test_a_workbook_with_entities_is_not_read(problems_of: Problems, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "all.xlsx", [row()])
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/other.xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    assert "declares XML entities" in problems_of("uhri-xlsx", path)[0]


@pytest.mark.parametrize("rest", [b"", b"not a zip", None])
def test_a_damaged_workbook_is_refused(problems_of: Problems, tmp_path: Path, rest: bytes | None) -> None:
    path = write_xlsx(tmp_path / "all.xlsx", [row()])
    path.write_bytes(path.read_bytes()[:3000] if rest is None else rest)
    assert "is empty" in problems_of("uhri-xlsx", path)[0] or "is no XLSX workbook" in problems_of("uhri-xlsx", path)[0]


def test_a_second_time_changes_nothing_and_undoing_leaves_nothing(
    bring: Importer, everything: Callable[[], object], tmp_path: Path
) -> None:
    path = write_json(
        tmp_path / "all.json", [annotation(), annotation(2, Body="SR Torture", Symbol="A/HRC/98/2/Add.1")]
    )
    before = everything()
    first = bring("uhri-json", path)
    assert bring("uhri-json", path).number is None
    undo_import(actor=OPERATOR, number=first.number or 0)
    assert everything() == before


_MEASURE = """
import re, sys
from pathlib import Path
from ubada.exchange.engine.drafts import Drafts
from ubada.exchange.engine.faults import Faults
from ubada.exchange.engine.files import open_file, silent
from ubada.exchange.engine.known import Known
from ubada.exchange.engine.mapping import mapping_for
from ubada.exchange.formats import Context, format_named
drafts = Drafts()
known = Known(states={"KGZ": {"en": "Kyrgyzstan"}}, bodies={"CESCR": "Committee"})
file = open_file(Path(sys.argv[1]))
context = Context(mapping_for("uhri-json", None, None), known, drafts, Faults(file.name), silent)
format_named("uhri-json").read(file, context)
# ru_maxrss would count the memory of the process that started this one.
peak = int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) // 1024
print(drafts.read, drafts.used, context.faults.count, peak)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak is read from Linux's /proc")
def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """50 MiB in a list need little more than the interpreter itself; the real export has about 360."""
    path = tmp_path / "big.json"
    filler = "The Committee recommends a long and careful reading. " * 25
    with path.open("w", encoding="utf-8") as out:
        out.write("[")
        number = 0
        while out.tell() < 50 * MEBIBYTE:
            number += 1
            country = "Kyrgyzstan" if number % 200 == 0 else "Australia"
            one = annotation(number, Countries=[country], Text=f"7. {filler}")
            out.write(("," if number > 1 else "") + json.dumps(one))
        out.write("]")
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(path)], capture_output=True, text=True, check=True, timeout=120
    )
    read, used, faults, peak = map(int, done.stdout.split())
    assert (read, used, faults) == (number, number // 200, 0)
    assert peak < 100


@pytest.mark.skipif(not REAL.is_dir(), reason="the real records are not here (UBADA_SHARED_DIR)")
def test_real_records_are_read(bring: Importer) -> None:
    files = sorted(path for path in REAL.glob("*.json") if not path.name.startswith("taxonomy"))
    outcome = bring("uhri-json", *files, dry_run=True)
    assert (outcome.drafts.read, outcome.drafts.used) == (15, 0)
    assert outcome.drafts.skipped["not recommendations but: Concerns/Observations"] == 8
