"""Tables of treaty status: a year against what the register knows to the day.

A table never overwrites a fact. Where it agrees, that is counted; where the register knows nothing, a fact with a year
is drafted; where it disagrees, with the register or with itself, a conflict is drafted and both sides are shown. An act
after the day at which the table speaks is no disagreement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ubada.exchange.engine.columns import Columns, match_columns
from ubada.exchange.engine.facts import draft_fact
from ubada.exchange.engine.files import InputFile, content_of
from ubada.exchange.engine.tables import read_table
from ubada.exchange.engine.values import NotANumber, is_missing, year
from ubada.exchange.formats import Context
from ubada.kernel.dates import PartialDate
from ubada.kernel.text import TranslatedText
from ubada.reading.states import state_code

SUMMARY: Final = "treaty status by year, compared with what is known to the day"
_SAYS: Final[Mapping[str, Mapping[str, str]]] = {
    "party": {"en": "party", "ru": "участник"},
    "signatory": {"en": "signatory, not party", "ru": "подписало, не участник"},
    "no_action": {"en": "neither signed nor joined", "ru": "не подписало и не присоединилось"},
}
_SAME: Final = frozenset({"no_action", "no_action_found", "not_party"})
_TITLE: Final = {"en": "Position towards {}", "ru": "Положение в отношении: {}"}
_KEPT: Final = {
    "en": "The record with the more precise date is kept.",
    "ru": "Оставлена запись с более точной датой.",
}
_OPEN: Final = {"en": "Not decided; both are shown.", "ru": "Не решено; показаны обе стороны."}


@dataclass(frozen=True, slots=True)
class _Row:
    """What a table says of one state and one treaty."""

    number: int
    state: str
    instrument: str
    status: str
    year: int | None
    by_flags: str


def read(file: InputFile, context: Context) -> str:
    """Check every row and draft what the table adds, and where it conflicts."""
    mapping = context.mapping
    instrument = _instrument(file, context)
    table = read_table(content_of(file), context.faults)
    columns = match_columns(
        table.header, mapping.columns, context.faults, optional=mapping.optional, passed_over=mapping.passed_over
    )
    context.faults.stop_if_any()
    for name in columns.unknown:
        context.drafts.notes[f"column {name!r} is in no mapping and was not imported"] += 1
    rows = list(table.rows)
    for done, (number, cells) in enumerate(rows, start=1):
        row = _row(number, cells, columns, instrument, context)
        if row is not None:
            context.drafts.used += 1
            _compare(row, context)
        context.advance(done, len(rows))
    context.drafts.read += len(rows)
    return f"{table.described}, {len(rows)} rows on {instrument}"


def finish(_context: Context) -> None:
    """Nothing is left over when the last file is read."""


def _instrument(file: InputFile, context: Context) -> str:
    """The instrument by the longest known ending of the file's name."""
    stem = file.path.stem.casefold()
    known: Mapping[str, str] = context.mapping.options["instruments"]
    code = next((known[end] for end in sorted(known, key=len, reverse=True) if stem.endswith(end)), None)
    if code is None:
        context.faults.add("file", "name", f"{file.name!r} ends in the name of no treaty; the mapping lists them")
    elif code not in context.known.instruments:
        context.faults.add("file", "name", f"the register has no instrument {code}")
    return code or ""


def _row(number: int, cells: Sequence[str], columns: Columns, instrument: str, context: Context) -> _Row | None:
    faults = context.faults
    before = faults.count
    state = _state(number, cells, columns, context)
    status = context.mapping.value("status", columns.cell(cells, "status"))
    if status is None:
        faults.add(number, "status", f"{columns.cell(cells, 'status')[:40]!r} is no known status")
    flags = {name: columns.cell(cells, name).strip() for name in ("party", "signatory", "none")}
    for name, flag in flags.items():
        if flag not in ("0", "1", ""):
            faults.add(number, context.mapping.columns[name][0], f"{flag[:20]!r} is neither 0 nor 1")
    when: int | None = None
    cell = columns.cell(cells, "year")
    try:
        when = None if is_missing(cell) else year(cell)
    except NotANumber as error:
        faults.add(number, context.mapping.columns["year"][0], str(error))
    if status == "party" and when is None and faults.count == before:
        context.drafts.notes["state parties without a year"] += 1
    if faults.count > before or status is None:
        return None
    raised = [name for name, flag in flags.items() if flag == "1"]
    by_flags = {"party": "party", "signatory": "signatory", "none": "no_action"}[raised[0]] if len(raised) == 1 else ""
    if state is None:
        context.drafts.skipped["about a state that is not followed here"] += 1
        if by_flags != status:
            context.drafts.notes["rows on other states whose flags contradict their status"] += 1
        return None
    return _Row(number, state, instrument, status, when, by_flags)


