"""What a file is, is told by its bytes; what could harm whoever opens it is refused."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import pytest

from tests.files import making
from ubada.files.kinds import ENDINGS, HEAD_BYTES, Kind, Reason, Unfit, kind_of
from ubada.files.words import REFUSALS
from ubada.reading.sources import sniff

MANY_CELLS = "".join(f'<c r="A{number}"><v>{number * 7919 % 10_007}</v></c>' for number in range(150_000))
LONG_ROWS = b"".join(b'%d,"a, b",c\r\n' % number for number in range(20_000))
LONG_JSON = json.dumps([{"number": number, "words": "слова" * 9} for number in range(5_000)]).encode()
ONE_LONG_STRING = json.dumps({"words": "a" * 200_000}).encode()

WARC = b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 5\r\n\r\nhello\r\n\r\n"

HONEST = {
    Kind.PDF: [making.PAPER, b"\r\n" + making.PAPER],
    Kind.DOCX: [making.docx(), making.docx(("word/media/image1.png", making.png()), ("word/embeddings/a.xlsx", b"x"))],
    Kind.XLSX: [making.xlsx(), making.xlsx(("xl/worksheets/sheet1.xml", MANY_CELLS))],
    Kind.ODT: [making.open_document(making.ODT), making.open_document(making.ODT, ("Configurations2/", ""))],
    Kind.ODS: [making.open_document(making.ODS)],
    Kind.HTML: [
        b"<!DOCTYPE html><title>x</title>",
        b"\xef\xbb\xbf  <html><body>x",
        b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>',
        b"<table><tr><td>1</table>",
        "<html lang='ru'>слова".encode("utf-16"),
    ],
    Kind.TEXT: [
        "Кыргызстан, Казахстан и Узбекистан обещали.\nОни обещали это, и не раз.\n".encode(),
        "Обещание".encode("cp1251"),
        "Обещание, данное в Алматы".encode("utf-16"),
        b"a,b\n1,2\n",  # two rows of two cells may as well be prose
        b"{not json}",
        b'{"a": 1}\n{"a": 2}\n',
        b"[" * 60_000,
        b"MZ is how this text begins",
        b"#\xd1\x82\xd0\xb5\xd0\xbc\xd0\xb0\n",
    ],
    Kind.CSV: [b"a,b,c\n1,2,3\n", b"a;b\n1;2\n3;4\n", b"a\tb\tc\r\n1\t\t3\r\n", b'a,b,c\n"1,\n5",2,3\n', LONG_ROWS],
    Kind.JSON: [b'{"a": [1, 2]}', b"\xef\xbb\xbf[]", LONG_JSON, ONE_LONG_STRING],
    Kind.PNG: [making.png()],
    Kind.JPEG: [b"\xff\xd8\xff\xe0\x00\x10JFIF\x00 and so on"],
    Kind.WARC: [WARC, gzip.compress(WARC), b"WARC/1.0\r\n\x00"],
}
HOSTILE = {
    Reason.EMPTY: [b" \r\n\t", b"\xef\xbb\xbf", b"\x00" * 200_000],
    Reason.UNKNOWN: [
        b"a\x00b",
        b"words " * 20_000 + b"\x00",
        bytes(range(1, 256)) * 8,
        b"GIF89a\x01\x00\x01\x00",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b'<?xml version="1.0"?><svg/>',
        b"\xff\xfea\x00b",  # half a character at the end
    ],
    Reason.DAMAGED: [making.docx()[:-30], making.docx()[:200], b"PK\x03\x04"],
    Reason.ENCRYPTED: [
        making.encrypted_office(),
        making.locked(making.docx()),
        making.open_document(making.ODT, manifest="<manifest:encryption-data/>"),
    ],
    Reason.MACROS: [
        making.docx(("word/vbaProject.bin", b"x")),
        making.docx(("word/VBAPROJECT.BIN", b"x")),
        making.docx(content_type="application/vnd.ms-word.document.macroEnabled.main+xml"),
        making.docx(("word/activeX/activeX1.xml", b"x")),
        making.xlsx(("xl/vbaProject.bin", b"x")),
        making.xlsx(("xl/macrosheets/sheet1.xml", b"x")),
        making.open_document(making.ODT, ("Basic/Standard/Module1.xml", b"x")),
        making.open_document(making.ODS, ("Scripts/python/a.py", b"x")),
    ],
    Reason.PROGRAM: [
        b"MZ\x90\x00\x03\x00\x00\x00",
        b"MZ\x90\x00" + making.PAPER,
        b"\x7fELF\x02\x01\x01",
        b"\xcf\xfa\xed\xfe\x07\x00\x00\x01",
        b"#!/bin/sh\nrm -r /\n",
        b"\x00asm\x01\x00\x00\x00",
        b"L\x00\x00\x00\x01\x14\x02\x00",
    ],
    Reason.OLD_FORMAT: [making.old_word(), b"{\\rtf1 words}"],
    Reason.ARCHIVE: [
        making.packed([("a.txt", "words")]),
        making.packed([("META-INF/MANIFEST.MF", "x"), ("A.class", b"\xca\xfe\xba\xbe")]),
        b"\x1f\x8b\x08\x00",
        b"7z\xbc\xaf\x27\x1c\x00",
        b"Rar!\x1a\x07\x01\x00",
        b"a.txt".ljust(257, b"\x00") + b"ustar\x0000",
        making.packed([]),
        making.packed([("mimetype", "application/epub+zip")]),
    ],
    Reason.BOMB: [making.bomb(), making.quine_of_contents(21_000)],
}


def each(table: dict) -> list:
    """One case for each content."""
    return [
        pytest.param(one, content, id=f"{one}-{number}")
        for one, contents in table.items()
        for number, content in enumerate(contents)
    ]


def told(content: bytes, folder: Path) -> Kind:
    path = folder / "content"
    path.write_bytes(content)
    return kind_of(content[:HEAD_BYTES], path)


@pytest.mark.parametrize(("kind", "content"), each(HONEST))
def test_an_honest_file_is_told_by_its_bytes(tmp_path: Path, kind: Kind, content: bytes) -> None:
    assert told(content, tmp_path) is kind


@pytest.mark.parametrize(("reason", "content"), each(HOSTILE))
def test_what_is_unfit_is_refused_for_the_right_reason(tmp_path: Path, reason: Reason, content: bytes) -> None:
    with pytest.raises(Unfit) as refused:
        told(content, tmp_path)
    assert refused.value.reason is reason


def test_every_kind_and_every_reason_has_been_tried_and_has_its_words() -> None:
    assert set(HONEST) == set(Kind) == set(ENDINGS)
    assert set(HOSTILE) == set(Reason) == set(REFUSALS)
    assert all(str(what) for what, _ in REFUSALS.values())


@pytest.mark.parametrize("kind", [Kind.PDF, Kind.DOCX, Kind.ODT, Kind.HTML, Kind.TEXT])
def test_the_reader_of_documents_takes_a_file_for_the_same_kind(kind: Kind) -> None:
    for content in HONEST[kind]:
        if content[:2] != b"\xff\xfe":  # the reader decodes these first
            assert sniff("x", content) == kind.value


def test_a_part_whose_checksum_is_wrong_is_damage(tmp_path: Path) -> None:
    content = making.packed([("word/document.xml", "words, words")], method=zipfile.ZIP_STORED)
    assert told(content, tmp_path) is Kind.DOCX
    with pytest.raises(Unfit) as refused:
        told(content.replace(b"words, words", b"words, WORDS"), tmp_path)
    assert refused.value.reason is Reason.DAMAGED


def test_a_part_that_says_less_of_itself_than_it_holds_is_damage(tmp_path: Path) -> None:
    content = bytearray(making.packed([("word/document.xml", b"0" * 3_000_000)]))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = content.find(signature)
        content[place + offset : place + offset + 4] = (1000).to_bytes(4, "little")
    with pytest.raises(Unfit) as refused:
        told(bytes(content), tmp_path)
    assert refused.value.reason is Reason.DAMAGED


def test_a_document_may_be_unpacked_to_its_limit_and_no_further(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = making.docx(("word/a.xml", b"0" * 100_000), ("word/b.xml", b"1" * 100_000))
    monkeypatch.setattr("ubada.files.archives.UNPACKED_BYTES", 201_000)
    assert told(content, tmp_path) is Kind.DOCX
    monkeypatch.setattr("ubada.files.archives.UNPACKED_BYTES", 200_000)
    with pytest.raises(Unfit) as refused:
        told(content, tmp_path)
    assert refused.value.reason is Reason.BOMB


def test_a_list_of_contents_that_no_document_has_is_never_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("an entry was made of it")

    content = making.quine_of_contents(20_000)
    monkeypatch.setattr("zipfile.ZipInfo.__init__", never)
    with pytest.raises(Unfit) as refused:
        told(content, tmp_path)
    assert refused.value.reason is Reason.BOMB
