"""National SDG statistics: observations in SDMX-ML, and the workbook of the same office with names in three languages.

Where both give a number for the same year and it is not the same, the SDMX file's is shown and the difference becomes a
conflict. A share over 100 per cent is an error, not a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from lxml import etree

from ubada.exchange.engine.facts import draft_fact
from ubada.exchange.engine.files import InputFile, content_of
from ubada.exchange.engine.sheets import sheet_rows
from ubada.exchange.engine.values import NotANumber, is_missing, number, whole, written, year
from ubada.exchange.engine.wording import folded_label, language_of
from ubada.exchange.formats import Context
from ubada.kernel.dates import InvalidDate, PartialDate
from ubada.kernel.ids import slugify_ref

SUMMARY: Final = "national SDG statistics, from SDMX-ML and the workbooks beside it"
_DOCTYPE: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_NOT_PARTS: Final = frozenset({"FREQ", "REPORTING_TYPE", "SERIES", "REF_AREA", "UNIT_MEASURE"})
_TOTAL: Final = frozenset({"_T", "_Z", "_N", ""})
_NO_VALUE: Final = frozenset({"M", "L", "H", "O", "Q"})
"""Marks of SDMX's list of observation status under which there is no value: missing in several ways, or suppressed."""
_OBSERVED: Final = "observed"
_PERCENT: Final = "PT"
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_FOOTNOTE: Final = re.compile(r"\d+$")


@dataclass(frozen=True, slots=True)
class _Series:
    """A series: its place in the file, its dimensions, its state if that is followed, and the day it speaks for."""

    where: str
    keys: Mapping[str, str]
    state: str | None
    as_of: str


def read(file: InputFile, context: Context) -> str:
    """Read an SDMX-ML file or one of the workbooks, told by its content."""
    data = content_of(file)
    if data[:2] == b"PK":
        return _read_workbook(file, context)
    return _read_sdmx(data, context)


def finish(context: Context) -> None:
    """Hold the numbers of the workbooks against those of the SDMX files, once both are read."""
    observed: Mapping[tuple[str, int], tuple[str, Decimal]] = context.shared.get(_OBSERVED, {})
    for (name, when), value in context.shared.get("printed", {}).items():
        if (name, when) not in observed:
            context.drafts.notes["numbers of a workbook that no SDMX file has"] += 1
            continue
        fact, known = observed[name, when]
        if known == value:
            context.drafts.notes["numbers of a workbook that agree"] += 1
        else:
            _conflict(fact, known, value, context)


def _read_sdmx(data: bytes, context: Context) -> str:
    root = _root(data, context)
    context.faults.stop_if_any()
    if root is None or etree.QName(root).localname != "StructureSpecificData":
        context.faults.add("document", "", "is no structure-specific SDMX-ML; other kinds of SDMX are not read")
        context.faults.stop_if_any()
    as_of = _prepared(root, context)
    count = 0
    for position, series in enumerate(_named(root, "Series"), start=1):
        where = f"series {position} ({series.get('SERIES', 'no name')})"
        if not series.get("SERIES"):
            context.faults.add(where, "SERIES", "is missing")
        state = context.known.alpha2.get(series.get("REF_AREA", "").upper())
        one = _Series(where, dict(series.attrib), state, as_of)
        for observation in _named(series, "Obs"):
            count += 1
            context.drafts.read += 1
            _take(one, observation.attrib, context)
    if not count:
        context.faults.add("document", "", "holds no observation")
    return f"SDMX-ML, {count} observations"


def _root(data: bytes, context: Context) -> Any:
    if _DOCTYPE.search(data):
        context.faults.add("document", "", "declares XML entities, which no honest file does")
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        context.faults.add(f"line {error.lineno}", "", "is not well-formed XML; was the file cut off?")
        return None


def _named(node: Any, name: str) -> Iterator[Any]:
    return (one for one in node.iter() if etree.QName(one).localname == name)


def _prepared(root: Any, context: Context) -> str:
    """The day on which the file was made, as of which it speaks."""
    given = next((str(one.text)[:10] for one in _named(root, "Prepared") if one.text), "")
    try:
        return str(PartialDate.parse(given)) if given else context.mapping.as_of
    except InvalidDate:
        context.faults.add("header", "Prepared", f"{given!r} is no date")
        return ""


def _take(series: _Series, seen: Mapping[str, str], context: Context) -> None:
    faults, drafts = context.faults, context.drafts
    before = faults.count
    period = seen.get("TIME_PERIOD", "")
    at = f"{series.where}, {period or 'no period'}"
    when, value = 0, Decimal(0)
    try:
        when = year(period)
    except NotANumber as error:
        faults.add(at, "TIME_PERIOD", str(error))
    status = seen.get("OBS_STATUS", "A")
    cell = seen.get("OBS_VALUE", "")
    if status in _NO_VALUE or is_missing(cell):
        drafts.skipped["numbers missing in the source"] += 1
        return
    try:
        value = number(cell).scaleb(whole(seen.get("UNIT_MULT", "0")))
    except NotANumber as error:
        faults.add(at, "OBS_VALUE", str(error))
    if series.keys.get("UNIT_MEASURE") == _PERCENT and not 0 <= value <= 100:
        faults.add(at, "OBS_VALUE", f"{written(value)} is no share from 0 to 100 per cent")
    if faults.count > before:
        return
    if series.state is None:
        drafts.skipped["about a state that is not followed here"] += 1
        return
    drafts.used += 1
    _draft(series, seen, when, value, context)


