"""Rules: small expressions that can be asked of one object in Python and of a whole table in SQL, with one meaning."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Manager, Model, Q

from ubada.access.actors import Actor

NOTHING = Q(pk__in=[])


class Rule(ABC):
    """An expression over (actor, object). ``q`` and ``holds`` must agree; a property test holds every subclass to it.

    ``crosses_many`` is true where the filter joins a to-many relation, so that a row could come back twice.
    """

    crosses_many = False

    @abstractmethod
    def q(self, actor: Actor) -> Q:
        """The rows for which the rule holds, as a filter."""

    @abstractmethod
    def holds(self, actor: Actor, obj: Model | None) -> bool:
        """Whether the rule holds for this object; ``None`` asks it of the model as such (before a row exists)."""

    def __and__(self, other: Rule) -> Rule:
        return All((self, other))

    def __or__(self, other: Rule) -> Rule:
        return Some((self, other))

    def __invert__(self) -> Rule:
        return Not(self)


class Anyone(Rule):
    """Holds always: for what is public."""

    def q(self, actor: Actor) -> Q:  # noqa: ARG002
        return Q()

    def holds(self, actor: Actor, obj: Model | None) -> bool:  # noqa: ARG002
        return True


class IfActor(Rule):
    """Holds for every object or for none, by who the actor is."""

    def __init__(self, test: Callable[[Actor], bool]) -> None:
        self.test = test

    def q(self, actor: Actor) -> Q:
        return Q() if self.test(actor) else NOTHING

    def holds(self, actor: Actor, obj: Model | None) -> bool:  # noqa: ARG002
        return self.test(actor)


class Where(Rule):
    """Holds if a field, followed through relations, equals a value or is one of a set.

    ``path`` is a Django lookup path without a suffix. ``value`` is a plain value, a frozenset (any of), ``None``
    (is empty), or a function of the actor that gives one of these.
    """

    def __init__(self, path: str, value: Any, *, crosses_many: bool = False) -> None:
        self.path = path
        self.value = value
        self.crosses_many = crosses_many

    def _wanted(self, actor: Actor) -> Any:
        return self.value(actor) if callable(self.value) else self.value

    def q(self, actor: Actor) -> Q:
        wanted = self._wanted(actor)
        if isinstance(wanted, frozenset):
            return Q(**{f"{self.path}__in": sorted(wanted)}) if wanted else NOTHING
        if wanted is None:
            return Q(**{f"{self.path}__isnull": True})
        return Q(**{self.path: wanted})

    def holds(self, actor: Actor, obj: Model | None) -> bool:
        if obj is None:
            return False
        wanted = self._wanted(actor)
        found = list(_follow(obj, self.path.split("__")))
        if isinstance(wanted, frozenset):
            return any(value in wanted for value in found if value is not None)
        if wanted is None:
            return not found or any(value is None for value in found)
        return any(value == wanted for value in found if value is not None)


class All(Rule):
    """Holds if every part holds."""

    def __init__(self, parts: Iterable[Rule]) -> None:
        self.parts = tuple(parts)
        self.crosses_many = any(part.crosses_many for part in self.parts)

    def q(self, actor: Actor) -> Q:
        joined = Q()
        for part in self.parts:
            joined &= part.q(actor)
        return joined

    def holds(self, actor: Actor, obj: Model | None) -> bool:
        return all(part.holds(actor, obj) for part in self.parts)


class Some(Rule):
    """Holds if any part holds. A part that holds for every row makes the whole hold for every row."""

    def __init__(self, parts: Iterable[Rule]) -> None:
        self.parts = tuple(parts)
        self.crosses_many = any(part.crosses_many for part in self.parts)

    def q(self, actor: Actor) -> Q:
        filters = [part.q(actor) for part in self.parts]
        if any(not one for one in filters):  # an empty Q is "all rows"; Django would drop it from an OR
            return Q()
        joined = filters[0]
        for one in filters[1:]:
            joined |= one
        return joined

    def holds(self, actor: Actor, obj: Model | None) -> bool:
        return any(part.holds(actor, obj) for part in self.parts)


class Not(Rule):
    """Holds if the part does not. An "all rows" part turned round is no rows."""

    def __init__(self, part: Rule) -> None:
        self.part = part
        self.crosses_many = part.crosses_many

    def q(self, actor: Actor) -> Q:
        inner = self.part.q(actor)
        return NOTHING if not inner else ~inner

    def holds(self, actor: Actor, obj: Model | None) -> bool:
        return not self.part.holds(actor, obj)


class Has(Rule):
    """Holds if some row of another table that names this one meets a rule as a whole.

    ``link`` is the other table's column that names this one, or what ``path`` leads to from here. The parts of the rule
    are asked of one and the same row, which `Where` over a to-many relation does not do.
    """

    def __init__(self, model: type[Model], link: str, rule: Rule, *, path: str = "pk") -> None:
        self.model = model
        self.link = link
        self.rule = rule
        self.path = path

    def q(self, actor: Actor) -> Q:
        rows = self.model._default_manager.filter(self.rule.q(actor)).order_by()
        return Q(**{f"{self.path}__in": rows.values(self.link)})

    def holds(self, actor: Actor, obj: Model | None) -> bool:
        if obj is None:
            return False
        named = [value for value in _follow(obj, self.path.split("__")) if value is not None]
        rows = self.model._default_manager.filter(**{f"{self.link}__in": named})
        return any(self.rule.holds(actor, row) for row in rows)


def _follow(obj: Any, path: list[str]) -> Iterator[Any]:
    """Every value at the end of a lookup path; a to-many relation gives many, a missing link gives none."""
    if not path:
        yield obj.pk if isinstance(obj, Model) else obj
        return
    value = obj.pk if path[0] == "pk" else getattr(obj, path[0])
    if isinstance(value, Manager):
        for each in value.all():
            yield from _follow(each, path[1:])
    elif value is None:
        yield None
    else:
        yield from _follow(value, path[1:])
