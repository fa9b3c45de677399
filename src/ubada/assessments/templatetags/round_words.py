"""What templates of rounds say in words: codes, moments in the time zone of a round, and how much time is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from django import template
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ubada.assessments import words
from ubada.evidence import words as evidence_words
from ubada.kernel.dates import PartialDate
from ubada.kernel.text import TranslatedText
from ubada.languages import cldr
from ubada.languages.table import BY_CODE

register = template.Library()
_MINUTES: Final = 60
_HOURS: Final = 60 * _MINUTES


@register.filter
def said(code: object, table: str) -> str:
    """The word for a code of a table of `ubada.assessments.words`; a code without one as it is."""
    return str(getattr(words, table).get(str(code), code))


@register.filter
def evidence_word(code: str, table: str) -> str:
    """The word for a code of a table of `ubada.evidence.words`."""
    return str(getattr(evidence_words, table).get(code, code))


@register.simple_tag
def test_of(tests: Mapping[str, TranslatedText], code: str) -> TranslatedText | None:
    """What a level asks for, from the tests of its scale; None for one without."""
    return tests.get(str(code))


@register.simple_tag
def zone_words(zone: str, at: datetime | date) -> str:
    """A time zone as a person knows it: its city, and how far it is from UTC at a moment."""
    moment = at if isinstance(at, datetime) else datetime(at.year, at.month, at.day, 12, tzinfo=ZoneInfo(zone))
    offset = moment.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
    hours, minutes = divmod(int(offset.total_seconds()) // _MINUTES, 60)
    shift = f"UTC{hours:+d}" + (f":{minutes:02d}" if minutes else "") if offset else "UTC"
    if "/" not in zone:
        return shift
    city = get_timezone_location(ZoneInfo(zone), locale=cldr.locale_of(_language()), return_city=True)
    return f"{city}, {shift}"


@register.simple_tag
def moment_words(at: datetime | None, zone: str) -> str:
    """A moment as a clock in the time zone of the round shows it; the zone is said beside it once a page."""
    if at is None:
        return ""
    local = at.astimezone(ZoneInfo(zone))
    return f"{cldr.date_in_words(PartialDate.of(local.date()), _language())}, {local:%H:%M}"


@register.filter
def time_left(left: timedelta) -> str:
    """How long something still lasts: days and hours, hours and minutes, or minutes."""
    seconds = max(int(left.total_seconds()), 0)
    days, rest = divmod(seconds, 24 * _HOURS)
    hours, rest = divmod(rest, _HOURS)
    minutes = rest // _MINUTES
    if days:
        return _two(_days(days), _hours(hours) if hours else "")
    if hours:
        return _two(_hours(hours), _minutes(minutes) if minutes else "")
    return _minutes(minutes) if minutes else _("less than a minute")


def _two(first: str, second: str) -> str:
    return cldr.listed([first, second], _language()) if second else first


def _days(count: int) -> str:
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


def _hours(count: int) -> str:
    return ngettext("%(count)d hour", "%(count)d hours", count) % {"count": count}


def _minutes(count: int) -> str:
    return ngettext("%(count)d minute", "%(count)d minutes", count) % {"count": count}


def _language() -> str:
    return get_language() or "en"


@dataclass(frozen=True, slots=True)
class InLanguage:
    """A text in one language, with the name of the language in itself."""

    text: str
    bcp47: str
    name: str


@register.simple_tag
def every_language(text: TranslatedText | Mapping[str, str]) -> list[InLanguage]:
    """The text in each language that it has, the one for this reader first."""
    known = TranslatedText.of(text)
    best = known.best(_language()).language
    found = []
    for code in sorted(known, key=lambda one: one != best):
        language = BY_CODE.get(code)
        bcp47, name = (language.bcp47, language.endonym) if language else (code, code)
        found.append(InLanguage(known[code], bcp47, name))
    return found
