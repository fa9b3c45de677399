"""`ubada search`: the search index, made anew, checked against the database, and asked."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ubada.cli.arguments import Subparsers, add_command, add_group
from ubada.cli.installation import database
from ubada.cli.output import Output
from ubada.kernel.errors import UbadaError

if TYPE_CHECKING:
    from ubada.search.queries import SearchPage

MOST_SHOWN = 50
"""Differences that are listed on a terminal; JSON lists all."""


def register(subparsers: Subparsers) -> None:
    """Adds `search rebuild`, `search verify` and `search query`."""
    group = add_group(subparsers, "search", summary="make, check and ask the search index")
    add_command(
        group,
        "rebuild",
        rebuild,
        summary="make the search index anew from the database",
        details="Readers use the old index until the new one is whole.",
        formats=("table", "json"),
    )
    add_command(
        group,
        "verify",
        verify,
        summary="compare every search document with the database",
        details="Exits 1 and names what is missing, surplus or out of date if they differ.",
        formats=("table", "json"),
    )
    parser = add_command(
        group,
        "query",
        query,
        summary="search as any reader does",
        details="Narrow with --in, as in: ubada search query torture --in state=KGZ --in result=no --language ru",
        formats=("table", "json"),
    )
    parser.add_argument("words", nargs="*", metavar="WORD", help="what to look for; none lists everything")
    parser.add_argument(
        "--in",
        dest="choices",
        action="append",
        default=[],
        metavar="FACET=VALUE",
        help="keep only these; may be repeated",
    )
    parser.add_argument("--sort", default="relevance", choices=("relevance", "newest", "reference"), help="order")
    parser.add_argument("--page", type=int, default=1, help="which page of results; default: 1")
    parser.add_argument("--language", default="en", help="language of the texts shown; default: en")


def rebuild(arguments: argparse.Namespace) -> int:
    """Makes the index anew and gives 0."""
    output = Output(quiet=arguments.format == "json")
    with database():
        from ubada.search.services import rebuild_index  # noqa: PLC0415 - needs Django

        with output.step("Search index") as step:
            count = rebuild_index(step.advance)
            step.result = f"{count} documents"
    if arguments.format == "json":
        output.json({"documents": count})
    return 0


def verify(arguments: argparse.Namespace) -> int:
    """0 if index and database agree, else 1 with every difference."""
    output = Output(quiet=arguments.format == "json")
    with database():
        from ubada.search.models import Outbox  # noqa: PLC0415 - needs Django
        from ubada.search.services import verify_index  # noqa: PLC0415

        with output.step("Search index against database") as step:
            count, differences = verify_index()
            waiting = Outbox.objects.count()
            step.result = f"{count} documents, {len(differences)} differ"
    if arguments.format == "json":
        found = [{"id": one.id, "fault": one.fault} for one in differences]
        output.json({"documents": count, "waiting": waiting, "differences": found})
    for one in differences[:MOST_SHOWN]:
        output.line(f"{one.fault}: {one.id}")
    if len(differences) > MOST_SHOWN:
        output.line(f"and {len(differences) - MOST_SHOWN} more")
    if differences and waiting:
        output.note(f"{waiting} changes wait in the outbox; the worker takes them.")
    return 1 if differences else 0


def query(arguments: argparse.Namespace) -> int:
    """Prints the hits of one page, as any reader would see them, and gives 0."""
    output = Output(quiet=arguments.format == "json")
    with database():
        from django.http import QueryDict  # noqa: PLC0415 - needs Django

        from ubada.access.actors import Actor  # noqa: PLC0415
        from ubada.search.forms import read_request  # noqa: PLC0415
        from ubada.search.queries import current_labels, search  # noqa: PLC0415

        parameters = QueryDict(mutable=True)
        parameters["q"] = " ".join(arguments.words)
        parameters["sort"], parameters["page"] = arguments.sort, str(arguments.page)
        for choice in arguments.choices:
            facet, _, value = choice.partition("=")
            parameters.appendlist(facet, value)
        request, ignored = read_request(parameters, current_labels())
        if ignored:
            raise UbadaError(
                f"There is no {', '.join(ignored)}.", hint="`ubada search query --format json` lists facets."
            )
        page = search(Actor.reader(), request, language=arguments.language)
    if arguments.format == "json":
        output.json(page_as_data(page, arguments.language))
        return 0
    output.line(f"{page.total} results, page {page.request.page} of {page.pages}")
    output.table(("Type", "Key", "Title"), [(hit.type, hit.key, hit.title.text) for hit in page.hits])
    return 0


def page_as_data(page: SearchPage, language: str) -> dict[str, object]:
    """A page of results as plain data, names in one language."""
    from ubada.kernel.text import TranslatedText  # noqa: PLC0415 - the parser starts faster without it

    def name(value: TranslatedText | str) -> str:
        return value.best(language).text if isinstance(value, TranslatedText) else value

    return {
        "total": page.total,
        "page": page.request.page,
        "pages": page.pages,
        "matched": page.matched,
        "also": list(page.alike),
        "hits": [
            {
                "type": hit.type,
                "key": hit.key,
                "url": hit.url,
                "title": hit.title.text,
                "snippet": hit.snippet.text,
                "source": name(hit.source),
                "place": hit.place,
                "answers": {one.code: one.answer for one in hit.answers},
            }
            for hit in page.hits
        ],
        "facets": {
            facet.name: [
                {"value": one.value, "name": name(one.name), "count": one.count, "chosen": one.is_chosen}
                for one in facet.options
            ]
            for facet in page.facets
            if facet.options
        },
    }
