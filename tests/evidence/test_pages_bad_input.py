"""What people and programs send that should not be sent: each is refused or made harmless, in words, at the page."""

from __future__ import annotations

import errno
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from tests.assessments.people import People, item_of
from tests.evidence import hiding, making
from tests.evidence.desk import NEW, OWNER, TYPED, browser, nothing_is_lost, only_item, send, text_of
from tests.files.conftest import left_in
from tests.files.making import bomb, docx, encrypted_office, locked, old_word, packed
from ubada.evidence.models import EvidenceItem, HeldFile
from ubada.evidence.services import make_public_copy
from ubada.files import storage, uploads
from ubada.files.models import StoredFile

pytestmark = pytest.mark.django_db

MEBIBYTE = 1024 * 1024
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
PAGE = b"<!doctype html><html><body><script>alert(1)</script><p onclick=alert(1)>words</p></body></html>"
REFUSED: dict[str, tuple[bytes, str, str]] = {
    "nothing in it": (b"", "a.pdf", "The file is empty."),
    "a drawing with a script": (SVG, "a.svg", "This is not a kind of file that is taken here."),
    "a program that says it is a paper": (b"\x7fELF\x02\x01\x01" + b"\x00" * 64, "a.pdf", "The file is a program."),
    "a Windows program as a picture": (b"MZ\x90\x00" + b"\x00" * 64, "a.png", "The file is a program."),
    "an old document": (old_word(), "a.doc", "This is an old document format"),
    "a document with a password": (encrypted_office(), "a.docx", "The file is protected by a password."),
    "an archive with a password": (locked(docx()), "a.docx", "The file is protected by a password."),
    "a paper with a password": (hiding.locked_pdf(), "a.pdf", "The file is protected by a password."),
    "an archive": (packed([("a.txt", b"words")]), "a.docx", "This is an archive of files."),
    "a bomb": (bomb(), "a.docx", "The file unpacks to far more than a document holds."),
    "a document with macros": (docx(("word/vbaProject.bin", b"x")), "a.docx", "or other parts that run as a program"),
    "an archive cut short": (docx()[:-40], "a.docx", "The file is damaged or cut short."),
    "an archive of the web": (making.warc(), "a.warc", "A WARC file is the archived copy of an address"),
    "noise": (bytes(range(256)) * 4, "a.pdf", "This is not a kind of file that is taken here."),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_is_not_taken_is_refused_in_words_and_nothing_is_lost(
    people: People, what: str, data_folder: Path
) -> None:
    data, name, why = REFUSED[what]
    answer = send(browser(people), file=data, name=name)
    nothing_is_lost(answer)
    assert why in text_of(answer)
    assert re.search(r'<a href="#id_file">File: ', answer.content.decode())
    assert not EvidenceItem.objects.exists()
    if what != "an archive of the web":
        assert not HeldFile.objects.exists()
        assert not StoredFile.objects.filter(state="accepted").exists()
    if what not in ("an archive of the web", "a paper with a password"):  # whose bytes go when the transaction ends
        assert left_in(data_folder) == []


def test_a_paper_that_everyone_may_open_is_taken(people: People) -> None:
    assert send(browser(people), file=hiding.locked_pdf(opens_for_everyone=True)).status_code == 302


def test_what_a_file_is_called_decides_nothing(people: People) -> None:
    answer = send(browser(people), file=making.jpeg(), name="report.pdf")
    assert answer.status_code == 302
    one = only_item()
    assert one.file is not None
    assert one.file.media_type == "jpeg"
    given = browser(people).get(f"/desk/evidence/{one.uid}/original/")
    assert given.headers["Content-Type"] == "image/jpeg"
    assert given.headers["Content-Disposition"] == 'attachment; filename="report.pdf.jpg"'


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\aida\\paper.pdf", "paper.pdf"),
        ("a\u202efdp.exe", "afdp.exe.pdf"),
        ("a\u0007b\u200bc.pdf", "abc.pdf"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("отчёт «о законе».pdf", "отчёт «о законе».pdf"),
        ('a";b=c.pdf', 'a\\";b=c.pdf'),
        ("...", "file.pdf"),
    ],
)
def test_a_hostile_name_is_kept_harmless(people: People, name: str, kept: str) -> None:
    content = making.pdf()
    boundary = "x-x-x"
    fields = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in TYPED.items()
    ]
    told = name.replace("\\", "\\\\").replace('"', '\\"')
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{told}"\r\n\r\n'
    body = "".join(fields).encode() + head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
    client = browser(people)
    answer = client.generic("POST", NEW, body, f"multipart/form-data; boundary={boundary}")
    assert answer.status_code == 302, text_of(answer)
    one = only_item()
    given = client.get(f"/desk/evidence/{one.uid}/original/")
    said = given.headers["Content-Disposition"]
    if kept.isascii():
        assert said == f'attachment; filename="{kept}"'
    else:
        assert said.startswith("attachment; filename*=utf-8''%D0")
    assert all(character.isprintable() for character in said)
    page = client.get(f"/desk/evidence/{one.uid}/").content.decode()
    assert "\u202e" not in page
    assert "etc/" not in page
    assert given.getvalue() == content


