"""Pages of a register in which nothing has been written yet."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

NAMES = ("home", "states", "instruments", "themes", "to_verify", "conflicts", "compare", "data", "method", "help")


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_register_has_its_pages_too(client: Client, db: None, settings: Settings, name: str) -> None:
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    cache.clear()

    assert client.get(reverse(name)).status_code == 200
