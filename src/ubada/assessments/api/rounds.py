"""Rounds: half a year of work each, with its dates and what it was measured by."""

from __future__ import annotations

from datetime import date
from typing import Literal

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from ubada.assessments import models as m
from ubada.assessments.api.asking import PRACTICE_MEANS, OfPractice, reader_asking, require_state
from ubada.assessments.queries import lists
from ubada.assessments.words import MOVE_REASON
from ubada.resources.addresses import here, page
from ubada.resources.lists import Listing, listed
from ubada.resources.values import Moment, Record, TranslatedText, keys_of, said, spoken

router = Router(tags=["Rounds"])

RoundStateCode = Literal[
    "planned", "open", "closed", "review", "reply", "reconciliation", "edition-frozen", "published", "archived"
]
ROUND_STATE_MEANS = (
    "How far it has come: planned, open (verdicts are collected), closed, review, reply, reconciliation, "
    "edition-frozen, published, archived. What it found is here once it is published, and not before."
)


class DateMoved(Record):
    """That a date was moved, and why."""

    milestone: str = Field(description="Which date, by the name of its member.", examples=["closes"])
    before: date = Field(description="What it was.", examples=["2026-08-31"])
    after: date = Field(description="What it became.", examples=["2026-09-07"])
    reason: str = Field(description="The class of reason.", examples=["holiday"])
    reason_in_words: str = Field(description="The reason in English.", examples=["a public holiday"])
    moved_at: Moment = Field(description="When it was moved.")


class Round(Record):
    """Half a year in which organisations give their verdicts, answer one another, and are published together."""

    code: str = Field(description="The round's code.", examples=["2026-2"])
    title: TranslatedText = Field(description="What it is called.")
    state: RoundStateCode = Field(description=ROUND_STATE_MEANS, examples=["published"])
    states: list[str] = Field(description="Codes of the states it looks at.", examples=[["KAZ", "KGZ"]])
    period_from: date = Field(description="The first day of the time it looks at.", examples=["2026-07-01"])
    period_to: date = Field(description="The last day of that time.", examples=["2026-12-31"])
    zone: str = Field(description="The time zone in which its days begin and end.", examples=["Asia/Almaty"])
    opens: date = Field(description="From this day verdicts are collected.", examples=["2026-07-01"])
    closes: date = Field(description="The last day to hand one in.", examples=["2026-08-31"])
    review_from: date = Field(description="Review begins.", examples=["2026-09-01"])
    review_until: date = Field(description="The last day of review.", examples=["2026-09-20"])
    reply_from: date = Field(description="All parties read all texts from this day on.", examples=["2026-09-21"])
    reply_until: date = Field(description="The last day to reply.", examples=["2026-10-20"])
    freezes: date = Field(description="Verdicts are final.", examples=["2026-11-10"])
    publishes: date = Field(description="Everybody reads them.", examples=["2026-11-27"])
    dates_moved: list[DateMoved] = Field(description="Every move of a date, in the order in which they were made.")
    implementation_scale: str = Field(description="The scale it froze.", examples=["implementation-levels@2026-11"])
    cooperation_scale: str = Field(description="The scale it froze.", examples=["cooperation-levels@2026-11"])
    trend_scale: str = Field(description="The scale it froze.", examples=["trends@2026-11"])
    method: str = Field(description="How its positions are found.", examples=["positions@2026-11"])
    edition: str | None = Field(description="Number of the edition it was published in.", examples=["3"])
    is_practice: bool = Field(description=PRACTICE_MEANS, examples=[False])
    page: str = Field(description="The round's public page.", examples=["/rounds/2026-2/"])


class GroupsAsked(Record):
    """The groups that could speak on a state when the round opened."""

    state: str = Field(description="Code of the state.", examples=["KGZ"])
    constituencies: list[str] = Field(description="The groups, by code.", examples=[["STA", "CSO", "NHR"]])


class RoundInFull(Round):
    """A round with whom it asked, and where what it found is listed."""

    asked: list[GroupsAsked] = Field(description="Whom it asked, as it stood when it opened.")
    commitments: int = Field(description="How many commitments of states are in it, a count.", examples=[198])
    links: dict[str, str] = Field(
        description="Addresses of what it found, by name.", examples=[{"positions": "/api/v1/positions?round=2026-2"}]
    )


class RoundFilters(OfPractice):
    """What rounds are asked for."""

    state: str | None = Field(None, pattern=r"^[A-Z]{3}$", description="Code of a state it looks at.", examples=["KGZ"])


def _fields(row: m.Round) -> dict[str, object]:
    plain = (
        "code", "state", "period_from", "period_to", "zone", "opens", "closes", "review_from", "review_until",
        "reply_from", "reply_until", "freezes", "publishes", "implementation_scale", "cooperation_scale",
        "trend_scale", "method", "is_practice",
    )  # fmt: skip
    return {
        **{name: getattr(row, name) for name in plain},
        "title": spoken(row.title),
        "states": keys_of(row.states.all()),
        "edition": said(row.edition),
        "page": page("round", row.code),
        "dates_moved": [
            {
                "milestone": one.milestone,
                "before": one.before,
                "after": one.after,
                "reason": one.reason,
                "reason_in_words": str(MOVE_REASON.get(one.reason, one.reason)),
                "moved_at": one.moved_at,
            }
            for one in row.moves.all()
        ],
    }


def _round(row: m.Round) -> Round:
    return Round.model_validate(_fields(row))


@router.get("/rounds", response=Listing[Round], summary="Rounds", url_name="rounds")
def rounds(request: HttpRequest, asked: Query[RoundFilters]) -> Listing[Round]:
    """The rounds with their dates, those that are planned among them."""
    actor = reader_asking(request, practice=asked.practice)
    require_state(actor, asked)
    rows = lists.all_rounds(actor, practice=asked.practice)
    if asked.state is not None:
        rows = rows.filter(states=asked.state)
    return listed(request, rows, asked, _round)


@router.get("/rounds/{code}", response=RoundInFull, summary="One round", url_name="round")
def round_(request: HttpRequest, code: str) -> RoundInFull:
    """One round, also one for practice, with whom it asked."""
    actor = reader_asking(request, practice=True)
    row = lists.all_rounds(actor, practice=True).get(code=code)
    more = "&practice=true" if row.is_practice else ""
    named = ("positions", "divergences", "verdicts", "findings", "distributions", "changes")
    return RoundInFull.model_validate(
        {
            **_fields(row),
            "asked": [{"state": state, "constituencies": asked} for state, asked in sorted(row.asked.items())],
            "commitments": lists.in_scope(actor, row),
            "links": {name: f"{here(name)}?round={row.code}{more}" for name in named},
        }
    )
