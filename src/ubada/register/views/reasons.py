"""The reasons of a suggestion in words: what both texts have, and what only one of them has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ubada.access.actors import Actor
from ubada.kernel.text import TranslatedText
from ubada.register.queries.instruments import instruments
from ubada.register.queries.relations import Pair
from ubada.register.queries.states import states
from ubada.register.queries.vocabulary import labels
from ubada.register.relation_words import ACT, FORCE, LEAD, PERSONS, SYMBOL

_MARK = "§"
"""Stands before the code of an instrument among the words of a text."""


@dataclass(frozen=True, slots=True)
class Told:
    """One kind of symbol and what is there of it, in the reader's language; no values where the kind says it all."""

    kind: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reasons:
    """What both texts have, and what only A or only B has."""

    both: tuple[Told, ...]
    only_a: tuple[Told, ...]
    only_b: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Naming:
    """The names that the register has for the codes of the matching, in one language."""

    states: Mapping[str, TranslatedText]
    persons: Mapping[str, TranslatedText]
    instruments: Mapping[str, TranslatedText]
    language: str

    @classmethod
    def of(cls, actor: Actor, language: str) -> Naming:
        """The names as the actor may see them."""
        return cls(
            states={one.code: one.name for one in states(actor)},
            persons=labels(actor, "affected-persons")["affected-persons"],
            instruments=dict(instruments(actor).values_list("code", "short_title")),
            language=language,
        )

    def value(self, kind: str, value: str, written: Mapping[str, str]) -> str:
        """One symbol in words; nothing where its kind says it all or it has no words."""
        if kind == "words":
            return self._instrument(value.removeprefix(_MARK)) if value.startswith(_MARK) else value
        if kind == "lead":
            return str(LEAD.get(value, "")) or written.get(value, "")
        if kind == "persons":
            return self._named(self.persons, value) or str(PERSONS.get(value, value))
        if kind in ("states", "addressees"):
            return self._named(self.states, value) or value
        if kind == "instruments":
            return self._instrument(value)
        words = {"acts": ACT, "force": FORCE, "denials": {}}.get(kind)
        return value if words is None else str(words.get(value, ""))

    def _instrument(self, code: str) -> str:
        return self._named(self.instruments, code) or code

    def _named(self, names: Mapping[str, TranslatedText], code: str) -> str:
        return names[code].best(self.language).text if code in names else ""


def reasons_of(pair: Pair, naming: Naming) -> Reasons:
    """The reasons for which rules suggested a pair, in words."""

    def told(values_of: str) -> tuple[Told, ...]:
        found = []
        for one in pair.why:
            values: tuple[str, ...] = getattr(one, values_of)
            if values:
                words = (naming.value(one.kind, value, pair.leads) for value in values)
                found.append(Told(str(SYMBOL[one.kind]), tuple(dict.fromkeys(word for word in words if word))))
        return tuple(found)

    return Reasons(told("both"), told("only_a"), told("only_b"))
