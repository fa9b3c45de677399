"""Two people on one draft: what each has, field by field, with the words that differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BooleanField, BoundField, ChoiceField, MultipleChoiceField
from django.utils.translation import gettext as _

from ubada.assessments.forms.drafting import DRAFTED, DraftForm
from ubada.kernel.differences import word_changes
from ubada.languages.table import BY_CODE


@dataclass(frozen=True, slots=True)
class Compared:
    """One field in which both differ, in words. ``changes`` lead from theirs to yours; empty where it is a choice."""

    label: str
    yours: str
    theirs: str
    changes: tuple[tuple[str, str], ...]
    bcp47: str


@dataclass(frozen=True, slots=True)
class Written:
    """One field that was filled in, in words."""

    label: str
    text: str
    bcp47: str


def compared(yours: DraftForm, theirs: DraftForm) -> list[Compared]:
    """The fields in which what was sent and what is kept differ, in the order of the form; reasons by language."""
    rows: list[Compared] = []
    for name in DRAFTED:
        if name == "narrative":
            rows += _reasons(yours[name], theirs[name])
            continue
        mine, other = _in_words(yours[name]), _in_words(theirs[name])
        if mine != other:
            is_text = not isinstance(yours[name].field, ChoiceField | BooleanField)
            changes = tuple(word_changes(other, mine)) if is_text else ()
            rows.append(Compared(str(yours[name].label), mine, other, changes, ""))
    return rows


def written(form: DraftForm) -> list[Written]:
    """Everything that was filled in, field by field, for whoever can save it no more and may want to copy it."""
    rows: list[Written] = []
    for name in DRAFTED:
        field = form[name]
        if name == "narrative":
            texts = dict(field.value() or {})
            rows += [
                Written(f"{field.label}, {BY_CODE[code].endonym}", texts[code], BY_CODE[code].bcp47)
                for code in BY_CODE
                if texts.get(code, "").strip()
            ]
        elif not isinstance(field.field, BooleanField) and (said := _in_words(field)):
            rows.append(Written(str(field.label), said, ""))
    return rows


def is_said_by(drafted: Mapping[str, Any], kept: Mapping[str, Any]) -> bool:
    """Whether a draft as it is kept (`records.content_of`) says in every field what was typed."""
    return all(_plain(value) == _plain(kept[name]) for name, value in drafted.items())


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {code: text.strip() for code, text in value.items()}
    if isinstance(value, list):
        return sorted(value)
    return value if isinstance(value, bool) else " ".join(str(value).split())


def _reasons(yours: BoundField, theirs: BoundField) -> list[Compared]:
    mine, other = dict(yours.value() or {}), dict(theirs.value() or {})
    return [
        Compared(
            f"{yours.label}, {BY_CODE[code].endonym}",
            mine.get(code, ""),
            other.get(code, ""),
            tuple(word_changes(other.get(code, ""), mine.get(code, ""))),
            BY_CODE[code].bcp47,
        )
        for code in BY_CODE
        if mine.get(code, "").strip() != other.get(code, "").strip()
    ]


def _in_words(field: BoundField) -> str:
    value: Any = field.value()
    if isinstance(field.field, ChoiceField):
        offered: Any = field.field.choices
        labels = {str(key): str(label) for key, label in offered}
        if isinstance(field.field, MultipleChoiceField):
            return "; ".join(labels.get(str(one), str(one)) for one in sorted(map(str, value or ())))
        return labels.get(str(value or ""), "") if value else ""
    if isinstance(field.field, BooleanField):
        return _("yes") if value else _("no")
    return " ".join(str(value or "").split())
