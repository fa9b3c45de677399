"""Dates, numbers and lists in a reader's language, as CLDR writes them.

Languages are given by the register's own code (``uz``, ``uz-cyrl``); an unknown code reads as English.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel import Locale, localedata
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from django.utils import translation
from django.utils.translation import gettext as _

from ubada.kernel.dates import OPEN, PartialDate
from ubada.kernel.text import normal_code
from ubada.languages.table import BY_CODE


@lru_cache(maxsize=32)
def locale_of(language: str) -> Locale:
    """The CLDR locale of a language code of the register; English for a code it does not have."""
    known = BY_CODE.get(normal_code(language))
    name = known.babel_locale if known and localedata.exists(known.babel_locale) else "en"
    # International English puts the day before the month, as every source of the register does.
    return Locale("en", "GB") if name == "en" else Locale.parse(name)


@lru_cache(maxsize=1 << 12)
def date_in_words(value: PartialDate, language: str, *, in_phrase: bool = False) -> str:
    """The date as a reader says it, as precisely as the source knows it: ``about June 2024``, ``2019 – 2021``.

    ``in_phrase``: a month without a day has the form it takes within a phrase such as "since …" (CLDR's "format"
    form, in Russian the genitive), not the form in which it stands alone.
    """
    with translation.override(language):
        words = (
            _interval(value, language)
            if value.precision == "interval"
            else _span(value, language, in_phrase=in_phrase and not value.approximate)
        )
        if value.approximate:
            words = _("about %(date)s") % {"date": words}
        if value.uncertain:
            words = _("%(date)s (uncertain)") % {"date": words}
    return words


def _span(value: PartialDate, language: str, *, in_phrase: bool = False) -> str:
    day, locale = value.earliest, locale_of(language)
    if value.precision == "day":
        return format_date(day, format="long", locale=locale)
    if value.precision == "month" and in_phrase:
        pattern = locale.datetime_skeletons["yMMMM"].pattern
        return format_date(day, format=pattern.replace("LLLL", "MMMM"), locale=locale)
    return _year_or_month(day, "y" if value.precision == "year" else "yMMMM", locale)


def _year_or_month(day: date, skeleton: str, locale: Locale) -> str:
    return format_skeleton(skeleton, day, locale=locale, fuzzy=True)


def _interval(value: PartialDate, language: str) -> str:
    first, slash, last = str(value).partition("/")
    if not slash:  # unspecified digits: a decade or a century
        start, end = f"{value.earliest:%Y}", f"{value.latest:%Y}"
    elif last == OPEN:
        return _("from %(date)s") % {"date": _span(PartialDate.parse(first), language)}
    elif first == OPEN:
        return _("until %(date)s") % {"date": _span(PartialDate.parse(last), language)}
    else:
        start, end = (_span(PartialDate.parse(part), language) for part in (first, last))
    pattern = str(locale_of(language).interval_formats[None])
    return pattern.replace("{0}", start).replace("{1}", end)


def number(value: Decimal | int, language: str) -> str:
    """The number with the language's separators; the decimals it has, none added and none taken."""
    decimals = max(0, -int(value.as_tuple().exponent)) if isinstance(value, Decimal) else 0
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=locale_of(language))


def percent(share: Decimal, language: str) -> str:
    """A share of one as per cent, with up to one decimal: ``0.2698`` is ``27 %`` in Russian, ``27%`` in English."""
    locale = locale_of(language)
    pattern = locale.percent_formats[None].pattern.replace("#,##0", "#,##0.#")
    return format_percent(share, format=pattern, locale=locale)


def listed(items: Iterable[str], language: str) -> str:
    """The items joined as the language joins them: ``a, b and c``."""
    return format_list([str(item) for item in items], style="standard", locale=locale_of(language))
