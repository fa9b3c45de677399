"""One state in one round: how many commitments stand at each level for each side, and the lists behind the counts."""

from __future__ import annotations

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ubada.access.actors import Actor
from ubada.assessments.models import Round
from ubada.assessments.policies import ROUND_PUBLIC
from ubada.assessments.queries import differ_most, distributions, round_or_none, tallies
from ubada.assessments.queries.changes import changes_counted
from ubada.assessments.queries.figures import may_see_results
from ubada.assessments.queries.readers import counted_at, scope_of, stands_in, themes_in
from ubada.assessments.rules.scale import Level
from ubada.assessments.rules.verdicts import VOICES, Constituency
from ubada.assessments.tables import rows_of
from ubada.assessments.templatetags.assessment_words import constituency_word, level_word
from ubada.assessments.views.public import asked_of, crumbs_of, dates_of
from ubada.register.models import State, Term
from ubada.register.queries.themes import theme_with_code
from ubada.register.views.answering import actor_of, page_of, same_for_readers

DISPUTES_SHOWN: Final = 20
COMMITMENTS_A_PAGE: Final = 50


@require_safe
@same_for_readers
def round_state(request: HttpRequest, code: str, state: str) -> HttpResponse:
    """What the constituencies found on one state, of all themes or of the one that ``?theme=`` names."""
    actor = actor_of(request)
    one, about, in_scope = _found(actor, code, state)
    theme = _theme(request, actor)
    context: dict[str, Any] = {
        "one": one,
        "state": about,
        "crumbs": crumbs_of(one, {"title": about.name}),
        "is_practice": one.is_practice,
        "is_public": one.state in ROUND_PUBLIC,
        "has_results": may_see_results(actor, one),
        "in_scope": in_scope,
        "asked": asked_of(one, state),
        "theme": theme,
        "dates": list(dates_of(actor, one)),
    }
    if context["has_results"]:
        key = theme.key if theme is not None else None
        context |= {
            "rows": rows_of(
                one, state, distributions(actor, one, state=state, theme=key), theme.code if theme is not None else ""
            ),
            "themes": themes_in(actor, one, state),
            "disputes": differ_most(actor, one, state=state, theme=key, limit=DISPUTES_SHOWN),
            "tallies": tallies(actor, one, state=state, theme=key),
            "changed": changes_counted(actor, one, state=state) if theme is None else None,
        }
    return render(request, "assessments/public/round_state.html", context)


@require_safe
def counted(request: HttpRequest, code: str, state: str, side: str, level: str) -> HttpResponse:
    """The commitments behind one count of a distribution."""
    actor = actor_of(request)
    one, about, _in_scope = _found(actor, code, state)
    if not may_see_results(actor, one) or side not in [each.value for each in VOICES] or level not in list(Level):
        raise Http404
    theme = _theme(request, actor)
    whose, at = Constituency(side), Level(level)
    rows = counted_at(actor, one, state=state, side=whose, level=at, theme=theme.key if theme is not None else None)
    page = page_of(request, rows, COMMITMENTS_A_PAGE)
    here = _("%(side)s: %(level)s") % {"side": constituency_word(side), "level": level_word(level)}
    return render(
        request,
        "assessments/public/counted.html",
        {
            "one": one,
            "state": about,
            "side": whose,
            "level": at,
            "theme": theme,
            "here": here,
            "crumbs": crumbs_of(one, {"title": about.name, "url": _url_of(one, state, theme)}, {"title": here}),
            "is_practice": one.is_practice,
            "is_public": one.state in ROUND_PUBLIC,
            "page": page,
            "rows": stands_in(actor, one, whose, page),
        },
    )


def _found(actor: Actor, code: str, state: str) -> tuple[Round, State, int]:
    one = round_or_none(actor, code)
    if one is None:
        raise Http404
    for each in scope_of(actor, one):
        if each.state.code == state:
            return one, each.state, each.commitments
    raise Http404


def _theme(request: HttpRequest, actor: Actor) -> Term | None:
    wanted = request.GET.get("theme", "")
    if not wanted:
        return None
    try:
        return theme_with_code(actor, wanted)
    except Term.DoesNotExist as error:
        raise Http404 from error


def _url_of(one: Round, state: str, theme: Term | None) -> str:
    url = f"{one.get_absolute_url()}{state}/"
    return f"{url}?theme={theme.code}" if theme is not None else url
