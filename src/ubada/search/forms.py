"""From the query string of an address to a search request and back. Every query string whatever can be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, cast, get_args
from urllib.parse import urlencode

from django.http import QueryDict

from ubada.search.asking import Sort
from ubada.search.labels import Labels
from ubada.search.schema import FACETS

SORTS: Final = get_args(Sort)
FARTHEST_PAGE: Final = 10**6
MOST_VALUES: Final = 40
"""Values of one facet that are read."""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What a reader asks: words, the values chosen in each facet, the order, and which page of the hits (from 1)."""

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = "relevance"
    page: int = 1
    is_practice: bool = False
    """Whether what is invented to learn on is looked for, in place of what is real."""

    def query_string(self) -> str:
        """The one query string that stands for this request; equal requests have equal ones."""
        return urlencode(list(self._parameters()))

    def _parameters(self) -> Iterator[tuple[str, str]]:
        if self.text:
            yield "q", self.text
        for facet in FACETS:
            for value in sorted(self.chosen.get(facet, ())):
                yield facet, value
        if self.is_practice:
            yield "practice", "1"
        if self.sort != "relevance":
            yield "sort", self.sort
        if self.page > 1:
            yield "page", str(self.page)

    def with_page(self, page: int) -> SearchRequest:
        """The same search at another page."""
        return replace(self, page=page)

    def without(self, facet: str, value: str) -> SearchRequest:
        """The search without one of its choices, at its first page."""
        kept = tuple(one for one in self.chosen.get(facet, ()) if one != value)
        return replace(self, chosen={**self.chosen, facet: kept}, page=1)

    def unfiltered(self) -> SearchRequest:
        """The same words with nothing chosen."""
        return replace(self, chosen={}, page=1)


class NoSuchPage(ValueError):
    """The page asked for is no number."""


def read_request(parameters: QueryDict, labels: Labels | None) -> tuple[SearchRequest, tuple[str, ...]]:
    """The request in these parameters, and what in them was ignored, as ``name=value``.

    Without ``labels`` no facet value can be checked and all are kept. Raises NoSuchPage for a page that is no number.
    """
    chosen: dict[str, tuple[str, ...]] = {}
    ignored: list[str] = []
    for facet in FACETS:
        given = [value for value in dict.fromkeys(parameters.getlist(facet)) if value]
        known = tuple(value for value in given[:MOST_VALUES] if labels is None or labels.is_known(facet, value))
        ignored += [f"{facet}={value[:40]}" for value in given if value not in known]
        if known:
            chosen[facet] = known
    sort = parameters.get("sort", "") or "relevance"
    if sort not in SORTS:
        ignored.append(f"sort={sort[:40]}")
        sort = "relevance"
    text = " ".join(parameters.get("q", "").split())
    page, is_practice = _page(parameters.get("page", "")), parameters.get("practice") == "1"
    return SearchRequest(text, chosen, cast("Sort", sort), page, is_practice), tuple(ignored[:5])


def _page(given: str) -> int:
    digits = given.strip().removeprefix("-")
    if not digits:
        return 1
    if not (digits.isascii() and digits.isdecimal()):
        raise NoSuchPage(given[:40])
    if given.strip().startswith("-"):
        return 1
    return max(1, int(digits)) if len(digits) < 8 else FARTHEST_PAGE
