"""Feeds of editions and of changes. In English, or with ``?language=ru`` in a language the site is complete in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from ubada.access.actors import Actor
from ubada.api import atom
from ubada.assessments.models import Round
from ubada.assessments.queries.readers import rounds_published
from ubada.editions import queries as editions
from ubada.languages.table import BY_CODE, COMPLETE_LANGUAGES
from ubada.register.queries.changes import Changed, ChangeSet, recent_changes
from ubada.register.words import word

FRESH_FOR: Final = 300
"""Seconds for which a feed may be used without asking again."""
LANGUAGES: Final = frozenset(one.code for one in COMPLETE_LANGUAGES)
Builder = Callable[[str, str], atom.Feed]


def site_address(request: HttpRequest) -> str:
    """The absolute address of the site without a slash at its end, as its keeper names it."""
    return settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")


def _feed(build: Builder) -> Callable[[HttpRequest], HttpResponse]:
    @require_safe
    @wraps(build)
    def answer(request: HttpRequest) -> HttpResponse:
        language = request.GET.get("language", "en")
        if language not in LANGUAGES:
            return HttpResponseBadRequest("language: " + ", ".join(sorted(LANGUAGES)), content_type="text/plain")
        with override(BY_CODE[language].django_code):
            body = atom.written(build(site_address(request), language))
        response = HttpResponse(body, content_type=f"{atom.MEDIA_TYPE}; charset=utf-8")
        response.headers["ETag"] = f'"{sha256(body).hexdigest()[:32]}"'
        response.headers["Cache-Control"] = f"public, max-age={FRESH_FOR}"
        response.headers["Content-Language"] = BY_CODE[language].bcp47
        return response

    return answer


def _id(site: str, language: str, day: str, name: str) -> str:
    """The name of a feed or entry; the same entry in another language is another text and has another name."""
    return atom.tag_uri(urlsplit(site).netloc, day, name if language == "en" else f"{name}:{language}")


def _links(site: str, language: str, name: str, page: str) -> tuple[atom.Link, ...]:
    query = "" if language == "en" else f"?language={language}"
    return (
        atom.Link(f"{site}/feeds/{name}.atom{query}", rel="self", type=atom.MEDIA_TYPE),
        atom.Link(site + _page(language, page)),
    )


def _page(language: str, path: str) -> str:
    return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"


@_feed
def edition_feed(site: str, language: str) -> atom.Feed:
    """Every published edition and every published round, newest first; editions with the corrections made to them."""
    reader = Actor.reader()
    entries = []
    for one in editions.published(reader):
        corrections = list(editions.corrections(reader, one.number))
        published = one.published_at or one.built_at
        corrected = [c.made_on for c in corrections]
        updated = max([published, *(published.replace(year=d.year, month=d.month, day=d.day) for d in corrected)])
        page = site + _page(language, f"/editions/{one.number}/")
        words = _("The register as of %(day)s: %(count)d records. Root hash %(hash)s.") % {
            "day": one.register_date.isoformat(), "count": one.record_count, "hash": one.root_hash,
        }  # fmt: skip
        content = format_html("<p>{}</p>", words) + format_html_join(
            "", "<p>{}: {}</p>", ((c.made_on.isoformat(), c.what.best(language).text) for c in corrections)
        )
        title = one.title.best(language).text
        entries.append(
            atom.Entry(
                id=_id(site, language, published.astimezone(UTC).date().isoformat(), f"editions/{one.number}"),
                title=title,
                updated=updated,
                published=published,
                links=(atom.Link(page),),
                content=content,
            )
        )
    entries += [_round(one, moment, site, language) for one, moment in rounds_published(reader)]
    entries.sort(key=lambda one: one.published or one.updated, reverse=True)
    return atom.Feed(
        id=_id(site, language, "2026", "editions"),
        title=_("Ubada: editions"),
        subtitle=_("What is published twice a year and never changed."),
        language=BY_CODE[language].bcp47,
        links=_links(site, language, "editions", "/editions/"),
        entries=entries,
    )


def _round(one: Round, moment: datetime, site: str, language: str) -> atom.Entry:
    """A round that everybody may read now: its name and where it is, and no word of any verdict."""
    day = moment.astimezone(UTC).date().isoformat()
    return atom.Entry(
        id=_id(site, language, day, f"rounds/{one.code}"),
        title=_("Round: %(title)s") % {"title": one.title.best(language).text},
        updated=moment,
        published=moment,
        links=(atom.Link(site + _page(language, f"/rounds/{one.code}/")),),
        content=format_html("<p>{}</p>", _("The verdicts of this round are published, with the replies to them.")),
    )


@_feed
def change_feed(site: str, language: str) -> atom.Feed:
    """What changed in the public register, entry by entry, without who acted."""
    return atom.Feed(
        id=_id(site, language, "2026", "changes"),
        title=_("Ubada: changes"),
        subtitle=_("What was added to the register or changed in it. Who acted is not published."),
        language=BY_CODE[language].bcp47,
        links=_links(site, language, "changes", "/"),
        entries=[_change(one, site, language) for one in recent_changes(Actor.reader())],
    )


def _change(one: ChangeSet, site: str, language: str) -> atom.Entry:
    counts = [(word(kind, "shape"), count) for kind, count in one.counts.items()]
    objects = [(site + _page(language, _path_of(changed)), _title_of(changed, language)) for changed in one.shown]
    content = format_html("<p>{}</p>", word(one.action, "ledger_action"))
    content += format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {}</li>", counts))
    if objects:
        content += format_html("<ul>{}</ul>", format_html_join("", '<li><a href="{}">{}</a></li>', objects))
    day = one.recorded_at.astimezone(UTC).date().isoformat()
    return atom.Entry(
        id=_id(site, language, day, f"changes/{one.sequence}"),
        title=", ".join(f"{name}: {count}" for name, count in counts),
        updated=one.recorded_at,
        links=[
            atom.Link(f"{site}{_page(language, '/data/')}#records"),
            *(atom.Link(address, rel="related", title=title) for address, title in objects),
        ],
        content=content,
    )


def _path_of(changed: Changed) -> str:
    """The object's page in English; the language is a prefix."""
    row: Any = changed.row
    with override(settings.LANGUAGE_CODE):
        return str(row.get_absolute_url())


def _title_of(changed: Changed, language: str) -> str:
    row: Any = changed.row
    text = next(getattr(row, name) for name in ("title", "label", "name") if hasattr(row, name))
    return f"{row.pk}: {text.best(language).text}"
