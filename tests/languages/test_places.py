from __future__ import annotations

import pytest
from django.utils import translation

from ubada.languages import places


@pytest.fixture(autouse=True)
def _russian(monkeypatch: pytest.MonkeyPatch) -> None:
    """Abbreviations of their own, so that what is tested is not the catalogue."""
    words = {"art.": "ст.", "para.": "п.", "paras.": "пп.", "item": "п.", "whole decision": "решение целиком"}
    for word, said in words.items():
        monkeypatch.setitem(places._WORDS, word, said)


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ("art. 7 (a)", "ст. 7 (a)"),
        ("paras. 1 and 2", "пп. 1 and 2"),
        ("whole decision; para. 3", "решение целиком; п. 3"),
        ("Recommendations to the authorities, item 3", "Recommendations to the authorities, п. 3"),
        ("Smart. parasol, itemised", "Smart. parasol, itemised"),
        ("", ""),
    ],
)
def test_abbreviations_are_said_in_the_language_and_the_rest_stays(kept: str, read: str) -> None:
    assert places.place_in_words(kept) == read


def test_english_is_as_it_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    with translation.override("en"):
        assert places.place_in_words("arts. 5 and 6, preamble") == "arts. 5 and 6, preamble"
