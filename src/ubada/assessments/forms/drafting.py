"""What an organisation fills in to write a verdict: every field may wait until it is handed in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ubada.access.actors import Actor
from ubada.assessments.forms.languages import LanguagesField
from ubada.assessments.models import Round
from ubada.assessments.queries import VerdictShown
from ubada.assessments.queries.writing import facts_to_weigh, measures_to_weigh
from ubada.assessments.rules.refusal import RuleBroken
from ubada.assessments.rules.scale import InformationGap, Level, scale_version
from ubada.assessments.services.input import LONGEST_REASONS
from ubada.assessments.templatetags import assessment_words as named
from ubada.assessments.words import BEARING, CREDIBILITY, RELIABILITY, explain
from ubada.evidence import queries as evidence
from ubada.evidence.words import KINDS
from ubada.organisations.models import Organisation
from ubada.register.models import StateCommitment
from ubada.register.views.answering import language_of

PIECES_SHOWN: Final = 25
"""How many pieces of evidence are offered at once; a search finds the others."""
PART_OF_UNMET: Final[Mapping[str, str]] = {
    "level-missing": "level",
    "information-gap-missing": "gap",
    "reasons-missing": "narrative",
    "interest-not-declared": "has_declared",
    "evidence-missing": "item",
}
"""The field that mends what is missing when a verdict is handed in."""
DRAFTED: Final = (
    "level", "gap", "cooperation", "trend", "narrative", "measures", "facts", "has_declared", "conflict_of_interest",
    "is_name_protected", "shared_draft",
)  # fmt: skip
"""The fields that are the draft itself."""


class DraftForm(forms.Form):
    """A verdict as it is written, and one piece of evidence to be linked to it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, initial=0)
    level = forms.ChoiceField(
        label=gettext_lazy("How far the promise is kept"), required=False, widget=forms.RadioSelect
    )
    gap = forms.ChoiceField(
        label=gettext_lazy("Why there is not enough information"), required=False, widget=forms.RadioSelect
    )
    cooperation = forms.ChoiceField(
        label=gettext_lazy("How the state answers"),
        help_text=gettext_lazy("Apart from what it did: whether it replies, and to the point."),
        required=False,
    )
    trend = forms.ChoiceField(
        label=gettext_lazy("Where things are heading"),
        help_text=gettext_lazy("Since half a year ago."),
        required=False,
    )
    narrative = LanguagesField(
        longest=LONGEST_REASONS,
        rows=10,
        required=False,
        label=gettext_lazy("Reasons"),
        help_text=gettext_lazy(
            "What happened, when, and where that is written. In any language of the register. Name nobody who could"
            " come to harm."
        ),
    )
    shared_draft = forms.CharField(
        label=gettext_lazy("Joint text"),
        help_text=gettext_lazy(
            "If several organisations hand in one text: its name, the same for all of you. They count once."
        ),
        required=False,
        max_length=80,
    )
    has_declared = forms.BooleanField(
        label=gettext_lazy("We have considered whether we have an interest in the outcome"), required=False
    )
    conflict_of_interest = forms.CharField(
        label=gettext_lazy("Our interests"),
        help_text=gettext_lazy(
            "Money from those concerned, posts held, a case of our own. Empty says that there is none."
        ),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_name_protected = forms.BooleanField(
        label=gettext_lazy("Show the group alone, and not the name of our organisation"),
        help_text=gettext_lazy("Readers and other parties do not learn whose verdict it is. The secretariat does."),
        required=False,
    )
    measures = forms.MultipleChoiceField(
        label=gettext_lazy("Measures considered"), required=False, widget=forms.CheckboxSelectMultiple
    )
    facts = forms.MultipleChoiceField(
        label=gettext_lazy("Facts considered"), required=False, widget=forms.CheckboxSelectMultiple
    )
    find_fact = forms.CharField(label=gettext_lazy("Search facts"), required=False, max_length=100)

    find_evidence = forms.CharField(label=gettext_lazy("Search your evidence"), required=False, max_length=100)
    item = forms.ChoiceField(label=gettext_lazy("Piece of evidence"), required=False)
    pinpoint = forms.CharField(
        label=gettext_lazy("Where in it"),
        help_text=gettext_lazy("A page, a paragraph, a minute."),
        required=False,
        max_length=200,
    )
    bearing = forms.ChoiceField(
        label=gettext_lazy("For or against"), required=False, choices=lambda: list(BEARING.items())
    )
    reliability = forms.ChoiceField(
        label=gettext_lazy("Its source is"), required=False, choices=lambda: _coded(RELIABILITY)
    )
    credibility = forms.ChoiceField(
        label=gettext_lazy("What it says is"), required=False, choices=lambda: _coded(CREDIBILITY)
    )

    def offer(self, actor: Actor, one: Round, organisation: Organisation, about: StateCommitment) -> None:
        """Offer the scales that the round keeps, and what the register and the organisation have on the promise."""
        levels = [code for code, _place in scale_version(one.implementation_scale).terms if code != Level.NOT_ASSESSED]
        _choices(self, "level", [(code, named.level_word(code)) for code in levels])
        _choices(self, "gap", [(gap.value, named.gap_word(gap.value)) for gap in InformationGap])
        for field, scale, word in (
            ("cooperation", one.cooperation_scale, named.cooperation_word),
            ("trend", one.trend_scale, named.trend_word),
        ):
            codes = [code for code, _place in scale_version(scale).terms]
            _choices(self, field, [("", _("not said")), *((code, word(code)) for code in codes)])
        language = language_of()
        measures = [
            (measure.pk, f"{measure.title.best(language).text} · {measure.claimant.name.best(language).text}")
            for measure in measures_to_weigh(actor, about)
        ]
        _choices(self, "measures", measures)
        words = str(self["find_fact"].value() or "")
        facts = facts_to_weigh(actor, about, words=words, chosen=_listed(self["facts"].value()))
        _choices(self, "facts", [(fact.pk, _fact(fact, language)) for fact in facts])
        self._offer_evidence(actor, organisation, language)

    def _offer_evidence(self, actor: Actor, organisation: Organisation, language: str) -> None:
        known = evidence.choices_for(actor, organisation)
        words = str(self["find_evidence"].value() or "")
        among = known.filter(pk__in=evidence.items(actor, text=words).values("pk")) if words else known
        chosen = str(self["item"].value() or "")
        pieces = list(among[:PIECES_SHOWN])
        pieces += [each for each in known.filter(pk=chosen) if each not in pieces] if chosen else []
        offered = [
            (each.uid, f"{each.title.best(language).text} · {KINDS[each.kind]}, {each.source}") for each in pieces
        ]
        _choices(self, "item", [("", _("choose")), *offered])
        left = known.count() - len(pieces)
        if words and not pieces:
            self.fields["find_evidence"].help_text = _("None of your pieces has these words.")
        elif left > 0:
            self.fields["item"].help_text = ngettext(
                "%(count)d more piece is not listed: search for it.",
                "%(count)d more pieces are not listed: search for them.",
                left,
            ) % {"count": left}

    def drafted(self) -> dict[str, Any]:
        """The fields of the draft as the service takes them."""
        values = {name: self.cleaned_data[name] for name in DRAFTED}
        if values["level"] != Level.INSUFFICIENT:
            values["gap"] = ""
        return values

    def has_seen(self, version: int) -> None:
        """From now on the form is one of somebody who saw this version of the draft."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["version"] = str(version)
        self.data = data

    def show_missing(self, error: RuleBroken) -> None:
        """Put what is missing for handing in beside the field that would mend it."""
        for unmet, one in zip(error.unmet, explain(error), strict=True):
            self.add_error(PART_OF_UNMET.get(unmet.code), f"{one.what} {one.remedy}")


def values_of(verdict: VerdictShown | None) -> dict[str, Any]:
    """A draft as the form shows it; nothing for one that was not begun."""
    if verdict is None:
        return {"version": 0}
    return {
        "version": verdict.version,
        "level": str(verdict.level or ""),
        "gap": verdict.gap,
        "cooperation": verdict.cooperation,
        "trend": verdict.trend,
        "narrative": dict(verdict.narrative),
        "shared_draft": verdict.shared_draft,
        "has_declared": verdict.has_declared,
        "conflict_of_interest": verdict.conflict_of_interest,
        "is_name_protected": verdict.is_name_protected,
        "measures": [measure.pk for measure in verdict.measures],
        "facts": [fact.pk for fact in verdict.facts],
    }


def _coded(words: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [("", _("choose")), *((code, f"{code} · {word}") for code, word in words.items())]


def _fact(fact: Any, language: str) -> str:
    said = f"{fact.label.best(language).text}: {fact.value.best(language).text}" if fact.value else ""
    return said or str(fact.label.best(language).text)


def _listed(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else []


def _choices(form: forms.Form, name: str, choices: Iterable[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - the fields above
    field.choices = list(choices)
