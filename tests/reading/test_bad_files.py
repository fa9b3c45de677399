# ruff: noqa: E501 - the wording of a document under test stays on one line
"""Files that are damaged, disguised or made to do harm end in one clear sentence and leave nothing behind."""

from __future__ import annotations

import hashlib
import io
import struct
import subprocess
import sys
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pypdfium2
import pytest

from tests.reading.documents import appeal
from tests.reading.making import LISTS, Pdf, W, archive, docx, odt, para
from ubada.reading.child import Result, read_files
from ubada.reading.pipeline import parse, read_source
from ubada.reading.sources import CannotRead, Limits, load_source, source_of

BOMB_WORDS = 40_000_000


def read(tmp_path: Path, name: str, data: bytes, limits: Limits | None = None) -> Result:
    """The result of reading these bytes in the child process."""
    path = tmp_path / name
    path.write_bytes(data)
    (result,) = read_files([path], limits=limits or Limits())
    return result


def refusal(tmp_path: Path, name: str, data: bytes, limits: Limits | None = None) -> str:
    """The sentence with which these bytes are refused; it names the file."""
    result = read(tmp_path, name, data, limits)
    assert result.reading is None
    assert result.error is not None
    assert name in str(result.error)
    return str(result.error)


def text_pdf(pages: int = 1) -> bytes:
    made = Pdf(head="Report")
    for number in range(pages):
        made.paragraph(f"Page {number} speaks of recommendations made elsewhere.", x=70)
        if number + 1 < pages:
            made.turn()
    return made.bytes()


def scanned_pdf(pages: int = 2) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(595, 842)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def encrypted_pdf() -> bytes:
    """The smallest PDF with a password that opens it: RC4, 40 bits, revision 2 of the standard security handler."""
    padding = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    identity = b"0123456789abcdef"

    def rc4(key: bytes, data: bytes) -> bytes:
        state = list(range(256))
        j = 0
        for i in range(256):
            j = (j + state[i] + key[i % len(key)]) % 256
            state[i], state[j] = state[j], state[i]
        i = j = 0
        out = bytearray()
        for one in data:
            i = (i + 1) % 256
            j = (j + state[i]) % 256
            state[i], state[j] = state[j], state[i]
            out.append(one ^ state[(state[i] + state[j]) % 256])
        return bytes(out)

    secret = (b"secret" + padding)[:32]
    owner = rc4(hashlib.md5(secret, usedforsecurity=False).digest()[:5], secret)
    key = hashlib.md5(secret + owner + struct.pack("<i", -4) + identity, usedforsecurity=False).digest()[:5]
    user = rc4(key, padding)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>",
        b"<</Filter/Standard/V 1/R 2/P -4/O<" + owner.hex().encode() + b">/U<" + user.hex().encode() + b">>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer<</Size 5/Root 1 0 R/Encrypt 4 0 R/ID[<%s><%s>]>>\nstartxref\n%d\n%%%%EOF" % (
        identity.hex().encode(),
        identity.hex().encode(),
        table,
    )


def test_a_pdf_with_a_password_is_named_as_such(tmp_path: Path) -> None:
    assert "password" in refusal(tmp_path, "locked.pdf", encrypted_pdf())


def test_a_scan_is_refused_with_advice_and_the_page(tmp_path: Path) -> None:
    message = refusal(tmp_path, "scan.pdf", scanned_pdf())
    assert "page 1" in message
    assert "text layer" in message
    assert "OCR" in message


