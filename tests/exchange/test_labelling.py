"""Labels of other databases, to train on and to be scored by: of every state, and none that a rule made up."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tests.exchange.formats import small_uhri, small_upr
from tests.exchange.formats.small_uhri import annotation, write_json, write_xlsx
from ubada.cli import main
from ubada.exchange.formats import NAMES
from ubada.exchange.labelling import FORMATS, format_of, read_labels
from ubada.kernel.errors import InvalidInput
from ubada.reading.classification.concordance import Concordance
from ubada.reading.classification.labelled import LabelledText

TABLE = Concordance(themes={
    "uhri": {"Access to justice & remedy": ("justice.remedy",)}, "upr-info": {"Women's rights": ("equality.gender",)},
})  # fmt: skip


def test_annotations_about_any_state_carry_the_terms_their_labels_lead_to(tmp_path: Path) -> None:
    path = write_json(tmp_path / "all.json", [
        annotation(1, Countries=["Australia"]),
        annotation(2, AnnotationType="Concerns/Observations"),
        annotation(3, Text="Mend the roads", Themes=["A theme of nobody"], AffectedPersons=[]),
        annotation(4, Text="Say nothing", Themes=[], AffectedPersons=[]),
    ])  # fmt: skip

    themes, persons = (read_labels(path, "uhri-json", task, TABLE) for task in ("themes", "persons"))

    assert [one.labels for one in themes.texts] == [("justice.remedy",), ()]
    assert (themes.unlabelled, themes.left_out) == (1, 1)
    assert themes.texts[0].state == "AUS"
    assert themes.texts[0].document == themes.texts[1].document != ""
    assert [one.labels for one in persons.texts] == [("women-girls",)]
    assert persons.unlabelled == 2
    assert "uhri-json (UTF-8 JSON, 4 annotations), 2 labelled texts (1 with none of the labels)" in themes.described()


def test_a_workbook_gives_the_same_labels(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "all.xlsx", [small_uhri.row(1)])

    found = read_labels(path, "uhri-xlsx", "themes", TABLE)

    assert [one.labels for one in found.texts] == [("justice.remedy",)]
    assert [one.labels for one in read_labels(path, "uhri-xlsx", "persons", TABLE).texts] == [("civil-society",)]


def test_a_category_that_the_cue_words_gave_is_no_label(tmp_path: Path) -> None:
    annotations = write_json(tmp_path / "all.json", [annotation()])
    export = small_upr.write(tmp_path)

    assert read_labels(annotations, "uhri-json", "action", TABLE).texts == ()
    assert {one.labels for one in read_labels(export, "upr-info", "action", TABLE).texts} == {("4",), ("5",)}


def test_persons_are_read_from_the_issues_of_upr_info(tmp_path: Path) -> None:
    found = read_labels(small_upr.write(tmp_path), "upr-info", "persons", TABLE)

    assert LabelledText("Give every shelter a safe budget", ("women-girls",), "UPR-KGZ-8", "KGZ", "") in found.texts
    assert () in {one.labels for one in found.texts}
    assert {"ALB", "KAZ"} <= {one.state for one in found.texts}


def test_faulty_records_are_named_and_nothing_is_read(tmp_path: Path) -> None:
    path = write_json(tmp_path / "all.json", [annotation(1, Text=""), annotation(2, AnnotationId="seven")])

    with pytest.raises(InvalidInput) as caught:
        read_labels(path, "uhri-json", "themes", TABLE)

    assert [(one.record, one.field) for one in caught.value.problems] == [
        ("record 1", "Text"), ("record 2", "AnnotationId")
    ]  # fmt: skip


def test_issues_are_no_labels_of_an_import(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="UPR Info's CSV or JSON Lines"):
        read_labels(small_upr.write(tmp_path), "upr-info", "issues", TABLE)


@pytest.mark.parametrize(
    ("content", "task", "form"),
    [
        (b"[{}]", "themes", "uhri-json"),
        (b'\xef\xbb\xbf {"_id": "a", "annotation_type": "b"}', "themes", "uhri-json"),
        (b'{"text": "a", "label": "b"}', "themes", ""),
        (b'{"text": "a", "label": "b"}', "persons", ""),
        (b"To,Text,Issue", "themes", ""),
        (b"To,Text,Issue", "persons", "upr-info"),
        (b"PK\x03\x04 xl/workbook.xml", "themes", "uhri-xlsx"),
        (b"PK\x03\x04 word/document.xml", "themes", "upr-matrix"),
    ],
)
def test_the_format_is_told_from_the_first_bytes(content: bytes, task: str, form: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(content)

    assert format_of(tmp_path / "file", task) == form


def test_real_containers_are_told_apart(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "list.docx", "w") as container:
        container.writestr("[Content_Types].xml", "")
        container.writestr("word/document.xml", "")

    assert format_of(tmp_path / "list.docx", "themes") == "upr-matrix"
    assert format_of(write_xlsx(tmp_path / "all.xlsx", [small_uhri.row(1)]), "themes") == "uhri-xlsx"
    assert set(FORMATS) <= set(NAMES)


def test_a_classifier_is_trained_on_one_index_and_scored_by_both_its_exports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("UBADA_DATA_DIR", str(tmp_path / "data"))
    kinds = {"Children": "Open schools", "Women & girls": "Count wages"}
    annotations = [
        annotation(number, Text=f"{words} in district {number}", AffectedPersons=[group], Symbol=f"A/{number % 6}")
        for number, (group, words) in enumerate(list(kinds.items()) * 15, start=1)
    ]
    rows = [
        small_uhri.row(number, Text=f"{words} everywhere", Affected_Persons=f"- {group}")
        for number, (group, words) in enumerate(kinds.items(), start=100)
    ]
    learned = write_json(tmp_path / "all.json", annotations)
    asked = write_xlsx(tmp_path / "all.xlsx", rows)

    assert main(["train", "--task", "persons", str(learned)]) == 0
    capsys.readouterr()
    status = main(["evaluate", "--task", "persons", "--train", str(learned), "--test", str(asked), "--format", "json"])

    said = json.loads(capsys.readouterr().out)
    assert status == 0
    assert (said["n_train"], said["n_test"], said["accuracy"]) == (30, 2, 1.0)
    assert (tmp_path / "data" / "models" / "persons.json").is_file()


def test_files_without_a_label_for_the_task_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("UBADA_DATA_DIR", str(tmp_path / "data"))
    path = write_json(tmp_path / "all.json", [annotation()])

    assert main(["train", "--task", "action", str(path)]) == 1
    assert "No text of all.json has a label for action" in capsys.readouterr().err


def test_the_format_can_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("UBADA_DATA_DIR", str(tmp_path / "data"))
    path = small_upr.write(tmp_path)

    assert main(["train", "--task", "themes", "--read-as", "ogp", str(path)]) == 1
    assert "6-9.csv" in capsys.readouterr().err
