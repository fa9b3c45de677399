"""What every app of ours does once its models are loaded."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class DeclaringApp(AppConfig):
    """Loads an app's declarations (policies, record types) as soon as its models exist."""

    declarations = ("policies", "records")

    def ready(self) -> None:
        for module in self.declarations:
            if find_spec(f"{self.name}.{module}") is not None:
                import_module(f"{self.name}.{module}")
