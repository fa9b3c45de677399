"""Real reports, where they are at hand: every numbered recommendation, its wording and its states.

They may not be shipped. The folder is UBADA_SHARED_DIR, or ``shared`` beside the repository.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from ubada.reading.model import Reading, Recommendation
from ubada.reading.pipeline import read_source
from ubada.reading.sources import load_source, source_of
from ubada.reading.states import recommending_states, state_code

SHARED = Path(os.environ.get("UBADA_SHARED_DIR") or Path(__file__).resolve().parents[3] / "shared")
REPORTS = SHARED / "data/upr-wg-reports"
MODERN = SHARED / "data/upr-modern-format-slovenia"

pytestmark = pytest.mark.skipif(
    not (SHARED / "documents").is_dir(), reason="the real documents are not here (UBADA_SHARED_DIR names their folder)"
)


@cache
def read(path: Path) -> Reading:
    return read_source(load_source(path))


def bare(text: str) -> str:
    return re.sub(r"[\s\-\u2010\u2011]+", "", text).rstrip(";.")


def modern(part: str) -> Reading:
    (path,) = [path for path in MODERN.iterdir() if part in path.name]
    return read(path)


def listed(reading: Reading) -> list[Recommendation]:
    """The recommendations that the report lists, without those it cites by paragraph."""
    return [one for one in reading.recommendations if not any("by paragraph" in reason for reason in one.needs_review)]


def test_the_statement_is_read_whole_with_parents_footnotes_and_instruments() -> None:
    gold = json.loads((SHARED / "documents/almaty-statement-2024.gold.json").read_text())["recommendations"]
    reading = read(SHARED / "documents/almaty-statement-2024.txt")
    found = reading.recommendations
    assert reading.profile == "statement"
    assert len(found) == len(gold) == 20
    ids = {one["id"]: made.id for one, made in zip(gold, found, strict=True)}
    for one, made in zip(gold, found, strict=True):
        assert made.text.startswith(one["text_start"])
        assert made.parent == (ids[one["parent"]] if one["parent"] else None)
        assert [int(note.number) for note in made.footnotes] == one["footnotes"]
        assert all(note.urls for note in made.footnotes)
        assert {cited.code for cited in made.citations} == set(one["instruments"])
        assert made.addressee_heading
        assert bare(re.sub(r"\[\d+\]", "", reading.document.text[made.start : made.end])) == bare(made.text)


@pytest.mark.parametrize("part", ["1934994", "Working_Group_Report", "Thematic_list", "Thematic_List"])
def test_todays_numbers_are_found_all_and_no_others_with_wording_and_states(part: str) -> None:
    gold = {one.number: one for one in modern("Thematic_list").recommendations}
    found = {one.number: one for one in modern(part).recommendations}
    assert len(gold) == 215
    assert set(found) == set(gold)
    assert sum(bare(found[n].text) == bare(gold[n].text) for n in gold) == 215
    assert all(found[n].recommending_states == gold[n].recommending_states for n in gold)


def test_the_thematic_table_is_read_as_its_cells_say() -> None:
    """The gold of the test above, held against the table's own cells by other means."""
    import zipfile  # noqa: PLC0415
    from xml.etree import ElementTree as ET  # noqa: PLC0415

    (path,) = MODERN.glob("*.docx")
    root = ET.fromstring(zipfile.ZipFile(path).read("word/document.xml"))
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    cells = ["".join(t.text or "" for t in cell.iter(f"{name}t")) for cell in root.iter(f"{name}tc")]
    rows = [re.fullmatch(r"(\d+\.\d+)\s*(.*?)\s*Source of Position.*", cell, re.DOTALL) for cell in cells]
    expected = {row[1]: bare(row[2]) for row in rows if row}
    assert {one.number: bare(one.text) for one in modern("Thematic_list").recommendations} == expected


@pytest.mark.parametrize(("start", "count"), [("kyrgy", 168), ("kazakhstan", 128), ("uzbekistan", 70)])
@pytest.mark.parametrize("folder", ["pdf", "txt-oneline"])
def test_older_reports_are_read_whole_from_pages_and_from_texts_without_lines(
    folder: str, start: str, count: int
) -> None:
    (path,) = (REPORTS / folder).glob(f"{start}*")
    reading = read(path)
    found = listed(reading)
    assert reading.profile == "upr"
    assert len({one.number for one in found}) == len(found) == count
    groups = Counter(one.number.split(".")[0] for one in found)
    for group, size in groups.items():
        assert [int(one.number.split(".")[1]) for one in found if one.number.startswith(f"{group}.")] == list(
            range(1, size + 1)
        )


@pytest.mark.parametrize("start", ["kyrgy", "kazakhstan", "uzbekistan"])
def test_pages_and_text_of_one_report_give_the_same_recommendations(start: str) -> None:
    one, other = (listed(read(next((REPORTS / folder).glob(f"{start}*")))) for folder in ("pdf", "txt-oneline"))
    pairs = list(zip(one, other, strict=True))
    assert [a.number for a, _ in pairs] == [b.number for _, b in pairs]
    assert sum(set(a.recommending_states) == set(b.recommending_states) for a, b in pairs) >= len(pairs) - 1


