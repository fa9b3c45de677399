"""Facts: what one source says about a state on a date."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from ubada.access.actors import Actor
from ubada.kernel.dates import InvalidDate
from ubada.kernel.dates import PartialDate as Day
from ubada.ledger import queries as ledger
from ubada.register import models as m
from ubada.register.api.details import Detail, detail_of
from ubada.register.queries import lists
from ubada.resources.addresses import page
from ubada.resources.lists import LONGEST_VALUE, Asked, Listing, known, listed, reader_of, refuse
from ubada.resources.values import Moment, PartialDate, Record, TranslatedText, edtf, said, spoken, words

router = Router(tags=["Facts"])

FactKind = Literal["indicator", "law", "nhri", "osce", "project", "rating", "review", "service", "treaty"]
Confidence = Literal["seen", "seen_secondary"]
CONFIDENCE_MEANS = (
    "How the source was read: seen, in the source itself; seen_secondary, in a text that quotes it. What nobody has "
    "read is not published."
)


class Fact(Record):
    """A sourced statement about a state, as of a date."""

    key: str = Field(description="The fact's key.", examples=["treaty.KGZ.CEDAW"])
    kind: FactKind = Field(description="The kind of fact; it decides the fields of detail.", examples=["treaty"])
    state: str | None = Field(
        description="Code of the state (ISO 3166-1 alpha-3); null for a fact that holds for each of the states.",
        examples=["KGZ"],
    )
    topic: str | None = Field(
        description="What it is about: a term of law-topics for laws, of fact-kinds otherwise.", examples=["RSF"]
    )
    label: TranslatedText = Field(description="What the statement is about, in a few words.")
    value: TranslatedText | None = Field(description="What the source says, in a few words; null if it gives no value.")
    detail: Detail = Field(description="The fields of the kind.")
    date: PartialDate | None = Field(description="When it happened or began.")
    as_of: PartialDate = Field(description="The date the source speaks for.")
    source_title: str = Field(description="The source, by its name.", examples=["OHCHR treaty body database"])
    source_url: str = Field(description="Where the source can be read.", examples=["https://tbinternet.ohchr.org"])
    confidence: Confidence = Field(description=CONFIDENCE_MEANS, examples=["seen"])
    unverified_fields: list[str] = Field(
        description="Fields nobody has verified yet; their values are withheld.", examples=[[]]
    )
    page: str = Field(description="The fact's public page.", examples=["/facts/treaty.KGZ.CEDAW/"])


class HistoryEntry(Record):
    """That something was done to the object, and when. Who did it is not published."""

    recorded_at: Moment = Field(description="When the change was recorded.")
    action: str = Field(description="What was done.", examples=["import_baseline"])


class FactInFull(Fact):
    """A fact with what hangs on it."""

    withheld: list[str] = Field(description="What is missing until someone verifies it.", examples=[["date"]])
    results: list[str] = Field(
        description="Keys of the answers of structural tests that rest on the fact.", examples=[["party-cedaw@KGZ"]]
    )
    conflicts: list[str] = Field(description="Keys of the conflicts between sources that touch it.", examples=[[]])
    history: list[HistoryEntry] = Field(description="What was done to the record, newest first.")


def fact_fields(fact: m.Fact) -> dict[str, object]:
    """The published columns of a fact, by the names of `Fact`."""
    return {
        "key": fact.key,
        "kind": fact.kind,
        "state": fact.state_id,
        "topic": said(fact.topic),
        "label": spoken(fact.label),
        "value": words(fact.value),
        "detail": detail_of(fact.kind, fact.detail),
        "date": edtf(fact.date),
        "as_of": edtf(fact.as_of),
        "source_title": fact.source_title,
        "source_url": fact.source_url,
        "confidence": fact.confidence,
        "unverified_fields": fact.unverified_fields,
        "page": page("fact", fact.key),
    }


def fact_record(fact: m.Fact) -> Fact:
    """The published record of a fact."""
    return Fact.model_validate(fact_fields(fact))


def history_of(actor: Actor, kind: str, key: str) -> list[HistoryEntry]:
    """The history of an object, newest first."""
    happened = ledger.history_of(actor, kind, key)
    return [HistoryEntry(recorded_at=one.recorded_at, action=one.action) for one in happened]


class FactFilters(Asked):
    """What facts are asked for."""

    kind: FactKind | None = Field(None, description="The kind of fact.", examples=["law"])
    state: str | None = Field(
        None,
        pattern=r"^[A-Z]{3}$",
        description=(
            "Code of a state: its facts and those that hold for each state. ALL: only those that hold for each state."
        ),
        examples=["KGZ"],
    )
    topic: str | None = Field(
        None, min_length=1, max_length=60, description="The topic: a term's code.", examples=["domestic_violence"]
    )
    instrument: str | None = Field(
        None,
        min_length=1,
        max_length=LONGEST_VALUE,
        description="Code of the instrument that a treaty action is about.",
        examples=["CEDAW"],
    )
    as_of_from: str | None = Field(
        None,
        max_length=24,
        description="Facts whose source may speak for this date (EDTF) or a later one.",
        examples=["2024"],
    )
    as_of_to: str | None = Field(
        None,
        max_length=24,
        description="Facts whose source may speak for this date (EDTF) or an earlier one.",
        examples=["2026-06"],
    )


@router.get("/facts", response=Listing[Fact], summary="Facts", url_name="facts")
def facts(request: HttpRequest, asked: Query[FactFilters]) -> Listing[Fact]:
    """Published facts by kind, state, topic, instrument and the date their source speaks for.

    Each carries its source, the link to it, the as-of date and the confidence with which it was read.
    """
    actor = reader_of(request)
    rows = lists.facts(actor, asked.state)
    if asked.state != lists.ALL_STATES:
        known(lists.all_states(actor), "state", asked.state, code=asked.state)
    known(lists.facts(actor), "topic", asked.topic, topic=asked.topic)
    known(lists.instruments(actor), "instrument", asked.instrument, code=asked.instrument)
    for name, value in (("kind", asked.kind), ("topic", asked.topic), ("detail__instrument", asked.instrument)):
        rows = rows.filter(**{name: value}) if value is not None else rows
    start, end = _day("as_of_from", asked.as_of_from), _day("as_of_to", asked.as_of_to)
    return listed(request, lists.spoken_between(rows, start, end), asked, fact_record)


@router.get("/facts/{key:key}", response=FactInFull, summary="One fact", url_name="fact")
def fact(request: HttpRequest, key: str) -> FactInFull:
    """One fact with the answers that rest on it, the conflicts that touch it, and its history."""
    actor = reader_of(request)
    results, conflicts = lists.resting_on(actor, key)
    return FactInFull.model_validate(
        {
            **fact_fields(lists.fact(actor, key)),
            "withheld": lists.withheld_of(actor, key),
            "results": results,
            "conflicts": conflicts,
            "history": history_of(actor, "fact", key),
        }
    )


def _day(name: str, value: str | None) -> Day | None:
    if value is None:
        return None
    try:
        return Day.parse(value)
    except InvalidDate as error:
        refuse(name, str(error))
