"""The form in which a person says what they are called and what language they read."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ubada.languages.table import INTERFACE_LANGUAGES


class OneselfForm(forms.Form):
    """Name and language of one's own account."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("As the others in your organisation see it."))
    language = forms.ChoiceField(
        label=_("Language of mails to you"), choices=[(one.code, one.endonym) for one in INTERFACE_LANGUAGES]
    )
