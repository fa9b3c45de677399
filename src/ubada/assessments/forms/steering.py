"""What the secretariat fills in: a new round, a date to move, the number of an edition, who reviews a verdict."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ubada.assessments.forms.languages import ONE_LINE, LanguagesField
from ubada.assessments.models import Round
from ubada.assessments.queries.reviewing import Candidate
from ubada.assessments.rules.calendar import Milestone, RoundCalendar
from ubada.assessments.rules.usual import ZONES, next_half_year, usual_calendar
from ubada.assessments.words import MILESTONE, MOVE_REASON
from ubada.kernel.dates import PartialDate
from ubada.languages.cldr import date_in_words
from ubada.register.models import State
from ubada.register.views.answering import language_of

LONGEST_SCOPE: Final = 20_000
SCOPES: Final = (
    ("all", gettext_lazy("All commitments of these states, as they stand when the round opens")),
    ("listed", gettext_lazy("Only those listed here")),
)


class DayField(forms.DateField):
    """A day, as a browser's calendar or a person writes it: 2027-01-31."""

    def __init__(self, **more: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], **more)


class PlanForm(forms.Form):
    """A round as it is planned. Its dates are filled in from the opening day and can each be changed."""

    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=40, help_text=gettext_lazy("Stands in addresses, such as 2027-1.")
    )
    title = LanguagesField(longest=200, rows=ONE_LINE, label=gettext_lazy("Title"))
    states = forms.MultipleChoiceField(label=gettext_lazy("States"), widget=forms.CheckboxSelectMultiple)
    period_from = DayField(label=gettext_lazy("It looks at the time from"))
    period_to = DayField(label=gettext_lazy("to"))
    zone = forms.ChoiceField(
        label=gettext_lazy("Time zone of its days"), choices=[(one, one.replace("_", " ")) for one in ZONES]
    )
    opens = DayField(label=MILESTONE["opens"])
    closes = DayField(label=MILESTONE["closes"])
    review_from = DayField(label=MILESTONE["review_from"])
    review_until = DayField(label=MILESTONE["review_until"])
    reply_from = DayField(label=MILESTONE["reply_from"])
    reply_until = DayField(label=MILESTONE["reply_until"])
    freezes = DayField(label=MILESTONE["freezes"])
    publishes = DayField(label=MILESTONE["publishes"])
    which = forms.ChoiceField(
        label=gettext_lazy("What is assessed"), choices=SCOPES, widget=forms.RadioSelect, initial="all"
    )
    scope = forms.CharField(
        label=gettext_lazy("References"),
        required=False,
        max_length=LONGEST_SCOPE,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "One a line, or with spaces between: CEDAW-7 in every state of the round, or CEDAW-7@KGZ in one."
        ),
    )

    def __init__(self, states: Iterable[State], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = language_of()
        named = [(one.is_practice, one.code, one.name.best(language).text) for one in states]
        real = [(code, name) for is_practice, code, name in named if not is_practice]
        invented = [(code, name) for is_practice, code, name in named if is_practice]
        _offer(self, "states", [*real, (_("For practice"), invented)] if invented else real)

    def calendar(self) -> RoundCalendar:
        """The dates as they were filled in. Raises DatesRefused where they are out of order."""
        dates = {one.value: self.cleaned_data[one.value] for one in Milestone}
        return RoundCalendar(**dates, zone=ZoneInfo(self.cleaned_data["zone"]))

    def names(self) -> list[str]:
        """The references and keys that were listed."""
        return re.split(r"[\s,;]+", self.cleaned_data["scope"].strip()) if self.cleaned_data["scope"].strip() else []

    def computed(self) -> dict[str, date]:
        """The dates that follow from the opening day. Raises ValidationError without one, DeadlineError past 9999."""
        opens = self.fields["opens"].clean(self["opens"].value())
        zone = str(self["zone"].value())
        return dates_of(usual_calendar(opens, zone if zone in ZONES else ZONES[0]))


def dates_of(calendar: RoundCalendar) -> dict[str, date]:
    """The dates by the names of the form."""
    return {one.value: calendar.on(one) for one in Milestone}


def next_round(today: date) -> dict[str, Any]:
    """What the form shows at first: the half-year to come, with the usual dates."""
    first, last = next_half_year(today)
    half = 1 if first.month == 1 else 2
    return {
        "code": f"{first.year}-{half}",
        "period_from": first,
        "period_to": last,
        "zone": ZONES[0],
        "which": "all",
        **dates_of(usual_calendar(first, ZONES[0])),
    }


class MoveForm(forms.Form):
    """A date to move, for everybody to read."""

    milestone = forms.ChoiceField(label=gettext_lazy("Which date"))
    to = DayField(label=gettext_lazy("To which day"))
    reason = forms.ChoiceField(
        label=gettext_lazy("Why"), choices=lambda: list(MOVE_REASON.items()), widget=forms.RadioSelect
    )
    and_later = forms.BooleanField(
        label=gettext_lazy("Move all later dates by as many days"), required=False, initial=True
    )

    def __init__(self, one: Round, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = language_of()
        ahead = [each for each in Milestone if one.calendar.on(each) > today]
        self.has_dates = bool(ahead)
        words = [
            (each.value, f"{MILESTONE[each.value]}: {date_in_words(PartialDate.of(one.calendar.on(each)), language)}")
            for each in ahead
        ]
        _offer(self, "milestone", words)


class EditionForm(forms.Form):
    """In which edition a frozen round is published."""

    edition = forms.CharField(label=gettext_lazy("Number of the edition"), max_length=20)


class AssignForm(forms.Form):
    """Who reviews a verdict."""

    reviewer = forms.ChoiceField(
        label=gettext_lazy("Who reviews it"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a person.")},
    )

    def __init__(self, candidates: Iterable[Candidate], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {each.account.uid: each for each in candidates}
        language = language_of()
        _offer(self, "reviewer", [(uid, _candidate(each, language)) for uid, each in self.known.items()])

    def chosen(self) -> Candidate:
        """The person chosen."""
        return self.known[self.cleaned_data["reviewer"]]


def _candidate(one: Candidate, language: str) -> str:
    load = ngettext("%(count)d review in hand", "%(count)d reviews in hand", one.in_hand) % {"count": one.in_hand}
    return f"{one.account.name}, {one.organisation.name.best(language).text} ({load})"


def _offer(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - the fields above
    field.choices = choices
