"""The parts of a state's page that are put together from several facts: key facts, timeline, table of contents."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ubada.kernel.text import TranslatedText
from ubada.languages import cldr
from ubada.register.models import Fact
from ubada.register.queries.state_page import StatePage

PARTS: tuple[tuple[str, Promise, str], ...] = (
    ("commitments", gettext_lazy("Commitments by theme"), "themes"),
    ("treaties", gettext_lazy("Treaties"), "treaties"),
    ("institution", gettext_lazy("Ombudsman institution"), "institution"),
    ("laws", gettext_lazy("Laws and policies"), "laws"),
    ("shares", gettext_lazy("Women in elected bodies"), "shares"),
    ("ratings", gettext_lazy("Ratings by others"), "ratings"),
    ("reviews", gettext_lazy("Reviews by the United Nations"), "reviews"),
    ("services", gettext_lazy("Help for survivors of violence"), "services"),
    ("osce", gettext_lazy("OSCE"), "osce"),
    ("projects", gettext_lazy("Projects of development banks"), "projects"),
    ("conflicts", gettext_lazy("Where sources conflict"), "disputes"),
)


def contents(page: StatePage) -> list[dict[str, str]]:
    """The parts that this state's page has, in their order."""
    parts = [{"id": name, "title": str(title)} for name, title, holds in PARTS if getattr(page, holds)]
    return [*parts, {"id": "to-verify", "title": _("Still to be verified")}]


def key_facts(page: StatePage, language: str) -> list[dict[str, Any]]:
    """The few facts most readers come for, each with its source and as-of date."""
    strip = []
    if page.accreditation is not None:
        strip.append(_item(page.accreditation, _("Ombudsman institution")))
    strip += [_item(series.newest, series.scale.title) for series in page.ratings]
    if page.shares:
        newest = page.shares[0]
        strip.append(_item(newest.fact, newest.measure))
    cycles = [fact for fact in page.reviews if fact.detail.get("cycle") and fact.date]
    if cycles:
        last = max(cycles, key=lambda fact: str(fact.date))
        strip.append(_item(last, _("Last Universal Periodic Review"), cldr.date_in_words(last.date, language)))
    return strip


def _item(fact: Fact, label: Any, value: str | None = None) -> dict[str, Any]:
    return {
        "label": label, "value": value or fact.value, "title": fact.source_title, "url": fact.source_url,
        "as_of": fact.as_of, "fact_url": fact.get_absolute_url(), "confidence": fact.confidence,
    }  # fmt: skip


def timeline(page: StatePage) -> list[dict[str, Any]]:
    """The reviews as events, newest first; those still to come are marked."""
    today = timezone.now().date()
    return [
        {
            "when": fact.date, "title": _said(fact), "url": fact.get_absolute_url(),
            "source": fact.source_title, "source_url": fact.source_url, "as_of": fact.as_of,
            "is_ahead": fact.date is not None and fact.date.earliest > today,
        }
        for fact in page.reviews
    ]  # fmt: skip


def _said(fact: Fact) -> TranslatedText:
    """The title of a review with what came of it, in every language that has both."""
    said = fact.value
    both = {code: f"{fact.label[code]}: {said[code]}" for code in said if code in fact.label}
    return TranslatedText.of(both or fact.label)
