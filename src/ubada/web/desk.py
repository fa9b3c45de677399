"""The desk: what a signed-in person can work on. Apps offer their pages here; the desk shows those that may be used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ubada.access.actors import Actor


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of work as the desk shows it to a person: its name, what it is, where it is, and how much waits."""

    title: str
    summary: str
    url: str
    waiting: int
    """Pieces that wait for this person; 0 when nothing does."""


Offer = Callable[[Actor], Work | None]
"""Gives the work as it stands for an actor in the language of the request; None if the actor has no part in it."""

_offers: dict[int, Offer] = {}


def offer(order: int, work: Offer) -> None:
    """Put a kind of work on the desk; ``order`` is its place. Raises ValueError if the place is taken."""
    if order in _offers:
        message = f"Place {order} of the desk is taken."
        raise ValueError(message)
    _offers[order] = work


def works(actor: Actor) -> list[Work]:
    """Every kind of work that the actor has a part in, in order."""
    found = (_offers[order](actor) for order in sorted(_offers))
    return [one for one in found if one is not None]
