"""What later stages add to the data that can be taken away: the register sends it and knows nothing of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ubada.register.shapes import SHAPES, Record


@dataclass(frozen=True, slots=True)
class Dataset:
    """One kind of record: the name in its address, its columns, and what is public of it, the same for everybody.

    A file is handed on, so whoever takes it gets what a reader would: no name that is protected from others.
    ``title`` gives the words for people in the language of the request. ``records`` reads in portions, so that the
    whole is never in memory, and gives nothing about the practice state.
    """

    name: str
    title: Callable[[], str]
    columns: tuple[str, ...]
    count: Callable[[], int]
    records: Callable[[], Iterator[Record]]


_offered: dict[str, Dataset] = {}


def offer(dataset: Dataset) -> None:
    """Add a kind of record. Raises ValueError if the name is taken."""
    if dataset.name in _offered or any(shape.name == dataset.name for shape in SHAPES):
        message = f"There is a kind of record {dataset.name} already."
        raise ValueError(message)
    _offered[dataset.name] = dataset


def offered() -> tuple[Dataset, ...]:
    """Everything that was added, in the order in which it was."""
    return tuple(_offered.values())
