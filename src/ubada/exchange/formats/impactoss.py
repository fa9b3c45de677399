"""IMPACT OSS's CSV of recommendations, read and written.

A heading is ``Label [database:attribute]`` or ``name [rel:name]``; the second row may hold hints for people. A row is
known by its reference: importing it again updates it. What this register exported comes back without a change.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ubada.exchange.engine.columns import Columns, match_columns
from ubada.exchange.engine.files import InputFile, content_of
from ubada.exchange.engine.recommendations import Answer, Origin, Recommendation, draft_recommendation
from ubada.exchange.engine.tables import read_table
from ubada.exchange.engine.wording import claim_in, clean_label
from ubada.exchange.formats import Context
from ubada.kernel.cells import guarded, unguarded
from ubada.kernel.dates import InvalidDate, PartialDate
from ubada.kernel.ids import slugify_ref

SUMMARY: Final = "recommendations of a national database, from the CSV of IMPACT OSS"
LEVELS: Final[Mapping[str, str]] = {"0": "noted", "1": "supported in part", "2": "supported"}
_ATTRIBUTE: Final = re.compile(r"\[(?:database|rel):([\w-]+)\]\s*$")
_MARK: Final = re.compile(r"measure|target_date|frequency_months", re.IGNORECASE)
_HINT: Final = re.compile(r"required|optional|unique|delete this row|one of", re.IGNORECASE)
HEADINGS: Final = (
    "Framework [database:framework_id]",
    "Reference [database:reference]",
    "Title [database:title]",
    "Description [database:description]",
    "Response [database:response]",
    "Support level [database:support_level]",
    "Updated [database:updated_at]",
    "category-reference [rel:category-reference]",
)
HINTS: Final = (
    "required: number of the framework",
    "required: unique",
    "required",
    "optional",
    "optional",
    "optional: one of 0 (noted), 1 (in part), 2 (supported)",
    "optional: date as yyyy-MM-dd",
    "optional: comma-separated references",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One recommendation as IMPACT OSS has it. ``support`` is "", "0", "1" or "2"; ``updated`` an ISO date or ""."""

    framework: str
    reference: str
    title: str
    description: str
    response: str
    support: str
    updated: str
    categories: tuple[str, ...]


def read(file: InputFile, context: Context) -> str:
    """Check every row and draft the recommendations."""
    count = 0
    state = str(context.mapping.options.get("state", ""))
    if state not in context.known.states:
        known = ", ".join(sorted(context.known.states))
        message = f"{state!r} is not one of {known}; say which state the file is of"
        context.faults.add("mapping", "options.state", message)
    table = read_table(content_of(file), context.faults)
    header = [found[1] if (found := _ATTRIBUTE.search(name)) else name for name in table.header]
    if any(_MARK.search(name) for name in header):
        context.faults.add(1, "", "are actions or indicators; the register keeps recommendations alone")
    mapping = context.mapping
    columns = match_columns(header, mapping.columns, context.faults, optional=mapping.optional)
    context.faults.stop_if_any()
    seen: dict[str, int] = {}
    rows = list(table.rows)
    for done, (number, cells) in enumerate(rows, start=1):
        if number == 2 and _is_hint(cells, columns):
            context.drafts.notes["the row of hints was passed over"] += 1
            continue
        count += 1
        line = _line(cells, columns)
        if _is_sound(number, line, seen, context):
            _take(line, state, context)
        context.advance(done, len(rows))
    context.drafts.read += count
    return f"{table.described}, {count} rows"


def finish(_context: Context) -> None:
    """Nothing is left over when the last file is read."""


def written(lines: Iterable[Line], *, hints: bool = True) -> Iterator[str]:
    """The CSV, line by line, in the form that IMPACT OSS imports; cells that a spreadsheet would run are guarded."""
    yield _csv_line(HEADINGS)
    if hints:
        yield _csv_line(HINTS)
    for line in lines:
        categories = ",".join(line.categories)
        yield _csv_line(
            guarded(cell)
            for cell in (
                line.framework, line.reference, line.title, line.description, line.response, line.support or "null",
                line.updated, categories,
            )
        )  # fmt: skip


def _csv_line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(list(cells))
    return out.getvalue()


def _is_hint(cells: Sequence[str], columns: Columns) -> bool:
    """Whether the second row describes the columns: its support level is no level, or its reference is a hint."""
    return bool(_HINT.search(columns.cell(cells, "reference"))) and (
        "support" not in columns or columns.cell(cells, "support").strip() not in {*LEVELS, "", "null"}
    )


def _line(cells: Sequence[str], columns: Columns) -> Line:
    def cell(field: str) -> str:
        return unguarded(columns.cell(cells, field)).strip()

    support = cell("support").casefold()
    return Line(
        framework=cell("framework"), reference=cell("reference"), title=" ".join(cell("title").split()),
        description=cell("description"), response=cell("response"),
        support="" if support == "null" else support.removesuffix(".0"), updated=cell("updated")[:10],
        categories=tuple(one for part in cell("categories").split(",") if (one := clean_label(part))),
    )  # fmt: skip


def _is_sound(number: int, line: Line, seen: dict[str, int], context: Context) -> bool:
    before = context.faults.count
    for name in ("reference", "title"):
        if not getattr(line, name):
            context.faults.add(number, name, "is empty")
    if context.mapping.value("support", line.support) is None:
        context.faults.add(number, "support_level", f"{line.support[:20]!r} is none of 0, 1, 2 and null")
    if line.reference and line.reference in seen:
        context.faults.add(number, "reference", f"{line.reference[:60]!r} is in row {seen[line.reference]} too")
    seen.setdefault(line.reference, number)
    try:
        if dated := line.updated or context.mapping.as_of:
            PartialDate.parse(dated)
        elif line.response or line.support:
            context.faults.add(number, "updated_at", "is empty, and the mapping has no as_of: an answer has a date")
    except InvalidDate:
        context.faults.add(number, "updated_at", f"{line.updated!r} is no date")
    return context.faults.count == before


def _take(line: Line, state: str, context: Context) -> None:
    if line.reference in context.known.refs:
        context.drafts.skipped["come from this register itself"] += 1
        return
    context.drafts.used += 1
    official = context.mapping.value("support", line.support) or "none"
    claim = claim_in(line.response)
    answer = Answer(
        official=official, given_as=LEVELS.get(line.support, "none"), dated=line.updated or context.mapping.as_of,
        wording=line.response, claim=claim, claim_wording=line.response if claim else "",
    )  # fmt: skip
    framework = [line.framework] if line.framework else []
    one = Recommendation(
        ref=f"IMPACT-{state}-{slugify_ref(line.reference)}"[:60].rstrip("-."), source_key=line.reference,
        states=(state,), title=line.title, text=line.description or line.title, origin=_database(state, context),
        locator=line.reference[:80], labels={"themes": line.categories, "framework": framework},
        answer=answer if line.response or line.support else None, derived=("locator",),
    )  # fmt: skip
    draft_recommendation(one, context.drafts, context.known, context.mapping)


def _database(state: str, context: Context) -> Origin:
    name = context.known.states[state]
    return Origin(
        code=f"IMPACT-OSS-{state}", symbol="", kind="report", body="IMPACT-OSS", body_name="IMPACT OSS",
        body_kind="conference", adopted_on=None, unverified=("symbol",),
        title={
            "en": f"National database of recommendations: {name.get('en', state)}",
            "ru": f"Национальная база рекомендаций: {name.get('ru', state)}",
        },
    )  # fmt: skip
