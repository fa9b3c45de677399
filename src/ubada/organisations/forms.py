"""What people fill in about themselves: what they are called, what language they read, a token for a program."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from ubada.languages.table import INTERFACE_LANGUAGES
from ubada.organisations.models import Organisation
from ubada.organisations.services import LIFETIMES
from ubada.organisations.words import SCOPES


class OneselfForm(forms.Form):
    """Name and language of one's own account."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("As the others in your organisation see it."))
    language = forms.ChoiceField(
        label=_("Language of mails to you"), choices=[(one.code, one.endonym) for one in INTERFACE_LANGUAGES]
    )


def _lifetimes() -> list[tuple[int, str]]:
    return [(days, ngettext("%(count)d day", "%(count)d days", days) % {"count": days}) for days in LIFETIMES]


class TokenForm(forms.Form):
    """A token: what for, in which of one's organisations, what it may do, and for how long."""

    name = forms.CharField(widget=forms.HiddenInput, max_length=10)
    label = forms.CharField(
        label=_("What it is for"),
        max_length=80,
        help_text=_("So that you know it again, such as “our spreadsheet”. Your coordinator reads it too."),
    )
    organisation = forms.ChoiceField(label=_("For which organisation"))
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=list(SCOPES.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Never more than you may yourself. Choose as little as the program needs."),
    )
    days = forms.TypedChoiceField(label=_("It works for"), choices=_lifetimes, coerce=int, initial=LIFETIMES[1])

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **more: Any) -> None:
        super().__init__(*args, **more)
        language = get_language() or "en"
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above; for the type checker
        field.choices = [(one.code, one.name.best(language).text) for one in organisations]
