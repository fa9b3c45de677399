"""UPR Info's CSV: one row for each recommendation by each state.

Rows with the same words to the same state in the same session are one recommendation that several states made. If it
was answered in two ways, the report lists it twice, and it is two. The file has neither a paragraph number nor the
state's own words, and neither is made up.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from ubada.exchange.engine.columns import Columns, match_columns
from ubada.exchange.engine.files import InputFile, content_of
from ubada.exchange.engine.recommendations import Answer, Origin, Recommendation, draft_recommendation
from ubada.exchange.engine.sessions import last_session, month_of
from ubada.exchange.engine.tables import read_table
from ubada.exchange.engine.wording import claim_in, clean_label, folded_label, same_text, tidy
from ubada.exchange.formats import Context
from ubada.reading.states import state_code

SUMMARY: Final = "recommendations of the Universal Periodic Review, from UPR Info's CSV"
LONGEST_TEXT: Final = 20_000
ACTIONS: Final = {str(number): number for number in range(1, 6)}
OPTIONAL: Final = ("action", "issues", "comment")
PART: Final = "part II"
"""Every report of the Working Group has its recommendations in its second part."""
_STEP: Final = 500


@dataclass(slots=True)
class _Group:
    """Rows that are one recommendation."""

    state: str
    session: int
    text: str
    where: str
    key: str
    response: str
    given_as: str
    comment: str
    action: int | None
    issues: dict[str, None] = field(default_factory=dict)
    by: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Reader:
    """The rows of one file, checked and put into groups."""

    context: Context
    file: InputFile
    columns: Columns
    names: Sequence[str]
    groups: dict[str, dict[str, _Group]] = field(default_factory=dict)
    codes: dict[str, str | None] = field(default_factory=dict)

    def take(self, number: int, cells: Sequence[str]) -> None:
        """Check one row, and keep it if it is about a state that is followed."""
        before = self.context.faults.count
        state = self._state(number, "state", cells)
        session = self._session(number, cells)
        text = tidy(self.columns.cell(cells, "text"))
        response, given_as = self._response(number, cells)
        action = self._action(number, cells)
        raw_by = tidy(self.columns.cell(cells, "recommending"))
        by = self._state(number, "recommending", cells) if response != "pledge" else ""
        self._check_text(number, text)
        if self.context.faults.count > before or state is None or by is None:
            return
        drafts = self.context.drafts
        key = f"{state}|{session}|{same_text(text)}"
        answered = self.groups.setdefault(key, {})
        group = answered.get(response)
        if group is None:
            comment = tidy(self.columns.cell(cells, "comment"))
            where = f"{self.file.name} row {number}"
            group = answered[response] = _Group(state, session, text, where, key, response, given_as, comment, action)
        else:
            if by and by in group.by:
                drafts.notes["rows that repeat another word for word"] += 1
            if action != group.action:
                drafts.notes[f"a second action category is passed over (first given in {group.where})"] += 1
        if state in self.context.known.states:
            drafts.used += 1
        else:
            drafts.skipped["about a state that is not followed here"] += 1
        if by:
            group.by.setdefault(by, raw_by)
        elif response != "pledge":
            drafts.notes["recommending state not known to the source"] += 1
        for label in self.columns.cell(cells, "issues").split(","):
            if cleaned := clean_label(tidy(label)):
                group.issues[cleaned] = None

    def _fault(self, number: int, field_name: str, message: str) -> None:
        position = self.columns.at.get(field_name)
        name = self.context.mapping.columns[field_name][0] if position is None else self.names[position]
        self.context.faults.add(number, name, message)

    def _state(self, number: int, field_name: str, cells: Sequence[str]) -> str | None:
        """The alpha-3 of a state, "" for one that the source itself does not know; None is a fault."""
        raw = self.columns.cell(cells, field_name)
        if raw not in self.codes:
            name = tidy(raw)
            known = self.context.mapping.states.get(folded_label(name))
            self.codes[raw] = known if known is not None else state_code(name) or None
        code = self.codes[raw]
        if code is None:
            self._fault(number, field_name, f"{raw[:60]!r} is not the name of a state" if raw.strip() else "is empty")
        elif not code and field_name == "state":
            self._fault(number, field_name, "the state under review is not known")
            return None
        return code

    def _session(self, number: int, cells: Sequence[str]) -> int:
        raw = self.columns.cell(cells, "session").strip()
        text = raw.removesuffix(".0")
        if text.isascii() and text.isdigit() and month_of(int(text)) is not None:
            return int(text)
        self._fault(number, "session", f"{raw[:20]!r} is not a session from 1 to {last_session()}")
        return 0

    def _response(self, number: int, cells: Sequence[str]) -> tuple[str, str]:
        raw = tidy(self.columns.cell(cells, "response"))
        meaning = self.context.mapping.value("response", raw)
        if meaning is None:
            known = ", ".join(sorted(self.context.mapping.values.get("response", {})))
            self._fault(number, "response", f"{raw[:40]!r} is none of: {known}" if raw else "is empty")
        return meaning or "", raw

    def _action(self, number: int, cells: Sequence[str]) -> int | None:
        raw = self.columns.cell(cells, "action").strip().removesuffix(".0")
        if not raw and "action" not in self.columns:
            return None
        if raw not in ACTIONS:
            self._fault(number, "action", f"{raw[:20]!r} is not an action category from 1 to 5" if raw else "is empty")
        return ACTIONS.get(raw)

    def _check_text(self, number: int, text: str) -> None:
        if not text:
            self._fault(number, "text", "is empty")
        elif len(text) > LONGEST_TEXT:
            self._fault(number, "text", f"has {len(text)} characters; no recommendation has over {LONGEST_TEXT}")


def read(file: InputFile, context: Context) -> str:
    """Check every row of a file and draft the recommendations to states that are followed."""
    table = read_table(content_of(file), context.faults)
    mapping = context.mapping
    columns = match_columns(
        table.header, mapping.columns, context.faults,
        optional={*OPTIONAL, *mapping.optional}, passed_over=mapping.passed_over,
    )  # fmt: skip
    reader = _Reader(context, file, columns, table.header)
    context.faults.stop_if_any()
    rows = list(table.rows)
    for done, (number, cells) in enumerate(rows, start=1):
        reader.take(number, cells)
        if done % _STEP == 0:
            context.advance(done, len(rows))
    context.drafts.read += len(rows)
    if not rows:
        context.faults.add(1, "", "has a header and no rows")
    for name in columns.unknown:
        context.drafts.notes[f"column {name!r} is in no mapping and was not imported"] += 1
    for answered in reader.groups.values():
        for group in _told_apart(answered, context):
            if group.state in context.known.states:
                draft_recommendation(_recommendation(group), context.drafts, context.known, mapping)
    return f"{table.described}, {len(rows)} rows"


def _told_apart(answered: dict[str, _Group], context: Context) -> list[_Group]:
    """The recommendations with the same words, one for each answer; all but one carry theirs in the key."""
    groups = [answered[response] for response in sorted(answered)]
    for other in groups[1:]:
        other.key = f"{other.key}|{other.response}"
        if other.state in context.known.states:
            first = groups[0]
            context.drafts.notes[
                f"the same words with two answers are two recommendations: {first.given_as!r} in {first.where}, "
                f"{other.given_as!r} in {other.where}"
            ] += 1
    return groups


def finish(_context: Context) -> None:
    """Nothing is left over when the last file is read."""


def _recommendation(group: _Group) -> Recommendation:
    digest = hashlib.sha256(group.key.encode()).hexdigest()[:10]
    ref = f"UPR-{group.state}-{group.session}-{digest}"
    month = month_of(group.session) or ""
    is_pledge = group.response == "pledge"
    claim = claim_in(group.comment)
    answer = Answer(
        official=group.response, given_as=group.given_as, dated=f"{month}~", wording=group.comment, claim=claim,
        claim_wording=group.comment if claim else "",
    )  # fmt: skip
    return Recommendation(
        ref=ref, source_key=ref, states=(group.state,), text=group.text,
        origin=review_report(group.state, group.session), locator=PART,
        kind="pledge" if is_pledge else "recommendation", action=group.action,
        labels={"themes": list(group.issues), "persons": list(group.issues)}, recommended_by=sorted(group.by.items()),
        answer=None if is_pledge else answer, derived=("locator",),
    )  # fmt: skip


def review_report(state: str, session: int) -> Origin:
    """The report of the Working Group on a state in a session, where its symbol is not known."""
    return Origin(
        code=f"UPR-{state}-{session}", symbol="", kind="upr-report", body="UPR",
        body_name="Universal Periodic Review", adopted_on=month_of(session), unverified=("symbol",),
        title={
            "en": f"Report of the Working Group on the Universal Periodic Review, session {session}",
            "ru": f"Доклад Рабочей группы по универсальному периодическому обзору, сессия {session}",
        },
    )  # fmt: skip
