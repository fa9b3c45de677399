"""The names of facet values for readers, in every language they have one, and the order values are offered in."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.kernel.text import TranslatedText
from ubada.languages.table import LANGUAGES
from ubada.register.models import Instrument, IssuingBody, State, Term

Names = Mapping[str, TranslatedText | str]
"""From a value to its name; in the order in which the values are offered."""
_VOCABULARIES: Final = {
    "commitment-kinds": "kind",
    "fact-kinds": "kind",
    "themes": "theme",
    "affected-persons": "persons",
    "sdg-targets": "sdg",
    "upr-response": "response",
}
FRESH_SECONDS: Final = 300
"""How long names are kept; they are read again at once when the index has a new commit."""


@dataclass(frozen=True)
class Labels:
    """Names by facet; ``parents`` gives for a theme the one above it."""

    names: Mapping[str, Names]
    parents: Mapping[str, str]
    states: Names

    def name(self, facet: str, value: str) -> TranslatedText | str:
        """The name of a value; one without a name is shown as it is, its dashes as spaces."""
        known = self.names.get(facet, {}).get(value)
        return known if known else value.replace("_", " ").replace("-", " ") if facet == "kind" else value

    def is_known(self, facet: str, value: str) -> bool:
        """Whether there can be such a value; of years and kinds without a name only the form is checked."""
        if facet == "year":
            return len(value) == 4 and value.isascii() and value.isdecimal()
        if facet == "sdg" and value.isascii() and value.isdecimal():
            return 1 <= int(value[:3]) <= 17
        if facet == "kind":
            return value in self.names["kind"] or (
                value.isascii() and value.replace("-", "").replace("_", "").isalpha()
            )
        return value in self.names.get(facet, {})


def labels_for(stamp: str) -> Labels:
    """The names as of an index commit, read at most every five minutes."""
    return _labels(stamp, int(time.monotonic() // FRESH_SECONDS))


@lru_cache(maxsize=4)
def _labels(stamp: str, period: int) -> Labels:  # noqa: ARG001 - both only say how old names may be
    anyone = Actor.reader()
    names: dict[str, dict[str, TranslatedText | str]] = {facet: {} for facet in (*_VOCABULARIES.values(),)}
    parents: dict[str, str] = {}
    terms = visible_to(anyone, Term.objects.filter(vocabulary__in=list(_VOCABULARIES)))
    for vocabulary, code, label, parent in terms.order_by("vocabulary", "order", "code").values_list(
        "vocabulary_id", "code", "label", "parent__code"
    ):
        names[_VOCABULARIES[vocabulary]].setdefault(code, label)
        if vocabulary == "themes" and parent:
            parents[code] = parent
    states = dict(visible_to(anyone, State.objects.order_by("order")).values_list("code", "name"))
    names["state"] = dict(states)
    names["body"] = dict(visible_to(anyone, IssuingBody.objects.order_by("code")).values_list("code", "name"))
    instruments = visible_to(anyone, Instrument.objects.order_by("order"))
    names["instrument"] = dict(instruments.values_list("code", "short_title"))
    names["language"] = {one.code: one.endonym for one in LANGUAGES}
    for facet, values in (
        ("type", ("commitment", "fact", "instrument")),
        ("result", ("yes", "no", "unknown")),
        ("response", ("supported", "noted", "none")),
    ):
        names[facet] = {value: names.get(facet, {}).get(value, value) for value in values}
    return Labels(names, parents, dict(states))