def test_a_page_with_a_script_is_given_back_to_be_saved_and_its_copy_is_words(people: People) -> None:
    send(browser(people), file=PAGE, name="a.html")
    one = make_public_copy(uid=only_item().pk)
    given = browser(people).get(f"/desk/evidence/{one.uid}/original/")
    assert given.headers["Content-Type"] == "application/octet-stream"
    assert given.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    copy = browser(people, "osce-office").get(f"/evidence/{one.uid}/copy/")
    assert copy.headers["Content-Type"] == "text/plain"
    assert copy.getvalue() == b"words\n"


def test_markup_in_every_field_is_shown_as_it_was_typed(people: People) -> None:
    evil = '<script>alert(1)</script><img src=x onerror="alert(1)">{{ 7|add:7 }}'
    typed = {name: evil for name in TYPED if name.startswith(("title_", "summary_", "source"))}
    client = browser(people)
    answer = send(client, **typed, dated=evil)
    assert answer.status_code == 400
    assert "<script>alert" not in answer.content.decode()
    assert "<img" not in answer.content.decode()
    answer = send(client, **typed, url="https://example.org/?q=<script>alert(1)</script>")
    pages = ["/desk/evidence/"]
    if answer.status_code == 302:
        one = only_item()
        pages += [
            f"/desk/evidence/{one.uid}/{more}" for more in ("", "describe/", "readers/", "withdraw/", "snapshot/")
        ]
        assert one.title.as_dict()["en"] == evil
    for page in pages:
        body = client.get(page).content.decode()
        assert "<script>alert" not in body, page
        assert "<img" not in body, page
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("javascript:alert(1)", "An address begins with https:// or http://."),
        ("JaVaScRiPt://example.org/%0aalert(1)", "An address begins with https:// or http://."),
        ("data:text/html,<script>alert(1)</script>", "An address begins with https:// or http://."),
        ("file:///etc/passwd", "An address begins with https:// or http://."),
        ("https://aida:secret@example.org/", "Leave the name and password out of the address"),
        ("https://aida@example.org/", "Leave the name and password out of the address"),
        ("http://localhost/x", "This address leads into your own network"),
        ("http://127.0.0.1:8000/", "This address leads into your own network"),
        ("http://[::1]/", "This address leads into your own network"),
        ("http://[::ffff:10.0.0.1]/", "This address leads into your own network"),
        ("http://10.1.2.3/", "This address leads into your own network"),
        ("http://192.168.1.1/admin", "This address leads into your own network"),
        ("http://169.254.169.254/latest/", "This address leads into your own network"),
        ("http://files.office.local/", "This address leads into your own network"),
        ("http://server/", "This address leads into your own network"),
        ("https://", "valid URL"),
        ("https://exa mple.org/", "valid URL"),
    ],
)
def test_an_address_that_no_reader_should_follow_is_refused(people: People, url: str, why: str) -> None:
    answer = send(browser(people), url=url)
    assert answer.status_code == 400
    assert why in text_of(answer)
    assert f'href="{url}' not in answer.content.decode()
    assert not EvidenceItem.objects.exists()


@pytest.mark.parametrize("url", ["example.org/page", "//example.org/page", "https://example.org/page"])
def test_an_address_without_a_scheme_is_taken_as_a_safe_one(people: People, url: str) -> None:
    send(browser(people), url=url)
    assert only_item().url == "https://example.org/page"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"title_en": "", "title_ky": ""}, "An item has a title, in one language at least."),
        ({"title_en": "x" * 301}, "at most 300 characters"),
        ({"summary_en": "x" * 4001}, "at most 4000 characters"),
        ({"source": "x" * 301}, "at most 300 characters"),
        ({"source": ""}, "This field is required."),
        ({"kind": "weapon"}, "weapon is not one of the available choices"),
        ({"sensitivity": "all"}, "all is not one of the available choices"),
        ({"sensitivity": None}, "This field is required."),
        ({"consent": "withdrawn"}, "withdrawn is not one of the available choices"),
        ({"consent": None}, "This field is required."),
        ({"language": "xx"}, "xx is not one of the available choices"),
        ({"dated": "last spring"}, "Write a day, a month or a year"),
        ({"dated": "2099"}, "A day that has not come yet."),
        ({"captured_on": "2099-01-01"}, "A day that has not come yet."),
        ({"captured_on": "yesterday"}, "Enter a valid date."),
        ({"url": "", "summary_en": ""}, "Add a file, an address or a summary"),
        ({"title_en": "\u202e\u0007"}, ""),
    ],
)
def test_a_field_that_does_not_hold_is_named(people: People, changed: dict[str, Any], why: str) -> None:
    answer = send(browser(people), **changed)
    if not why:
        assert only_item().title.as_dict() == {"ky": TYPED["title_ky"]}
        return
    assert answer.status_code == 400
    assert why in text_of(answer)
    assert not EvidenceItem.objects.exists()


