"""What two commitments are to each other, and why rules think so, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = Mapping[str, Promise]

RELATION: Final[Words] = {
    "duplicate": pgettext_lazy("relation of two commitments", "duplicate"),
    "reiterates": pgettext_lazy("relation of two commitments", "reiterates"),
    "narrower": pgettext_lazy("relation of two commitments", "narrower"),
    "broader": pgettext_lazy("relation of two commitments", "broader"),
    "same_topic": pgettext_lazy("relation of two commitments", "same topic"),
    "conflicts": pgettext_lazy("relation of two commitments", "conflicts"),
}
RELATION_SENTENCE: Final[Words] = {
    "duplicate": _("A and B are one promise in the same words"),
    "reiterates": _("A and B are one promise, made again in other words"),
    "narrower": _("A asks all that B asks, and more"),
    "broader": _("B asks all that A asks, and more"),
    "same_topic": _("A and B are on one topic and ask for different things"),
    "conflicts": _("A and B ask for opposite things"),
}
"""Read from A to B."""
RELATED: Final[Words] = {
    "duplicate": _("the same promise in the same words"),
    "reiterates": _("the same promise in other words"),
    "narrower": _("asks for part of this"),
    "broader": _("asks for all of this, and more"),
    "same_topic": _("on the same topic"),
    "conflicts": _("asks for the opposite"),
}
"""What another commitment is, by the type that is read from this one to it."""
RELATION_STATE: Final[Words] = {
    "suggested": pgettext_lazy("relations", "waiting"),
    "confirmed": pgettext_lazy("relations", "confirmed"),
    "rejected": pgettext_lazy("relations", "rejected"),
}
SYMBOL: Final[Words] = {
    "instruments": pgettext_lazy("symbol of a text", "instrument"),
    "provisions": pgettext_lazy("symbol of a text", "article"),
    "numbers": pgettext_lazy("symbol of a text", "number"),
    "addressees": _("state addressed"),
    "states": _("state named"),
    "persons": _("group of persons"),
    "acts": _("what is done"),
    "lead": _("leading verb"),
    "force": pgettext_lazy("symbol of a text", "force"),
    "denials": _("denial"),
    "words": pgettext_lazy("symbol of a text", "words"),
}
"""The kinds of symbol that `ubada.reading.matching` compares."""
ACT: Final[Words] = {
    "join": _("join a treaty"),
    "sign": pgettext_lazy("what is done", "sign"),
    "make": _("adopt or set up"),
    "restore": pgettext_lazy("what is done", "restore"),
    "raise": pgettext_lazy("what is done", "raise"),
    "leave": _("leave a treaty"),
    "end": _("end or repeal"),
    "lower": pgettext_lazy("what is done", "lower"),
    "forbid": pgettext_lazy("what is done", "forbid"),
    "allow": pgettext_lazy("what is done", "allow"),
    "fight": _("prevent or fight"),
}
LEAD: Final[Words] = {
    "1": _("ask for help"),
    "2": _("continue what is being done"),
    "3": pgettext_lazy("what is done", "consider"),
    "4": _("a general action"),
}
FORCE: Final[Words] = {"considers": _("only to consider it")}
PERSONS: Final[Words] = {"men": _("men")}
"""Groups that the matching tells apart and that no term of the register names."""
