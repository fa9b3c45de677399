"""Words in any of the languages of the register: one field of a form, with a box for each language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from ubada.languages.table import BY_CODE, LANGUAGES, Language

ONE_LINE: Final = 1


def in_order() -> list[Language]:
    """The languages of the register, that of the page first."""
    here = get_language() or "en"
    return sorted(LANGUAGES, key=lambda one: one.code != here)


class LanguagesWidget(forms.Widget):
    """A box for the language of the page and for each that something is written in; those of all others are folded."""

    template_name = "assessments/widgets/languages.html"
    use_fieldset = True

    def __init__(self, *, rows: int, longest: int) -> None:
        super().__init__()
        self.rows = rows
        self.longest = longest

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:  # noqa: ARG002
        """What was typed, by language; an empty box is left out."""
        typed = {code: str(data.get(f"{name}_{code}", "")).replace("\r\n", "\n") for code in BY_CODE}
        return {code: text for code, text in typed.items() if text.strip()}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:  # noqa: ARG002
        """Whether no box of the field was sent at all."""
        return not any(f"{name}_{code}" in data for code in BY_CODE)

    def id_for_label(self, id_: str) -> str:
        """The first box: where a summary of mistakes leads to."""
        return f"{id_}_{in_order()[0].code}" if id_ else id_

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The boxes: the first by itself, then the others."""
        context = super().get_context(name, value, attrs)
        given = dict(value or {})
        id_ = context["widget"]["attrs"].get("id", f"id_{name}")
        boxes = [
            {"language": one, "name": f"{name}_{one.code}", "id": f"{id_}_{one.code}", "text": given.get(one.code, "")}
            for one in in_order()
        ]
        first, *others = boxes
        context["widget"] |= {
            "written": [first, *(box for box in others if box["text"])],
            "others": [box for box in others if not box["text"]],
            "rows": self.rows,
            "is_line": self.rows == ONE_LINE,
            "longest": self.longest,
        }
        return context


class LanguagesField(forms.Field):
    """Text in at least one language where it is required; no language is longer than ``longest`` characters."""

    default_error_messages = {"required": gettext_lazy("Write it in at least one language.")}

    def __init__(self, *, longest: int, rows: int = 7, **more: Any) -> None:
        super().__init__(widget=LanguagesWidget(rows=rows, longest=longest), **more)
        self.longest = longest

    def to_python(self, value: Any) -> dict[str, str]:
        """The texts by language, without white space around them."""
        return {code: text.strip() for code, text in (value or {}).items() if text.strip()}

    def validate(self, value: Any) -> None:
        """Raises ValidationError where nothing was written, or too much in a language."""
        super().validate(value)
        too_long = [code for code, text in value.items() if len(text) > self.longest]
        if too_long:
            said = _("%(language)s: %(count)s characters, and at most %(longest)s can be kept.")
            raise ValidationError(
                [
                    said % {"language": BY_CODE[code].endonym, "count": len(value[code]), "longest": self.longest}
                    for code in too_long
                ]
            )