@pytest.mark.parametrize("prefix", ["", "/ru"])
def test_two_gigabytes_are_refused_without_being_read_or_written(
    people: People, prefix: str, data_folder: Path
) -> None:
    class Line(io.RawIOBase):
        taken = 0

        def read(self, size: int = -1) -> bytes:
            self.taken += size
            return b"x" * size

    line = Line()
    answer = browser(people).post(
        f"{prefix}{NEW}", content_type="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": str(2 * 1024 * MEBIBYTE), "wsgi.input": line},
    )  # fmt: skip
    assert answer.status_code == 413
    assert ('<html lang="ru"' in answer.content.decode()) == bool(prefix)
    assert line.taken <= 4 * 64 * MEBIBYTE + MEBIBYTE
    assert left_in(data_folder) == []


def test_a_body_that_does_not_say_how_long_it_is_is_not_taken(people: People, data_folder: Path) -> None:
    answer = browser(people).post(NEW, {"title_en": "x"}, HTTP_TRANSFER_ENCODING="chunked", CONTENT_LENGTH="")
    assert answer.status_code == 411
    assert "How much was sent was not said" in text_of(answer)
    assert left_in(data_folder) == []


def test_a_file_past_the_limit_in_a_body_within_it_is_cut_off_while_it_streams(
    people: People, settings: Settings, data_folder: Path
) -> None:
    settings.LARGEST_FILE = MEBIBYTE
    answer = send(browser(people), file=b"%PDF-1.7\n" + b"x" * (MEBIBYTE + 9000))
    nothing_is_lost(answer)
    assert "The file is larger than 1" in text_of(answer)
    assert left_in(data_folder) == []


def test_a_file_cut_off_on_its_way_is_not_taken_for_the_whole(people: People, data_folder: Path) -> None:
    boundary = "x-x-x"
    fields = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in TYPED.items()
        if key not in ("whole", "sensitivity", "consent", "act", "summary_en")
    )
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    body = (fields + head).encode() + b"%PDF-1.7\n" + b"x" * MEBIBYTE
    answer = browser(people).generic("POST", NEW, body, f"multipart/form-data; boundary={boundary}")
    assert answer.status_code == 400
    assert "Not all of the form arrived here. Nothing was saved; send it again." in text_of(answer)
    assert TYPED["title_ky"] in answer.content.decode()
    assert left_in(data_folder) == []
    assert not EvidenceItem.objects.exists()


@pytest.mark.parametrize(
    ("number", "why"),
    [(errno.ENOSPC, "There is no room left for the file on this site"), (errno.EIO, "The file could not be stored")],
)
def test_a_disk_that_is_full_or_broken_is_said_and_nothing_is_lost(
    people: People, monkeypatch: pytest.MonkeyPatch, number: int, why: str, data_folder: Path
) -> None:
    def write(*_: object) -> int:
        raise OSError(number, "no")

    monkeypatch.setattr(storage.os, "write", write)
    answer = send(browser(people), file=making.pdf())
    nothing_is_lost(answer)
    assert why in text_of(answer)
    assert left_in(data_folder) == []
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("prefix", ["", "/ru"])
def test_a_disk_that_fills_while_a_form_arrives_is_said_in_the_language_of_the_address(
    people: People, monkeypatch: pytest.MonkeyPatch, prefix: str
) -> None:
    class Full(io.BytesIO):
        def write(self, _: object) -> int:
            raise OSError(errno.ENOSPC, "no")

    monkeypatch.setattr(uploads.tempfile, "TemporaryFile", lambda **_: Full())
    answer = browser(people).post(f"{prefix}{NEW}", {**TYPED, "file": SimpleUploadedFile("a.pdf", making.pdf())})
    assert answer.status_code == 507
    assert ('<html lang="ru"' in answer.content.decode()) == bool(prefix)
    assert not EvidenceItem.objects.exists()


@pytest.mark.parametrize("path", ["/ru/desk/evidence/new/", "/ru/states/"])
def test_what_is_wrong_with_a_request_is_said_in_the_language_of_the_address(people: People, path: str) -> None:
    client = browser(people, "reader")
    for status, sent in (
        (413, {"CONTENT_LENGTH": str(10**10), "wsgi.input": io.BytesIO()}),
        (411, {"HTTP_TRANSFER_ENCODING": "chunked"}),
        (414, {"QUERY_STRING": "q=" + "x" * 5000}),
        (400, {"QUERY_STRING": "q=%00"}),
    ):
        for address, language in ((path, "ru"), (path.removeprefix("/ru"), "en")):
            answer = client.generic("POST", address, **sent)  # type: ignore[arg-type]
            assert answer.status_code == status
            assert f'<html lang="{language}"' in answer.content.decode(), (status, address)


@pytest.mark.parametrize("uid", ["01K8ZZZZZZZZZZZZZZZZZZZZZZ", "x", "..", "a" * 400, "%27%20OR%201=1", "%F0%9F%98%80"])
def test_an_address_of_nothing_is_a_page_that_says_so(people: People, uid: str) -> None:
    client = browser(people)
    item_of(people, OWNER)
    for path in (f"/desk/evidence/{uid}/", f"/desk/evidence/{uid}/original/", f"/evidence/{uid}/copy/"):
        assert client.get(path).status_code == 404, path
