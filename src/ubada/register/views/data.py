"""What is public, to take away."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ubada.kernel.canonical import canonical_json
from ubada.register.queries.downloads import columns_and_records, kinds
from ubada.register.shapes import Record
from ubada.register.views.answering import actor_of, csv_response, one_of_few, same_for_readers


@require_safe
@same_for_readers
def data(request: HttpRequest) -> HttpResponse:
    """What can be downloaded, under which licence, and how to cite it."""
    return render(request, "register/data.html", {"kinds": kinds(actor_of(request)), "today": timezone.now().date()})


def _found(request: HttpRequest, name: str) -> tuple[tuple[str, ...], Iterator[Record]]:
    found = columns_and_records(actor_of(request), name)
    if found is None:
        raise Http404
    return found


@require_safe
def records_csv(request: HttpRequest, name: str) -> StreamingHttpResponse:
    """Every record of a kind as CSV; values that are lists or objects are written as JSON."""
    columns, records = _found(request, name)
    rows = ([_cell(record[column]) for column in columns] for record in one_of_few(records))
    return csv_response(f"ubada-{name}", columns, rows)


def _cell(value: object) -> object:
    return canonical_json(value).decode() if isinstance(value, dict | list) else value


@require_safe
def records_json(request: HttpRequest, name: str) -> StreamingHttpResponse:
    """Every record of a kind as one JSON array of canonical records."""
    _columns, records = _found(request, name)
    response = StreamingHttpResponse(_lines(one_of_few(records)), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="ubada-{name}.json"'
    return response


def _lines(found: Iterator[Record]) -> Iterator[bytes]:
    yield b"["
    for position, record in enumerate(found):
        yield b"\n" if position == 0 else b",\n"
        yield canonical_json(record)
    yield b"\n]\n"
