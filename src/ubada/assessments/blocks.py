"""What rounds put on the pages of the register: verdicts on those of a commitment, a state and a theme."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from ubada.access.actors import Actor
from ubada.assessments.policies import ROUND_PUBLIC
from ubada.assessments.queries import distributions
from ubada.assessments.queries.by_state import distributions_by_state
from ubada.assessments.queries.readers import (
    newest_with_results,
    on_commitment,
    published_rounds,
    rounds_of_state,
    scope_of,
)
from ubada.assessments.tables import rows_of, silence
from ubada.assessments.templatetags.assessment_words import constituency_word
from ubada.kernel.text import TranslatedText
from ubada.languages.cldr import listed
from ubada.register.models import State, Term
from ubada.register.places import Block, Place, provide
from ubada.register.views.answering import language_of

ORDER = 10
ANCHOR = "verdicts"


def on_commitment_page(actor: Actor, shown: Model) -> Block:
    """Where each side stands on a commitment in each state, newest round first."""
    found = on_commitment(actor, str(shown.pk))
    context = {
        "ref": str(shown.pk),
        "summaries": [one for one in found.summaries if one.round is not None],
        "others": [one for one in found.summaries if one.grades or one.n_measures],
        "silence": silence(found.rounds),
    }
    return Block(ANCHOR, _("What each side says"), "assessments/public/on_commitment.html", context)


def on_state_page(actor: Actor, shown: Model) -> Block:
    """How many commitments of a state stand at each level, for each constituency by itself."""
    assert isinstance(shown, State)  # noqa: S101 - that is what stands on the page of a state
    rounds = rounds_of_state(actor, shown)
    newest, quiet = newest_with_results(actor, rounds), silence(rounds)
    context: dict[str, Any] = {"state": shown, "one": newest, "silence": quiet}
    if newest is None:
        short = _("No verdict has been published yet.") if quiet.was_asked else _("No verdict has been given yet.")
        return Block(ANCHOR, _("What each side says"), "assessments/public/on_state.html", context, short)
    context |= {
        "is_public": newest.state in ROUND_PUBLIC,
        "rows": rows_of(newest, shown.code, distributions(actor, newest, state=shown.code)),
    }
    return Block(ANCHOR, _("What each side says"), "assessments/public/on_state.html", context, _short(context))


def on_theme_page(actor: Actor, shown: Model) -> Block | None:
    """How many commitments under a theme stand at each level in the newest round, state by state and side by side."""
    assert isinstance(shown, Term)  # noqa: S101 - that is what a page of a theme shows
    one = published_rounds(actor).first()
    if one is None:
        return None
    states = [each.state for each in scope_of(actor, one)]
    found = distributions_by_state(actor, [(one, state.code) for state in states], theme=shown.key)
    context = {
        "one": one,
        "theme": shown,
        "tables": [
            (state, rows_of(one, state.code, by_side, shown.code))
            for state, (in_scope, by_side) in zip(states, found, strict=True)
            if in_scope
        ],
        "without": [state for state, (in_scope, _by_side) in zip(states, found, strict=True) if not in_scope],
    }
    return Block(ANCHOR, _("What each side says"), "assessments/public/on_theme.html", context)


def _short(context: dict[str, Any]) -> str:
    spoke = [row for row in context["rows"] if row.distribution.n_not_assessed < row.distribution.in_scope]
    title: TranslatedText = context["one"].title
    if not spoke:
        return _("In the round “%(round)s” nobody gave a verdict.") % {"round": title.best(language_of()).text}
    return _("Verdicts were given in the round “%(round)s”: %(groups)s.") % {
        "round": title.best(language_of()).text,
        "groups": listed([constituency_word(row.constituency) for row in spoke], language_of()),
    }


provide(Place.COMMITMENT, ORDER, on_commitment_page)
provide(Place.STATE, ORDER, on_state_page)
provide(Place.THEME, ORDER, on_theme_page)
