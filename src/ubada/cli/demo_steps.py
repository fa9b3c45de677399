"""The steps of `ubada demo` between an empty folder and a site that can be served, in their order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ubada.cli.output import Step
from ubada.cli.setup_commands import collect_static_files, migrate


@dataclass(frozen=True)
class DemoStep:
    """One named piece of work. `run` may tell its progress to the Step and returns what it did, in a few words.

    Every step can be repeated: on a folder where its work is done already it changes nothing.
    """

    name: str
    title: str
    run: Callable[[Step], str]


def _static_files(_step: Step) -> str:
    return collect_static_files()


STEPS: tuple[DemoStep, ...] = (
    DemoStep("migrate", "Tables", migrate),
    DemoStep("assets", "Static files", _static_files),
)
