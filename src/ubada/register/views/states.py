"""The states: the list, the page of each, and its files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ubada.access.actors import Actor
from ubada.register.models import Fact, State
from ubada.register.places import Place, blocks
from ubada.register.queries.answers import answers_on
from ubada.register.queries.conflicts import conflicts
from ubada.register.queries.facts import facts_on
from ubada.register.queries.figures import figure_of, share_figure
from ubada.register.queries.instruments import treaty_actions
from ubada.register.queries.state_commitments import state_commitments
from ubada.register.queries.state_page import state_page
from ubada.register.queries.states import state_with_code, states_with_counts
from ubada.register.queries.verification import task_rows, tasks
from ubada.register.views.answering import actor_of, csv_response, language_of, same_for_readers
from ubada.register.views.state_parts import contents, key_facts, timeline

SHARES_DRAWN = 2
"""How many of the newest shares stand as bars; the rest is in the list of laws and in the file."""


@require_safe
def state_list(request: HttpRequest) -> HttpResponse:
    """The states by name, each with its counts."""
    return render(request, "register/states.html", {"rows": states_with_counts(actor_of(request), language_of())})


@require_safe
@same_for_readers
def state(request: HttpRequest, code: str) -> HttpResponse:
    """All that the register knows of one state."""
    language = language_of()
    try:
        actor = _actor_on(request, code)
        page = state_page(actor, code, language)
    except State.DoesNotExist as error:
        raise Http404 from error
    offered = blocks(Place.STATE, actor, page.state)
    figures = [(one, figure_of(one, language, settings.CHARTS_DIR)) for one in page.ratings]
    return render(
        request,
        "register/state.html",
        {
            "page": page,
            "state": page.state,
            "figures": figures,
            "strip": key_facts(page, language),
            "timeline": timeline(page),
            "blocks": offered,
            "parts": [*({"id": one.anchor, "title": one.title} for one in offered), *contents(page)],
            "topics": {**page.named["fact-kinds"], **page.named["law-topics"]},
            "crumbs": [{"title": _("States"), "url": reverse("states")}, {"title": page.state.name}],
            "is_practice": page.state.is_practice,
            "shares": [(one, share_figure(one, language)) for one in page.shares[:SHARES_DRAWN]],
        },
    )


@require_safe
def state_csv(request: HttpRequest, code: str, what: str) -> StreamingHttpResponse:
    """One part of a state's page as a file, each row with its source."""
    rows = FILES.get(what)
    if rows is None:
        raise Http404
    try:
        actor = _actor_on(request, code)
    except State.DoesNotExist as error:
        raise Http404 from error
    heading, content = rows(actor, code)
    return csv_response(f"ubada-{code}-{what}", heading, content)


def _actor_on(request: HttpRequest, code: str) -> Actor:
    """Who asks, and on a practice state asks for practice. Raises State.DoesNotExist."""
    actor = actor_of(request)
    return actor.asking_for_practice() if state_with_code(actor, code).is_practice else actor


Table = tuple[Sequence[str], Iterator[Sequence[Any]]]
_BASE = ("key", "state", "kind", "topic", "label", "value")
_SOURCE = ("date", "as_of", "source_title", "source_url", "confidence", "unverified_fields")


def _facts(kind: str, *details: str) -> Callable[[Actor, str], Table]:
    def rows(actor: Actor, code: str) -> Table:
        found = facts_on(actor, code, kind).order_by("key").iterator(chunk_size=1000)
        return (*_BASE, *details, *_SOURCE), (_fact_row(fact, details) for fact in found)

    return rows


def _fact_row(fact: Fact, details: Sequence[str]) -> list[Any]:
    own = [fact.key, fact.state_id or "ALL", fact.kind, fact.topic, fact.label, fact.value]
    source = [fact.date, fact.as_of, fact.source_title, fact.source_url, fact.confidence, fact.unverified_fields]
    return [*own, *(_detail(fact.detail, name) for name in details), *source]


def _detail(detail: dict[str, Any], path: str) -> Any:
    value: Any = detail
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value.get("en") if isinstance(value, dict) else value


def _treaties(actor: Actor, code: str) -> Table:
    heading = (
        "state", "instrument", "status", "action", "action_date", "date_basis", "signature_date", "absent_from_source",
        "fact", "as_of", "source_title", "source_url", "confidence",
    )  # fmt: skip
    found = treaty_actions(actor).filter(state=code).order_by("instrument__order")
    return heading, (
        [
            code, one.instrument_id, one.status, one.action, one.action_date, one.date_basis, one.signature_date,
            one.absent_from_source, one.fact_id, one.fact.as_of, one.fact.source_title, one.fact.source_url,
            one.fact.confidence,
        ]
        for one in found
    )  # fmt: skip


def _commitments(actor: Actor, code: str) -> Table:
    heading = (
        "state", "commitment", "title", "kind", "binding", "standing", "primary_theme", "instrument", "document",
        "locator", "answers", "verification", "source_title", "source_url",
    )  # fmt: skip

    def rows() -> Iterator[Sequence[Any]]:
        portion: list[Any] = []
        for row in state_commitments(actor, code).iterator(chunk_size=1000):
            portion.append(row)
            if len(portion) == 1000:
                yield from _portion(actor, code, portion)
                portion = []
        yield from _portion(actor, code, portion)

    return heading, rows()


def _portion(actor: Actor, code: str, portion: list[Any]) -> Iterator[Sequence[Any]]:
    book = answers_on(actor, [row.commitment_id for row in portion], [code])
    for row in portion:
        one = row.commitment
        yield [
            code, one.ref, one.title, one.kind, one.binding, row.standing, one.primary_theme.code, one.instrument_id,
            one.document_id, one.locator, [f"{given.test}: {given.answer}" for given in book.of(one.ref, code)],
            one.verification, one.checked_source_title, one.checked_source_url,
        ]  # fmt: skip


def _tasks(actor: Actor, code: str) -> Table:
    heading = ("state", "task", "about", "subject", "kind", "topic", "reason", "missing", "source_title", "source_url")
    found = task_rows(tasks(actor, state=code))
    return heading, (
        [code, one.key, one.about, one.subject, one.kind, one.topic, one.reason, one.missing, one.source_title,
         one.source_url]
        for one in found
    )  # fmt: skip


def _conflicts(actor: Actor, code: str) -> Table:
    heading = ("state", "conflict", "subject", "handling", "settled_as", "claim", "source_title", "source_url")
    found = conflicts(actor, state=code)
    return heading, (
        [code, one.key, one.subject, one.handling, one.settled_as, side["claim"].get("en"), side["source_title"],
         side["source_url"]]
        for one in found
        for side in one.sides
    )  # fmt: skip


FILES: dict[str, Callable[[Actor, str], Table]] = {
    "commitments": _commitments,
    "treaties": _treaties,
    "laws": _facts("law", "status", "law_class", "offence", "measure.code", "measure.percent"),
    "ratings": _facts("rating", "index", "year", "score", "rank", "out_of", "category", "status"),
    "institution": _facts("nhri", "ganhri_class"),
    "reviews": _facts(
        "review", "body", "cycle", "committee", "document", "considered", "recommendations_received",
        "recommendations_supported",
    ),
    "services": _facts("service", "hours", "round_the_clock"),
    "osce": _facts("osce", "operation", "document", "locator"),
    "projects": _facts("project", "institutions", "project_number", "es_category", "complaint"),
    "to-verify": _tasks,
    "conflicts": _conflicts,
}  # fmt: skip
"""The files of a state, by the name in their address."""
