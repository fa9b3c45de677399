"""The codes of the intake in words for the people who work with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, Promise]

STATES: Final[Words] = {
    "waiting": pgettext_lazy("passage", "waits"),
    "accepted": pgettext_lazy("passage", "accepted"),
    "rejected": pgettext_lazy("passage", "rejected"),
    "divided": pgettext_lazy("passage", "divided"),
    "joined": pgettext_lazy("passage", "joined"),
    "gone": pgettext_lazy("passage", "found no more"),
}
REASONS: Final[Words] = {
    "introduction": _("Introduction or heading"),
    "debate": _("Account of a debate"),
    "proposal": _("A proposal of others, not a recommendation"),
    "other_state": _("Goes to a state that is not followed here"),
    "repeated": _("Repeats one of this document"),
    "misread": _("Misread: no such item stands there"),
    "other": _("Another reason"),
}
ANSWERS: Final[Words] = {
    "": _("not known, or no review"),
    "supported": _("supported"),
    "noted": _("noted"),
}
PROFILES: Final[Words] = {
    "": _("Let the form of the document decide"),
    "upr": _("Report of the Universal Periodic Review"),
    "upr_matrix": _("Thematic list of a review (table)"),
    "treaty_body": _("Concluding observations of a treaty body"),
    "osce": _("Report of the OSCE or ODIHR"),
    "statement": _("Statement with lists of recommendations"),
    "generic": _("Another document"),
}
RELATIONS: Final[Words] = {
    "duplicate": _("the same"),
    "reiterates": _("the same, made again"),
    "narrower": _("asks for less"),
    "broader": _("asks for more"),
    "same_topic": _("on the same topic"),
    "conflicts": _("asks for the opposite"),
}
_DOUBTS: Final[Words] = {
    "a bracket with states is not closed or holds other words": _(
        "A bracket with states is not closed or holds other words."
    ),
    "wording follows the last bracket with states": _("Words follow the last bracket with states."),
    "a request about reporting or follow-up rather than about rights": _(
        "A request about reporting or follow-up rather than about rights."
    ),
    "the document uses this number more than once": _("The document uses this number more than once."),
    "the wording is unusually long; two items may have run together": _(
        "The wording is unusually long; two items may have run together."
    ),
    "the document has no form that is known; check that this is a recommendation": _(
        "The document has no form that is known; check that this is a recommendation."
    ),
}
_NO_FOOTNOTE: Final = re.compile(r"no text was found for footnote (?P<numbers>.+)")
FEATURES: Final[Words] = {
    "quantity": pgettext_lazy("feature of a recommendation", "a quantity"),
    "deadline": pgettext_lazy("feature of a recommendation", "a deadline"),
    "periodicity": pgettext_lazy("feature of a recommendation", "how often"),
    "instrument": pgettext_lazy("feature of a recommendation", "an instrument"),
    "body": pgettext_lazy("feature of a recommendation", "who is to act"),
}


def doubt(words: str) -> str:
    """A doubt of the reader in the language of the page; one that is not known here stays in English."""
    if words in _DOUBTS:
        return str(_DOUBTS[words])
    found = _NO_FOOTNOTE.fullmatch(words)
    if found:
        return gettext("No text was found for footnote %(numbers)s.") % {"numbers": found["numbers"]}
    return f"{words[:1].upper()}{words[1:]}."


def chance(method: str, value: float | None) -> str:
    """How sure a suggestion is, without a precision that it does not have."""
    if method == "cue" or value is None:
        return gettext("by its words")
    if value >= 0.9:
        return gettext("very likely")
    return gettext("likely") if value >= 0.7 else gettext("perhaps")