@pytest.mark.parametrize(
    ("start", "state", "session", "least"),
    [
        ("kazakhstan", "Kazakhstan", "7", 0.99),
        ("kyrgy", "Kyrgyzstan", "8", 0.99),
        ("uzbekistan", "Uzbekistan", "3", 0.99),
    ],
)
def test_what_people_listed_is_found_with_the_same_state(start: str, state: str, session: str, least: float) -> None:
    """The human list of Uzbekistan also holds what was refused, which that report cites by paragraph."""
    rows = []
    for path in (SHARED / "data/upr-info-uprs/raw-csv-macroman").glob("[16]-*.csv"):
        rows += list(csv.DictReader(io.StringIO(path.read_bytes().decode("mac_roman").replace("\r", "\n"))))
    mine = [row for row in rows if row["To"] == state and row["Session"] == session]
    found = [
        (set(one.recommending_states), Counter(re.findall(r"[a-z]{3,}", one.text.lower())))
        for one in read(next((REPORTS / "pdf").glob(f"{start}*"))).recommendations
    ]
    hits = 0
    for row in mine:
        bag = Counter(re.findall(r"[a-z]{3,}", row["Text"].lower()))
        shared = [
            sum((bag & other).values()) / max(1, sum(bag.values()))
            for states, other in found
            if state_code(row["From"]) in states
        ]
        hits += max(shared, default=0) >= 0.6
    assert len(mine) > 100
    assert hits / len(mine) >= least


def test_what_was_refused_is_resolved_to_the_paragraphs_of_the_dialogue() -> None:
    """16 references of paragraph 107; paragraph 48 has no part (c) in the report itself, so all of it is given."""
    found = {
        one.number: one
        for one in read(next((REPORTS / "pdf").glob("uzbekistan*"))).recommendations
        if any("by paragraph" in reason for reason in one.needs_review)
    }
    cited = ["33ab", "39a", "43a", "44", "48c", "50ab", "65ad", "67a", "79dfgh", "87a"]
    assert list(found) == [f"{one[:2]}({letter})" if letter else one for one in cited for letter in one[2:] or [""]]
    assert [one.number for one in found.values() if any("has no part" in why for why in one.needs_review)] == ["48(c)"]
    assert found["79(f)"].text == "to release political prisoners"
    assert found["44"].recommending_states == ("BEL",)
    assert {one.position for one in found.values()} == {"noted"}


def test_what_the_state_answered_stands_beside_each_recommendation() -> None:
    report = Counter(one.position for one in modern("1934994").recommendations)
    assert report == {"pending": 157, "supported": 58}


def test_states_are_those_of_the_brackets_on_every_item_of_the_modern_report() -> None:
    reading = modern("1934994")
    for one in reading.recommendations:
        by_hand = re.findall(r"\(([^()]+)\)(?=\s*(?:[;.(]|$))", one.text)
        named = {state_code(name) for name in by_hand} - {""}
        assert named <= set(one.recommending_states)
        assert set(recommending_states(one.text)[0]) == set(one.recommending_states)


@pytest.mark.parametrize("part", ["National_Report", "UN_Compilation", "Stakeholder_Summary", "2004192"])
def test_documents_that_went_into_a_review_or_answer_it_yield_none(part: str) -> None:
    assert modern(part).recommendations == []


def test_a_general_recommendation_yields_none() -> None:
    record = json.loads((SHARED / "data/un-general-comments/record_0011.json").read_text())
    assert read_source(source_of("general.txt", record["text"].encode())).recommendations == []


def test_languages_of_the_declaration_are_told_apart() -> None:
    from ubada.reading.language import detect  # noqa: PLC0415

    codes = {"eng": "en", "rus": "ru", "kaz": "kk", "kir": "ky", "tgk": "tg", "tuk_latn": "tk", "uzn_latn": "uz"}
    for name, code in codes.items():
        text = re.sub(r"<[^>]+>", " ", (SHARED / f"data/udhr/udhr_{name}.xml").read_text(encoding="utf-8"))
        assert detect(text)[0] == code
        paragraphs = [one for one in re.split(r"\n\s*\n|\n", text) if len(one.split()) > 8]
        assert sum(detect(one)[0] == code for one in paragraphs) >= 0.97 * len(paragraphs)


def test_paragraphs_of_concluding_observations_are_told_apart_as_the_index_of_the_un_does() -> None:
    records = [json.loads(path.read_text()) for path in (SHARED / "data/uhri-sample").glob("*-*-*-*-*.json")]
    numbered = sorted(
        (int(found[1]), one["text"], one["annotation_type"])
        for one in records
        if (found := re.search(r"^(\d+)\.", one["text"], re.M))
    )
    text = "Concluding observations on the sixth periodic report of Australia\n\n"
    # The index has run the letters of lists into the lines before them here and there.
    text += "\n\n".join(
        re.sub(r"(?<=[:;])\s?(?=\([a-z]\))", "\n", words).replace("\n", "\n\n") for _, words, _ in numbered
    )
    reading = read_source(source_of("observations.txt", text.encode()))
    assert len(numbered) == 15
    assert reading.profile == "treaty_body"
    assert {one.number for one in reading.recommendations if one.parent is None} == {
        str(number) for number, _, kind in numbered if kind == "Recommendations"
    }
    assert all(re.fullmatch(r"\d+\([a-z]\)", one.number) for one in reading.recommendations if one.parent)
