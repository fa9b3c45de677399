from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ubada.kernel.errors import InvalidInput
from ubada.kernel.text import TranslatedText, normal_code

codes = st.sampled_from(["en", "ru", "kk", "ky", "tg", "tk", "uz", "uz-cyrl", "kaa", "fr"])
mappings = st.dictionaries(codes, st.text(max_size=8), max_size=6)


@pytest.mark.parametrize(
    ("texts", "asked", "given_language"),
    [
        ({"ky": "у", "ru": "р", "en": "e"}, "ky", "ky"),
        ({"ru": "р", "en": "e"}, "ky", "ru"),
        ({"en": "e", "fr": "f"}, "ky", "en"),
        ({"uz": "u", "ru": "р"}, "uz-Cyrl", "uz"),
        ({"uz-cyrl": "ў", "uz": "u"}, "uz_Cyrl", "uz-cyrl"),
        ({"ru": "р", "en": "e"}, "uz-cyrl", "ru"),
        ({"ru": "р", "en": "e"}, "kaa", "ru"),
        ({"ru": "р", "en": "e"}, "fr", "en"),
        ({"ru": "р"}, "en", "ru"),
        ({"tk": "t", "kk": "қ"}, "en", "kk"),
    ],
)
def test_reader_gets_the_nearest_language(texts, asked, given_language):
    rendering = TranslatedText.of(texts).best(asked)
    assert rendering.language == given_language
    assert rendering.text == texts[given_language]
    assert rendering.is_fallback == (given_language != normal_code(asked))


@given(mappings, codes)
def test_best_is_a_text_there_is_and_says_whether_it_was_asked_for(texts, asked):
    translated = TranslatedText.of(texts)
    rendering = translated.best(asked)
    if not translated:
        assert (rendering.text, rendering.is_fallback) == ("", False)
    else:
        assert translated[rendering.language] == rendering.text == str(rendering)
        assert rendering.is_fallback == (asked not in translated)


@given(mappings)
def test_dictionary_comes_back_without_blank_texts(texts):
    expected = {code: unicodedata.normalize("NFC", text).strip() for code, text in texts.items()}
    assert TranslatedText.of(texts).as_dict() == {code: text for code, text in expected.items() if text}
    assert TranslatedText.of(TranslatedText.of(texts).as_dict()) == TranslatedText.of(texts)


@given(mappings)
def test_equal_texts_are_equal_and_hash_alike_in_any_order(texts):
    backwards = dict(reversed(texts.items()))
    assert TranslatedText.of(texts) == TranslatedText.of(backwards)
    assert hash(TranslatedText.of(texts)) == hash(TranslatedText.of(backwards))


def test_texts_are_composed_and_trimmed():
    assert TranslatedText.of({"ru": "  и\u0306 "})["ru"] == "й"


def test_codes_are_written_in_lower_case_with_hyphens():
    assert dict(TranslatedText.of({"uz_Cyrl": "ў", "RU": "р"})) == {"uz-cyrl": "ў", "ru": "р"}


def test_nothing_at_all_is_an_empty_text():
    assert not TranslatedText.of(None)
    assert len(TranslatedText.of({"en": "a", "ru": "б"})) == 2


def test_missing_language_is_a_key_error():
    with pytest.raises(KeyError):
        TranslatedText.of({"en": "a"})["ru"]


@pytest.mark.parametrize(
    "texts", [{"english": "a"}, {"e": "a"}, {"": "a"}, {1: "a"}, {"en": 5}, {"uz_Cyrl": "a", "uz-cyrl": "b"}]
)
def test_malformed_texts_are_refused(texts):
    with pytest.raises(InvalidInput) as caught:
        TranslatedText.of(texts)
    assert len(caught.value.problems) == 1


def test_every_fault_is_named():
    with pytest.raises(InvalidInput) as caught:
        TranslatedText.of({"english": "a", "ru": 3, "en": "fine"})
    assert {problem.field for problem in caught.value.problems} == {"english", "ru"}
