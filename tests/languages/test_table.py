from __future__ import annotations

import gettext

import pytest
from babel import Locale
from django.conf.locale import LANG_INFO

from ubada.languages.table import BY_CODE, INTERFACE_LANGUAGES, LANGUAGES

by_code = pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)


def plural_rule(header: str):
    return gettext.c2py(header.split("plural=")[1].rstrip(";"))


def test_codes_are_those_of_the_register_in_order():
    assert [language.code for language in LANGUAGES] == ["en", "ru", "kk", "ky", "tg", "tk", "uz", "uz-cyrl", "kaa"]
    assert list(BY_CODE) == [language.code for language in LANGUAGES]


def test_two_interfaces_are_complete_and_five_in_preparation():
    assert [one.code for one in INTERFACE_LANGUAGES if one.interface == "complete"] == ["en", "ru"]
    in_preparation = [one.code for one in INTERFACE_LANGUAGES if one.interface == "in preparation"]
    assert in_preparation == ["kk", "ky", "tg", "tk", "uz"]


@by_code
def test_plural_forms_are_those_of_cldr_for_whole_numbers(language):
    cldr, ours = Locale.parse(language.babel_locale).plural_form, plural_rule(language.plural_forms)
    pairs = {(cldr(number), ours(number)) for number in range(1000)}
    assert len({form for _, form in pairs}) == len({category for category, _ in pairs}) == len(pairs)
    order = ["one", "few", "many", "other"]
    assert [category for category, _ in sorted(pairs, key=lambda pair: pair[1])] == sorted(
        {category for category, _ in pairs}, key=order.index
    )
    assert f"nplurals={len(pairs)};" in language.plural_forms


@by_code
def test_bcp47_names_the_same_language_and_the_script(language):
    assert language.bcp47.lower().split("-")[0] == language.base == language.code.split("-")[0]
    if language.base == "uz":
        assert language.bcp47.split("-")[1] == language.script


@by_code
def test_endonym_is_written_in_the_script(language):
    blocks = {"Cyrl": range(0x400, 0x530), "Latn": range(0x41, 0x2C0)}
    assert all(ord(letter) in blocks[language.script] for letter in language.endonym)


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES, ids=lambda language: language.code)
def test_django_knows_every_interface_language(language):
    assert language.django_code in LANG_INFO
