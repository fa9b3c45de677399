"""Where files may be sent, how large, by whom, and what of them lies on the disk meanwhile."""

from __future__ import annotations

import hashlib
import io
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from pytest_django import Settings

from tests.files.addresses import PAGE, try_it
from tests.files.conftest import account, left_in
from ubada.config import settings as site
from ubada.files import storage, uploads
from ubada.organisations.models import Account
from ubada.web.middleware import PlainAnswers

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.files.addresses")]

MEBIBYTE = 1024 * 1024
LARGE = b"%PDF-1.7\n" + b"x" * (3 * MEBIBYTE)
"""More than a plain form may carry, and more than one piece."""


@pytest.fixture(autouse=True)
def _one_page_takes_files(settings: Settings) -> None:
    settings.UPLOAD_ADDRESSES = (PAGE,)
    settings.LARGEST_FILE = 4 * MEBIBYTE


@pytest.fixture
def browser(editor: Account, signed_in: Callable[[Account], Client]) -> Client:
    """An editor's."""
    return signed_in(editor)


def sent(browser: Client, path: str, content: bytes, **fields: str) -> SimpleNamespace:
    """A form with a file, sent as a browser does; its answer."""
    file = SimpleUploadedFile("paper.pdf", content, content_type="text/html")
    response = browser.post(path, {"file": file, **fields})
    said = response.json() if response.status_code == 200 else {}
    return SimpleNamespace(status=response.status_code, said=said, text=response.content.decode())


@pytest.mark.parametrize("prefix", ["", "/ru", "/ky", "/uz"])
def test_a_large_file_arrives_whole_in_every_language(browser: Client, prefix: str) -> None:
    answer = sent(browser, f"{prefix}{PAGE}", LARGE, words="слова")
    assert answer.status == 200
    assert answer.said["files"] == {"file": ["paper.pdf", len(LARGE), hashlib.sha256(LARGE).hexdigest()]}
    assert answer.said["words"] == "слова"


def test_what_is_on_its_way_has_no_name_on_the_disk_and_is_gone_afterwards(browser: Client, data_folder: Path) -> None:
    answer = sent(browser, PAGE, LARGE)
    assert answer.said["named"] == 0
    assert answer.said["modes"] == ["0o700"]
    assert [path.name for path in (data_folder / "files").iterdir()] == [storage.QUARANTINE]
    assert left_in(data_folder) == []


def test_a_body_past_the_limit_is_refused_and_nothing_of_it_is_written(browser: Client, data_folder: Path) -> None:
    answer = sent(browser, PAGE, b"x" * (5 * MEBIBYTE))
    assert answer.status == 413
    assert "larger than this site takes" in answer.text
    assert not (data_folder / "files").exists()


@pytest.mark.parametrize(
    ("path", "length", "read"),
    [
        (PAGE, 6 * MEBIBYTE, 6 * MEBIBYTE),
        (PAGE, 90 * MEBIBYTE, 16 * MEBIBYTE),
        ("/elsewhere/", 6 * MEBIBYTE, 0),
    ],
)
def test_a_browser_that_sends_too_much_comes_to_read_why(path: str, length: int, read: int) -> None:
    """It reads no answer before it has sent its form; yet nobody makes us read without end."""

    class Line(io.RawIOBase):
        taken = 0

        def read(self, size: int = -1) -> bytes:
            size = min(size, length - self.taken)
            self.taken += size
            return b"x" * size

    line = Line()
    request = RequestFactory().post(path, CONTENT_LENGTH=str(length), **{"wsgi.input": line})
    assert PlainAnswers(try_it)(request).status_code == 413
    assert line.taken == read


@pytest.mark.parametrize("path", ["/elsewhere/", f"/de{PAGE}", f"/ru/ru{PAGE}", f"/x{PAGE}", "/accounts/login/"])
def test_elsewhere_the_limit_is_that_of_a_plain_form(browser: Client, path: str) -> None:
    assert sent(browser, path, LARGE).status == 413


@pytest.mark.parametrize("method", ["PUT", "PATCH", "GET"])
def test_only_a_form_that_is_posted_may_be_large(browser: Client, method: str) -> None:
    assert browser.generic(method, PAGE, LARGE, "application/octet-stream").status_code == 413


def test_a_small_file_sent_where_none_is_taken_is_read_past(browser: Client, data_folder: Path) -> None:
    answer = sent(browser, "/elsewhere/", b"small", words="kept")
    assert (answer.said["files"], answer.said["words"]) == ({}, "kept")
    assert not (data_folder / "files").exists()


def test_nothing_is_written_for_someone_who_may_not_hand_in(
    data_folder: Path, signed_in: Callable[[Account], Client]
) -> None:
    for browser in (Client(), signed_in(account("outsider"))):
        answer = sent(browser, PAGE, LARGE, words="kept")
        assert (answer.said["files"], answer.said["words"]) == ({}, "kept")
    assert not (data_folder / "files").exists()


def test_the_other_fields_of_a_form_with_a_file_stay_as_short_as_ever(browser: Client) -> None:
    assert sent(browser, PAGE, b"small", words="x" * (3 * MEBIBYTE)).status in {400, 413}


def test_two_files_in_one_form_arrive_both(browser: Client) -> None:
    response = browser.post(PAGE, {"a": SimpleUploadedFile("a.pdf", b"one"), "b": SimpleUploadedFile("b.pdf", b"two")})
    assert {field: one[:2] for field, one in response.json()["files"].items()} == {"a": ["a.pdf", 3], "b": ["b.pdf", 3]}


def test_a_form_that_breaks_off_leaves_nothing(browser: Client, data_folder: Path) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n' + LARGE[: 2 * MEBIBYTE]
    response = browser.generic("POST", PAGE, body, "multipart/form-data; boundary=x")
    assert response.json()["files"] == {}
    assert left_in(data_folder) == []


def test_a_file_for_which_there_is_no_room_is_refused_with_the_reason(
    browser: Client, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    space = shutil.disk_usage(data_folder)
    monkeypatch.setattr(uploads.shutil, "disk_usage", lambda _: space._replace(free=2 * len(LARGE)))
    answer = sent(browser, PAGE, LARGE)
    assert answer.status == 507
    assert "There is no room for this file" in answer.text
    assert sent(browser, PAGE, LARGE[:MEBIBYTE]).status == 200
    assert sent(browser, "/elsewhere/", b"small").status == 200


def test_files_are_handed_in_at_three_addresses_of_the_site() -> None:
    assert site.UPLOAD_ADDRESSES == ("/desk/documents/", "/desk/evidence/", "/desk/rounds/")
    assert site.LARGEST_FILE == 64 * MEBIBYTE
