"""What is filled in to say that something was done about commitments of a state."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ubada.access.actors import Actor
from ubada.assessments.forms.citing import CitingForm
from ubada.assessments.forms.languages import ONE_LINE, LanguagesField
from ubada.assessments.queries.claiming import FOUND, claimable
from ubada.assessments.services.claiming import LONGEST_SUMMARY
from ubada.assessments.words import MEASURE_KIND
from ubada.organisations.models import Organisation
from ubada.register.views.answering import language_of


class MeasureForm(CitingForm):
    """What was done, where, when, by whom, and which commitments it is about."""

    title = LanguagesField(longest=300, rows=ONE_LINE, label=gettext_lazy("What was done"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=lambda: [("", "—"), *MEASURE_KIND.items()])
    state = forms.ChoiceField(label=gettext_lazy("State"))
    find_commitment = forms.CharField(
        label=gettext_lazy("Search commitments"),
        help_text=gettext_lazy("A reference such as CEDAW-7, or words of the title; then “Search”."),
        required=False,
        max_length=100,
    )
    state_commitments = forms.MultipleChoiceField(
        label=gettext_lazy("Which commitments it is about"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Search for at least one commitment and tick it.")},
    )
    dated = forms.CharField(
        label=gettext_lazy("When"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("A day, a month or a year: 2026-04-03, 2026-04 or 2026."),
    )
    body = forms.CharField(
        label=gettext_lazy("Who did it"), required=False, max_length=300, help_text=gettext_lazy("Such as a ministry.")
    )
    summary = LanguagesField(
        longest=LONGEST_SUMMARY,
        rows=5,
        required=False,
        label=gettext_lazy("In more words"),
        help_text=gettext_lazy("What it contains, and what has come of it so far."),
    )

    def offer(self, actor: Actor, organisation: Organisation) -> None:
        """Offer the states, commitments and pieces of evidence that the organisation can name."""
        language = language_of()
        states = sorted(organisation.states.all(), key=lambda one: one.order)
        named = [(one.code, one.name.best(language).text) for one in states]
        _choices(self, "state", named if len(named) == 1 else [("", "—"), *named])
        words = str(self["find_commitment"].value() or "")
        value = self["state_commitments"].value()
        chosen = [str(one) for one in value] if isinstance(value, list | tuple) else []
        found = claimable(actor, organisation, words=words, chosen=chosen)
        several = len(named) > 1
        _choices(
            self,
            "state_commitments",
            [
                (one.pk, f"{one.pk if several else one.commitment_id} · {one.commitment.title.best(language).text}")
                for one in found
            ],
        )
        asked = self["state_commitments"]
        if words and len(found) == len(chosen):
            asked.help_text = _("No other commitment has these words.")
        elif words and len(found) >= FOUND + len(chosen):
            asked.help_text = _("There are more: add a word to the search.")
        self.offer_evidence(actor, organisation)


def _choices(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - the fields above
    field.choices = choices
