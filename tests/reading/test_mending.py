"""Letters shown as those of another alphabet are put right; senseless ones and hostile depths are told."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from ubada.reading.mending import is_senseless, mend
from ubada.reading.model import Extract
from ubada.reading.pipeline import parse
from ubada.reading.sources import CannotRead, load_source

RUSSIAN = "Комитет рекомендует государству принять закон о домашнем насилии и открыть убежища во всех областях страны."


def test_cyrillic_bytes_taken_for_western_ones_are_put_right_in_place() -> None:
    garbled = RUSSIAN.encode("cp1251").decode("latin-1")
    extract = Extract(garbled, [])
    mend(extract)
    assert extract.text == RUSSIAN
    assert len(extract.text) == len(garbled)
    assert extract.notes


@pytest.mark.parametrize(
    "text",
    [
        RUSSIAN,
        "The Committee recommends that the State party adopt a law on domestic violence in every region of it.",
        "Le Comité recommande à l'État partie d'adopter une loi sur les violences faites aux femmes à la maison, là où",
    ],
)
def test_honest_text_stays_as_it_is(text: str) -> None:
    extract = Extract(text, [])
    mend(extract)
    assert extract.text == text
    assert not extract.notes
    assert not is_senseless(text * 10)


@pytest.mark.parametrize("text", ["\x01\x02\ue001 " * 40, "Xqz tbd kmp wrt " * 60])
def test_what_is_no_words_is_told(text: str) -> None:
    assert is_senseless(text)


def test_a_page_nested_beyond_all_use_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.html"
    path.write_text("<html><body>" + "<div>" * 20_000 + "words", encoding="utf-8")
    with pytest.raises(CannotRead, match="nested too deeply"):
        parse(load_source(path))


def test_a_document_that_declares_entities_is_refused(tmp_path: Path) -> None:
    body = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="u"><w:p>&x;</w:p></w:document>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", body)
    path = tmp_path / "entities.docx"
    path.write_bytes(packed.getvalue())
    with pytest.raises(CannotRead, match="entities"):
        parse(load_source(path))
