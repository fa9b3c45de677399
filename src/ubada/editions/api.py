"""Published editions, for programs."""

from __future__ import annotations

from datetime import date
from typing import Literal

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from ubada.editions import models as m
from ubada.editions import queries
from ubada.resources.addresses import page
from ubada.resources.lists import Asked, Listing, listed, reader_of
from ubada.resources.values import Moment, Record, TranslatedText, spoken

router = Router(tags=["Editions"])


class Edition(Record):
    """One frozen state of the register. It never changes once it is published."""

    number: int = Field(description="Its number.", examples=[1])
    title: TranslatedText = Field(description="Its title.")
    register_date: date = Field(description="The day whose register it holds.", examples=["2026-11-24"])
    state: Literal["published", "withdrawn"] = Field(
        description="withdrawn: out, and no longer to be relied on.", examples=["published"]
    )
    root_hash: str = Field(
        description="SHA-256 over all its files, hexadecimal.",
        examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    )
    records_root: str = Field(
        description="Root of the Merkle tree (RFC 6962) over its records, hexadecimal.",
        examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    )
    record_count: int = Field(description="How many records it holds, a count.", examples=[2580])
    file_count: int = Field(description="How many files it has, a count.", examples=[60])
    languages: list[str] = Field(description="Codes of the languages of its reports.", examples=[["en", "ru"]])
    round: str | None = Field(
        description="The round whose verdicts it carries, if it carries one.", examples=["2026-2"]
    )
    published_at: Moment | None = Field(description="When it was published.")
    page: str = Field(description="Its public page, with its files.", examples=["/editions/1/"])


class Correction(Record):
    """A mistake in an edition and what is right. The edition itself stays as it is."""

    order: int = Field(description="Its place in the order in which corrections were made.", examples=[1])
    what: TranslatedText = Field(description="What is wrong and what is right.")
    why: TranslatedText = Field(description="How it came about.")
    made_on: date = Field(description="When it was said.", examples=["2026-12-01"])


class EditionInFull(Edition):
    """An edition with the corrections made to it."""

    corrections: list[Correction] = Field(description="The corrections, in the order in which they were made.")


def _fields(row: m.Edition) -> dict[str, object]:
    return {
        "number": row.number,
        "title": spoken(row.title),
        "register_date": row.register_date,
        "state": row.state,
        "root_hash": row.root_hash,
        "records_root": row.records_root,
        "record_count": row.record_count,
        "file_count": row.file_count,
        "languages": row.languages,
        "round": row.round_code or None,
        "published_at": row.published_at,
        "page": page("edition", str(row.number)),
    }


def _edition(row: m.Edition) -> Edition:
    return Edition.model_validate(_fields(row))


@router.get("/editions", response=Listing[Edition], summary="Editions", url_name="editions")
def editions(request: HttpRequest, asked: Query[Asked]) -> Listing[Edition]:
    """The editions that are out, oldest first."""
    return listed(request, queries.editions(reader_of(request)), asked, _edition)


@router.get("/editions/{key:number}", response=EditionInFull, summary="One edition", url_name="edition")
def edition(request: HttpRequest, number: int) -> EditionInFull:
    """One edition with the corrections made to it. Its files are at its public page."""
    actor = reader_of(request)
    row = queries.edition(actor, number)
    said = [
        Correction(order=one.order, what=spoken(one.what), why=spoken(one.why), made_on=one.made_on)
        for one in queries.corrections(actor, number)
    ]
    return EditionInFull.model_validate({**_fields(row), "corrections": said})
