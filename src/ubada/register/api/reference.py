"""What the register refers to: regions, documents, bodies, and how indices are to be read."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from ubada.register import models as m
from ubada.register.queries import lists
from ubada.resources.lists import Asked, Listing, known, listed, reader_of
from ubada.resources.values import PartialDate, Record, TranslatedText, edtf, said, spoken, words

router = Router(tags=["Reference"])


class Region(Record):
    """A first-level subdivision of a state. Never joined by name: names collide."""

    code: str = Field(description="ISO 3166-2 code.", examples=["KG-B"])
    state: str = Field(description="Code of the state (ISO 3166-1 alpha-3).", examples=["KGZ"])
    name: TranslatedText = Field(description="The name.")
    kind: str = Field(description="What it is called in law.", examples=["region"])
    valid_from: PartialDate | None = Field(description="Since when it has existed, where that matters.")
    valid_to: PartialDate | None = Field(description="Until when it existed; null while it does.")


class Document(Record):
    """A text with an address of its own: a decision, a resolution, a report, a statement."""

    code: str = Field(description="The document's code.", examples=["AGENDA-2030"])
    symbol: str | None = Field(description="The symbol printed on it.", examples=["A/RES/70/1"])
    title: TranslatedText = Field(description="The title.")
    kind: str = Field(description="What kind of document it is.", examples=["resolution"])
    body: str = Field(description="Code of the body that issued it.", examples=["UNGA"])
    adopted_on: PartialDate | None = Field(description="When it was adopted; null also where that is not verified.")
    url: str | None = Field(
        description="Where it can be read; null also where that is not verified.",
        examples=["https://undocs.org/A/RES/70/1"],
    )
    languages: list[str] = Field(description="Codes of the languages it exists in.", examples=[["en", "ru"]])
    unverified_fields: list[str] = Field(description="Fields nobody has verified yet; withheld.", examples=[[]])


class Body(Record):
    """A body or process that adopts texts, makes recommendations or publishes measurements."""

    code: str = Field(description="The body's code.", examples=["ILO"])
    name: TranslatedText = Field(description="The name.")
    kind: str = Field(description="What kind of body it is.", examples=["organisation"])
    url: str | None = Field(description="Its site.", examples=["https://www.ilo.org"])


class ScoreScale(Record):
    """The range and direction of an index's score."""

    scale_min: str = Field(description="Lowest score, an exact decimal as text.", examples=["0"])
    scale_max: str = Field(description="Highest score, an exact decimal as text.", examples=["100"])
    higher_is: Literal["better", "worse"] = Field(description="What a higher score means.", examples=["better"])
    valid_from: int | None = Field(None, description="First edition year on this scale.", examples=[2022])


class RankScale(Record):
    """The direction of an index's ranking."""

    higher_is: Literal["better", "worse"] = Field(description="What a higher number means.", examples=["worse"])


class SubScore(Record):
    """A sub-score of an index."""

    field: str = Field(description="Name of the field in the detail of a rating.", examples=["political_rights"])
    label: TranslatedText = Field(description="What it is called.")
    scale_min: str = Field(description="Lowest value, an exact decimal as text.", examples=["0"])
    scale_max: str = Field(description="Highest value, an exact decimal as text.", examples=["40"])
    higher_is: Literal["better", "worse"] = Field(description="What a higher value means.", examples=["better"])


class IndexClass(Record):
    """A class of an index, in its own words."""

    code: str = Field(description="The class.", examples=["repressed"])
    label: TranslatedText = Field(description="What it is called.")


class RatingScale(Record):
    """How one published index is to be read. Never compared with another."""

    code: str = Field(description="Code of the index.", examples=["RSF"])
    title: TranslatedText = Field(description="Name of the index.")
    body: str = Field(description="Code of the body that publishes it.", examples=["RSF"])
    url: str = Field(description="Where it is published.", examples=["https://rsf.org/en/index"])
    note: TranslatedText | None = Field(description="How to read it, in words.")
    score: ScoreScale | None = Field(description="Its score; null if it has none.")
    rank: RankScale | None = Field(description="Its ranking; null if it has none.")
    parts: list[SubScore] = Field(description="Its sub-scores.", examples=[[]])
    classes: list[IndexClass] = Field(description="Its classes, best first.", examples=[[]])


class RegionFilters(Asked):
    """What regions are asked for."""

    state: str | None = Field(None, pattern=r"^[A-Z]{3}$", description="Code of a state.", examples=["KGZ"])


class DocumentFilters(Asked):
    """What documents are asked for."""

    body: str | None = Field(
        None, min_length=1, max_length=40, description="Code of the body that issued it.", examples=["UNGA"]
    )


def _region(row: m.Region) -> Region:
    return Region(
        code=row.code,
        state=row.state_id,
        name=spoken(row.name),
        kind=row.kind,
        valid_from=edtf(row.valid_from),
        valid_to=edtf(row.valid_to),
    )


def _document(row: m.Document) -> Document:
    return Document(
        code=row.code,
        symbol=said(row.symbol),
        title=spoken(row.title),
        kind=row.kind,
        body=row.body_id,
        adopted_on=edtf(row.adopted_on),
        url=said(row.url),
        languages=row.languages,
        unverified_fields=row.unverified_fields,
    )


def _body(row: m.IssuingBody) -> Body:
    return Body(code=row.code, name=spoken(row.name), kind=row.kind, url=said(row.url))


def _rating_scale(row: m.RatingScale) -> RatingScale:
    return RatingScale.model_validate(
        {
            "code": row.code,
            "title": spoken(row.title),
            "body": row.body_id,
            "url": row.url,
            "note": words(row.note),
            "score": row.score,
            "rank": row.rank,
            "parts": row.parts,
            "classes": row.classes,
        }
    )


@router.get("/regions", response=Listing[Region], summary="Regions", url_name="regions")
def regions(request: HttpRequest, asked: Query[RegionFilters]) -> Listing[Region]:
    """First-level subdivisions by their ISO 3166-2 codes."""
    actor = reader_of(request)
    known(lists.all_states(actor), "state", asked.state, code=asked.state)
    return listed(request, lists.regions(actor, asked.state), asked, _region)


@router.get("/documents", response=Listing[Document], summary="Documents", url_name="documents")
def documents(request: HttpRequest, asked: Query[DocumentFilters]) -> Listing[Document]:
    """Decisions, resolutions, reports and statements that commitments come from."""
    actor = reader_of(request)
    known(lists.bodies(actor), "body", asked.body, code=asked.body)
    rows = lists.documents(actor)
    return listed(request, rows if asked.body is None else rows.filter(body=asked.body), asked, _document)


@router.get("/documents/{key:code}", response=Document, summary="One document", url_name="document")
def document(request: HttpRequest, code: str) -> Document:
    """One document."""
    return _document(lists.documents(reader_of(request)).get(code=code))


@router.get("/bodies", response=Listing[Body], summary="Bodies", url_name="bodies")
def bodies(request: HttpRequest, asked: Query[Asked]) -> Listing[Body]:
    """Bodies and processes that adopt texts, make recommendations or publish measurements."""
    return listed(request, lists.bodies(reader_of(request)), asked, _body)


@router.get("/rating-scales", response=Listing[RatingScale], summary="Scales of indices", url_name="rating_scales")
def rating_scales(request: HttpRequest, asked: Query[Asked]) -> Listing[RatingScale]:
    """How each index that facts of the kind rating come from is to be read: range, direction, classes."""
    return listed(request, lists.rating_scales(reader_of(request)), asked, _rating_scale)
