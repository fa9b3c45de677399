"""The steps of `ubada demo` between an empty folder and a site that can be served, in their order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ubada.cli.import_commands import summary
from ubada.cli.output import Step
from ubada.cli.practice_commands import practice_step
from ubada.cli.setup_commands import check_site, collect_static_files, migrate


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
    from ubada.exchange.baseline import import_baseline, is_imported  # noqa: PLC0415

    actor = Actor.system("demo")
    return "up to date" if is_imported(actor=actor) else summary(import_baseline(actor=actor))


def _search_index(step: Step) -> str:
    from ubada.search.engine import IndexTrouble  # noqa: PLC0415 - Django is ready only now
    from ubada.search.services import follow_outbox, rebuild_index, the_index  # noqa: PLC0415

    try:
        the_index().check()
    except IndexTrouble:
        return f"{rebuild_index(step.advance)} documents"
    return f"{follow_outbox()} changes followed"


def _static_files(_step: Step) -> str:
    return collect_static_files()


def _charts(_step: Step) -> str:
    from ubada.register.jobs import draw_every_chart  # noqa: PLC0415 - Django is ready only now

    return f"{draw_every_chart()} drawn or kept"


def _edition(step: Step) -> str:
    """Edition 0 is built and published once; what comes after is for the people who run the register."""
    from ubada.access.actors import Actor  # noqa: PLC0415 - Django is ready only now
    from ubada.editions.queries import newest_published  # noqa: PLC0415
    from ubada.editions.services import build_edition, publish_edition  # noqa: PLC0415

    actor = Actor.system("demo")
    newest = newest_published(actor)
    if newest is not None:
        return f"edition {newest.number} is published already"
    build_edition(actor=actor, number=0, report=lambda _what, done, total: step.advance(done, total))
    publish_edition(actor=actor, number=0)
    return "edition 0 published"


def _code(_step: Step) -> str:
    return check_site()


STEPS: tuple[DemoStep, ...] = (
    DemoStep("migrate", "Tables", migrate),
    DemoStep("baseline", "Baseline", _baseline),
    DemoStep("practice", "Practice state", practice_step),
    DemoStep("search", "Search index", _search_index),
    DemoStep("assets", "Static files", _static_files),
    DemoStep("charts", "Charts", _charts),
    DemoStep("edition", "Edition 0", _edition),
    DemoStep("check", "Code and settings", _code),
)
