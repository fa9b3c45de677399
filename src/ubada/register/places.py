"""Places on the register's pages that later stages fill: it shows what they offer and knows nothing of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import Model

from ubada.access.actors import Actor


class Place(StrEnum):
    """Where on a page of the register."""

    COMMITMENT = "commitment"
    STATE = "state"
    THEME = "theme"


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a page: its heading and anchor, and the template with what it needs.

    ``short`` is what the beginning of the page says of it, in a sentence.
    """

    anchor: str
    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    short: str = ""


Provider = Callable[[Actor, Model], Block | None]
"""Gives the block for a commitment, a state or a theme in the language of the request; None for nothing to show."""

_providers: dict[Place, dict[int, Provider]] = {place: {} for place in Place}


def provide(place: Place, order: int, provider: Provider) -> None:
    """Fill a place on a kind of page. Raises ValueError if the order is taken."""
    if order in _providers[place]:
        message = f"Order {order} of {place} is taken."
        raise ValueError(message)
    _providers[place][order] = provider


def blocks(place: Place, actor: Actor, shown: Model) -> list[Block]:
    """Every block for the page of a commitment, a state or a theme, in order."""
    found = (_providers[place][order](actor, shown) for order in sorted(_providers[place]))
    return [one for one in found if one is not None]
