"""The steps of `ubada demo` between an empty folder and a site that can be served, in their order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ubada.cli.import_commands import summary
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


def _baseline(_step: Step) -> str:
    from ubada.access.actors import Actor  # noqa: PLC0415 - Django is ready only now
    from ubada.exchange.baseline import import_baseline  # noqa: PLC0415

    return summary(import_baseline(actor=Actor.system("demo")))


def _search_index(step: Step) -> str:
    from ubada.search.services import rebuild_index  # noqa: PLC0415 - Django is ready only now

    return f"{rebuild_index(step.advance)} documents"


def _static_files(_step: Step) -> str:
    return collect_static_files()


STEPS: tuple[DemoStep, ...] = (
    DemoStep("migrate", "Tables", migrate),
    DemoStep("baseline", "Baseline", _baseline),
    DemoStep("search", "Search index", _search_index),
    DemoStep("assets", "Static files", _static_files),
)
