"""What the views share: who asks, in which language, one page of many, and files that are written as they are read."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import wraps
from hashlib import sha256
from threading import BoundedSemaphore
from typing import Any, TypeVar

from django.core.cache import cache
from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import get_language

from ubada.access.actors import Actor, ActorKind
from ubada.kernel.dates import PartialDate
from ubada.kernel.text import TranslatedText
from ubada.ledger.queries import public_head

T = TypeVar("T")
PAGE_KEPT = 600
"""For how many seconds a page is kept: new charts and a new edition appear after that at the latest."""
WHOLE_LISTS_AT_ONCE = 2
"""So many whole lists a web process puts together at once: one can take a minute, and pages must not wait for it."""
_room = BoundedSemaphore(WHOLE_LISTS_AT_ONCE)
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def language_of() -> str:
    """The language the page is written in."""
    return get_language() or "en"


def page_of(request: HttpRequest, rows: Any, size: int) -> Page[Any]:
    """The page of rows that the address asks for. Raises Http404 for a page that is not there."""
    try:
        return Paginator(rows, size).page(request.GET.get("page", "1"))
    except InvalidPage as error:
        raise Http404 from error


def same_for_readers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keeps the page of a view for readers who are not signed in, until the register changes or a while has passed.

    Such a page depends on its address, the language and the register alone. Addresses with a query are not kept: there
    is no end of them.
    """

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET or actor_of(request).kind is not ActorKind.READER:
            return view(request, *args, **kwargs)
        key = f"page:{public_head()}:{language_of()}:{request.get_host()}:{request.is_secure()}:{request.path}"
        name = f"page:{sha256(key.encode()).hexdigest()}"
        content = cache.get(name)
        if content is None:
            content = view(request, *args, **kwargs).content
            cache.set(name, content, PAGE_KEPT)
        return HttpResponse(content)

    return kept


class Busy(Exception):
    """Whole lists are being put together already, as many as may be at once."""


def one_of_few(pieces: Iterable[T]) -> Iterator[T]:
    """The pieces of a whole list, if not too many lists are underway in this process; raises Busy if they are."""
    if not _room.acquire(blocking=False):  # whoever waited would keep a thread from those who read pages
        raise Busy
    try:
        yield from pieces
    finally:
        _room.release()


class _Echo:
    """Hands each written line straight back."""

    def write(self, line: str) -> str:
        return line


def csv_response(name: str, heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """A CSV file (RFC 4180, UTF-8 with its mark, CRLF) that is sent row by row."""
    writer = csv.writer(_Echo())

    def lines() -> Iterator[str]:
        yield "\ufeff" + writer.writerow(heading)
        for row in rows:
            yield writer.writerow([cell(value) for value in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def cell(value: Any) -> str:
    """A value as one cell. Text that a spreadsheet would run as a formula is written with an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, TranslatedText):
        return inert(value.best(language_of()).text)
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, list | tuple):
        return inert("; ".join(str(one) for one in value))
    return inert(str(value))


def inert(text: str) -> str:
    """The text, harmless in a spreadsheet; a plain number stays one."""
    if text.lstrip().startswith(("=", "+", "-", "@")) or text.startswith(("\t", "\r", "\n")):
        return text if _NUMBER.fullmatch(text) else f"'{text}"
    return text
