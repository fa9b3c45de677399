"""What people fill in at the desk: a document to read, what it is, a passage as it should be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ubada.access.actors import Actor
from ubada.intake import queries
from ubada.intake.models import Passage, Reading
from ubada.intake.services.documents import DOCUMENT_KINDS
from ubada.intake.suggesting import VOCABULARIES
from ubada.intake.words import ANSWERS, PROFILES
from ubada.kernel.text import TranslatedText
from ubada.register.models import Term
from ubada.register.words import SPECIFICITY


def spoken(text: TranslatedText) -> str:
    """A translated text in the language of the page."""
    return text.best(get_language() or "en").text


class DocumentForm(forms.Form):
    """A file to read, and what kind of document it is if its form should not decide."""

    file = forms.FileField(
        label=_("Document"), help_text=_("PDF with text in it, DOCX, ODT, HTML or plain text."), max_length=400
    )
    profile = forms.ChoiceField(
        label=_("What kind of document it is"), choices=lambda: list(PROFILES.items()), required=False
    )


class AgainForm(forms.Form):
    """Reading once more: with another profile, or a new version of the document."""

    file = forms.FileField(
        label=_("New version of the document"),
        help_text=_("Leave it empty to read the same file again."),
        required=False,
        max_length=400,
    )
    profile = forms.ChoiceField(
        label=_("What kind of document it is"), choices=lambda: list(PROFILES.items()), required=False
    )


class DescribeForm(forms.Form):
    """What the document is and where its recommendations go."""

    title = forms.CharField(label=_("Title"), max_length=300, help_text=_("In the language of the document."))
    symbol = forms.CharField(
        label=_("Symbol"), max_length=80, required=False, help_text=_("As it is cited, such as A/HRC/59/10.")
    )
    kind = forms.ChoiceField(label=_("Kind"))
    body = forms.ChoiceField(label=_("Issued by"))
    adopted_on = forms.CharField(
        label=_("Date of adoption"),
        max_length=20,
        required=False,
        help_text=_("A day, a month or a year: 2025-04-03, 2025-04 or 2025."),
    )
    url = forms.URLField(
        label=_("Address on the web"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_(
            "Where anyone can compare the wording. Without one each recommendation is shown as to be verified."
        ),
    )
    states = forms.MultipleChoiceField(
        label=_("Its recommendations go to"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each recommendation can say otherwise."),
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = queries.terms(actor, DOCUMENT_KINDS)
        _offer(self, "kind", [("", "—"), *((one.code, spoken(one.label)) for one in kinds)])
        bodies = sorted(((one.code, spoken(one.name)) for one in queries.bodies(actor)), key=lambda pair: pair[1])
        _offer(self, "body", [("", "—"), *bodies])
        _offer(self, "states", _states(actor))


def described_by(one: Reading) -> dict[str, Any]:
    """What the form shows at first."""
    return {
        "title": one.title,
        "symbol": one.symbol,
        "kind": one.kind,
        "body": one.body_id or "",
        "adopted_on": str(one.adopted_on) if one.adopted_on is not None else "",
        "url": one.url,
        "states": one.states,
    }


class PassageForm(forms.Form):
    """A recommendation as it should stand in the register."""

    text = forms.CharField(
        label=_("Wording"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("As the document has it, without number and footnote marks."),
    )
    number = forms.CharField(label=_("Number"), max_length=40, required=False)
    locator = forms.CharField(
        label=_("Place in the document"), max_length=80, help_text=_("Such as “para. 121.3” or “part II, item 4”.")
    )
    addressee = forms.CharField(
        label=_("Whom the document addresses"), max_length=300, required=False, help_text=_("In its own words.")
    )
    states = forms.MultipleChoiceField(label=_("It goes to"), widget=forms.CheckboxSelectMultiple, required=False)
    recommending_states = forms.CharField(
        label=_("Recommending states"),
        max_length=1000,
        required=False,
        help_text=_("Three-letter codes with spaces between them, such as CHL GHA NOR."),
    )
    answer = forms.ChoiceField(
        label=_("Answer of the state"),
        choices=lambda: list(ANSWERS.items()),
        required=False,
        widget=forms.RadioSelect,
    )
    specificity = forms.TypedChoiceField(
        label=_("How specific it is"), coerce=int, empty_value=None, widget=forms.RadioSelect,
        choices=lambda: list(SPECIFICITY.items()), required=False,
    )  # fmt: skip
    themes = forms.MultipleChoiceField(label=_("Themes"), widget=forms.CheckboxSelectMultiple, required=False)
    persons = forms.MultipleChoiceField(
        label=_("Persons affected"), widget=forms.CheckboxSelectMultiple, required=False
    )
    sdg_targets = forms.MultipleChoiceField(
        label=_("Targets of the Sustainable Development Goals"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "states", _states(actor))
        for field, vocabulary in VOCABULARIES.items():
            _offer(self, field, _grouped(queries.terms(actor, vocabulary), with_code=field == "sdg_targets"))

    def clean_recommending_states(self) -> list[str]:
        """The codes, each once, in order."""
        words: str = self.cleaned_data["recommending_states"]
        return list(dict.fromkeys(words.upper().replace(",", " ").replace(";", " ").split()))


def contents_of(one: Passage) -> dict[str, Any]:
    """What the form shows at first."""
    return one.contents() | {
        "recommending_states": " ".join(one.recommending_states),
        "states": one.states or one.reading.states,
    }


def _states(actor: Actor) -> list[tuple[str, str]]:
    return [(one.code, spoken(one.name)) for one in queries.followed_states(actor)]


def _grouped(terms: Iterable[Term], *, with_code: bool) -> list[Any]:
    """Terms under the one they are part of, where a vocabulary has such; those of a target begin with its number."""
    rows = list(terms)
    parents = {one.pk: one for one in rows}
    grouped: dict[str, list[tuple[str, str]]] = {}
    for one in rows:
        head = parents.get(one.parent_id or "", one)
        label = f"{one.code} {spoken(one.label)}" if with_code else spoken(one.label)
        grouped.setdefault(head.pk, []).append((one.pk, label))
    if all(len(members) == 1 for members in grouped.values()):
        return [member for members in grouped.values() for member in members]
    return [(spoken(parents[head].label), members) for head, members in grouped.items()]


def _offer(form: forms.Form, field: str, choices: list[Any] | Mapping[str, Any]) -> None:
    chosen = form.fields[field]
    assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 - the fields above
    chosen.choices = choices
