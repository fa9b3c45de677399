"""Words that a file hides do not leave with its copy: they are taken out, or there is no copy and it is said why."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.evidence import hiding, making
from ubada.evidence.copies.child import make_copy
from ubada.evidence.copies.refusing import NoCopy, Why
from ubada.reading.pipeline import read_source
from ubada.reading.sources import source_of


def copy_of(kind: str, data: bytes, folder: Path) -> bytes:
    """The copy, made as the site makes it."""
    path = folder / "original"
    path.write_bytes(data)
    return make_copy(path, kind).data


@pytest.mark.parametrize("how", hiding.HIDING)
def test_no_copy_is_made_of_a_pdf_that_hides_words(how: str, tmp_path: Path) -> None:
    with pytest.raises(NoCopy) as refusal:
        copy_of("pdf", hiding.HIDING[how], tmp_path)
    assert refusal.value.why is Why.LAYERS


@pytest.mark.parametrize("how", hiding.HONEST)
def test_a_pdf_that_hides_nothing_is_copied(how: str, tmp_path: Path) -> None:
    assert copy_of("pdf", hiding.HONEST[how], tmp_path).startswith(b"%PDF-")


@pytest.mark.parametrize("how", hiding.DOCX_HIDING)
def test_words_that_a_document_hides_are_not_in_its_copy(how: str, tmp_path: Path) -> None:
    copied = copy_of("docx", hiding.DOCX_HIDING[how], tmp_path)
    assert hiding.SECRET.encode() not in making.everything_in(copied)
    assert "The law was adopted." in read_source(source_of("copy", copied)).document.text


def test_words_that_say_of_themselves_that_they_are_shown_stay(tmp_path: Path) -> None:
    assert hiding.SECRET.encode() in making.everything_in(copy_of("docx", hiding.DOCX_SHOWN, tmp_path))


def test_words_that_an_odt_hides_are_not_in_its_copy(tmp_path: Path) -> None:
    copied = copy_of("odt", hiding.odt(), tmp_path)
    assert hiding.SECRET.encode() not in making.everything_in(copied)
    assert "The law was adopted." in read_source(source_of("copy", copied)).document.text
