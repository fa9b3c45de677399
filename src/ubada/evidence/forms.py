"""What people fill in about an item of evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ubada.evidence.models import EvidenceItem
from ubada.evidence.services.keeping import LONGEST_SUMMARY, LONGEST_TITLE
from ubada.evidence.words import CONSENT, KINDS, REASONS, SHOWS, WHO_SEES, WHOSE, Words
from ubada.kernel.dates import InvalidDate, PartialDate
from ubada.kernel.text import TranslatedText
from ubada.languages.table import BY_CODE, LANGUAGES, Language
from ubada.organisations.models import Organisation

_CODES: Final[dict[str, Words]] = {"kind": KINDS, "sensitivity": WHO_SEES, "whose": WHOSE, "state": SHOWS}
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")


def spoken(text: TranslatedText) -> str:
    """A translated text in the language of the page."""
    return text.best(get_language() or "en").text


def languages() -> list[Language]:
    """All languages of the register, that of the page first."""
    first = BY_CODE.get(get_language() or "en", BY_CODE["en"])
    return [first, *(one for one in LANGUAGES if one is not first)]


class FilterForm(forms.Form):
    """What the list of items is narrowed to. A value that makes no sense narrows nothing."""

    text = forms.CharField(label=_("Words"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    sensitivity = forms.ChoiceField(label=_("Who may see it"), required=False)
    whose = forms.ChoiceField(label=_("Organisation"), required=False)
    state = forms.ChoiceField(label=_("Show"), required=False)

    def offer(self, counts: Any) -> None:
        """Offers the values of each field that would list something, with how many items, and the one chosen.

        A field between whose values there is nothing to choose is left out.
        """
        for name, words in _CODES.items():
            found, chosen = counts[name], self.data.get(name)
            offered = [
                (code, f"{word} ({found.get(code, 0)})")
                for code, word in words.items()
                if found.get(code) or chosen == code
            ]
            _choices(self, name).choices = [("", _("all")), *offered]
            if not chosen and (not offered or (name != "state" and len(offered) == 1)):
                del self.fields[name]

    def wanted(self) -> dict[str, str]:
        """What is asked for, by the names of `evidence.queries.items`."""
        chosen = {name: str(self.data.get(name, "")) for name in _CODES}
        found = {name: code if code in _CODES[name] else "" for name, code in chosen.items()}
        return {"text": str(self.data.get("text", ""))[:200], **found}


class DescribeForm(forms.Form):
    """What an item is."""

    kind = forms.ChoiceField(label=_("What kind of thing it is"), choices=[("", "—"), *KINDS.items()])
    source = forms.CharField(
        label=_("Who says or published it"),
        max_length=300,
        help_text=_("An office, a newspaper, a statistical agency. Not the name of somebody who could be harmed."),
    )
    dated = forms.CharField(
        label=_("Its date"),
        max_length=30,
        required=False,
        help_text=_("A day, a month or a year: 2025-04-03, 2025-04 or 2025."),
    )
    captured_on = forms.DateField(
        label=_("Day on which you got or saw it"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    language = forms.ChoiceField(
        label=_("Its language"),
        required=False,
        choices=[("", "—"), *((one.code, one.endonym) for one in LANGUAGES)],
    )
    url = forms.CharField(
        label=_("Address on the web"),
        max_length=1000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false"}),
        help_text=_("Where anyone can open it. Nothing is fetched from there, today or later."),
    )
    consent = forms.ChoiceField(label=_("Consent"), choices=list(CONSENT.items()), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place, language in enumerate(languages()):
            lang = {"lang": language.bcp47}
            named = {"language": language.endonym}
            self.fields[f"title_{language.code}"] = forms.CharField(
                label=_("Title") if not place else _("Title, %(language)s") % named,
                required=False,
                max_length=LONGEST_TITLE,
                help_text=""
                if place
                else _("As published, or in a few words what it is. Other languages stand below."),
                widget=forms.TextInput(attrs=lang),
            )
            self.fields[f"summary_{language.code}"] = forms.CharField(
                label=_("Summary") if not place else _("Summary, %(language)s") % named,
                required=False,
                max_length=LONGEST_SUMMARY,
                widget=forms.Textarea(attrs={"rows": 4, **lang}),
            )

    @property
    def first_title(self) -> forms.BoundField:
        """The title in the language of the page."""
        return self[f"title_{languages()[0].code}"]

    @property
    def first_summary(self) -> forms.BoundField:
        """The summary in the language of the page."""
        return self[f"summary_{languages()[0].code}"]

    @property
    def other_words(self) -> list[forms.BoundField]:
        """Title and summary in every other language."""
        return [self[f"{name}_{one.code}"] for one in languages()[1:] for name in ("title", "summary")]

    @property
    def has_other_words(self) -> bool:
        """Whether anything stands there, or is wrong there."""
        return any(field.value() or field.errors for field in self.other_words)

    def clean_dated(self) -> PartialDate | None:
        """The date, or none."""
        text = str(self.cleaned_data["dated"]).strip()
        try:
            return PartialDate.parse(text) if text else None
        except InvalidDate:
            raise forms.ValidationError(
                _("Write a day, a month or a year: 2025-04-03, 2025-04 or 2025."), code="invalid"
            ) from None

    def clean_url(self) -> str:
        """The address, with https before one that was given without."""
        url = str(self.cleaned_data["url"]).strip()
        return url if not url or _SCHEME.match(url) else f"https://{url.removeprefix('//')}"

    def clean(self) -> dict[str, Any] | None:
        """Asks for a title in one language at least."""
        if not any(
            self.cleaned_data.get(name) or self.errors.get(name) for name in self.fields if name[:6] == "title_"
        ):
            self.add_error(self.first_title.name, _("An item has a title, in one language at least."))
        return self.cleaned_data

    def described(self) -> dict[str, Any]:
        """What was written, by the names of the services."""
        plain = {name: self.cleaned_data[name] for name in DescribeForm.base_fields}
        return plain | {
            name: {one.code: self.cleaned_data[f"{name}_{one.code}"] for one in LANGUAGES}
            for name in ("title", "summary")
        }


class NewForm(DescribeForm):
    """A new item: what it is, its file, and who may see it."""

    organisation = forms.ChoiceField(label=_("For which organisation"))
    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
    )
    sensitivity = forms.ChoiceField(label=_("Who may see it"), choices=list(WHO_SEES.items()), widget=forms.RadioSelect)

    def __init__(self, organisations: Sequence[Organisation], *args: Any, **kwargs: Any) -> None:
        initial = {
            "captured_on": datetime.now(UTC).date(),
            "sensitivity": EvidenceItem.Sensitivity.ORGANISATION.value,
            "organisation": organisations[0].code,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["file"].help_text = _(
            "PDF, DOCX, ODT, XLSX, ODS, HTML, CSV, JSON, plain text, PNG or JPEG; at most %(size)s. Others get a copy "
            "without its metadata, never the file itself."
        ) % {"size": filesizeformat(settings.LARGEST_FILE)}
        field = _choices(self, "organisation")
        field.choices = [(one.code, spoken(one.name)) for one in organisations]
        if len(organisations) == 1:
            field.widget = forms.HiddenInput()


class ReadersForm(forms.Form):
    """Who may see an item from now on."""

    sensitivity = forms.ChoiceField(label=_("Who may see it"), widget=forms.RadioSelect)

    def __init__(self, codes: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "sensitivity").choices = [(code, WHO_SEES[code]) for code in codes]


class SnapshotForm(forms.Form):
    """What stood at an address."""

    snapshot = forms.FileField(
        label=_("Archived copy"),
        allow_empty_file=True,
        help_text=_("A WARC file of an archiving tool, or the page printed to PDF. It is never replaced."),
    )


class WithdrawForm(forms.Form):
    """Why an item is withdrawn."""

    reason = forms.ChoiceField(label=_("Why"), choices=list(REASONS.items()), widget=forms.RadioSelect)


def described_by(item: EvidenceItem) -> dict[str, Any]:
    """What the form shows at first."""
    words = {
        f"{name}_{code}": text for name in ("title", "summary") for code, text in getattr(item, name).as_dict().items()
    }
    return words | {
        "kind": item.kind,
        "source": item.source,
        "dated": str(item.dated) if item.dated is not None else "",
        "captured_on": item.captured_on,
        "language": item.language,
        "url": item.url,
        "consent": item.consent,
    }


def _choices(form: forms.Form, name: str) -> forms.ChoiceField:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - the fields above
    return field
