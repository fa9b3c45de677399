"""Searching: the engine finds and counts, the database decides what of it the actor may see."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from ubada.access.actors import Actor
from ubada.kernel.errors import UbadaError
from ubada.kernel.text import TranslatedText
from ubada.search.asking import Answer, Asked, ask
from ubada.search.engine import Snapshot
from ubada.search.forms import SearchRequest
from ubada.search.labels import Labels, labels_for
from ubada.search.schema import FACETS, PRACTICE, PUBLIC
from ubada.search.services import the_index
from ubada.search.snippets import Marked, as_written, marked, snippet
from ubada.search.sources import Shown, source_of

PAGE: Final = 20
"""Hits on a page."""
Name = TranslatedText | str


@dataclass(frozen=True, slots=True)
class StateAnswer:
    """What the facts answer for one state: yes, no or unknown."""

    code: str
    name: Name
    answer: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One result as it is shown. ``url`` is its public address without the language."""

    type: str
    key: str
    url: str
    title: Marked
    snippet: Marked
    source: Name
    place: str
    states: tuple[tuple[str, Name], ...]
    answers: tuple[StateAnswer, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet, with the number of hits it has beside what is chosen in the other facets."""

    value: str
    name: Name
    count: int
    is_chosen: bool
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to narrow the search, with its values in the order of offer."""

    name: str
    options: tuple[Option, ...]

    @property
    def chosen(self) -> tuple[Option, ...]:
        """The values that the search is narrowed to."""
        return tuple(option for option in self.options if option.is_chosen)


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of results.

    ``total`` counts all hits, without those found on this page that the database does not let the actor see
    (``held_back``). ``matched`` is "any" where no object holds all the words; ``alike`` are the words looked for
    besides, for want of hits; ``has_words`` is false for a text in which there is nothing to look for.
    """

    request: SearchRequest
    hits: tuple[Hit, ...]
    total: int
    pages: int
    facets: tuple[Facet, ...]
    matched: Literal["all", "any"]
    alike: tuple[str, ...]
    held_back: int
    was_cut: bool
    has_words: bool


def visibility_of(actor: Actor) -> tuple[str, ...]:
    """The visibilities whose documents the actor may find: what is real, or what is invented where it is asked for.

    Nothing unpublished is ever indexed.
    """
    return (PRACTICE,) if actor.asks_for_practice else (PUBLIC,)


def search(actor: Actor, request: SearchRequest, *, language: str, per_page: int = PAGE) -> SearchPage:
    """The page of results the request names, or the last one if it names one beyond. Raises IndexTrouble.

    The engine is asked only for what the actor may find, and what it gives is read again from the database through
    the actor's rules before any of it is shown.
    """
    index = the_index()
    snapshot = index.snapshot()
    try:
        answer, page = _ask(snapshot, actor, request, per_page)
    except UbadaError:
        raise
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        index.check()  # raises IndexTrouble if the files are at fault; otherwise the fault is ours
        raise
    labels = labels_for(snapshot.stamp)
    shown = _shown(actor, answer.hits)
    held_back = len(answer.hits) - len(shown)
    return SearchPage(
        request=request.with_page(page),
        hits=tuple(_hit(one, answer.forms, labels, language) for one in shown),
        total=answer.total - held_back,
        pages=max(1, math.ceil(answer.total / per_page)),
        facets=tuple(_facet(facet, answer.counts.get(facet, {}), request, labels) for facet in FACETS),
        matched=answer.matched,
        alike=as_written(answer.alike, (text for one in shown for text in (one.title, *one.texts))),
        held_back=held_back,
        was_cut=answer.question.was_cut,
        has_words=not answer.question.is_empty,
    )


def current_labels() -> Labels:
    """The names of facet values as of the newest commit. Raises IndexTrouble."""
    return labels_for(the_index().snapshot().stamp)


def _ask(snapshot: Snapshot, actor: Actor, request: SearchRequest, per_page: int) -> tuple[Answer, int]:
    def asked(page: int) -> Answer:
        return ask(
            snapshot,
            Asked(
                text=request.text,
                chosen=request.chosen,
                sort=request.sort,
                offset=(page - 1) * per_page,
                limit=per_page,
                visibility=visibility_of(actor),
            ),
        )

    answer = asked(request.page)
    last = max(1, math.ceil(answer.total / per_page))
    if request.page <= last:
        return answer, request.page
    return asked(last), last


def _shown(actor: Actor, hits: Sequence[tuple[str, str]]) -> list[Shown]:
    """The objects behind the hits, in their order, without those the actor may not see."""
    by_type: defaultdict[str, list[str]] = defaultdict(list)
    for kind, key in hits:
        by_type[kind].append(key)
    found: dict[str, Mapping[str, Shown]] = {}
    for kind, keys in by_type.items():
        source = source_of(kind)
        found[kind] = source.show(actor, keys) if source is not None else {}
    return [found[kind][key] for kind, key in hits if key in found[kind]]


def _hit(one: Shown, forms: frozenset[str], labels: Labels, language: str) -> Hit:
    given = dict(one.answers)
    return Hit(
        type=one.type,
        key=one.key,
        url=one.url,
        title=marked(one.title.best(language), forms),
        snippet=snippet(one.texts, forms, language),
        source=one.source,
        place=one.place,
        states=tuple((code, labels.states.get(code, code)) for code in one.states),
        answers=tuple(StateAnswer(code, name, given[code]) for code, name in labels.states.items() if code in given),
    )


def _facet(facet: str, counts: Mapping[str, int], request: SearchRequest, labels: Labels) -> Facet:
    chosen = request.chosen.get(facet, ())
    values = [*counts, *(value for value in chosen if value not in counts)]
    order = {value: place for place, value in enumerate(labels.names.get(facet, {}))}

    def place(value: str) -> tuple[object, ...]:
        if facet == "year":
            return (-int(value) if value.isdecimal() else 0,)
        if facet == "sdg":
            goal, _, target = value.partition(".")
            return (int(goal) if goal.isdecimal() else 99, target != "", target.zfill(3))
        if facet in ("body", "kind"):
            return (-counts.get(value, 0), order.get(value, len(order)), value)
        return (order.get(value, len(order)), value)

    return Facet(
        facet,
        tuple(
            Option(
                value=value,
                name=labels.name(facet, value),
                count=counts.get(value, 0),
                is_chosen=value in chosen,
                is_part=value in labels.parents or (facet == "sdg" and "." in value),
            )
            for value in sorted(values, key=place)
        ),
    )
