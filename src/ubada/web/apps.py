"""The web app: the shell of every page."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class Config(AppConfig):
    """Puts the checks of the set-up before Django."""

    name = "ubada.web"

    def ready(self) -> None:
        import_module("ubada.config.checks")
