"""The register of policies. What nobody declared is refused."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from django.db.models import Model, QuerySet

from ubada.access.actors import Actor
from ubada.access.rules import NOTHING, Rule
from ubada.kernel.errors import UbadaError

M = TypeVar("M", bound=Model)


class Action(StrEnum):
    """What can be done to an object. Apps declare a rule for each pair of action and model that exists for them."""

    VIEW = "view"
    VIEW_EDITORIAL = "view_editorial"
    CREATE = "create"
    CHANGE = "change"
    IMPORT = "import"
    PUBLISH = "publish"
    REVIEW = "review"


class Refused(UbadaError):
    """The actor may not do this. The message names no object, so that it tells nothing about what exists."""

    def __init__(self, action: Action) -> None:
        super().__init__(f"This action is not allowed: {action}.")


_declared: dict[tuple[Action, type[Model]], Rule] = {}


def declare(action: Action, model: type[Model], rule: Rule) -> None:
    """Declare who may do ``action`` to which rows of ``model``.

    Raises ValueError if it was declared before: one rule, one place.
    """
    if (action, model) in _declared:
        message = f"{action} on {model._meta.label} is declared twice"
        raise ValueError(message)
    _declared[action, model] = rule


def declared() -> dict[tuple[Action, type[Model]], Rule]:
    """A copy of every declaration, for documentation and tests."""
    return dict(_declared)


def can(actor: Actor, action: Action, subject: Model | type[Model]) -> bool:
    """Whether the actor may do this to this object, or to objects of this model before one exists."""
    if isinstance(subject, Model):
        rule = _declared.get((action, subject.__class__))  # a lazy request.user names its real class here
        return rule is not None and rule.holds(actor, subject)
    rule = _declared.get((action, subject))
    return rule is not None and rule.holds(actor, None)


def require(actor: Actor, action: Action, subject: Model | type[Model]) -> None:
    """Pass silently if the actor may; raise Refused otherwise."""
    if not can(actor, action, subject):
        raise Refused(action)


def visible_to(actor: Actor, rows: QuerySet[M], action: Action = Action.VIEW) -> QuerySet[M]:
    """The rows among these that the actor may see (or act on); none if nothing was declared."""
    rule = _declared.get((action, rows.model))
    narrowed = rule.q(actor) if rule is not None else NOTHING
    if not narrowed:
        return rows
    if rule is not None and rule.crosses_many:
        return rows.filter(pk__in=rows.model._default_manager.filter(narrowed).values("pk"))
    return rows.filter(narrowed)
