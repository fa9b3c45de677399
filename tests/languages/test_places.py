from __future__ import annotations

import re

import pytest
import yaml
from django.utils import translation

from ubada.exchange.baseline import default_folder
from ubada.languages import places

SAID = {
    "art.": "ст.", "para.": "п.", "paras.": "пп.", "item": "п.", "part": "часть", "third part": "третья часть",
    "whole decision": "решение целиком", "Recommendations to the authorities": "Рекомендации властям",
    "Competence and responsibilities": "Компетенция и обязанности",
}  # fmt: skip
JOINED = {"%(first)s and %(last)s": "%(first)s и %(last)s", "%(first)s to %(last)s": "%(first)s–%(last)s"}


@pytest.fixture
def _russian(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words of their own, so that what is tested is not the catalogue."""
    for word, said in SAID.items():
        monkeypatch.setitem(places._WORDS, word, said)
    monkeypatch.setattr(places, "pgettext", lambda _context, message: JOINED[message])


@pytest.mark.usefixtures("_russian")
@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ("art. 7 (a)", "ст. 7 (a)"),
        ("paras. 1 and 2", "пп. 1 и 2"),
        ("paras. 5.1 to 5.21", "пп. 5.1–5.21"),
        ("Competence and responsibilities, paras. 2 (a) and 3", "Компетенция и обязанности, пп. 2 (a) и 3"),
        ("whole decision; para. 3", "решение целиком; п. 3"),
        ("Recommendations to the authorities, item 3", "Рекомендации властям, п. 3"),
        ("item 4, third part", "п. 4, третья часть"),
        ("part II", "часть II"),
        ("Smart. parasol, itemised and partial", "Smart. parasol, itemised and partial"),
        ("", ""),
    ],
)
def test_words_are_said_in_the_language_and_the_rest_stays(kept: str, read: str) -> None:
    assert places.place_in_words(kept) == read


def test_english_is_as_it_is_kept() -> None:
    with translation.override("en"):
        assert places.place_in_words("arts. 5 to 6 and 8, preamble") == "arts. 5 to 6 and 8, preamble"


def test_every_place_of_the_baseline_is_made_of_words_that_can_be_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for word in places._WORDS:
        monkeypatch.setitem(places._WORDS, word, "")
    monkeypatch.setattr(places, "pgettext", lambda _context, _message: "%(first)s%(last)s")
    kept = {
        str(one["source"]["locator"])
        for path in (default_folder() / "commitments").glob("*.yaml")
        for one in yaml.safe_load(path.read_text(encoding="utf-8"))
    }
    left = {place: re.findall(r"[a-z]{2,}", places.place_in_words(place), re.IGNORECASE) for place in kept}
    assert {place: words for place, words in left.items() if words} == {}
