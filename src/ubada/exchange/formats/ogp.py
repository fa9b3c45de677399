"""Commitments of the Open Government Partnership: each is a promise of a state in an action plan.

What its review mechanism says of specificity, impact, completion and effect is kept with the source in the mechanism's
own words. It is a verdict of others, so nothing of the commitment itself is made of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ubada.exchange.engine.columns import Columns, match_columns
from ubada.exchange.engine.files import InputFile, content_of
from ubada.exchange.engine.recommendations import Origin, Recommendation, draft_recommendation
from ubada.exchange.engine.tables import read_table
from ubada.exchange.engine.values import NotANumber, is_missing, whole, year
from ubada.exchange.engine.wording import clean_label, folded_label, tidy
from ubada.exchange.formats import Context
from ubada.kernel.ids import slugify_ref
from ubada.reading.states import state_code

SUMMARY: Final = "commitments of the Open Government Partnership, from the CSV of its review mechanism"
FLAGS: Final = ("value_information", "value_participation", "value_accountability", "value_technology")
JUDGEMENTS: Final = ("specificity", "impact", "completion", "opened")
KEPT: Final = ("lead", "supporting", *JUDGEMENTS)
_LINK: Final = re.compile(r"https?://[^\s<>\"]{3,900}")


def read(file: InputFile, context: Context) -> str:
    """Check every row of a file and draft the commitments of states that are followed."""
    table = read_table(content_of(file), context.faults)
    mapping = context.mapping
    columns = match_columns(
        table.header, mapping.columns, context.faults, optional=mapping.optional, passed_over=mapping.passed_over
    )
    context.faults.stop_if_any()
    for name in columns.unknown:
        context.drafts.notes[f"column {name!r} is in no mapping and was not imported"] += 1
    seen: dict[str, int] = {}
    rows = list(table.rows)
    for done, (row, cells) in enumerate(rows, start=1):
        _take(_Row(row, cells, columns, context), seen)
        context.advance(done, len(rows))
    context.drafts.read += len(rows)
    return f"{table.described}, {len(rows)} rows"


def finish(_context: Context) -> None:
    """Nothing is left over when the last file is read."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One row, with its cells by field."""

    number: int
    cells: Sequence[str]
    columns: Columns
    context: Context

    def cell(self, field: str) -> str:
        return tidy(self.columns.cell(self.cells, field))

    def flag(self, field: str) -> str | None:
        return self.context.mapping.value("flag", self.cell(field))

    def fault(self, field: str, message: str) -> None:
        self.context.faults.add(self.number, self.context.mapping.columns[field][0], message)

    def numbers(self) -> dict[str, int]:
        """Plan, number and year; a fault for each that is none."""
        found: dict[str, int] = {}
        for field, reading in (("plan", whole), ("number", whole), ("submitted", year)):
            try:
                found[field] = reading(self.cell(field))
            except NotANumber as error:
                self.fault(field, str(error))
        return found

    def link(self) -> str:
        """The address of the commitment, "" without one; a fault for what is none."""
        link = self.cell("url")
        if is_missing(link):
            return ""
        if not _LINK.fullmatch(link):
            self.fault("url", f"{link[:60]!r} is no address")
        return link


def _take(row: _Row, seen: dict[str, int]) -> None:
    drafts, known = row.context.drafts, row.context.known
    before = row.context.faults.count
    for field in ("identifier", "country", "title"):
        if not row.cell(field):
            row.fault(field, "is empty")
    for field in FLAGS:
        if row.flag(field) is None:
            row.fault(field, f"{row.cell(field)[:30]!r} is neither yes nor no")
    numbers, link = row.numbers(), row.link()
    # The identifier alone stands for several rows of the public sheet.
    key = "-".join((row.cell("identifier"), str(numbers.get("plan")), str(numbers.get("number"))))
    if key in seen:
        row.fault("identifier", f"with its plan and number is in row {seen[key]} too")
    if row.context.faults.count > before:
        return
    seen[key] = row.number
    name = row.cell("country")
    state = row.context.mapping.states.get(folded_label(name), state_code(name))
    if state not in known.states:
        drafts.skipped["about a state that is not followed here"] += 1
        return
    drafts.used += 1
    title = row.cell("title")
    one = Recommendation(
        ref=f"OGP-{slugify_ref(key)}"[:60], source_key=key, states=(state,), title=row.cell("short_title") or title,
        text=row.cell("text") or title, origin=_plan(state, numbers["plan"], numbers["submitted"]),
        locator=f"commitment {numbers['number']}", kind="political-commitment", labels=_labels(row), source_url=link,
    )  # fmt: skip
    draft_recommendation(one, drafts, known, row.context.mapping)


def _labels(row: _Row) -> dict[str, list[str]]:
    """What the source says of the commitment, in its own words."""
    labels = {field: [row.cell(field)] for field in KEPT if not is_missing(row.cell(field))}
    labels["values"] = [field.removeprefix("value_") for field in FLAGS if row.flag(field) == "yes"]
    themes = (clean_label(part) for part in row.cell("theme").split(","))
    return labels | {"themes": [one for one in themes if not is_missing(one)]}


def _plan(state: str, number: int, submitted: int) -> Origin:
    return Origin(
        code=f"OGP-{state}-{number}", symbol="", kind="programme", body="OGP", body_name="Open Government Partnership",
        body_kind="conference", adopted_on=str(submitted),
        title={
            "en": f"Action plan {number} of the Open Government Partnership",
            "ru": f"План действий {number} в рамках партнёрства «Открытое правительство»",
        },
    )  # fmt: skip