def _draft(series: _Series, seen: Mapping[str, str], when: int, value: Decimal, context: Context) -> None:
    name = series.keys["SERIES"]
    described: Mapping[str, Any] = context.mapping.options.get("series", {}).get(name, {})
    if not described:
        context.drafts.notes[f"series {name} has no words in the mapping"] += 1
    label: Mapping[str, str] = described.get("label", {"en": name})
    units: Mapping[str, str] = context.mapping.options.get("units", {}).get(series.keys.get("UNIT_MEASURE", ""), {})
    unit = units or {"en": series.keys.get("UNIT_MEASURE", "")}
    parts = {code: part for code, part in series.keys.items() if code not in _NOT_PARTS and part not in _TOTAL}
    tail = "." + slugify_ref("-".join(parts.values())).lower() if parts else ""
    code = f"sdg-{slugify_ref(name).lower()}"
    key = f"indicator.{series.state}.{code}.{when}{tail}"
    if key in context.drafts.records.get("fact", {}):
        context.faults.add(f"series {name}, {when}", "", "is there twice")
        return
    comment = " ".join(seen.get("COMMENT_OBS", "").strip(" *").split())
    detail: dict[str, Any] = {
        "indicator": code, "year": when, "value": written(value), "unit": dict(unit), "parts": parts,
        "status": seen.get("OBS_STATUS", "A"),
    }  # fmt: skip
    if comment:
        detail["comment"] = {language_of(comment, "ru"): comment}
    context.shared.setdefault(_OBSERVED, {})[name, when] = (key, value)
    draft_fact(
        context.drafts, context.mapping, key=key, kind="indicator", state=series.state or "", topic=code,
        date=str(when), detail=detail, label={language: f"{words}, {when}" for language, words in label.items()},
        value={language: f"{written(value)} {words}".strip() for language, words in unit.items()}, as_of=series.as_of,
    )  # fmt: skip


def _read_workbook(file: InputFile, context: Context) -> str:
    """The numbers of a workbook by series and year; its names are in the first three columns, English in the third."""
    known = {
        folded_label(str(one.get("row") or one["label"]["en"])): name
        for name, one in context.mapping.options.get("series", {}).items()
    }
    years: dict[int, int] = {}
    count = 0
    for row, cells in sheet_rows(file, context.faults):
        found = {place: int(cell) for place, cell in enumerate(cells) if place >= 3 and _YEAR.fullmatch(cell)}
        if len(found) > 1 and not years:
            years = found
            continue
        name = known.get(folded_label(_FOOTNOTE.sub("", cells[2].strip()))) if len(cells) > 2 else None
        if years and name is not None:
            count += _printed(row, name, cells, years, context)
    if not years:
        context.faults.add("workbook", "", "has no row of years")
    return f"XLSX, {count} numbers"


def _printed(row: int, name: str, cells: Sequence[str], years: Mapping[int, int], context: Context) -> int:
    printed: dict[tuple[str, int], Decimal] = context.shared.setdefault("printed", {})
    count = 0
    for place, when in years.items():
        cell = cells[place] if place < len(cells) else ""
        if is_missing(cell):
            continue
        try:
            printed[name, when] = number(cell.replace(",", "."))
            count += 1
        except NotANumber as error:
            context.faults.add(row, f"{name} {when}", str(error))
    return count


def _conflict(fact: str, known: Decimal, printed: Decimal, context: Context) -> None:
    record = context.drafts.records["fact"][fact]
    key = f"conflict.{fact.removeprefix('indicator.')}"[:80]
    mapping = context.mapping

    def side(value: Decimal, english: str, russian: str, about: str | None) -> dict[str, Any]:
        claim = {"en": f"{written(value)} in {english}", "ru": f"{written(value)} в {russian}"}
        return {"claim": claim, "source_title": mapping.title, "source_url": mapping.url, "fact": about}

    context.drafts.add(
        "conflict", key,
        {
            "key": key, "state": record["state"], "subject": record["label"], "handling": "flagged", "facts": [fact],
            "sides": [
                side(known, "the SDMX file", "файле SDMX", fact), side(printed, "the workbook", "таблице Excel", None),
            ],
            "settled_as": {
                "en": "Not decided; the number of the SDMX file is shown.",
                "ru": "Не решено; показано число из файла SDMX.",
            },
        },
    )  # fmt: skip
