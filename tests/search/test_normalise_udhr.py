"""Measures the stems on the Universal Declaration of Human Rights, where its seven texts are at hand.

UBADA_UDHR_DIR names a folder with the texts as the Unicode Consortium's UDHR project publishes them (udhr_rus.xml …).
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from ubada.search.normalise import fold, stem, tokens

FOLDER = Path(os.environ.get("UBADA_UDHR_DIR", "udhr-texts-not-given"))
FILES = {
    "en": "udhr_eng.xml",
    "ru": "udhr_rus.xml",
    "kk": "udhr_kaz.xml",
    "ky": "udhr_kir.xml",
    "tg": "udhr_tgk.xml",
    "tk": "udhr_tuk_latn.xml",
    "uz": "udhr_uzn_latn.xml",
}
FEWER_FORMS = {"en": 0.10, "ru": 0.28, "kk": 0.22, "ky": 0.20, "tg": 0.18, "tk": 0.22, "uz": 0.22}
"""The least share of distinct words that stemming must fold into others; a little under what was measured."""


def distinct_words(language: str) -> set[str]:
    path = FOLDER / FILES[language]
    if not path.is_file():
        pytest.skip(f"UBADA_UDHR_DIR has no {FILES[language]}")
    text = re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf-8"))
    return {word.casefold() for token in tokens(text, language) if (word := text[token.start : token.end]).isalpha()}


@pytest.mark.parametrize("language", FILES)
def test_inflected_forms_collapse(language):
    words = distinct_words(language)
    assert 1 - len({stem(word, language) for word in words}) / len(words) >= FEWER_FORMS[language]


@pytest.mark.parametrize("language", FILES)
def test_words_that_meet_begin_alike(language):
    groups: dict[str, set[str]] = {}
    for word in distinct_words(language):
        groups.setdefault(stem(word, language), set()).add(fold(word, language)[:2])
    assert [starts for starts in groups.values() if len(starts) > 1] == []