def test_pages_without_text_are_noted_when_others_have_some(tmp_path: Path) -> None:
    mixed = pypdfium2.PdfDocument(text_pdf())
    mixed.new_page(595, 842)
    mixed.import_pages(pypdfium2.PdfDocument(text_pdf()))
    out = io.BytesIO()
    mixed.save(out)
    result = read(tmp_path, "mixed.pdf", out.getvalue())
    assert result.reading is not None
    assert any("Pages without text" in note and "2" in note for note in result.reading["source"]["notes"])


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9])
def test_a_pdf_cut_short_is_refused_or_read_but_never_breaks_the_command(tmp_path: Path, share: float) -> None:
    whole = text_pdf(3)
    result = read(tmp_path, "cut.pdf", whole[: int(len(whole) * share)])
    assert (result.reading is None) != (result.error is None)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_a_docx_cut_short_is_refused(tmp_path: Path, share: float) -> None:
    whole = appeal().data
    assert "damaged" in refusal(tmp_path, "cut.docx", whole[: int(len(whole) * share)])


def test_an_empty_file_is_named_as_such(tmp_path: Path) -> None:
    for data in (b"", b"  \r\n\t ", b"\xef\xbb\xbf", b"\x00" * 50):
        assert "empty" in refusal(tmp_path, "empty.txt", data)


def test_a_file_that_is_not_there_is_named_as_such(tmp_path: Path) -> None:
    (result,) = read_files([tmp_path / "absent.pdf"])
    assert "no such file" in str(result.error)
    (folder,) = read_files([tmp_path])
    assert "not a file" in str(folder.error)


def test_the_old_word_format_is_refused_with_advice(tmp_path: Path) -> None:
    message = refusal(tmp_path, "old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
    assert ".doc" in message
    assert "DOCX" in message
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le")
    assert "password" in refusal(tmp_path, "locked.docx", locked)


def test_what_a_file_is_its_content_tells_and_not_its_name(tmp_path: Path) -> None:
    assert load_kind(tmp_path, "lies.pdf", appeal().data) == "docx"
    assert load_kind(tmp_path, "lies.docx", text_pdf()) == "pdf"
    assert load_kind(tmp_path, "lies.txt", b"<!DOCTYPE html><html><body><p>Hello there</p></body></html>") == "html"
    assert load_kind(tmp_path, "lies.html", "Просто текст без разметки.".encode()) == "text"
    assert load_kind(tmp_path, "lies", odt("<text:p>Words</text:p>")) == "odt"


def load_kind(tmp_path: Path, name: str, data: bytes) -> str:
    (tmp_path / name).write_bytes(data)
    return load_source(tmp_path / name).kind


def test_pictures_archives_and_tables_are_not_taken_for_documents(tmp_path: Path) -> None:
    assert "neither" in refusal(tmp_path, "photo.pdf", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)
    assert "ZIP" in refusal(tmp_path, "things.docx", archive({"a.txt": "x"}))
    assert "spreadsheet" in refusal(tmp_path, "sheet.docx", archive({"xl/workbook.xml": "<x/>"}))
    assert "RTF" in refusal(tmp_path, "note.doc", rb"{\rtf1 hello}")


def test_a_decompression_bomb_is_refused_before_it_goes_off(tmp_path: Path) -> None:
    body = (
        f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>{"a" * BOMB_WORDS}</w:t></w:r></w:p></w:body></w:document>'
    )
    bomb = archive({"word/document.xml": body})
    assert len(bomb) < 100_000
    begin = time.monotonic()
    assert "unpacks to more than" in refusal(tmp_path, "bomb.docx", bomb)
    assert time.monotonic() - begin < 20


def test_a_bomb_that_lies_about_its_size_is_stopped_as_it_unpacks(tmp_path: Path) -> None:
    body = ("<x>" + "a" * 3_000_000 + "</x>").encode()
    bomb = bytearray(archive({"word/document.xml": body}))
    size = struct.pack("<I", len(body))
    lie = struct.pack("<I", 1000)
    assert bomb.count(size) == 2
    with pytest.raises(CannotRead):
        read_source(source_of("liar.docx", bytes(bomb).replace(size, lie)), limits=Limits(unpacked_bytes=1_000_000))


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/evil.dtd">',
    ],
)
def test_xml_entities_are_refused_and_nothing_outside_is_read(tmp_path: Path, declared: str) -> None:
    body = f'{declared}<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&f;&b;</w:t></w:r></w:p></w:body></w:document>'
    assert "entities" in refusal(tmp_path, "entities.docx", archive({"word/document.xml": body}))


