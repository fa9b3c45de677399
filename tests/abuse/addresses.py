"""The checked-in matrix: every address of the site, and the status that every kind of actor gets there."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

from tests.abuse.people import ACTORS

FILE: Final = Path(__file__).with_name("addresses.toml")
SIGNED_OUT: Final = ("reader", "disabled")
"""Those who have no session, one because the account was switched off."""


@dataclass(frozen=True)
class Address:
    """One line of the matrix: an example of a route, who gets what, and whether it asks for the practice state."""

    route: str
    path: str
    status: dict[str, int]
    is_asked_for: bool = False

    def expected(self, actor: str) -> int:
        """The status for this actor: by name, else as one signed in or not, else as everyone."""
        group = "signed_out" if actor in SIGNED_OUT else "signed_in"
        return self.status.get(actor, self.status.get(group, self.status.get("everyone", 0)))


def matrix() -> list[Address]:
    """Every line of the file. Raises ValueError for an actor or a group that is not there."""
    addresses = [
        Address(one["route"], one["path"], one["status"], is_asked_for=bool(one.get("practice")))
        for one in tomllib.loads(FILE.read_text(encoding="utf-8"))["address"]
    ]
    for one in addresses:
        unknown = set(one.status) - {*ACTORS, "everyone", "signed_in", "signed_out"}
        if unknown:
            raise ValueError(f"{one.path}: no such actor as {', '.join(sorted(unknown))}")
    return addresses


def routes() -> dict[str, bool]:
    """Every pattern of the whole URLconf, and whether it exists in every language."""
    return dict(_walk(get_resolver(), "", in_languages=False))


def _walk(resolver: URLResolver, prefix: str, *, in_languages: bool) -> Iterator[tuple[str, bool]]:
    for one in resolver.url_patterns:
        is_language = isinstance(one.pattern, LocalePrefixPattern)
        route = prefix if is_language else prefix + str(one.pattern)
        if isinstance(one, URLPattern):
            yield route, in_languages
        else:
            yield from _walk(one, route, in_languages=in_languages or is_language)
