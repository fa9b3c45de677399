"""Addresses inside the interface, what is offered at them, and the public pages that records are shown on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import quote

from django.urls import register_converter, reverse

ROOT = "/api/v1/"
JSON = "application/json"
JSON_LD = "application/ld+json"

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


def offers(*media_types: str) -> Callable[[Endpoint], Endpoint]:
    """Say in which media types an endpoint answers, the default first; without it, only in JSON."""

    def note(endpoint: Endpoint) -> Endpoint:
        endpoint.offers = media_types  # type: ignore[attr-defined]
        return endpoint

    return note


class KeyConverter:
    """A key of the register in an address. It may contain slashes, as symbols of documents do, but not end in one."""

    regex = "(?:.*/)?[^/]+"

    def to_python(self, value: str) -> str:
        """The key as it is in the register."""
        return value

    def to_url(self, value: str) -> str:
        """The key as it is in an address."""
        return value


register_converter(KeyConverter, "key")


def here(*parts: str) -> str:
    """The address of a resource: ``here("facts", "treaty.KGZ.CAT")`` is ``/api/v1/facts/treaty.KGZ.CAT``."""
    return ROOT + "/".join(quote(part, safe="/@:,()") for part in parts)


def page(name: str, *keys: str) -> str:
    """The public page of an object, in English; other languages have the same address under their prefix."""
    return reverse(name, args=keys)
