"""Lists: how much of one is asked for, and the page that is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, NoReturn, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from pydantic import Field

from ubada.access.actors import Actor
from ubada.kernel.errors import InvalidInput, Problem
from ubada.resources.values import Record

DEFAULT_LIMIT = 50
LARGEST_LIMIT = 500
LARGEST_OFFSET = 2_147_483_647
LONGEST_VALUE = 200
"""Characters of the longest value that a filter takes."""

R = TypeVar("R", bound=Record)
M = TypeVar("M", bound=Model)
T = TypeVar("T")


class Asked(Record):
    """Which part of a list is asked for."""

    limit: int = Field(
        DEFAULT_LIMIT,
        ge=1,
        le=LARGEST_LIMIT,
        description=f"How many items at most, from 1 to {LARGEST_LIMIT}.",
        examples=[DEFAULT_LIMIT],
    )
    offset: int = Field(
        0,
        ge=0,
        le=LARGEST_OFFSET,
        description="How many items to leave out from the beginning of the list.",
        examples=[0],
    )


class Listing(Record, Generic[R]):
    """One page of a list. Items are in the order of their keys, so that pages neither overlap nor leave a gap."""

    count: int = Field(description="How many items the whole list has, with the filters applied.", examples=[198])
    next: str | None = Field(
        description="Address of the page after this one, with the same filters; null on the last page.",
        examples=["/api/v1/commitments?state=KGZ&limit=50&offset=50"],
    )
    previous: str | None = Field(
        description="Address of the page before this one, with the same filters; null on the first page.",
        examples=[None],
    )
    items: list[R] = Field(description="The items of this page.")


def reader_of(request: HttpRequest) -> Actor:
    """Who asks. The public interface answers everyone as a reader."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def listed(
    request: HttpRequest, rows: QuerySet[M], asked: Asked, show: Callable[[M], R], *, ordered: bool = False
) -> Listing[R]:
    """The page of ``rows`` that was asked for, in the order of their keys (or in their own, if that is total)."""
    in_order = rows if ordered else rows.order_by("pk")
    return paged(request, in_order.count(), lambda start, end: in_order[start:end], asked, show)


def paged(
    request: HttpRequest,
    count: int,
    part: Callable[[int, int], Iterable[T]],
    asked: Asked,
    show: Callable[[T], R],
) -> Listing[R]:
    """The page that was asked for of a list that is read in parts."""
    start = min(asked.offset, count)
    items = [show(row) for row in part(start, start + asked.limit)] if start < count else []
    end = start + len(items)
    return Listing(
        count=count,
        next=_address(request, asked.limit, end) if end < count else None,
        # the page before ends where this one begins, also where that makes it shorter
        previous=_address(request, min(asked.limit, start), max(0, start - asked.limit)) if start > 0 else None,
        items=items,
    )


def _address(request: HttpRequest, limit: int, offset: int) -> str:
    query = request.GET.copy()
    query["limit"], query["offset"] = str(limit), str(offset)
    return f"{request.path.rstrip('/')}?{query.urlencode()}"


def known(rows: QuerySet[M], name: str, value: str | None, **where: str | None) -> None:
    """Pass silently if a filter names something that exists; a misspelt code must not look like an empty list.

    Raises InvalidInput naming the parameter.
    """
    if value is not None and not rows.filter(**where).exists():
        refuse(name, f"There is no {name} with the code {value[:80]}.")


def refuse(name: str, message: str) -> NoReturn:
    """Raise InvalidInput about one parameter."""
    raise InvalidInput("A parameter has no meaning here.", problems=[Problem("", "", name, message)])