def test_macros_and_outside_links_are_ignored_and_macros_are_noted(tmp_path: Path) -> None:
    relations = '<Relationships><Relationship Id="r1" TargetMode="External" Target="http://127.0.0.1:9/template.dotm"/></Relationships>'
    body = [
        para("Recommendations to the Government:", bold=True),
        f'<w:p xmlns:r="urn:r"><w:hyperlink r:id="r1">{para("Repeal the law.", list_=(2, 0))[5:-6]}</w:hyperlink></w:p>',
        para("Publish the budget.", list_=(2, 0)),
        para("Answer letters.", list_=(2, 0)),
    ]
    parts = {"word/vbaProject.bin": "Sub AutoOpen()", "word/_rels/document.xml.rels": relations}
    result = read(tmp_path, "macro.docx", docx(body, numbering=LISTS, more=parts))
    assert result.reading is not None
    assert any("macros" in note for note in result.reading["source"]["notes"])
    assert [one["text"] for one in result.reading["recommendations"]] == ["Publish the budget.", "Answer letters."]


def test_html_nested_without_end_is_read_without_running_out_of_stack(tmp_path: Path) -> None:
    deep = b"<html><body>" + b"<div>" * 9_000 + b"<p>Words</p>" + b"</div>" * 9_000
    result = read(tmp_path, "deep.html", deep)
    assert result.reading is not None or result.error is not None


def test_scripts_and_styles_of_a_page_are_no_text() -> None:
    page = b"<html><head><style>p{}</style></head><body><script>var x = 'Recommendations:'</script><p>Words</p></body></html>"
    assert parse(source_of("page.html", page)).text == "Words"


def test_a_document_past_the_page_limit_says_so(tmp_path: Path) -> None:
    message = refusal(tmp_path, "long.pdf", text_pdf(4), Limits(pages=3))
    assert "4 pages" in message
    assert "limit is 3" in message


def test_a_file_past_the_size_limit_is_not_even_read(tmp_path: Path) -> None:
    assert "limit" in refusal(tmp_path, "big.txt", b"word " * 400_000, Limits(file_bytes=1024 * 1024))


def test_reading_that_takes_too_long_is_stopped_and_the_next_file_is_read(tmp_path: Path) -> None:
    slow, quick = tmp_path / "slow.txt", tmp_path / "quick.txt"
    slow.write_bytes(b"word and word.\n\n" * 400_000)
    quick.write_text("Recommendations to the Government:\n\n- Publish the budget.\n- Answer letters.\n")
    begin = time.monotonic()
    stopped, read_on = read_files([slow, quick], limits=Limits(wall_seconds=0.5))
    assert time.monotonic() - begin < 20
    assert "0.5 seconds" in str(stopped.error)
    assert read_on.error is None
    assert read_on.reading is not None


def test_processor_time_past_the_limit_is_a_clear_error(tmp_path: Path) -> None:
    message = refusal(tmp_path, "slow.txt", b"word and word.\n\n" * 1_000_000, Limits(cpu_seconds=1))
    assert "processor time" in message


def test_memory_past_the_limit_is_a_clear_error(tmp_path: Path) -> None:
    message = refusal(tmp_path, "wide.txt", b"word and word.\n\n" * 1_000_000, Limits(memory_bytes=200 * 1024 * 1024))
    assert "memory" in message or "broke off" in message


def test_a_result_past_the_limit_is_a_clear_error(tmp_path: Path) -> None:
    words = b"Some words that say nothing at all.\n\n" * 8000
    assert "result is larger" in refusal(tmp_path, "much.txt", words, Limits(result_bytes=100_000))


