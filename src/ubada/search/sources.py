"""Where search documents come from: each app says how its objects are built, found and shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ubada.access.actors import Actor
from ubada.kernel.dates import PartialDate
from ubada.kernel.text import TranslatedText
from ubada.search.schema import IndexDocument


@dataclass(frozen=True, slots=True)
class Shown:
    """What a result list shows of one object, read from the database for one actor.

    ``texts`` are the passages a snippet is taken from, the most telling first; ``source`` is what the object comes
    from and ``place`` the place in it; ``answers`` are pairs of a state's code and its answer.
    """

    type: str
    key: str
    url: str
    title: TranslatedText
    texts: tuple[TranslatedText, ...]
    source: TranslatedText
    place: str = ""
    states: tuple[str, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    date: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One type of object that can be searched.

    ``keys`` gives all keys that belong into the index; ``build`` the documents of those among the given keys that
    still do; ``affected`` says, for a kind of record that changed, which objects of this type are out of date with
    it; ``show`` reads objects for an actor and leaves out those the actor may not see.
    """

    type: str
    keys: Callable[[], Iterable[str]]
    build: Callable[[Sequence[str]], list[IndexDocument]]
    show: Callable[[Actor, Sequence[str]], dict[str, Shown]]
    affected: Mapping[str, Callable[[Sequence[str]], Iterable[str]]] = field(default_factory=dict)


_sources: Final[dict[str, Source]] = {}


def add_source(source: Source) -> None:
    """Make a type of object searchable. Raises ValueError if its type has a source already."""
    if source.type in _sources:
        message = f"{source.type} is made searchable twice"
        raise ValueError(message)
    _sources[source.type] = source


def sources() -> tuple[Source, ...]:
    """Every source, in the order of their declaration."""
    return tuple(_sources.values())


def source_of(type_: str) -> Source | None:
    """The source of a type, or None for a type nobody declared."""
    return _sources.get(type_)
