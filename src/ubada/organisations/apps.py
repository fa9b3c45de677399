"""The organisations app."""

from __future__ import annotations

from importlib import import_module

from ubada.access.declaring import DeclaringApp


class Config(DeclaringApp):
    """Declares the policies and record types of the organisations app, and notes acts of signing in."""

    name = "ubada.organisations"

    def ready(self) -> None:
        super().ready()
        import_module(f"{self.name}.receivers")
