"""Forms of the desk on which promises made again are found and joined."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _

from ubada.languages.table import COMPLETE_LANGUAGES
from ubada.register.queries.relations import SUREST_FIRST, Wanted
from ubada.register.relation_words import RELATION, RELATION_SENTENCE

EVERY = _("all")
_LONGEST_TITLE = 300


class FilterForm(forms.Form):
    """What the list of relations is narrowed to. A value that makes no sense narrows nothing."""

    type = forms.ChoiceField(label=_("Type"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    score = forms.IntegerField(
        label=_("Likeness at least, %"), required=False, min_value=0, max_value=100,
        widget=forms.NumberInput(attrs={"step": 5}),
    )  # fmt: skip
    ref = forms.CharField(label=_("Reference of a commitment"), required=False, max_length=60)

    def __init__(self, data: Any, *, states: list[tuple[str, str]], themes: list[tuple[str, str]]) -> None:
        super().__init__(data)
        every = [("", EVERY)]
        for name, choices in (
            ("type", [(str(one), RELATION[one]) for one in SUREST_FIRST]),
            ("state", states),
            ("theme", themes),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - the three above are
            field.choices = [*every, *choices]

    def wanted(self, decided: str) -> Wanted:
        """What is asked for, among the relations in this state."""
        self.is_valid()
        said = self.cleaned_data
        return Wanted(
            decided=decided,
            type=said.get("type", ""),
            state=said.get("state", ""),
            theme=said.get("theme", ""),
            score=10 * (said.get("score") or 0),
            ref=said.get("ref", ""),
        )


class OtherForm(forms.Form):
    """Which commitment another one is to be related to."""

    other = forms.CharField(
        label=_("The other commitment"),
        help_text=_("Its reference, or the address of its page."),
        max_length=400,
    )

    def clean_other(self) -> str:
        """The reference, taken out of the address if one was given."""
        said = str(self.cleaned_data["other"]).strip()
        if "/" not in said:
            return said
        parts = [unquote(part) for part in urlsplit(said).path.split("/") if part]
        return parts[-1] if parts else said


class TypeForm(forms.Form):
    """What A is to B."""

    type = forms.ChoiceField(
        label=_("What are they to each other?"),
        choices=[(str(one), RELATION_SENTENCE[one]) for one in SUREST_FIRST],
        widget=forms.RadioSelect,
    )


class ClusterForm(forms.Form):
    """Title and summary of a cluster in the languages that the interface has in full."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in COMPLETE_LANGUAGES:
            lang = {"lang": language.bcp47}
            self.fields[f"title_{language.code}"] = forms.CharField(
                label=_("Title, %(language)s") % {"language": language.endonym},
                max_length=_LONGEST_TITLE,
                widget=forms.Textarea(attrs={"rows": 2, **lang}),
            )
        for language in COMPLETE_LANGUAGES:
            self.fields[f"summary_{language.code}"] = forms.CharField(
                label=_("Summary, %(language)s") % {"language": language.endonym},
                required=False,
                widget=forms.Textarea(attrs={"rows": 3, "lang": language.bcp47}),
            )

    def words(self, name: str) -> dict[str, str]:
        """What was written of ``title`` or ``summary``, by language."""
        said = {one.code: self.cleaned_data[f"{name}_{one.code}"] for one in COMPLETE_LANGUAGES}
        return {language: " ".join(text.split()) for language, text in said.items()}
