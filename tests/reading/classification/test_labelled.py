"""Files of labels: encodings, line ends, faulty rows, repeats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ubada.kernel.errors import InvalidInput
from ubada.reading.classification.labelled import (
    LabelledText,
    detect_encoding,
    detect_line_ends,
    read_labelled,
    read_texts,
    without_repeats,
)

HEADER = "To,Text,From,Response,Action,Issue,Session"
ROWS = [
    'Aland,"Adopt the law on wells, soon",Bland,Accepted,5,"Water,Roads",1',
    "Aland,Respect each citizen’s café,Côte d’Azur,Noted,4,Schools,1",
    "Cland,Share what was learned – fully,Bland,Accepted,1,Roads,2",
]


def csv_file(folder: Path, encoding: str, line_end: str, rows: list[str] | None = None) -> Path:
    path = folder / "labels.csv"
    path.write_bytes(line_end.join([HEADER, *(ROWS if rows is None else rows), ""]).encode(encoding))
    return path


@pytest.mark.parametrize("line_end", ["\r", "\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "mac_roman", "utf-16"])
def test_every_encoding_and_line_end_gives_the_same_letters(tmp_path: Path, encoding: str, line_end: str) -> None:
    read = read_labelled(csv_file(tmp_path, encoding, line_end), "action")

    assert [one.text for one in read.texts] == [
        "Adopt the law on wells, soon",
        "Respect each citizen’s café",
        "Share what was learned – fully",
    ]
    assert read.encoding == encoding
    assert read.line_ends == {"\r": "CR", "\n": "LF", "\r\n": "CRLF"}[line_end] or encoding == "utf-16"


def test_what_was_found_out_about_a_file_is_said(tmp_path: Path) -> None:
    described = read_labelled(csv_file(tmp_path, "mac_roman", "\r"), "action").described()

    assert described == "labels.csv: UPR Info CSV, mac_roman, CR line ends, 3 labelled texts, 0 without a label"


@pytest.mark.parametrize("text", ["the State’s duty", "São Tomé", "a “quoted” word", "now – or later", "Türkiye"])
@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_one_foreign_letter_tells_the_single_byte_encodings_apart(text: str, encoding: str) -> None:
    assert detect_encoding(text.encode(encoding)) == encoding


def test_plain_ascii_is_utf_8_and_mixed_line_ends_count() -> None:
    assert detect_encoding(b"plain") == "utf-8"
    assert detect_line_ends(b"a\r\nb\r\nc\nd") == "CRLF"
    assert detect_line_ends(b"one line") == "LF"


def test_issues_are_split_and_the_group_is_state_and_session(tmp_path: Path) -> None:
    first = read_labelled(csv_file(tmp_path, "utf-8", "\n"), "issues").texts[0]

    assert first == LabelledText("Adopt the law on wells, soon", ("Roads", "Water"), "Aland 1", "Aland", "1")


def test_themes_come_from_issues_through_the_mapping_and_what_leads_to_none_has_none(tmp_path: Path) -> None:
    read = read_labelled(csv_file(tmp_path, "utf-8", "\n"), "themes", themes_of_issue={"Roads": ["ways.roads"]})

    assert [one.labels for one in read.texts] == [("ways.roads",), (), ("ways.roads",)]
    assert read.unlabelled == 0
    assert read.described().endswith("3 labelled texts (1 with none of the labels), 0 without a label")


def test_faulty_rows_are_named_by_row_and_column_all_at_once(tmp_path: Path) -> None:
    rows = [ROWS[0], "Aland,,Bland,Noted,4,Roads,1", "Aland,Do it,Bland,Noted,seven,Roads,1", "too,few"]

    with pytest.raises(InvalidInput) as caught:
        read_labelled(csv_file(tmp_path, "utf-8", "\r", rows), "action")

    assert [str(one) for one in caught.value.problems] == [
        "labels.csv: row 3: Text: is empty",
        "labels.csv: row 4: Action: “seven” is not an action category from 1 to 5",
        "labels.csv: row 5: has 2 cells instead of 7",
    ]


def test_a_missing_column_is_named_with_those_there_are(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("Text,Verdict\nDo it,yes\n", encoding="utf-8")

    with pytest.raises(InvalidInput, match=r"row 1: has no column Action; it has Text, Verdict"):
        read_labelled(path, "action")


def test_json_lines_take_label_labels_or_the_name_of_the_task(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    records = [
        {"text": "Build wells", "labels": [" Water\u00a0", "Roads"], "document": "A/1", "state": "Aland", "cycle": 2},
        {"text": "Mend roads", "label": "Roads"},
        {"text": "Open schools", "issues": ["Schools"]},
        {"text": "Nothing said"},
        {"text": "None of them", "labels": []},
    ]
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")

    read = read_labelled(path, "issues")

    assert [one.labels for one in read.texts] == [("Roads", "Water"), ("Roads",), ("Schools",), ()]
    assert (read.texts[0].document, read.texts[0].cycle, read.unlabelled) == ("A/1", "2", 1)


def test_faulty_json_lines_are_named(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text('{"text": "a", "label": 9}\n{"text": ""}\nnonsense\n[1]\n{"text": "b", "label": {}}', "utf-8")

    with pytest.raises(InvalidInput) as caught:
        read_labelled(path, "action")

    assert [(one.record, one.field) for one in caught.value.problems] == [
        ("row 1", "labels"),
        ("row 2", "text"),
        ("row 3", ""),
        ("row 4", ""),
        ("row 5", "labels"),
    ]


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="cannot be read"):
        read_labelled(tmp_path / "none.csv", "action")


def test_repeats_are_removed_whatever_their_case_and_marks() -> None:
    def text(words: str) -> LabelledText:
        return LabelledText(words, ("5",), "", "", "")

    kept = without_repeats(
        [text("Build wells."), text("BUILD  wells"), text("Mend roads")], known=[text("mend roads!")]
    )

    assert [one.text for one in kept] == ["Build wells."]


def test_texts_without_labels_are_read_from_lines_csv_and_json(tmp_path: Path) -> None:
    lines = tmp_path / "lines.txt"
    lines.write_text("Build wells, many\n\nMend roads\n", encoding="utf-8")
    records = tmp_path / "lines.jsonl"
    records.write_text('{"text": "Build wells"}\n', encoding="utf-8")

    assert read_texts(lines) == ["Build wells, many", "Mend roads"]
    assert read_texts(records) == ["Build wells"]
    assert len(read_texts(csv_file(tmp_path, "mac_roman", "\r"))) == 3
