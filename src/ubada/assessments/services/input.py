"""What people hand in, made fit to keep: text stays text whatever it looks like, and a fault is named by its field."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from ubada.assessments.models import Assessment
from ubada.assessments.rules.scale import InformationGap, Level, scale_version
from ubada.kernel.errors import InvalidInput, Problem, UbadaError
from ubada.kernel.text import NO_TEXT, TranslatedText
from ubada.languages.table import BY_CODE

LONGEST_REASONS: Final = 20_000
LONGEST_REPLY: Final = 10_000
"""Characters in one language."""

M = TypeVar("M", bound=Model)


class EditConflict(UbadaError):
    """Somebody else saved the same draft in between. Nothing was changed and nothing is lost.

    ``yours`` are the fields that were handed in, ``theirs`` the draft as it stands, ``version`` its version.
    """

    def __init__(self, *, yours: Mapping[str, Any], theirs: Mapping[str, Any], version: int) -> None:
        super().__init__(
            _("Somebody else changed this draft after you opened it."),
            hint=_("Compare both and save again; nothing of yours was lost."),
        )
        self.yours = dict(yours)
        self.theirs = dict(theirs)
        self.version = version


def wrong(field: str, message: str, *, record: str = "") -> InvalidInput:
    """The error for one field."""
    return InvalidInput(_("This cannot be kept like that."), problems=[Problem("", record, field, message)])


def line(value: object, field: str, longest: int) -> str:
    """One line of text without white space around it. Raises InvalidInput if it is too long."""
    return _bounded(" ".join(str(value or "").split()), field, longest)


def paragraphs(value: object, field: str, longest: int) -> str:
    """Text with its line breaks. Raises InvalidInput if it is too long."""
    return _bounded(str(value or "").replace("\r\n", "\n").strip(), field, longest)


def words(value: Mapping[str, str] | TranslatedText | None, field: str, longest: int) -> TranslatedText:
    """Text in the languages of the register. Raises InvalidInput for another language or for one that is too long."""
    try:
        given = TranslatedText.of({code: paragraphs(text, field, longest) for code, text in (value or {}).items()})
    except InvalidInput as error:
        raise wrong(field, error.problems[0].message if error.problems else error.message) from None
    unknown = [code for code in given if code not in BY_CODE]
    if unknown:
        raise wrong(field, _("write in one of the languages of the register, not in %(code)s") % {"code": unknown[0]})
    return given


def required_words(value: Mapping[str, str] | TranslatedText | None, field: str, longest: int) -> TranslatedText:
    """As `words`; raises InvalidInput also where there is nothing to read."""
    given = words(value, field, longest)
    if not given:
        raise wrong(field, _("write it in at least one language"))
    return given


def choice(value: object, field: str, known: Collection[str]) -> str:
    """One of the codes, or nothing. Raises InvalidInput for any other."""
    chosen = str(value or "")
    if chosen and chosen not in known:
        raise wrong(field, _("choose from the list"))
    return chosen


def rows_named(rows: QuerySet[M], keys: Iterable[str], field: str) -> list[M]:
    """The rows with these keys, in the order of the keys. Raises InvalidInput if one is not among the rows."""
    wanted = list(dict.fromkeys(keys))
    found = {str(one.pk): one for one in rows.filter(pk__in=wanted)}
    if len(found) != len(wanted):
        raise wrong(field, _("choose from the list"))
    return [found[key] for key in wanted]


def scale_fields(one: Assessment, fields: Mapping[str, Any]) -> dict[str, str]:
    """The chosen codes among the fields, held to the scales that the round froze. Raises InvalidInput."""
    known = {
        "level": {code for code, _ordinal in scale_version(one.round.implementation_scale).terms}
        - {Level.NOT_ASSESSED},
        "cooperation": {code for code, _ordinal in scale_version(one.round.cooperation_scale).terms},
        "trend": {code for code, _ordinal in scale_version(one.round.trend_scale).terms},
        "gap": {gap.value for gap in InformationGap},
    }
    return {name: choice(fields[name], name, codes) for name, codes in known.items() if name in fields}


def _codes(scale: str) -> set[str]:
    return {code for code, _ordinal in scale_version(scale).terms}


def _bounded(text: str, field: str, longest: int) -> str:
    if NO_TEXT.search(text):
        raise wrong(field, _("holds characters that are no text"))
    if len(text) > longest:
        raise wrong(field, _("is longer than %(count)s characters") % {"count": longest})
    return text
