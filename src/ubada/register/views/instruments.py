"""Instruments: the matrix with its file, and the page of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ubada.register.models import Instrument
from ubada.register.queries.conflicts import disputes
from ubada.register.queries.instruments import Row, instrument_page, is_practice_instrument, matrix
from ubada.register.queries.vocabulary import translation_status
from ubada.register.views.answering import actor_of, csv_response, language_of, same_for_readers


@require_safe
@same_for_readers
def instrument_list(request: HttpRequest) -> HttpResponse:
    """The matrix of instruments and states, and the texts that nobody ratifies."""
    columns, rows, others = matrix(actor_of(request))
    return render(
        request,
        "register/instruments.html",
        {
            "columns": columns,
            "groups": [(group, list(own)) for group, own in groupby(rows, key=lambda row: row.instrument.group)],
            "others": [(group, list(own)) for group, own in groupby(others, key=lambda pair: pair[0].group)],
        },
    )


@require_safe
def instruments_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The matrix as a file: one row an instrument and state, each with its source."""
    heading = (
        "instrument", "title", "group", "state", "status", "action", "action_date", "date_basis", "signature_date",
        "absent_from_source", "to_verify", "fact", "as_of", "source_title", "source_url", "confidence",
    )  # fmt: skip
    _, rows, _ = matrix(actor_of(request))
    return csv_response("ubada-instruments", heading, _cells(rows))


def _cells(rows: Sequence[Row]) -> Iterator[Sequence[Any]]:
    for row in rows:
        one = row.instrument
        for cell in row.cells:
            start = [one.code, one.title, one.group, cell.state.code]
            if cell.action is None:
                yield [*start, "", "", "", "", "", "", cell.is_to_verify, "", "", "", "", ""]
                continue
            act, fact = cell.action, cell.action.fact
            yield [
                *start, act.status, act.action, act.action_date, act.date_basis, act.signature_date,
                act.absent_from_source, cell.is_date_withheld, fact.key, fact.as_of, fact.source_title, fact.source_url,
                fact.confidence,
            ]  # fmt: skip


@require_safe
def instrument(request: HttpRequest, code: str) -> HttpResponse:
    """One instrument: each state towards it, and what it promises."""
    actor = actor_of(request)
    is_practice = is_practice_instrument(actor, code)
    if is_practice:
        actor = actor.asking_for_practice()
    try:
        page = instrument_page(actor, code)
    except Instrument.DoesNotExist as error:
        raise Http404 from error
    return render(
        request,
        "register/instrument.html",
        {
            "page": page,
            "one": page.instrument,
            "is_practice": is_practice,
            "crumbs": [
                {"title": _("Instruments"), "url": reverse("instruments")},
                {"title": page.instrument.short_title},
            ],
            "is_joined": any(cell.action or cell.is_to_verify for cell in page.cells),
            "disputes": disputes(actor, page.conflicts),
            "translation": translation_status(actor, "instrument", code, language_of()),
        },
    )
