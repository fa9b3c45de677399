"""OHCHR's thematic list of the recommendations of one review: a table of recommendation, position and themes.

A recommendation that stands under several themes is one. What the last column says on implementation belongs to
whoever wrote it; it is neither the state's answer nor its claim, so it is counted and not imported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from ubada.exchange.engine.files import InputFile, content_of
from ubada.exchange.engine.recommendations import Answer, Origin, Recommendation, draft_recommendation
from ubada.exchange.engine.sessions import last_session, month_of
from ubada.exchange.engine.wording import claim_in, clean_label, tidy
from ubada.exchange.formats import Context
from ubada.kernel.ids import slugify_ref
from ubada.reading.model import Block, Document
from ubada.reading.pipeline import parse
from ubada.reading.profiles.upr import state_under_review
from ubada.reading.sources import CannotRead, source_of
from ubada.reading.states import recommending_states, state_code, states_in

SUMMARY: Final = "recommendations of one review, from OHCHR's thematic list (matrix) in DOCX"
_SOURCE: Final = re.compile(r"(?:Source of [Pp]osition|Источник позиции)\s*:\s*(?P<symbol>A/HRC/\S+)?")
_SESSION: Final = re.compile(r"(?:UPR|сессия|session)[ _-]?(\d{1,2})(?!\d)", re.IGNORECASE)
_ADDENDUM: Final = re.compile(r"/(?:Add|Corr)\.\d+$", re.IGNORECASE)
_HEADINGS: Final[Mapping[str, str]] = {
    "sdgs": "sdg", "sdg": "sdg", "цур": "sdg", "affected persons": "persons", "затронутые лица": "persons",
}  # fmt: skip


@dataclass(slots=True)
class _Row:
    """One row of a table, cell by cell."""

    number: str
    text: str
    symbol: str = ""
    position: str = ""
    labels: dict[str, dict[str, None]] = field(default_factory=lambda: {"themes": {}, "sdg": {}, "persons": {}})
    comment: str = ""


def read(file: InputFile, context: Context) -> str:
    """Check every row of the table and draft the recommendations, if the review is of a state that is followed."""
    try:
        document = parse(source_of(file.name, content_of(file)))
    except CannotRead as error:
        context.faults.add("document", "", error.reason)
        context.faults.stop_if_any()
    state = _state(file, document, context)
    session = _session(file, document, context)
    context.faults.stop_if_any()
    rows = list(_rows(document))
    if not rows:
        context.faults.add("document", "", "holds no table of numbered recommendations and positions")
    seen: dict[str, _Row] = {}
    for done, row in enumerate(rows, start=1):
        _take(row, seen, context)
        context.advance(done, len(rows))
    context.drafts.read += len(rows)
    if state not in context.known.states:
        context.drafts.skipped["about a state that is not followed here"] += len(rows)
        return f"DOCX, {len(rows)} rows, {len(seen)} recommendations to {state}"
    context.drafts.used += len(rows)
    for row in seen.values():
        if row.comment:
            context.drafts.notes["assessments in the table belong to whoever wrote them and were not imported"] += 1
        one = _recommendation(row, state, session, context)
        draft_recommendation(one, context.drafts, context.known, context.mapping)
    return f"DOCX, {len(rows)} rows, {len(seen)} recommendations to {state}"


def finish(_context: Context) -> None:
    """Nothing is left over when the last file is read."""


def _state(file: InputFile, document: Document, context: Context) -> str:
    given = str(context.mapping.options.get("state", ""))
    name = state_under_review(document)
    in_name = {code for code, _ in states_in(re.sub(r"[_\-.]+", " ", file.path.stem))}
    found = given or state_code(name) or (next(iter(in_name)) if len(in_name) == 1 else "")
    if not found:
        context.faults.add("document", "state", "names no state under review; set options.state in the mapping")
    return found


def _session(file: InputFile, document: Document, context: Context) -> int:
    given = context.mapping.options.get("session")
    in_text = next((found for block in document.blocks[:20] if (found := _SESSION.search(block.text))), None)
    found = _SESSION.search(file.path.stem) or in_text
    session = int(given if given is not None else found[1] if found else 0)
    if month_of(session) is None:
        context.faults.add(
            "document", "session", f"names no session from 1 to {last_session()}; set options.session in the mapping"
        )
    return session


def _rows(document: Document) -> Iterator[_Row]:
    """The rows that begin with a numbered recommendation."""
    row: _Row | None = None
    place: tuple[int, int] | None = None
    part = "themes"
    for block in document.blocks:
        if block.cell is None:
            continue
        table, number, column = block.cell
        if (table, number) != place:
            if row is not None:
                yield row
            row, place, part = None, (table, number), "themes"
        if row is None:
            if column == 0 and block.label is not None and block.label.scheme in ("dotted", "number"):
                row = _Row(block.label.value, "")
            else:
                continue
        if column == 2 and (named := _HEADINGS.get(block.text.strip(" :").casefold())):
            part = named
        else:
            _add(row, block, column, part)
    if row is not None:
        yield row


def _add(row: _Row, block: Block, column: int, part: str) -> None:
    text = tidy(block.text)
    if column == 0:
        words, _, rest = text.partition("Source of ")
        found = _SOURCE.search(text)
        if found:
            row.symbol = found["symbol"] or ""
            text = words if rest else text[: found.start()]
        row.text = f"{row.text} {text}".strip()
    elif column == 1:
        row.position = f"{row.position} {text}".strip()
    elif column == 2:
        if part == "sdg" and block.label is not None and block.label.scheme in ("dotted", "number"):
            text = f"{block.label.value} {text}"  # the number of a target was taken for that of a paragraph
        if label := clean_label(text):
            row.labels[part][label] = None
    else:
        row.comment = f"{row.comment} {text}".strip()


def _take(row: _Row, seen: dict[str, _Row], context: Context) -> None:
    if context.mapping.value("position", row.position) is None:
        context.faults.add(row.number, "Position", f"{row.position[:40]!r} is no known position" if row.position else
                           "is empty")  # fmt: skip
    if not row.text:
        context.faults.add(row.number, "Recommendation", "is empty")
    first = seen.setdefault(row.number, row)
    if first is row:
        return
    if first.position != row.position:
        context.faults.add(row.number, "Position", f"is {row.position!r} here and {first.position!r} further up")
    for part, labels in row.labels.items():
        first.labels[part].update(labels)


def _recommendation(row: _Row, state: str, session: int, context: Context) -> Recommendation:
    month = month_of(session) or ""
    codes, brackets = recommending_states(row.text)
    if not codes:
        context.drafts.notes["no recommending state stands in brackets"] += 1
    names = [name.strip() for one in brackets for name in row.text[one.start : one.end].strip("()").split(",")]
    raw = {code: name for name in names if (code := state_code(name))}
    claim = claim_in(row.position)
    number = row.number.rstrip(".")
    return Recommendation(
        ref=f"UPR-{state}-{session}-{number}", source_key=f"{state}-{session}-{number}", states=(state,),
        text=row.text.rstrip(" ;"), origin=_origin(row.symbol, state, session, context), locator=f"para. {number}",
        labels={part: list(labels) for part, labels in row.labels.items()},
        recommended_by=[(code, raw.get(code, code)) for code in sorted(codes)],
        answer=Answer(
            official=context.mapping.value("position", row.position) or "none", given_as=row.position,
            dated=f"{month}~", claim=claim, claim_wording=row.position if claim else "",
        ),
    )  # fmt: skip


def _origin(symbol: str, state: str, session: int, context: Context) -> Origin:
    report = _ADDENDUM.sub("", symbol)
    code = context.known.documents.get(report.upper()) or (slugify_ref(report) if report else f"UPR-{state}-{session}")
    named = f", {report}" if report else f", session {session}"
    return Origin(
        code=code, symbol=report, kind="upr-report", body="UPR", body_name="Universal Periodic Review",
        adopted_on=month_of(session), url=f"https://undocs.org/{report}" if report else "",
        title={
            "en": f"Report of the Working Group on the Universal Periodic Review{named}",
            "ru": f"Доклад Рабочей группы по универсальному периодическому обзору{named}",
        },
        unverified=() if report else ("symbol",),
    )  # fmt: skip
