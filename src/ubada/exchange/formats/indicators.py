"""Indicator files: one number for a state and a year becomes one fact, if it lies on the scale it claims.

Each source has a mapping of its own. Its options: ``layout`` long (a column holds one series) or wide (a column holds
one series in one year, named with ``{year}``), ``states`` alpha3, alpha2 or name, ``decimal`` "." or ",", ``only``
(column to the values a row must have), ``parts`` (columns that split a series, with the words for their values) and
``series``. A series has a ``column``, a range ``min`` to ``max`` (of a rating: from the register's scale of the
index), ``label``, ``value``, ``decimals``, ``detail`` (further columns: number, whole or a table of words) and
``index`` if it is a rating, ``code`` otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from ubada.exchange.engine.columns import Columns, folded, match_columns
from ubada.exchange.engine.facts import draft_fact
from ubada.exchange.engine.files import InputFile, content_of
from ubada.exchange.engine.tables import read_table
from ubada.exchange.engine.values import NotANumber, is_missing, number, whole, written, year
from ubada.exchange.engine.wording import clean_label, folded_label
from ubada.exchange.formats import Context
from ubada.kernel.ids import slugify_ref
from ubada.reading.states import state_code

SUMMARY: Final = "indicators and ratings, from the CSV of their publishers"
_STEP: Final = 1000
_YEAR: Final = "{year}"


@dataclass(frozen=True, slots=True)
class _Spot:
    """One cell: which row it is in, and of which state, series and year it speaks."""

    row: int
    cells: Sequence[str]
    state: str | None
    series: Mapping[str, Any]
    when: int
    column: str


@dataclass(slots=True)
class _Reader:
    """The rows of one file."""

    context: Context
    header: Sequence[str]
    columns: Columns
    places: Mapping[str, int]
    seen: dict[str, int] = field(default_factory=dict)

    @property
    def options(self) -> Mapping[str, Any]:
        return self.context.mapping.options

    def take(self, row: int, cells: Sequence[str]) -> None:
        """Check every number of a row, and draft those about states that are followed."""
        drafts = self.context.drafts
        for column, wanted in self.options.get("only", {}).items():
            if self._cell(cells, column) not in wanted:
                drafts.skipped[f"with another {column} than {', '.join(wanted)}"] += 1
                return
        state = self._state(cells)
        used = False
        for series in self.options["series"]:
            for when, column in self._years(row, cells, series):
                used |= self._take_value(_Spot(row, cells, state, series, when, column))
        if state is None:
            drafts.skipped["about a state that is not followed here"] += 1
        elif used:
            drafts.used += 1

    def _years(self, row: int, cells: Sequence[str], series: Mapping[str, Any]) -> list[tuple[int, str]]:
        """The years a row speaks of in a series, each with the column of its value ("" for a series of details)."""
        column = str(series.get("column", ""))
        if self.options.get("layout", "long") == "wide":
            pattern = re.compile(re.escape(folded(column.replace(_YEAR, ""))) + r"(\d{4})")
            return [
                (int(found[1]), name) for name in self.header if (found := pattern.fullmatch(folded(name))) is not None
            ]
        if column and folded(column) not in self.places:
            return []
        try:
            return [(year(self.columns.cell(cells, "year")), column)]
        except NotANumber as error:
            self._fault(row, self.header[self.columns.at["year"]], str(error))
            return []

    def _take_value(self, at: _Spot) -> bool:
        value: Decimal | None = None
        if at.column:
            cell = self._cell(at.cells, at.column)
            if is_missing(cell):
                self.context.drafts.skipped["numbers missing in the source"] += at.state is not None
                return False
            value = self._number(at.row, at.column, cell)
            if value is None or not self._is_on_scale(at, value):
                return False
        detail = self._detail(at)
        if detail is None or at.state is None:
            return False
        self._draft(at, value, detail, at.state)
        return True

    def _draft(self, at: _Spot, value: Decimal | None, detail: dict[str, Any], state: str) -> None:
        series, when = at.series, at.when
        given = {column: self._cell(at.cells, column) for column in self.options.get("parts", {})}
        parts = {folded(column): cell for column, cell in given.items()}
        shown = written(value, series.get("decimals")) if value is not None else ""
        common = {"year": str(when), "value": shown, **{name: str(one) for name, one in detail.items()}}
        words = {
            language: common
            | {
                column: str(self.options["parts"][column].get(cell, {}).get(language, cell))
                for column, cell in given.items()
            }
            for language in ("en", "ru")
        }
        is_rating = "index" in series
        code = str(series["index"] if is_rating else series["code"])
        tail = "." + slugify_ref("-".join(parts.values())).lower() if parts else ""
        key = f"{'rating' if is_rating else 'indicator'}.{state}.{code}.{when}{tail}"
        if key in self.seen:
            self._fault(at.row, "", f"speaks of the same state, year and series as row {self.seen[key]}")
            return
        self.seen[key] = at.row
        if is_rating:
            own: dict[str, Any] = {"index": code, "year": when}
            own |= {"score": written(value)} if value is not None else {}
        else:
            own = {"indicator": code, "year": when, "value": written(value) if value is not None else None}
            own |= {"unit": series.get("unit", {}), "parts": parts}
        draft_fact(
            self.context.drafts, self.context.mapping, key=key, kind="rating" if is_rating else "indicator",
            state=state, topic=code, date=str(when), detail=own | detail,
            label={language: _filled(series["label"][language], own_words) for language, own_words in words.items()},
            value={language: _filled(series["value"][language], own_words) for language, own_words in words.items()},
        )  # fmt: skip

    def _is_on_scale(self, at: _Spot, value: Decimal) -> bool:
        lowest, highest = at.series.get("min"), at.series.get("max")
        if "index" in at.series:
            scale = self.context.known.scales.get(str(at.series["index"]))
            score = (scale or {}).get("score")
            if score is None:
                self._fault(at.row, at.column, f"the register has no scale for the index {at.series['index']}")
                return False
            if at.when < int(score.get("valid_from") or 0):
                return True
            lowest, highest = score["scale_min"], score["scale_max"]
        if (lowest is not None and value < Decimal(str(lowest))) or (
            highest is not None and value > Decimal(str(highest))
        ):
            self._fault(at.row, at.column, f"{written(value)} is not on the scale from {lowest} to {highest}")
            return False
        return True

    def _detail(self, at: _Spot) -> dict[str, Any] | None:
        """What further columns say, None if one of them is faulty."""
        row = at.row
        found: dict[str, Any] = {}
        for name, how in at.series.get("detail", {}).items():
            column, kind = (how, "whole") if isinstance(how, str) else (how["column"], how.get("as", "whole"))
            if folded(column) not in self.places:
                self._fault(row, column, "is missing")
                return None
            cell = self._cell(at.cells, column)
            if is_missing(cell):
                continue
            try:
                if isinstance(kind, dict):
                    found[name] = kind[cell]
                else:
                    found[name] = whole(cell) if kind == "whole" else written(number(cell, comma=self._has_comma))
            except NotANumber as error:
                self._fault(row, column, str(error))
                return None
            except KeyError:
                self._fault(row, column, f"{cell[:30]!r} is none of {', '.join(kind)}")
                return None
        if "rank" in found and isinstance(found["rank"], int) and not 1 <= found["rank"] <= 300:
            self._fault(row, "rank", f"{found['rank']} is no place in a ranking of states")
            return None
        return found

    @property
    def _has_comma(self) -> bool:
        return bool(self.options.get("decimal", ".") == ",")

    def _number(self, row: int, column: str, cell: str) -> Decimal | None:
        try:
            return number(cell, comma=self._has_comma)
        except NotANumber as error:
            self._fault(row, column, str(error))
            return None

    def _state(self, cells: Sequence[str]) -> str | None:
        """A state that is followed; None for any other and for groups of states."""
        known = self.context.known
        cell = clean_label(self.columns.cell(cells, "state"))
        if self.options.get("states", "alpha3") == "alpha3":
            code = cell.upper()
        elif self.options["states"] == "alpha2":
            code = known.alpha2.get(cell.upper(), "")
        else:
            code = self.context.mapping.states.get(folded_label(cell), state_code(cell))
        return code if code in known.states else None

    def _cell(self, cells: Sequence[str], column: str) -> str:
        place = self.places.get(folded(column))
        return "" if place is None else cells[place].strip()

    def _fault(self, row: int, column: str, message: str) -> None:
        self.context.faults.add(row, column, message)


def read(file: InputFile, context: Context) -> str:
    """Check every number of every row, of all states, and draft facts about those that are followed."""
    table = read_table(content_of(file), context.faults)
    mapping = context.mapping
    columns = match_columns(table.header, mapping.columns, context.faults, optional=mapping.optional)
    places = {folded(name): place for place, name in enumerate(table.header)}
    reader = _Reader(context, table.header, columns, places)
    context.faults.stop_if_any()
    if mapping.options.get("layout", "long") == "long":
        wanted = [str(one["column"]) for one in mapping.options["series"] if "column" in one]
        if wanted and not any(folded(column) in places for column in wanted):
            there = ", ".join(table.header[:16])
            context.faults.add(1, " or ".join(wanted[:5]), f"is missing; the columns are {there}")
            return table.described
    rows = list(table.rows)
    for done, (row, cells) in enumerate(rows, start=1):
        reader.take(row, cells)
        if done % _STEP == 0:
            context.advance(done, len(rows))
    context.drafts.read += len(rows)
    if not reader.seen and not context.faults.count:
        context.faults.add("file", "", "holds no number about a state that is followed; is this the right mapping?")
    return f"{table.described}, {len(rows)} rows"


def finish(_context: Context) -> None:
    """Nothing is left over when the last file is read."""


def _filled(template: str, words: Mapping[str, str]) -> str:
    """The template with its ``{names}`` filled; a name that is not there is left out."""
    return re.sub(r"\{(\w+)\}", lambda found: words.get(found[1], ""), template).strip()
