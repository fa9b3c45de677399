"""Vocabularies, their terms, and the themes among them."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest, JsonResponse
from django.utils.cache import patch_vary_headers
from ninja import Query, Router
from pydantic import Field

from ubada.register import models as m
from ubada.register.api.skos import concept_scheme
from ubada.register.queries import lists
from ubada.resources.addresses import JSON, JSON_LD, here, offers, page
from ubada.resources.lists import Asked, Listing, listed, reader_of
from ubada.resources.values import PartialDate, Record, TranslatedText, edtf, said, spoken, words

router = Router(tags=["Vocabularies"])


class Mapping(Record):
    """That a term is close to, or broader than, a term of someone else's vocabulary (SKOS)."""

    relation: Literal["closeMatch", "broadMatch", "narrowMatch", "exactMatch", "relatedMatch"] = Field(
        description="The relation, as SKOS names it.", examples=["broadMatch"]
    )
    scheme: str = Field(description="The other vocabulary.", examples=["osce-theme"])
    target: str = Field(description="The term in it.", examples=["gender equality"])


class Term(Record):
    """One term. It may be end-dated and replaced, never removed."""

    key: str = Field(description="The term's key: vocabulary:code.", examples=["themes:civic-space.association"])
    code: str = Field(description="Its code in the vocabulary.", examples=["civic-space.association"])
    order: int = Field(description="Its place in the vocabulary's own order.", examples=[2])
    label: TranslatedText = Field(description="What it is called.")
    definition: TranslatedText | None = Field(description="What it means.")
    parent: str | None = Field(description="Key of the term above it.", examples=["themes:civic-space"])
    valid_from: PartialDate | None = Field(description="Since when it is used.")
    valid_to: PartialDate | None = Field(description="Until when it was used; null while it is.")
    replaced_by: str | None = Field(description="Key of the term that took its place.", examples=[None])
    mappings: list[Mapping] = Field(description="What it is close to elsewhere.", examples=[[]])


class Theme(Term):
    """A theme of commitments."""

    commitments: int = Field(description="How many commitments name this very theme, a count.", examples=[12])
    page: str = Field(description="The theme's public page.", examples=["/themes/civic-space.association/"])


class Vocabulary(Record):
    """A controlled list of terms, with its version and the body that defines it."""

    code: str = Field(description="The vocabulary's code.", examples=["themes"])
    version: str = Field(description="Its version.", examples=["2026-11"])
    owner: str = Field(description="Who defines it.", examples=["Ubada"])
    kind: Literal["ordinal", "nominal", "flag"] = Field(
        description="Whether its terms have an order, are names only, or are marks.", examples=["nominal"]
    )
    title: TranslatedText = Field(description="The title.")
    source_url: str | None = Field(description="Where it is published.", examples=[None])
    retrieved_on: PartialDate | None = Field(description="When it was taken from there.")
    licence_note: str | None = Field(description="On what terms it is used here.", examples=["Own vocabulary."])
    term_count: int = Field(description="How many terms it has, a count.", examples=[34])


class VocabularyInFull(Vocabulary):
    """A vocabulary with its terms."""

    terms: list[Term] = Field(description="Its terms, in its own order.")


def _term_fields(row: m.Term) -> dict[str, object]:
    return {
        "key": row.key,
        "code": row.code,
        "order": row.order,
        "label": spoken(row.label),
        "definition": words(row.definition),
        "parent": row.parent_id,
        "valid_from": edtf(row.valid_from),
        "valid_to": edtf(row.valid_to),
        "replaced_by": row.replaced_by_id,
        "mappings": [
            {"relation": one.relation, "scheme": one.scheme, "target": one.target} for one in row.mappings.all()
        ],
    }


def _theme(row: m.Term) -> Theme:
    count = row.commitment_count  # type: ignore[attr-defined]
    return Theme.model_validate({**_term_fields(row), "commitments": count, "page": page("theme", row.code)})


def _vocabulary_fields(row: m.Vocabulary) -> dict[str, object]:
    return {
        "code": row.code,
        "version": row.version,
        "owner": row.owner,
        "kind": row.kind,
        "title": spoken(row.title),
        "source_url": said(row.source_url),
        "retrieved_on": edtf(row.retrieved_on),
        "licence_note": said(row.licence_note),
        "term_count": row.term_count,  # type: ignore[attr-defined]
    }


def _vocabulary(row: m.Vocabulary) -> Vocabulary:
    return Vocabulary.model_validate(_vocabulary_fields(row))


@router.get("/themes", response=Listing[Theme], summary="Themes", url_name="themes")
def themes(request: HttpRequest, asked: Query[Asked]) -> Listing[Theme]:
    """The themes of commitments, with what each is close to in the vocabularies of others."""
    return listed(request, lists.themes(reader_of(request)), asked, _theme)


@router.get("/themes/{key:code}", response=Theme, summary="One theme", url_name="theme")
def theme(request: HttpRequest, code: str) -> Theme:
    """One theme, by its code or its key."""
    return _theme(lists.themes(reader_of(request)).get(code=code.removeprefix("themes:")))


@router.get("/vocabularies", response=Listing[Vocabulary], summary="Vocabularies", url_name="vocabularies")
def vocabularies(request: HttpRequest, asked: Query[Asked]) -> Listing[Vocabulary]:
    """The controlled lists of terms that records draw on."""
    return listed(request, lists.vocabularies(reader_of(request)), asked, _vocabulary)


class VocabularyForm(Record):
    """The form in which a vocabulary is asked for."""

    format: Literal["json", "jsonld"] | None = Field(
        None, description="jsonld: as SKOS in JSON-LD, whatever the Accept header says.", examples=["jsonld"]
    )


@router.get(
    "/vocabularies/{key:code}",
    response=VocabularyInFull,
    summary="One vocabulary",
    url_name="vocabulary",
    openapi_extra={"responses": {200: {"content": {JSON_LD: {"schema": {"type": "object"}}}}}},
)
@offers(JSON, JSON_LD)
def vocabulary(request: HttpRequest, code: str, form: Query[VocabularyForm]) -> Any:
    """One vocabulary with its terms; as a SKOS concept scheme in JSON-LD to those who ask for application/ld+json."""
    actor = reader_of(request)
    row = lists.vocabularies(actor).get(code=code)
    terms = list(lists.terms(actor, code))
    preferred = request.get_preferred_type([JSON, JSON_LD])
    if form.format == "jsonld" or (form.format is None and preferred == JSON_LD):
        scheme = concept_scheme(row, terms, address=request.build_absolute_uri(here("vocabularies", code)))
        linked = JsonResponse(scheme, content_type=JSON_LD, json_dumps_params={"ensure_ascii": False})
        patch_vary_headers(linked, ["Accept"])
        return linked
    return VocabularyInFull.model_validate(
        {**_vocabulary_fields(row), "terms": [Term.model_validate(_term_fields(one)) for one in terms]}
    )
