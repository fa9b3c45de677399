"""The dates of rounds as calendars to subscribe to. In the language of the address, or in that of ``?language=ru``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils.http import http_date
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ubada.access.actors import Actor
from ubada.assessments.queries.calendars import RoundDate, dates_of_all, dates_of_organisation, dates_of_state
from ubada.assessments.rules.icalendar_text import CalendarEvent, calendar_text
from ubada.assessments.words import MILESTONE, MOVE_REASON
from ubada.kernel.dates import PartialDate
from ubada.kernel.text import TranslatedText
from ubada.languages.cldr import date_in_words, listed
from ubada.languages.table import BY_CODE, COMPLETE_LANGUAGES
from ubada.organisations.models import Organisation
from ubada.organisations.queries import organisations
from ubada.register.models import State
from ubada.register.queries.states import in_reading_order, state_with_code
from ubada.register.views.answering import actor_of

MEDIA_TYPE: Final = "text/calendar; charset=utf-8"
FRESH_FOR: Final = 3600
"""Seconds for which a calendar may be used without asking again."""
LANGUAGES: Final = frozenset(one.code for one in COMPLETE_LANGUAGES)
_NO_DATES_YET: Final = datetime(2026, 1, 1, tzinfo=UTC)


@require_safe
def rounds_calendar(request: HttpRequest) -> HttpResponse:
    """The dates of all rounds, without those for practice."""
    return _answer(request, "rounds", None, dates_of_all(actor_of(request)))


@require_safe
def state_calendar(request: HttpRequest, code: str) -> HttpResponse:
    """The dates of the rounds that look at one state."""
    actor = actor_of(request)
    try:
        state = state_with_code(actor, code)
    except State.DoesNotExist:
        raise Http404 from None
    return _answer(request, f"rounds-{code}", state.name, dates_of_state(actor, state))


@require_safe
def organisation_calendar(request: HttpRequest, code: str) -> HttpResponse:
    """The dates on which rounds ask something of an organisation: the same for whoever may know that it is there."""
    actor = actor_of(request)
    one = _organisation(actor, code)
    return _answer(
        request, f"rounds-{code}", one.name, dates_of_organisation(actor, one), is_public=not one.is_practice
    )


def _organisation(actor: Actor, code: str) -> Organisation:
    one = organisations(actor).filter(code=code, status=Organisation.Status.APPROVED).first()
    if one is None:
        raise Http404
    return one


def _answer(
    request: HttpRequest,
    file: str,
    whose: TranslatedText | None,
    dates: Sequence[RoundDate],
    *,
    is_public: bool = True,
) -> HttpResponse:
    language = request.GET.get("language", get_language() or settings.LANGUAGE_CODE)
    if language not in LANGUAGES and "language" in request.GET:
        return HttpResponseBadRequest("language: " + ", ".join(sorted(LANGUAGES)), content_type="text/plain")
    site = settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")
    changed = [one.changed for one in dates if one.changed is not None]
    with override(BY_CODE[language].django_code):
        name = _("Ubada: rounds")
        if whose is not None:
            name = _("Ubada: rounds, %(whose)s") % {"whose": whose.best(language).text}
        events = [_event(one, site, language) for one in dates]
        body = calendar_text(name, events, stamp=max(changed, default=_NO_DATES_YET)).encode()
    response = HttpResponse(body, content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'inline; filename="ubada-{file}.ics"'
    response.headers["Content-Language"] = BY_CODE[language].bcp47
    response.headers["Cache-Control"] = f"{'public' if is_public else 'private'}, max-age={FRESH_FOR}"
    response.headers["ETag"] = f'"{sha256(body).hexdigest()[:32]}"'
    if changed:
        response.headers["Last-Modified"] = http_date(max(changed).timestamp())
    return response


def _event(one: RoundDate, site: str, language: str) -> CalendarEvent:
    title = one.round.title.best(language).text
    summary = _("%(round)s: %(what)s") % {"round": title, "what": MILESTONE[one.milestone.value]}
    if one.round.is_practice:
        summary = _("PRACTICE, invented: %(summary)s") % {"summary": summary}
    return CalendarEvent(
        uid=f"round-{one.round.code}-{one.milestone.value}@ubada",
        day=one.day,
        summary=summary,
        description="\n".join(_description(one, language)),
        url=f"{site}{one.round.get_absolute_url()}",
        revision=len(one.moved),
        changed=one.changed,
    )


def _description(one: RoundDate, language: str) -> list[str]:
    states = in_reading_order(one.round.states.all(), language)
    lines = [
        _("States: %(states)s.") % {"states": listed([state.name.best(language).text for state in states], language)},
        _("Days end at midnight in the time zone %(zone)s.") % {"zone": one.round.zone},
    ]
    for move in one.moved:
        before = date_in_words(PartialDate.parse(move.before.isoformat()), language)
        reason = MOVE_REASON.get(move.reason, move.reason)
        lines.append(_("Moved; it was %(before)s. Reason: %(reason)s.") % {"before": before, "reason": reason})
    return lines
