"""Copies without metadata: nothing of who, where and when is left, and what it says can still be read."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from tests.evidence import making
from tests.files.making import xlsx
from ubada.evidence.copies.child import make_copy
from ubada.evidence.copies.pictures import clean_jpeg, clean_png
from ubada.evidence.copies.refusing import NoCopy, Why
from ubada.kernel.apart import Limits
from ubada.reading.pipeline import read_source
from ubada.reading.sources import source_of

MAKERS: dict[str, Callable[[], bytes]] = {
    "png": making.png, "jpeg": making.jpeg, "pdf": making.pdf, "docx": making.docx, "odt": making.odt,
    "html": making.page,
}  # fmt: skip


def copy_of(kind: str, data: bytes, folder: Path, **limits: int) -> bytes:
    """The copy, made as the site makes it."""
    path = folder / "original"
    path.write_bytes(data)
    return make_copy(path, kind, Limits(**limits)).data


@pytest.mark.parametrize("kind", MAKERS)
def test_nothing_of_who_where_and_when_is_left_in_a_copy(kind: str, tmp_path: Path) -> None:
    original = making.everything_in(MAKERS[kind]())
    assert any(words in original for words in making.TELLING)
    copied = making.everything_in(copy_of(kind, MAKERS[kind](), tmp_path))
    assert [words for words in making.TELLING if words in copied] == []


@pytest.mark.parametrize("kind", ["pdf", "docx", "odt"])
def test_the_copy_of_a_document_opens_and_says_what_the_original_says(kind: str, tmp_path: Path) -> None:
    copied = copy_of(kind, MAKERS[kind](), tmp_path)
    if kind == "pdf":
        assert making.text_of_pdf(copied).strip() == "The law was adopted"
    else:
        said = read_source(source_of("copy", copied)).document.text
        assert "The law was adopted in May." in said
        assert "a mail" in said


def test_the_pages_of_a_pdf_look_as_before(tmp_path: Path) -> None:
    pictures = []
    for data in (making.pdf(annotation=False), copy_of("pdf", making.pdf(), tmp_path)):
        document = pypdfium2.PdfDocument(data)
        page = document[0]
        bitmap = page.render(scale=1)
        pictures.append(bytes(bitmap.buffer))
        bitmap.close()
        page.close()
        document.close()
    assert pictures[0] == pictures[1]
    assert len(set(pictures[0])) > 1


def test_a_photograph_keeps_its_points_and_the_way_it_is_turned(tmp_path: Path) -> None:
    copied = copy_of("jpeg", making.jpeg(), tmp_path)
    assert copied.endswith(b"\x00\xa5\x5f\xff\xd9")
    assert b"Exif" in copied
    assert clean_jpeg(copied) == copied
    assert b"Exif" not in clean_jpeg(making.jpeg(), is_turned=False)


def test_a_png_keeps_its_points_and_nothing_behind_them(tmp_path: Path) -> None:
    copied = copy_of("png", making.png(), tmp_path)
    place = copied.index(b"IDAT")
    size = int.from_bytes(copied[place - 4 : place], "big")
    assert zlib.decompress(copied[place + 4 : place + 4 + size]) == b"\x00\x10\x20\x30\x40\x50\x60"
    assert copied.endswith(making.chunk(b"IEND", b""))
    assert clean_png(copied) == copied


def test_a_copy_of_a_document_holds_no_part_but_those_the_text_needs(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(copy_of("docx", making.docx(), tmp_path))) as archive:
        assert {one.filename for one in archive.infolist()} == {
            "[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/_rels/document.xml.rels",
            "word/media/image1.jpeg",
        }  # fmt: skip
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    with zipfile.ZipFile(io.BytesIO(copy_of("odt", making.odt(), tmp_path))) as archive:
        assert [one.filename for one in archive.infolist()] == [
            "mimetype", "META-INF/manifest.xml", "content.xml", "Pictures/image1.jpeg",
        ]  # fmt: skip
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED


def test_a_page_of_the_web_is_given_as_its_words(tmp_path: Path) -> None:
    assert copy_of("html", making.page(), tmp_path).decode() == "Закон\n\nThe law was adopted.\n"
    assert copy_of("text", b"\xff\xfe" + "слова <b>".encode("utf-16-le"), tmp_path).decode() == "слова <b>"
    assert copy_of("csv", "а;б\r\n1;2\r\n".encode("cp1251"), tmp_path).decode() == "а;б\r\n1;2\r\n"


@pytest.mark.parametrize(
    ("kind", "data", "why"),
    [
        ("warc", making.warc(), Why.KIND),
        ("xlsx", xlsx(), Why.KIND),
        ("json", b"{}", Why.KIND),
        ("pdf", b"%PDF-1.7\nnothing\n%%EOF", Why.DAMAGED),
        ("pdf", making.pdf(layers=True), Why.LAYERS),
        ("png", making.png()[:60], Why.DAMAGED),
        ("jpeg", making.jpeg()[:200], Why.DAMAGED),
        ("docx", b"PK\x03\x04 cut", Why.DAMAGED),
        ("odt", making.docx(), Why.DAMAGED),
        ("html", b"<html><script>1</script>", Why.DAMAGED),
    ],
)
def test_no_copy_is_made_and_the_reason_said(kind: str, data: bytes, why: Why, tmp_path: Path) -> None:
    with pytest.raises(NoCopy) as refusal:
        copy_of(kind, data, tmp_path)
    assert refusal.value.why is why


def test_a_copy_that_costs_too_much_is_stopped(tmp_path: Path) -> None:
    for limit in ({"result_bytes": 1000}, {"wall_seconds": 0}):
        with pytest.raises(NoCopy) as refusal:
            copy_of("text", b"words " * 100_000, tmp_path, **limit)
        assert refusal.value.why is Why.TOO_MUCH
