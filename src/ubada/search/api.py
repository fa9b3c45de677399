"""Search, for programs: the same questions, filters and results as the search page."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field, StringConstraints

from ubada.access.actors import Actor
from ubada.kernel.text import TranslatedText as Texts
from ubada.resources.lists import Asked, Listing, paged, reader_of, refuse
from ubada.resources.values import Record, TranslatedText, said
from ubada.search.asking import LONGEST, Sort
from ubada.search.forms import FARTHEST_PAGE, SearchRequest
from ubada.search.queries import Hit as Found
from ubada.search.queries import SearchPage, current_labels
from ubada.search.queries import search as find
from ubada.search.schema import FACETS
from ubada.search.snippets import Marked

router = Router(tags=["Search"])

Value = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Values = Annotated[list[Value], Field(max_length=40)]
MOST_FOUND = 2_000
"""How far into the hits a page may reach."""


class Fragment(Record):
    """A piece of a text."""

    text: str = Field(description="The piece.", examples=["harassment"])
    is_hit: bool = Field(description="Whether it is what was looked for.", examples=[True])


class Passage(Record):
    """A text in one language, in pieces, with what was looked for marked."""

    language: str = Field(description="Code of the language it is in.", examples=["en"])
    fragments: list[Fragment] = Field(description="The pieces; together they are the text.")


class HitAnswer(Record):
    """What the facts answer for one state."""

    state: str = Field(description="Code of the state (ISO 3166-1 alpha-3).", examples=["KGZ"])
    answer: str = Field(description="yes, no or unknown.", examples=["yes"])


class Hit(Record):
    """One object that was found."""

    type: str = Field(description="What it is: commitment, instrument or fact.", examples=["commitment"])
    key: str = Field(description="Its key.", examples=["C190-4"])
    title: Passage = Field(description="Its title.")
    snippet: Passage = Field(description="The passage in which it was found.")
    source: TranslatedText | None = Field(description="What it comes from.")
    place: str | None = Field(description="The place in that.", examples=["art. 4"])
    states: list[str] = Field(description="Codes of the states it concerns.", examples=[["KGZ"]])
    answers: list[HitAnswer] = Field(description="What the facts answer for each state.")
    page: str = Field(description="Its public page.", examples=["/commitments/C190-4/"])


class SearchFilters(Asked):
    """What is looked for. Values of one filter widen, different filters narrow."""

    q: str = Field(
        "", max_length=LONGEST, description="Words, references or phrases in quotation marks.", examples=["harassment"]
    )
    type: Values = Field([], description="commitment, instrument or fact.", examples=[["commitment"]])
    state: Values = Field([], description="Codes of states.", examples=[["KGZ"]])
    result: Values = Field([], description="Answers of the facts: yes, no, unknown.", examples=[["no"]])
    response: Values = Field([], description="Answers of the states.", examples=[["supported"]])
    theme: Values = Field([], description="Codes of themes.", examples=[["equality.gender"]])
    kind: Values = Field([], description="Kinds of commitment, instrument or fact.", examples=[["treaty-obligation"]])
    body: Values = Field([], description="Codes of bodies.", examples=[["ILO"]])
    instrument: Values = Field([], description="Codes of instruments.", examples=[["CEDAW"]])
    persons: Values = Field([], description="Codes of groups of persons affected.", examples=[["women-girls"]])
    sdg: Values = Field([], description="Goals or targets of sustainable development.", examples=[["5.5"]])
    year: Values = Field([], description="Years.", examples=[["2024"]])
    language: Values = Field([], description="Codes of languages the text exists in.", examples=[["ru"]])
    sort: Sort = Field("relevance", description="The order of the hits.", examples=["relevance"])
    prefer: Literal["en", "ru", "kk", "ky", "tg", "tk", "uz"] = Field(
        "en", description="The language in which titles and passages are preferred.", examples=["en"]
    )


@router.get("/search", response=Listing[Hit], summary="Search", url_name="search")
def search(request: HttpRequest, asked: Query[SearchFilters]) -> Listing[Hit]:
    """Commitments, instruments and facts by words and by the filters of the search page, best match first.

    A filter may be given several times. Hits beyond the first 2,000 are not listed: narrow the question.
    """
    if asked.offset >= MOST_FOUND:
        refuse("offset", f"Hits are listed up to number {MOST_FOUND}.")
    wanted = SearchRequest(asked.q, {facet: tuple(getattr(asked, facet)) for facet in FACETS}, asked.sort)
    labels = current_labels()
    for facet, values in wanted.chosen.items():
        for value in values:
            if not labels.is_known(facet, value):
                refuse(facet, f"There is no {facet} {value}.")
    total, hits = _window(reader_of(request), wanted, asked)
    return paged(request, total, lambda start, end: hits[start - asked.offset : end - asked.offset], asked, _hit)


def _window(actor: Actor, wanted: SearchRequest, asked: SearchFilters) -> tuple[int, list[Found]]:
    """How many hits there are, and those asked for; the index gives whole pages, so two where they straddle."""
    first, rest = divmod(asked.offset, asked.limit)
    pages: list[SearchPage] = []
    for number in (first + 1, first + 2) if rest else (first + 1,):
        page = find(actor, wanted.with_page(min(number, FARTHEST_PAGE)), language=asked.prefer, per_page=asked.limit)
        if page.request.page == number or not pages:
            pages.append(page)
    in_range = [page for number, page in enumerate(pages, first + 1) if page.request.page == number]
    hits = [hit for page in in_range for hit in page.hits]
    return min(pages[0].total, MOST_FOUND), hits[rest : rest + asked.limit]


def _hit(found: Found) -> Hit:
    source = found.source
    return Hit(
        type=found.type,
        key=found.key,
        title=_passage(found.title),
        snippet=_passage(found.snippet),
        source=(dict(source) if isinstance(source, Texts) else {"en": source} if source else {}) or None,
        place=said(found.place),
        states=[code for code, _ in found.states],
        answers=[HitAnswer(state=one.code, answer=one.answer) for one in found.answers],
        page=found.url,
    )


def _passage(text: Marked) -> Passage:
    return Passage(
        language=text.language, fragments=[Fragment(text=piece, is_hit=is_hit) for piece, is_hit in text.fragments]
    )
