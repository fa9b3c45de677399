"""What every app of ours does once its models are loaded."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class DeclaringApp(AppConfig):
    """Loads what an app declares, once its models exist: policies, records, search documents, desk work, blocks."""

    declarations = ("policies", "records", "documents", "desk", "blocks")
    default = False  # an apps.py that names this class beside its own has two candidates; its own is the one

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.default = True

    def ready(self) -> None:
        for module in self.declarations:
            if find_spec(f"{self.name}.{module}") is not None:
                import_module(f"{self.name}.{module}")
