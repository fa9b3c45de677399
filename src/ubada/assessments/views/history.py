"""The versions of a verdict as a reader compares them: what changed at each step, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ubada.access.actors import Actor
from ubada.assessments.queries import VersionShown
from ubada.assessments.queries.history import Titles, titles_of
from ubada.assessments.templatetags import assessment_words as named
from ubada.assessments.words import BEARING, FIELD
from ubada.kernel.differences import word_changes
from ubada.languages.table import BY_CODE
from ubada.register.views.answering import language_of


@dataclass(frozen=True, slots=True)
class Changed:
    """One field at one step. ``changes`` lead from the version before to this one, word by word."""

    label: str
    changes: tuple[tuple[str, str], ...]
    bcp47: str = ""


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version with what it changed."""

    version: VersionShown
    changes: tuple[Changed, ...]
    is_first: bool


def changes_by_version(versions: Sequence[VersionShown], actor: Actor) -> list[VersionRow]:
    """The versions, newest first, each against the next older one that the reader may see."""
    titles = titles_of(actor, [one.content for one in versions])
    rows = []
    for number, one in enumerate(versions):
        older = versions[number + 1].content if number + 1 < len(versions) else {}
        rows.append(VersionRow(one, tuple(_changes(older, one.content, titles)), number + 1 == len(versions)))
    return rows


def _changes(before: Mapping[str, Any], after: Mapping[str, Any], titles: Titles) -> list[Changed]:
    found: list[Changed] = []
    for name, label in FIELD.items():
        old, new = before.get(name), after.get(name)
        if old == new or (not old and not new):
            continue
        if name in ("narrative", "correction"):
            found += _texts(str(label), old or {}, new or {})
            continue
        words = word_changes(_in_words(name, old, titles), _in_words(name, new, titles))
        whole = _whole(_in_words(name, old, titles), _in_words(name, new, titles)) if name in _CHOICES else words
        if whole:
            found.append(Changed(str(label), tuple(whole)))
    return found


_CHOICES = ("level", "gap", "cooperation", "trend", "constituency", "has_declared", "is_name_protected")


def _whole(before: str, after: str) -> list[tuple[str, str]]:
    return [(kind, text) for kind, text in (("out", before), ("in", after)) if text]


def _texts(label: str, before: Mapping[str, str], after: Mapping[str, str]) -> list[Changed]:
    return [
        Changed(
            f"{label}, {BY_CODE[code].endonym}",
            tuple(word_changes(before.get(code, ""), after.get(code, ""))),
            BY_CODE[code].bcp47,
        )
        for code in BY_CODE
        if before.get(code, "") != after.get(code, "")
    ]


def _in_words(name: str, value: Any, titles: Titles) -> str:
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    language = language_of()
    if name == "evidence":
        return "; ".join(_piece(each, titles, language) for each in value)
    if name in ("measures", "facts"):
        known = titles.measures if name == "measures" else titles.facts
        return "; ".join(known[each].best(language).text if each in known else str(each) for each in value)
    word = {
        "level": named.level_word, "gap": named.gap_word, "cooperation": named.cooperation_word,
        "trend": named.trend_word, "constituency": named.constituency_word,
    }.get(name)  # fmt: skip
    return word(value) if word is not None else str(value)


def _piece(link: Mapping[str, str], titles: Titles, language: str) -> str:
    title = titles.evidence.get(link["item"])
    parts = [
        title.best(language).text if title is not None else _("a piece"),
        str(BEARING.get(link.get("bearing", ""), "")),
        f"{link.get('reliability', '')}{link.get('credibility', '')}",
        link.get("pinpoint", ""),
    ]
    return ", ".join(part for part in parts if part)
