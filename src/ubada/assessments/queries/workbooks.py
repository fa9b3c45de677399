"""The workbook that an organisation takes along: its commitments in a round, and its drafts as they stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from ubada.access.actors import Actor
from ubada.assessments.models import Round
from ubada.assessments.queries.sheets import Standing, citable, languages_of, sheet_labels, sign, standings
from ubada.assessments.rules.calendar import Milestone
from ubada.assessments.sheet_words import NOT_BEGUN, lists, title_of
from ubada.assessments.sheets.keys import RowKey, said
from ubada.assessments.sheets.layout import ITEM, KEY, NARRATIVE, REF, Book, Column, fields, list_of
from ubada.assessments.sheets.writing import written
from ubada.assessments.words import ASSESSMENT_STATE
from ubada.evidence.models import EvidenceItem
from ubada.kernel.dates import PartialDate
from ubada.languages.cldr import date_in_words
from ubada.organisations.models import Organisation

LONGEST_LABEL: Final = 80
_WIDTHS: Final = {
    KEY: 6, REF: 14, "state": 14, "promise": 46, "stage": 16, "version": 10, "level": 24, "gap": 24, "cooperation": 24,
    "trend": 16, "conflict_of_interest": 36, ITEM: 40,
}  # fmt: skip
_REASONS_WIDTH: Final = 60


def verdict_workbook(actor: Actor, one: Round, organisation: Organisation, language: str, *, today: date) -> bytes:
    """The workbook as an XLSX file, its words in the language of the moment."""
    languages = languages_of(organisation, language)
    items = citable(actor, organisation)
    names = {item.uid: _label(item, language) for item in items}
    scales = {"level": one.implementation_scale, "cooperation": one.cooperation_scale, "trend": one.trend_scale}
    choices = lists(sheet_labels(actor), scales, language)
    words = {name: dict(pairs) for name, pairs in choices.items()} | {ITEM: names}
    rows = [
        _row(each, one, organisation, words, language)
        for each in standings(actor, one, organisation, names, languages).values()
    ]
    return written(
        Book(
            titles={
                "guide": _("How to fill it in"),
                "verdicts": _("Verdicts"),
                "evidence": _("Evidence"),
                "lists": _("Lists"),
            },
            guide=_guide(one, organisation, language, today),
            columns=[Column(name, title_of(name), _width(name)) for name in fields(languages)],
            rows=rows,
            lists={name: [word for _code, word in pairs] for name, pairs in choices.items()},
            items=[_evidence(item, names[item.uid], language) for item in items],
            item_titles=[_("What to choose"), _("Title"), _("Source")],
            hint=_("Choose from the list, or leave the cell empty."),
        )
    )


def _row(
    each: Standing, one: Round, organisation: Organisation, words: dict[str, dict[str, str]], language: str
) -> dict[str, str]:
    now = each.now
    title, text = each.commitment.title.best(language).text, each.commitment.text.best(language).text
    key = RowKey(one.code, organisation.code, now.commitment, now.version, said(now.values))
    row = {
        KEY: key.written(sign),
        REF: now.ref,
        "state": each.state_name.best(language).text,
        "promise": title if text == title else f"{title}\n{text}",
        "stage": str(ASSESSMENT_STATE[now.stage] if now.stage else NOT_BEGUN),
        "version": str(now.version) if now.version else "",
    }
    return row | {name: words.get(list_of(name), {}).get(value, value) for name, value in now.values.items()}


def _label(item: EvidenceItem, language: str) -> str:
    """A piece of evidence in a list: its title, and what it is known by."""
    title = " ".join(item.title.best(language).text.split())
    short = title if len(title) <= LONGEST_LABEL else f"{title[: LONGEST_LABEL - 1]}…"
    return f"{short} [{item.uid}]"


def _evidence(item: EvidenceItem, label: str, language: str) -> Sequence[str]:
    return label, item.title.best(language).text, item.source


def _width(name: str) -> int:
    if name.startswith(NARRATIVE):
        return _REASONS_WIDTH
    return _WIDTHS.get(name.partition(":")[2] or name, 18)


def _guide(one: Round, organisation: Organisation, language: str, today: date) -> list[list[str]]:
    names = {"organisation": organisation.name.best(language).text, "round": one.title.best(language).text}
    days = {
        "today": _day(today, language),
        "closes": _day(one.calendar.on(Milestone.CLOSES), language),
        "zone": one.zone,
    }  # fmt: skip
    return [
        [
            _("Verdicts of %(organisation)s: %(round)s") % names,
            _("Made on %(today)s. Verdicts can be handed in until the end of %(closes)s (%(zone)s).") % days,
        ],
        [
            _("How to fill it in"),
            _("One row is one promise of one state. Fill in the white columns; the grey ones stay as they are."),
            _("Choose from the lists. Words in another language of the site are understood too."),
            _("Give reasons in one language or in several. Nobody who could come to harm is named in them."),
            _(
                "For each piece of evidence choose it from the list, say whether it speaks for or against, how far"
                " source and piece can be relied on, and where in it to look. New pieces are added on the site."
            ),
            _(
                "An empty cell empties the field. Only where the answer is yes or no does an empty cell leave the"
                " answer as it was."
            ),
            _("Columns may change places. A column that you delete changes nothing, but the first one must stay."),
            _("Type text, not formulas, and merge no cells."),
        ],
        [
            _("How to hand it in"),
            _("Save it as XLSX without a password and hand it in on the page that it came from."),
            _("There you see what would change, field by field, before anything is kept."),
            _("It becomes drafts and nothing more: each verdict is handed in on the site."),
            _("Where somebody changed a verdict on the site meanwhile, both are shown and theirs stays."),
            _("Then take a new sheet: this one no longer fits what is on the site."),
        ],
        [
            _("Keep it safe"),
            _(
                "It holds verdicts that nobody outside your organisation may read yet. Do not send it by mail, and"
                " delete it once it is handed in."
            ),
        ],
    ]


def _day(day: date, language: str) -> str:
    return date_in_words(PartialDate.parse(day.isoformat()), language, in_phrase=True)