def test_the_process_that_reads_sees_no_secret_and_is_gone_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "plain.txt"
    path.write_text("Recommendations to the Government:\n\n- Publish the budget.\n- Answer letters.\n")
    program = (
        "import os, sys\n"
        "os.environ['UBADA_SECRET_KEY'] = 'canary-secret'\n"
        "from pathlib import Path\n"
        "from ubada.reading.child import read_files\n"
        "reader = read_files([Path(sys.argv[1])] * 3)\n"
        "next(reader)\n"
        "seen = [p for p in Path('/proc').glob('[0-9]*') if p.name != str(os.getpid())]\n"
        "def of(p, name):\n"
        "    try: return (p / name).read_bytes()\n"
        "    except OSError: return b''\n"
        "mine = [p for p in seen if b'ubada.reading.child' in of(p, 'cmdline') and of(p, 'stat').split()[3:4] == [str(os.getpid()).encode()]]\n"
        "assert mine, 'the helper was not found'\n"
        "assert not any(b'canary-secret' in of(p, 'environ') for p in mine)\n"
        "reader.close()\n"
        "assert not any(b'ubada.reading.child' in of(p, 'cmdline') for p in mine), 'the helper is still there'\n"
    )
    if not Path("/proc/self/environ").exists():
        pytest.skip("this system shows no processes under /proc")
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_mixed_encodings_are_read_line_by_line_and_noted() -> None:
    data = "Рекомендации правительству:\n\n".encode() + "- Опубликовать бюджет;\n- Ответить на письма.\n".encode(
        "cp1251"
    )
    reading = read_source(source_of("mixed.txt", data))
    assert [one.text for one in reading.recommendations] == ["Опубликовать бюджет;", "Ответить на письма."]
    assert any("Mixed encodings" in note for note in reading.document.notes)


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8_r", "cp866"])
def test_russian_is_read_in_every_usual_encoding(code: str) -> None:
    text = "Рекомендации для правительства:\n\n- Опубликовать бюджет каждой школы и больницы;\n- Ответить на письма граждан.\n"
    reading = read_source(source_of("text.txt", text.encode(code)))
    assert [one.text for one in reading.recommendations][1] == "Ответить на письма граждан."
    assert reading.document.language == "ru"


@pytest.mark.parametrize("code", ["cp1252", "mac_roman", "utf-8"])
def test_english_quotation_marks_survive_every_usual_encoding(code: str) -> None:
    text = "Recommendations to the Government:\n\n- Publish the State’s “white list”;\n- Answer every child’s letter.\n"
    reading = read_source(source_of("text.txt", text.encode(code)))
    assert reading.recommendations[0].text == "Publish the State’s “white list”;"


def test_random_bytes_never_break_the_sniffer_or_the_text_reader() -> None:
    for seed in range(60):
        data = hashlib.shake_256(bytes([seed])).digest(3000)
        for start in (b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<html>", b"\xff\xfe"):
            with suppress(CannotRead):
                assert read_source(source_of("noise", start + data)).document.file == "noise"


def test_a_zip_with_a_password_is_named_as_such(tmp_path: Path) -> None:
    data = bytearray(archive({"word/document.xml": "<x/>"}))
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1
    data[6] |= 1
    assert zipfile.is_zipfile(io.BytesIO(data))
    assert "password" in refusal(tmp_path, "locked.docx", bytes(data))


def test_nothing_is_written_beside_the_file(tmp_path: Path) -> None:
    read(tmp_path, "appeal.docx", appeal().data)
    assert [one.name for one in tmp_path.iterdir()] == ["appeal.docx"]


def test_a_language_that_only_the_model_knows_is_read_within_the_limits(tmp_path: Path) -> None:
    text = "Appel\n\nNous sommes inquiets pour les écoles de nos villages et de nos villes.\n\nLes autorités devraient publier le budget."
    result = read(tmp_path, "appel.txt", text.encode())
    assert result.error is None
    assert result.reading is not None
    assert result.reading["source"]["language"] == "fr"
