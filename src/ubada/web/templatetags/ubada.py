"""Tags and filters for the register's own kinds of value: partial dates, translated texts, numbers, addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ubada import charts
from ubada.kernel.dates import PartialDate
from ubada.kernel.text import TranslatedText
from ubada.languages import cldr, places
from ubada.languages.table import BY_CODE

register = template.Library()


def reader_language() -> str:
    """The code of the language in which the page is being written."""
    return get_language() or settings.LANGUAGE_CODE


@register.simple_tag(name="date")
def partial_date(value: PartialDate | date | str | int | None, *, in_phrase: bool = False) -> str:
    """A partial date in words, inside ``<time>`` where HTML can say it (not for an interval); nothing for no date.

    ``in_phrase``: within a phrase such as "since …".
    """
    if value in (None, ""):
        return ""
    known = PartialDate.of(value)
    words = cldr.date_in_words(known, reader_language(), in_phrase=in_phrase)
    if known.precision == "interval":
        return format_html("{}", words)
    length = {"year": 4, "month": 7, "day": 10}[known.precision]
    return format_html('<time datetime="{}">{}</time>', known.earliest.isoformat()[:length], words)


@register.filter
def date_words(value: PartialDate | date | str | int | None) -> str:
    """A partial date in words without markup, for titles and text alternatives."""
    return "" if value in (None, "") else cldr.date_in_words(PartialDate.of(value), reader_language())


@register.filter
def number(value: Decimal | int | str | None) -> str:
    """A number with the reader's separators; text that is no number stays as it is."""
    exact = _exact(value)
    return str(value if value is not None else "") if exact is None else cldr.number(exact, reader_language())


@register.filter
def percent(value: Decimal | int | str | None) -> str:
    """A share of one as per cent in the reader's language; text that is no number stays as it is."""
    exact = _exact(value)
    return str(value if value is not None else "") if exact is None else cldr.percent(exact, reader_language())


def _exact(value: object) -> Decimal | None:
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return None
    return exact if exact.is_finite() else None


@register.filter
def cldr_list(items: Iterable[object]) -> str:
    """The items as one phrase in the reader's language."""
    return cldr.listed([str(item) for item in items], reader_language())


@register.simple_tag
def translated(value: TranslatedText | Mapping[str, str] | str | None) -> str:
    """The text in the reader's language, or the nearest one with a ``lang`` attribute and the name of that language."""
    if value is None or isinstance(value, str):
        return format_html("{}", value or "")
    chosen = TranslatedText.of(value).best(reader_language())
    if not chosen.is_fallback:
        return format_html("{}", chosen.text)
    language = BY_CODE.get(chosen.language)
    return format_html(
        '<span lang="{}">{}</span> <span class="in-lang" lang="{}">{}</span>',
        language.bcp47 if language else chosen.language,
        chosen.text,
        language.bcp47 if language else chosen.language,
        language.endonym if language else chosen.language,
    )


@register.filter
def plain(value: TranslatedText | Mapping[str, str] | str | None) -> str:
    """The text in the reader's language or the nearest one, without markup: for ``<title>`` and attributes."""
    if value is None or isinstance(value, str):
        return value or ""
    return TranslatedText.of(value).best(reader_language()).text


@register.simple_tag(takes_context=True)
def html_language(context: template.Context) -> SafeString:
    """The ``lang`` and ``dir`` attributes of the page; every language of the register is written left to right."""
    language = BY_CODE.get(str(context.get("LANGUAGE_CODE") or reader_language()))
    return format_html('lang="{}" dir="ltr"', language.bcp47 if language else reader_language())


@register.simple_tag
def address(path: str) -> str:
    """A public address in the reader's language: ``/states/`` is ``/ru/states/`` for a reader of Russian."""
    language = reader_language()
    return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"


@register.simple_tag(takes_context=True)
def nav_item(context: template.Context, path: str, label: str) -> SafeString:
    """A link of the main navigation, marked as current on every page under its address."""
    here = address(path)
    request = context.get("request")
    is_current = request is not None and str(request.path).startswith(here)
    return format_html('<a href="{}"{}>{}</a>', here, SafeString(' aria-current="page"') if is_current else "", label)


@register.simple_tag
def page_numbers(page: Page[Any]) -> Iterator[int | str]:
    """The page numbers to offer around a page, with an ellipsis where some are left out."""
    return iter(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.simple_tag
def distribution(*, yes: int, no: int, unknown: int, wide: bool = False) -> SafeString:
    """The bar of yes, no and unknown."""
    return charts.distribution_bar(yes=yes, no=no, unknown=unknown, wide=bool(wide), language=reader_language())


@register.simple_tag
def distribution_words(*, yes: int, no: int, unknown: int) -> str:
    """The three counts of a distribution in words."""
    return charts.distribution_words(yes=yes, no=no, unknown=unknown, language=reader_language())


@register.filter
def place(locator: str) -> str:
    """A place in a document with its abbreviations in the reader's language."""
    return places.place_in_words(locator)


@register.filter
def at(items: Sequence[Any], position: int) -> Any:
    """The item at a position counted from nought."""
    return items[position]


@register.filter
def answer_word(answer: str) -> str:
    """The word for the answer of a structural test; an answer of another kind is shown as it is."""
    words = {"yes": _("yes"), "no": _("no"), "unknown": _("unknown")}
    return words.get(answer, answer)


@register.simple_tag
def asset(name: str) -> str:
    """The address of a static file, also where none were collected: the error page must not fail for want of one."""
    try:
        return static(name)
    except ValueError:
        return f"{settings.STATIC_URL}{name}"
