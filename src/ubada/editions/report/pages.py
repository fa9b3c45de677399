"""Every page of the report, rendered: the same records always give the same bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext as _

from ubada.editions.freeze import Frozen
from ubada.editions.report import links
from ubada.editions.report.book import Book
from ubada.editions.report.commitment import commitment_context
from ubada.editions.report.overview import (
    commitments_context,
    conflicts_context,
    facts_context,
    index_context,
    instruments_context,
    sources_context,
    tasks_context,
    theme_context,
)
from ubada.editions.report.parts import Parts
from ubada.editions.report.state import state_context
from ubada.editions.report.verdicts import (
    changes_context,
    corrections_context,
    differ_context,
    round_context,
    texts_pages,
)
from ubada.languages.table import BY_CODE

LANGUAGES: Final = ("en", "ru")
"""The languages in which a report is written."""
TEMPLATES: Final = "editions/static"
_SPACE_AT_LINE_END: Final = re.compile(r"[ \t]+\n")
_EMPTY_LINES: Final = re.compile(r"\n{2,}")

Advance = Callable[[int, int], None]
Page = tuple[str, str, Callable[[], dict[str, Any]]]
"""File name, template, and what fills it."""


def report_files(frozen: Frozen, advance: Advance = lambda _done, _all: None) -> dict[str, bytes]:
    """The pages of every language and the cover, by path."""
    book = Book(frozen)
    files: dict[str, bytes] = {}
    for position, language in enumerate(LANGUAGES):
        with translation.override(language):
            parts = Parts(book, language)
            pages = list(_pages(parts))
            for done, (name, template, context) in enumerate(pages, start=1):
                shell = _shell(parts, name)
                files[f"{language}/{name}"] = _render(template, {**shell, **context()})
                advance(position * len(pages) + done, len(LANGUAGES) * len(pages))
    with translation.override(LANGUAGES[0]):
        files["index.html"] = _render("cover.html", {"frozen": frozen, "languages": _choices("index.html")})
    return files


def _pages(parts: Parts) -> Iterator[Page]:
    book = parts.book
    yield "index.html", "index.html", partial(index_context, parts)
    yield "commitments.html", "commitments.html", partial(commitments_context, parts)
    yield "themes.html", "themes.html", partial(index_context, parts)
    yield "instruments.html", "instruments.html", partial(instruments_context, parts)
    yield "conflicts.html", "conflicts.html", partial(conflicts_context, parts)
    yield "to-verify.html", "to_verify.html", partial(tasks_context, parts)
    yield "sources.html", "sources.html", partial(sources_context, parts)
    yield "method.html", "method.html", dict
    yield "check.html", "check.html", partial(index_context, parts)
    for state in book.states:
        code = state["code"]
        yield links.state_page(code), "state.html", partial(state_context, parts, code)
    for code in [*(state["code"] for state in book.states), None]:
        yield links.facts_page(code), "facts.html", partial(facts_context, parts, code)
    for theme in book.themes:
        key = theme["key"]
        yield links.theme_page(key), "theme.html", partial(theme_context, parts, key)
    yield from _pages_of_round(parts)
    for ref in book.commitments:
        yield links.commitment_page(ref), "commitment.html", partial(commitment_context, parts, ref)


def _pages_of_round(parts: Parts) -> Iterator[Page]:
    """The pages that an edition has because of what it carries beside the register."""
    found = parts.found
    if found.round is not None:
        yield "round.html", "round.html", partial(round_context, parts)
        yield "differences.html", "differences.html", partial(differ_context, parts)
    if found.of("change"):
        yield "changes.html", "changes.html", partial(changes_context, parts)
    if found.of("verdict_correction"):
        yield "corrections.html", "corrections.html", partial(corrections_context, parts)
    for key in found.spoken_on:
        for name, context in texts_pages(parts, key):
            yield name, "verdicts.html", partial(dict, context)


def _shell(parts: Parts, name: str) -> dict[str, Any]:
    """What every page needs: the edition, the ways around, and the same page in the other languages."""
    frozen = parts.book.frozen
    of_round = (
        ("round.html", _("Verdicts"), parts.found.round is not None),
        ("differences.html", _("Differences"), parts.found.round is not None),
        ("changes.html", _("Changes"), bool(parts.found.of("change"))),
        ("corrections.html", _("Corrections"), bool(parts.found.of("verdict_correction"))),
    )
    nav = (
        ("index.html", _("Contents")),
        *((href, title) for href, title, is_there in of_round if is_there),
        ("themes.html", _("Themes")),
        ("commitments.html", _("Commitments")),
        ("instruments.html", _("Instruments")),
        ("conflicts.html", _("Conflicts")),
        ("to-verify.html", _("To be verified")),
        ("sources.html", _("Sources")),
        ("method.html", _("Method")),
        ("check.html", _("Check it")),
    )
    return {
        "frozen": frozen,
        "page": name,
        "nav": [{"href": href, "title": title, "is_current": href == name} for href, title in nav],
        "states": parts.states,
        "languages": _choices(name, parts.language),
        "LANGUAGE_CODE": parts.language,
    }


def _choices(name: str, current: str = "") -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "bcp47": BY_CODE[code].bcp47,
            "endonym": BY_CODE[code].endonym,
            "href": f"../{code}/{name}" if current else f"{code}/{name}",
            "is_current": code == current,
        }
        for code in LANGUAGES
    ]


def _render(template: str, context: dict[str, Any]) -> bytes:
    text = get_template(f"{TEMPLATES}/{template}").render(context)
    return (_EMPTY_LINES.sub("\n", _SPACE_AT_LINE_END.sub("\n", text)).strip() + "\n").encode()
