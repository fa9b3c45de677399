"""The faces: every letter of the register's languages, small files, the same bytes each time."""

from __future__ import annotations

import io
import time

import pytest
from fontTools.ttLib import TTFont

from ubada.languages.table import LANGUAGES
from ubada.web import assets

LETTERS = {
    "en": "abcdefghijklmnopqrstuvwxyz",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "kk": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
    "ky": "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя",
    "tg": "абвгғдеёжзиӣйкқлмнопрстуӯфхҳчҷшъэюя",
    "tk": "abçdeäfghijžklmnňoöprsştuüwyýz",
    "uz": "abdefghijklmnopqrstuvxyzʻʼ",
    "uz-cyrl": "абвгдеёжзийклмнопрстуфхцчшъэюяўқғҳ",
    "kaa": "аәбвгғдеёжзийкқлмнңоөпрстуүўфхҳцчшщъыьэюяáǵıńóúaw",
}
SIGNS = "0123456789.,:;!?()[]«»“”„‘’–—…·§№%‰×−+/€₸₽°"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return assets.build(tmp_path_factory.mktemp("data"))


def characters(built, family: str) -> set[int]:
    found: set[int] = set()
    for file in built.glob(f"ubada/fonts/{family}-*.woff2"):
        with TTFont(io.BytesIO(file.read_bytes())) as font:
            found |= set(font.getBestCmap())
    return found


def test_letters_are_listed_for_every_language():
    assert set(LETTERS) == {language.code for language in LANGUAGES}


@pytest.mark.parametrize("family", ["noto-sans", "noto-serif"])
def test_face_has_every_letter_of_every_language(built, family):
    wanted = {ord(sign) for sign in SIGNS}
    for letters in LETTERS.values():
        wanted |= {ord(sign) for letter in letters for sign in (letter, *letter.upper())}
    assert {chr(point) for point in wanted - characters(built, family)} == set()


def test_unicode_ranges_announce_every_letter_and_do_not_overlap():
    ranges = [assets.code_points(ranges) for ranges in assets.SCRIPTS.values()]
    announced = set().union(*ranges)
    assert sum(map(len, ranges)) == len(announced)
    assert {letter for letters in LETTERS.values() for letter in letters if ord(letter) not in announced} == set()


def test_each_file_is_small_and_keeps_only_the_weight_axis(built):
    files = sorted(built.glob("ubada/fonts/*.woff2"))
    assert len(files) == 6
    for file in files:
        assert file.stat().st_size < 30_000
        with TTFont(file) as font:
            assert [axis.axisTag for axis in font["fvar"].axes] == ["wght"]


def test_stylesheet_names_exactly_the_files_there_are(built):
    text = (built / "ubada/css/fonts.css").read_text(encoding="utf-8")
    named = {part.split('"')[1].removeprefix("../fonts/") for part in text.split("url(")[1:]}
    assert named == {file.name for file in built.glob("ubada/fonts/*.woff2")}
    assert "http" not in text


def test_second_build_changes_nothing_and_takes_no_time(built):
    before = {file: file.stat().st_mtime_ns for file in built.rglob("*")}
    started = time.perf_counter()
    assert assets.build(built.parents[1]) == built
    assert time.perf_counter() - started < 0.1
    assert {file: file.stat().st_mtime_ns for file in built.rglob("*")} == before


def test_build_after_a_change_of_inputs_gives_the_same_bytes_and_clears_the_old(built):
    before = {file.relative_to(built): file.read_bytes() for file in built.rglob("*") if file.is_file()}
    (built.parent / "static.sha256").write_text("another", encoding="ascii")
    (built / "ubada/fonts/left-over.woff2").write_bytes(b"")
    assets.build(built.parents[1])
    assert {file.relative_to(built): file.read_bytes() for file in built.rglob("*") if file.is_file()} == before
    assert sorted(path.name for path in built.parent.iterdir()) == ["static", "static.sha256"]