def _state(number: int, cells: Sequence[str], columns: Columns, context: Context) -> str | None:
    """The state of a row by its code, or by its name where the code is damaged; None for one that is not followed."""
    alpha2 = columns.cell(cells, "state").strip().upper()
    if len(alpha2) == 2 and alpha2.isascii() and alpha2.isalpha():
        return context.known.alpha2.get(alpha2)
    code = state_code(columns.cell(cells, "name"))
    if not code:
        context.faults.add(number, context.mapping.columns["state"][0], f"{alpha2[:20]!r} is the code of no state")
    else:
        context.drafts.notes["rows whose code is damaged were told by the name of the state"] += 1
    return code if code in context.known.states else None


def _compare(row: _Row, context: Context) -> None:
    known = context.known.treaty_facts.get((row.state, row.instrument))
    fact = str(known["key"]) if known is not None else f"treaty.{row.state}.{row.instrument}"
    if row.by_flags != row.status:
        other = _SAYS.get(row.by_flags, {"en": "no single position", "ru": "нет однозначного положения"})
        sides = [_side(_claim(row), context), _side({name: f"{text} ({_FLAG[name]})" for name, text in other.items()},
                                                    context)]  # fmt: skip
        if known is not None:
            sides.insert(0, _side_of(known))
        _conflict(row, fact if known is not None else None, sides, "flagged", context)
    elif known is None:
        _draft(row, fact, context)
    elif _agrees(row, known):
        context.drafts.notes["agree with the register"] += 1
    elif _is_later(known, context.mapping.as_of):
        context.drafts.notes["the register has an act after the day of the table"] += 1
    else:
        same_status = _status(known) == row.status
        handling = "settled" if same_status else "flagged"
        _conflict(row, fact, [_side_of(known), _side(_claim(row), context)], handling, context)


_FLAG: Final = {"en": "by its flag", "ru": "по признаку в таблице"}


def _status(known: Mapping[str, Any]) -> str:
    status = str(known["detail"].get("status"))
    return "no_action" if status in _SAME else status


def _agrees(row: _Row, known: Mapping[str, Any]) -> bool:
    if _status(known) != row.status:
        return False
    if row.status != "party" or row.year is None or known["date"] is None:
        return True
    return PartialDate.parse(known["date"]).earliest.year == row.year


def _is_later(known: Mapping[str, Any], as_of: str) -> bool:
    """Whether the register's act lies after the day of the table, so that both can be right."""
    dates = [known["date"], known["detail"].get("signature_date")]
    spoken = PartialDate.parse(as_of).latest
    return any(PartialDate.parse(one).earliest > spoken for one in dates if one)


def _claim(row: _Row) -> dict[str, str]:
    said = dict(_SAYS[row.status])
    if row.year is not None:
        return {"en": f"{said['en']}, {row.year}", "ru": f"{said['ru']}, {row.year} год"}
    return said


def _side(claim: Mapping[str, str], context: Context) -> dict[str, Any]:
    mapping = context.mapping
    return {"claim": dict(claim), "source_title": mapping.title, "source_url": mapping.url, "fact": None}


def _side_of(known: Mapping[str, Any]) -> dict[str, Any]:
    claim = dict(known["value"] or known["label"])
    if known["date"]:
        claim = {language: f"{text}, {known['date']}" for language, text in claim.items()}
    return {
        "claim": claim, "source_title": known["source_title"], "source_url": known["source_url"], "fact": known["key"],
    }  # fmt: skip


def _conflict(row: _Row, fact: str | None, sides: list[dict[str, Any]], handling: str, context: Context) -> None:
    key = f"conflict.{row.state}.{row.instrument.lower()}.{context.mapping.name}"
    others = [one for one in context.known.conflicts.get(fact or "", ()) if one != key]
    if others:
        context.drafts.notes[f"a conflict on this is known already: {', '.join(others)}"] += 1
        return
    titles = context.known.instruments[row.instrument]
    context.drafts.add(
        "conflict", key,
        {
            "key": key, "state": row.state, "handling": handling, "sides": sides, "facts": [fact] if fact else [],
            "subject": {name: words.format(TranslatedText.of(titles).best(name)) for name, words in _TITLE.items()},
            "settled_as": _KEPT if handling == "settled" else _OPEN,
        },
    )  # fmt: skip


def _draft(row: _Row, key: str, context: Context) -> None:
    draft_fact(
        context.drafts, context.mapping, key=key, kind="treaty", state=row.state, topic="",
        date=str(row.year) if row.status == "party" and row.year is not None else None,
        detail={
            "instrument": row.instrument, "status": row.status, "action": None, "signature_date": None,
            "date_precision": "year" if row.year is not None else None,
        },
        label=context.known.instruments[row.instrument], value=_claim(row),
    )  # fmt: skip
