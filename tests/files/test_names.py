"""A name is kept as it can be shown and given back safely."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ubada.files.models import LONGEST_NAME
from ubada.files.names import NAMELESS, clean_name, with_ending


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("paper.pdf", "paper.pdf"),
        ("Обещание ӯзбек.docx", "Обещание ӯзбек.docx"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system.ini", "system.ini"),
        ("C:\\Documents\\list.xlsx", "list.xlsx"),
        ("a\x00b\r\nSet-Cookie: x=y.pdf", "ab Set-Cookie: x=y.pdf"),
        ("report\u202efdp.exe", "reportfdp.exe"),
        ("\u2066a\u2069\u200b.pdf", "a.pdf"),
        ("  many \t spaces .pdf ", "many spaces .pdf"),
        ("..", NAMELESS),
        ("....", NAMELESS),
        ("", NAMELESS),
        ("folder/", NAMELESS),
        ("\ud800.pdf", "pdf"),
        (".htaccess", "htaccess"),
        ("й.txt", "й.txt"),
        ("paper.pdf. . .", "paper.pdf"),
    ],
)
def test_a_name_loses_its_path_and_what_is_not_seen(given_name: str, kept: str) -> None:
    assert clean_name(given_name, LONGEST_NAME) == kept


def test_a_long_name_keeps_its_ending() -> None:
    assert clean_name("я" * 500 + ".docx", LONGEST_NAME) == "я" * 195 + ".docx"
    assert clean_name("a." + "b" * 500, LONGEST_NAME) == "a." + "b" * 198


@given(st.text(max_size=400))
def test_whatever_the_name_what_is_kept_is_short_visible_and_no_path(name: str) -> None:
    kept = clean_name(name, LONGEST_NAME)
    assert 0 < len(kept) <= LONGEST_NAME
    assert not set(kept) & set("/\\\x00\r\n")
    assert kept not in {".", ".."}
    assert not kept.startswith(".")
    assert all(unicodedata.category(character)[0] != "C" for character in kept)
    assert clean_name(kept, LONGEST_NAME) == kept


def test_a_lying_ending_is_followed_by_a_true_one() -> None:
    assert with_ending("paper.PDF", ("pdf",), 200) == "paper.PDF"
    assert with_ending("paper.exe", ("html", "htm"), 200) == "paper.exe.html"
    assert with_ending("run.bat", ("txt",), 200) == "run.bat.txt"
    assert with_ending("a" * 200, ("pdf",), 200) == "a" * 196 + ".pdf"
