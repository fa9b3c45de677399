from __future__ import annotations

import pytest

from ubada.kernel.dates import PartialDate
from ubada.languages.cldr import date_in_words


@pytest.mark.parametrize(
    ("language", "alone", "within"),
    [("ru", "апрель 2023 г.", "апреля 2023 г."), ("en", "April 2023", "April 2023"), ("ky", "2023-ж., апрель", None)],
)
def test_a_month_within_a_phrase_has_the_form_that_the_language_gives_it(
    language: str, alone: str, within: str | None
) -> None:
    month = PartialDate.parse("2023-04")
    assert plain(date_in_words(month, language)) == alone
    assert plain(date_in_words(month, language, in_phrase=True)) == (within or alone)


def test_a_month_that_is_only_about_right_stands_alone_even_within_a_phrase() -> None:
    month = PartialDate.parse("2023-04~")
    assert date_in_words(month, "ru", in_phrase=True) == date_in_words(month, "ru")


@pytest.mark.parametrize("edtf", ["2023", "2023-04-05", "2021/2023"])
def test_other_dates_are_the_same_within_a_phrase(edtf: str) -> None:
    value = PartialDate.parse(edtf)
    assert date_in_words(value, "ru", in_phrase=True) == date_in_words(value, "ru")


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\N{NO-BREAK SPACE}", " ")
