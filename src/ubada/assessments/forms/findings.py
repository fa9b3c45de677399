"""What is filled in where sides are brought together: a finding, a vote on one, why two groups differ."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ubada.assessments.forms.languages import LanguagesField
from ubada.assessments.models import Round
from ubada.assessments.queries import DivergenceShown
from ubada.assessments.rules.scale import Level, scale_version
from ubada.assessments.services.findings import LONGEST
from ubada.assessments.templatetags.assessment_words import constituency_word, divergence_word, level_word
from ubada.assessments.words import RESOLUTION
from ubada.organisations.models import Organisation
from ubada.register.views.answering import language_of

VOTES: Final = (("yes", gettext_lazy("We agree")), ("no", gettext_lazy("We dissent, and say why")))


class ProposeForm(forms.Form):
    """A joint finding that is put to the vote."""

    text = LanguagesField(
        longest=LONGEST,
        rows=5,
        label=gettext_lazy("The finding"),
        help_text=gettext_lazy(
            "What the groups could say together. It stands beside their positions, never in their place."
        ),
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Level"),
        required=False,
        help_text=gettext_lazy("Leave it out where words alone can be agreed on."),
    )

    def __init__(self, one: Round, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [code for code, _ordinal in scale_version(one.implementation_scale).terms if code != Level.NOT_ASSESSED]
        _offer(self, "level", [("", _("no level")), *((code, level_word(code)) for code in codes)])


class SpeakingForm(forms.Form):
    """A form that is filled in for an organisation; where there is one alone, nothing is asked."""

    organisation = forms.ChoiceField(label=gettext_lazy("For which organisation you speak"))

    def __init__(self, organisations: Iterable[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.code, one.name.best(language_of()).text) for one in organisations]
        _offer(self, "organisation", choices)
        if len(choices) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
            self.fields["organisation"].initial = choices[0][0]


class VoteForm(SpeakingForm):
    """How a group stands towards a joint finding."""

    agrees = forms.ChoiceField(label=gettext_lazy("Your vote"), choices=VOTES, widget=forms.RadioSelect)
    dissent = LanguagesField(
        longest=LONGEST,
        rows=3,
        required=False,
        label=gettext_lazy("What you see otherwise"),
        help_text=gettext_lazy("Needed if you dissent. It is printed with the finding."),
    )


class ExplainForm(SpeakingForm):
    """Why two groups differ, as one of them sees it."""

    sides = forms.ChoiceField(label=gettext_lazy("Which difference"))
    resolution = forms.ChoiceField(
        label=gettext_lazy("Why you differ"), choices=lambda: list(RESOLUTION.items()), widget=forms.RadioSelect
    )
    text = LanguagesField(longest=LONGEST, rows=4, label=gettext_lazy("In your words"))
    field_order = ("sides", "resolution", "text", "organisation")

    def __init__(
        self, organisations: Iterable[Organisation], pairs: Iterable[DivergenceShown], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(organisations, *args, **kwargs)
        _offer(self, "sides", [(f"{one.first}:{one.second}", _pair(one)) for one in pairs])

    def pair(self) -> tuple[str, str]:
        """The two groups, as the service takes them."""
        first, _colon, second = self.cleaned_data["sides"].partition(":")
        return first, second


def _pair(one: DivergenceShown) -> str:
    return _("%(first)s and %(second)s: %(difference)s") % {
        "first": constituency_word(one.first),
        "second": constituency_word(one.second),
        "difference": divergence_word(one.pair_class),
    }


def _offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - the fields above
    field.choices = choices
