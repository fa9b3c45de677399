"""The search page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ubada.access.actors import Actor
from ubada.kernel.text import TranslatedText
from ubada.languages.cldr import listed, number
from ubada.search.engine import IndexTrouble
from ubada.search.forms import NoSuchPage, read_request
from ubada.search.queries import PAGE, Facet, Option, SearchPage, current_labels, search
from ubada.search.services import ask_for_repair

RETRY_AFTER: Final = 30
"""Seconds until a reader is told to try again while the index is made anew."""
TITLES: Final = {
    "type": gettext_lazy("What"),
    "state": gettext_lazy("State"),
    "result": gettext_lazy("Answer of the facts"),
    "response": gettext_lazy("Answer of the state"),
    "theme": gettext_lazy("Theme"),
    "kind": gettext_lazy("Kind"),
    "body": gettext_lazy("Source body"),
    "instrument": gettext_lazy("Instrument"),
    "persons": gettext_lazy("Persons affected"),
    "sdg": gettext_lazy("Development goal"),
    "year": gettext_lazy("Year"),
    "language": gettext_lazy("Language of the text"),
}
WORDS: Final = {
    ("type", "commitment"): gettext_lazy("Commitments"),
    ("type", "fact"): gettext_lazy("Facts"),
    ("type", "instrument"): gettext_lazy("Instruments"),
    ("result", "yes"): gettext_lazy("yes"),
    ("result", "no"): gettext_lazy("no"),
    ("result", "unknown"): gettext_lazy("unknown"),
    ("response", "none"): gettext_lazy("no answer"),
}
SORT_WORDS: Final = {
    "relevance": gettext_lazy("best match first"),
    "newest": gettext_lazy("newest first"),
    "reference": gettext_lazy("by reference"),
}


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Search with facets. 404 for a page that is no number; 503 while the index is made anew."""
    language = get_language() or "en"
    try:
        asked, ignored = read_request(request.GET, current_labels())
        actor: Actor = request.actor  # type: ignore[attr-defined]
        page = search(actor.asking_for_practice() if asked.is_practice else actor, asked, language=language)
    except NoSuchPage as error:
        raise Http404 from error
    except IndexTrouble:
        ask_for_repair()
        response = render(
            request, "search/rebuilding.html", {"query": request.GET.get("q", ""), "seconds": RETRY_AFTER}, status=503
        )
        response.headers["Retry-After"] = str(RETRY_AFTER)
        return response
    return render(request, "search/search.html", _context(page, ignored, language))


def _context(page: SearchPage, ignored: tuple[str, ...], language: str) -> dict[str, Any]:
    asked = page.request
    pages = Paginator(range(page.pages * PAGE), PAGE).page(asked.page)
    return {
        "page": page,
        "is_practice": asked.is_practice,
        "query": asked.text,
        "facets": [_facet(facet, language) for facet in page.facets if facet.options],
        "chosen": [
            {
                "label": f"{TITLES[facet.name]}: {_label(facet.name, option, language)}",
                "url": f"?{asked.without(facet.name, option.value).query_string()}",
            }
            for facet in page.facets
            for option in facet.chosen
        ],
        "clear_url": f"?{asked.unfiltered().query_string()}",
        "sorts": [
            {"value": value, "words": words, "is_chosen": value == asked.sort} for value, words in SORT_WORDS.items()
        ],
        "notices": _notices(page, ignored, language),
        "pages": pages,
        "canonical": asked.query_string(),
        "previous": asked.with_page(asked.page - 1).query_string() if pages.has_previous() else None,
        "next": asked.with_page(asked.page + 1).query_string() if pages.has_next() else None,
    }


def _facet(facet: Facet, language: str) -> Mapping[str, Any]:
    return {
        "name": facet.name,
        "title": TITLES[facet.name],
        "is_open": bool(facet.chosen),
        "options": [
            {
                "value": option.value,
                "label": _label(facet.name, option, language),
                "count": option.count,
                "is_chosen": option.is_chosen,
                "is_part": option.is_part,
            }
            for option in facet.options
        ],
    }


def _label(facet: str, option: Option, language: str) -> str:
    known = WORDS.get((facet, option.value))
    if known is not None:
        return str(known)
    name = option.name.best(language).text if isinstance(option.name, TranslatedText) else option.name
    if facet == "sdg":
        return f"{option.value} {name}" if name != option.value else _("Goal %(number)s") % {"number": option.value}
    return f"{name} ({option.value})" if facet == "instrument" and len(option.value) <= 8 else name


def _notices(page: SearchPage, ignored: tuple[str, ...], language: str) -> list[str]:
    """What a reader has to be told about how the question was taken."""
    notices = []
    if page.request.text and not page.has_words:
        notices.append(_("There is no word in what you typed, so nothing was looked for: everything is listed."))
    if page.alike:
        notices.append(_("Showing results also for: %(words)s.") % {"words": listed(page.alike, language)})
    if page.matched == "any" and page.hits:
        notices.append(_("Nothing holds all of these words. These results hold at least one of them."))
    if page.was_cut:
        notices.append(_("The question is too long: only its beginning was looked for."))
    if page.held_back:
        notices.append(
            ngettext(
                "%(count)s result is no longer public and is not shown.",
                "%(count)s results are no longer public and are not shown.",
                page.held_back,
            )
            % {"count": number(page.held_back, language)}
        )
    if ignored:
        notices.append(_("Not understood and ignored: %(parts)s.") % {"parts": listed(ignored, language)})
    return notices
