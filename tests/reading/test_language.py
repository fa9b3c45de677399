# ruff: noqa: E501 - the wording of a document under test stays on one line
"""The language and script of a text are told by alphabet and function words in every language of the register."""

from __future__ import annotations

import socket

import pytest

from ubada.languages.table import BY_CODE
from ubada.reading.language import detect, script_of

SENTENCES = {
    "en": "The authorities should publish the budget of every school, and they should answer the letters of parents.",
    "ru": "Властям следует публиковать бюджет каждой школы и отвечать на письма родителей, а также на жалобы детей.",
    "kk": "Билік әр мектептің бюджетін жариялауы және ата-аналардың хаттарына жауап беруі керек, бұл туралы заң бар.",
    "ky": "Бийлик ар бир мектептин бюджетин жарыялап, ата-энелердин каттарына жооп бериши керек жана бул тууралуу мыйзам бар үчүн.",
    "tg": "Ҳокимият бояд буҷети ҳар як мактабро нашр кунад ва ба номаҳои падару модарон ҷавоб диҳад, ки ин ҳуқуқи онҳо аст.",
    "uz": "Hokimiyat har bir maktabning byudjetini eʼlon qilishi va ota-onalarning xatlariga javob berishi kerak, bu toʻgʻrisida qonun bor.",
    "uz-cyrl": "Ҳокимият ҳар бир мактабнинг бюджетини эълон қилиши ва ота-оналарнинг хатларига жавоб бериши керак, бу тўғрисида қонун бор.",
    "tk": "Häkimiýet her mekdebiň býudjetini çap etmeli we ene-atalaryň hatlaryna jogap bermeli, bu barada kanun bar üçin.",
}


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_is_enough(code: str) -> None:
    assert detect(SENTENCES[code]) == (code, BY_CODE[code].script)


def test_other_languages_fall_to_the_model_which_needs_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the language model went to the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    german = "Die Behörden sollten den Haushalt jeder Schule veröffentlichen und die Briefe der Eltern beantworten."
    assert detect(german) == ("de", "Latn")
    french = "Les autorités devraient publier le budget de chaque école et répondre aux lettres des parents."
    assert detect(french) == ("fr", "Latn")


def test_too_little_text_gives_no_language_rather_than_a_guess() -> None:
    assert detect("12.3 — 45") == ("", "Zyyy")
    assert detect("") == ("", "Zyyy")


def test_the_script_is_that_of_most_letters() -> None:
    assert script_of("Закон о CEDAW") == "Cyrl"
    assert script_of("The law «О мире»") == "Latn"
