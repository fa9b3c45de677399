"""The words of a sheet of verdicts: above its columns, in its lists, and in every language in which they are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from ubada.assessments.rules.scale import Cooperation, InformationGap, Level, Trend, scale_version
from ubada.assessments.sheets.layout import (
    ITEM,
    LINK_PARTS,
    LINKS_A_ROW,
    NARRATIVE,
    NO,
    YES,
    link_field,
    narrative_field,
)
from ubada.assessments.sheets.reading import folded
from ubada.assessments.words import BEARING, CREDIBILITY, RELIABILITY, Words
from ubada.kernel.text import TranslatedText
from ubada.languages.table import BY_CODE, INTERFACE_LANGUAGES

Labels = Mapping[str, Mapping[str, TranslatedText]]
"""The labels of vocabularies of the register, by vocabulary and code."""

VOCABULARIES: Final = {
    "level": "implementation-levels",
    "gap": "information-gaps",
    "cooperation": "cooperation-levels",
    "trend": "trends",
}
"""The vocabulary of each list that the register names."""
_CODES: Final[Mapping[str, type[StrEnum]]] = {
    "level": Level,
    "gap": InformationGap,
    "cooperation": Cooperation,
    "trend": Trend,
}
TITLES: Final[Words] = {
    "key": _("Key (leave as it is)"),
    "ref": _("Reference"),
    "state": _("State"),
    "promise": _("Promise"),
    "stage": _("Stands at"),
    "version": _("Version seen"),
    "level": _("Level"),
    "gap": _("Why there is not enough information"),
    "cooperation": _("Cooperation of the state"),
    "trend": _("Trend"),
    NARRATIVE: _("Reasons"),
    "shared_draft": _("Joint text"),
    "conflict_of_interest": _("Conflict of interest, in words"),
    "has_declared": _("Interests are declared"),
    "is_name_protected": _("Protect our name"),
    ITEM: pgettext_lazy("in a sheet", "Evidence"),
    "bearing": _("For or against"),
    "reliability": _("Reliability of the source"),
    "credibility": _("Credibility of the piece"),
    "pinpoint": _("Place in it"),
}
"""The words above a column; of the parts of a piece of evidence, without its number."""
TRUTH: Final[Words] = {YES: pgettext_lazy("in a sheet", "yes"), NO: pgettext_lazy("in a sheet", "no")}
NOT_BEGUN: Final = _("not begun")
_ALSO: Final = {YES: ("true", "1", "x"), NO: ("false", "0")}
_WITH_CODE: Final[Mapping[str, Words]] = {"reliability": RELIABILITY, "credibility": CREDIBILITY}


def title_of(field: str) -> str:
    """The words above the column of a field, in the language of the moment."""
    name, colon, rest = field.partition(":")
    if name == NARRATIVE:
        return f"{TITLES[NARRATIVE]} [{rest}]"
    if colon:
        number = name.removeprefix("evidence")
        return f"{TITLES[ITEM]} {number}" if rest == ITEM else f"{TITLES[ITEM]} {number}: {TITLES[rest]}"
    return str(TITLES[name])


def headings() -> dict[str, str]:
    """Every field a sheet may have, by its folded words in each language of the interface."""
    found: dict[str, str] = {}
    names = [name for name in TITLES if name not in (NARRATIVE, *LINK_PARTS)]
    names += [narrative_field(code) for code in BY_CODE]
    names += [link_field(number, part) for number in range(1, LINKS_A_ROW + 1) for part in LINK_PARTS]
    for _language in _each_language():
        for name in names:
            found.setdefault(folded(title_of(name)), name)
    return found


def lists(labels: Labels, scales: Mapping[str, str], language: str) -> dict[str, list[tuple[str, str]]]:
    """What there is to choose from, as codes and words in a language, by the name of the list.

    ``scales`` are the versions that the round froze, by list; they give the order, and which codes there are.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for name, vocabulary in VOCABULARIES.items():
        terms = labels.get(vocabulary, {})
        codes = [code for code, _ordinal in scale_version(scales[name]).terms] if name in scales else list(terms)
        found[name] = [
            (code, terms[code].best(language).text if code in terms else code)
            for code in codes
            if code != Level.NOT_ASSESSED
        ]
    found["truth"] = [(code, str(word)) for code, word in TRUTH.items()]
    found["bearing"] = [(code, str(word)) for code, word in BEARING.items()]
    for name, words in _WITH_CODE.items():
        found[name] = [(code, f"{code} – {word}") for code, word in words.items()]
    return found


def words_in_every_language(labels: Labels) -> dict[str, dict[str, str]]:
    """The codes by list and folded word: in each language of the interface and of the register, and the codes alone."""
    found: dict[str, dict[str, str]] = {}
    for name, vocabulary in VOCABULARIES.items():
        codes = {one.value for one in _CODES[name] if one is not Level.NOT_ASSESSED}
        said = found.setdefault(name, {folded(code): code for code in codes})
        for code, label in labels.get(vocabulary, {}).items():
            said.update({folded(text): code for text in label.values() if code in codes})
    for _language in _each_language():
        for name, words in (("truth", TRUTH), ("bearing", BEARING), *_WITH_CODE.items()):
            said = found.setdefault(name, {})
            for code, word in words.items():
                said.update({folded(one): code for one in _spellings(code, word)})
    return found


def _spellings(code: str, word: str | Promise) -> Iterator[str]:
    yield from (code, str(word), f"{code} – {word}", f"{code} - {word}", f"{code} {word}")
    yield from _ALSO.get(code, ())


def _each_language() -> Iterator[str]:
    for one in INTERFACE_LANGUAGES:
        with override(one.django_code):
            yield one.code
