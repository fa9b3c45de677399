"""What is said on the desk about suggested terms: fields, methods, how sure they are, and what a request names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

Words = Mapping[str, Promise]

FIELD: Final[Words] = {
    "themes": gettext_lazy("Themes"),
    "persons": gettext_lazy("Who it is for"),
    "sdg_targets": gettext_lazy("SDG targets"),
    "specificity": pgettext_lazy("of an action", "How specific it is"),
}
STATE: Final[Words] = {
    "suggested": gettext_lazy("not decided"),
    "confirmed": pgettext_lazy("of a suggested term", "confirmed"),
    "rejected": pgettext_lazy("of a suggested term", "rejected"),
    "stale": gettext_lazy("out of date: the text has changed"),
}
FEATURE: Final[Words] = {
    "quantity": gettext_lazy("How much"),
    "deadline": gettext_lazy("By when"),
    "periodicity": gettext_lazy("How often"),
    "instrument": gettext_lazy("Under which instrument"),
    "body": gettext_lazy("Which body acts"),
}
RULE: Final[Words] = {
    "the first verb": gettext_lazy("the first verb"),
    "the second of two opening verbs": gettext_lazy("the second of two opening verbs"),
    "the verb that ends the sentence": gettext_lazy("the verb that ends the sentence"),
    "a general opening with a specific means": gettext_lazy("a general opening with a specific means"),
}
TABLES: Final[Mapping[str, Words]] = {
    "field": FIELD,
    "state": STATE,
    "feature": FEATURE,
    "rule": RULE,
}
"""Tables by name; the codes of `RULE` are those by which `reading.classification.cues` names its rules."""


def how_sure(score: int) -> str:
    """A calibrated chance in per cent as words: what is known of it is not exact to one per cent."""
    if score >= 95:
        return _("all but certain")
    if score >= 85:
        return _("very likely")
    return _("likely") if score >= 70 else _("more likely than not")
