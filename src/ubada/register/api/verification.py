"""What nobody has verified yet, and where sources disagree."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from ubada.register import models as m
from ubada.register.queries import lists
from ubada.register.queries.verification import Task as Found
from ubada.register.queries.verification import task_rows
from ubada.resources.lists import Asked, Listing, known, listed, paged, reader_of
from ubada.resources.values import Record, TranslatedText, keys_of, said, spoken, words

router = Router(tags=["To be verified"])

Subject = Literal["fact", "commitment", "instrument", "document"]
Reason = Literal["unverified", "fields", "paragraph", "number", "source"]
REASON_MEANS = (
    "Why it is open: unverified, nobody has read the source; fields, some fields are not verified; paragraph, the "
    "paragraph was not read; number, a telephone number was not rung; source, there is no link or no date."
)


class Task(Record):
    """Something to verify: what it is about, what is missing, where to look. Never the unverified content."""

    key: str = Field(description="The task's key.", examples=["verify.fact.treaty.TJK.C190"])
    about: Subject = Field(description="What kind of record it is about.", examples=["fact"])
    subject: str = Field(description="Key of that record.", examples=["treaty.TJK.C190"])
    state: str | None = Field(description="Code of the state; null if it belongs to none alone.", examples=["TJK"])
    kind: str = Field(description="The kind of fact, or the kind of record.", examples=["treaty"])
    topic: str | None = Field(description="The topic of the fact, or the treaty it is about.", examples=["C190"])
    title: TranslatedText | None = Field(
        description="Title of a commitment, instrument or document; null for a fact, whose words may be unverified."
    )
    reason: Reason = Field(description=REASON_MEANS, examples=["fields"])
    missing: list[str] = Field(description="Names of the fields to verify; all: the whole record.", examples=[["date"]])
    source_title: str | None = Field(description="Where to look, by name.", examples=["ILO NORMLEX"])
    source_url: str | None = Field(description="Where to look.", examples=["https://normlex.ilo.org"])
    is_published: bool = Field(description="Whether the rest of the record is published.", examples=[True])


class Side(Record):
    """What one source claims."""

    claim: TranslatedText = Field(description="The claim in a few words.")
    source_title: str = Field(description="The source, by its name.", examples=["UN Treaty Collection"])
    source_url: str | None = Field(description="Where the source can be read.", examples=["https://treaties.un.org"])
    fact: str | None = Field(description="Key of the published fact that rests on it.", examples=["treaty.KAZ.CAT"])


class Conflict(Record):
    """Sources that disagree about one thing, and how the difference is handled for now."""

    key: str = Field(description="The conflict's key.", examples=["conflict.KAZ.cat-party"])
    state: str | None = Field(description="Code of the state; null if it concerns each of them.", examples=["KAZ"])
    subject: TranslatedText = Field(description="What they disagree about.")
    handling: Literal["settled", "flagged"] = Field(
        description="settled: one claim is followed, and why; flagged: both stand.", examples=["settled"]
    )
    settled_as: TranslatedText = Field(description="How it is handled, in words.")
    sides: list[Side] = Field(description="Every side with its source.")
    facts: list[str] = Field(description="Keys of the published facts concerned.", examples=[["treaty.KAZ.CAT"]])


def task_record(found: Found) -> Task:
    """The published record of a task."""
    return Task.model_validate(
        {
            "key": found.key,
            "about": found.about,
            "subject": found.subject,
            "state": found.state,
            "kind": found.kind,
            "topic": said(found.topic),
            "title": words(found.title),  # type: ignore[arg-type]  # a column read by its name
            "reason": found.reason,
            "missing": list(found.missing),
            "source_title": said(found.source_title),
            "source_url": said(found.source_url),
            "is_published": found.is_published,
        }
    )


def conflict_record(row: m.Conflict) -> Conflict:
    """The published record of a conflict; a side names its fact only if that fact is published."""
    published = set(keys_of(row.facts.all()))
    return Conflict.model_validate(
        {
            "key": row.key,
            "state": row.state_id,
            "subject": spoken(row.subject),
            "handling": row.handling,
            "settled_as": spoken(row.settled_as),
            "sides": [
                {
                    "claim": side["claim"],
                    "source_title": side["source_title"],
                    "source_url": said(side["source_url"]),
                    "fact": side["fact"] if side.get("fact") in published else None,
                }
                for side in row.sides
            ],
            "facts": sorted(published),
        }
    )


class TaskFilters(Asked):
    """What tasks are asked for."""

    state: str | None = Field(
        None,
        pattern=r"^[A-Z]{3}$",
        description="Code of a state. ALL: tasks that belong to no state alone.",
        examples=["TJK"],
    )
    reason: Reason | None = Field(None, description=REASON_MEANS, examples=["fields"])
    about: Subject | None = Field(None, description="What kind of record they are about.", examples=["fact"])


@router.get("/tasks", response=Listing[Task], summary="What is still to be verified", url_name="tasks")
def tasks(request: HttpRequest, asked: Query[TaskFilters]) -> Listing[Task]:
    """Open tasks: work to do, not content. Whoever can look at the source can help."""
    actor = reader_of(request)
    rows = lists.open_tasks(actor, asked.state)
    if asked.state != lists.ALL_STATES:
        known(lists.all_states(actor), "state", asked.state, code=asked.state)
    rows = rows.filter(reason=asked.reason) if asked.reason is not None else rows
    rows = rows.filter(**{f"{asked.about}__isnull": False}) if asked.about is not None else rows
    in_order = rows.order_by("pk")
    return paged(request, in_order.count(), lambda start, end: task_rows(in_order[start:end]), asked, task_record)


class ConflictFilters(Asked):
    """What conflicts are asked for."""

    state: str | None = Field(None, pattern=r"^[A-Z]{3}$", description="Code of a state.", examples=["KAZ"])
    handling: Literal["settled", "flagged"] | None = Field(None, description="How it is handled.", examples=["flagged"])


@router.get("/conflicts", response=Listing[Conflict], summary="Sources in conflict", url_name="conflicts")
def conflicts(request: HttpRequest, asked: Query[ConflictFilters]) -> Listing[Conflict]:
    """Where sources disagree, with every side and its source."""
    actor = reader_of(request)
    known(lists.all_states(actor), "state", asked.state, code=asked.state)
    rows = lists.conflicts(actor, asked.state)
    rows = rows.filter(handling=asked.handling) if asked.handling is not None else rows
    return listed(request, rows, asked, conflict_record)


@router.get("/conflicts/{key:key}", response=Conflict, summary="One conflict", url_name="conflict")
def conflict(request: HttpRequest, key: str) -> Conflict:
    """One conflict between sources."""
    return conflict_record(lists.conflicts(reader_of(request)).get(key=key))
