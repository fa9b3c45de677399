"""`ubada classify --store`: terms for the commitments of the register, kept for editors. Joins and changes nothing."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from ubada.cli.installation import data_dir, database
from ubada.cli.output import Output
from ubada.cli.refusals import refused
from ubada.kernel.errors import InvalidInput

if TYPE_CHECKING:
    from ubada.register.services.suggesting_terms import SuggestedTerms

_SHOWN = 40


def classify_register(arguments: argparse.Namespace) -> int:
    """Suggests over the register and shows what for; gives 0, or 1 with every reference that does not exist."""
    output = Output(quiet=arguments.format == "json")
    with database():
        from ubada.access.actors import Actor  # noqa: PLC0415 - Django is ready only now
        from ubada.reading.classification.installed import models_in  # noqa: PLC0415
        from ubada.register.queries.classification import concordance  # noqa: PLC0415
        from ubada.register.services.suggesting_terms import suggest_classification  # noqa: PLC0415

        actor = Actor.system("classify")
        installed = models_in(data_dir() / "models")
        for reason in installed.refused.values():
            output.note(reason)
        if not installed.models:
            output.note("No model has been trained; the cue words answer alone.")
        try:
            with output.step("Suggesting terms") as step:
                outcome = suggest_classification(
                    actor=actor,
                    models=installed.models,
                    concordance=concordance(actor),
                    refs=arguments.refs,
                    dry_run=arguments.dry_run,
                    advance=step.advance,
                )
                step.result = summary(outcome)
        except InvalidInput as error:
            return refused(output, error)
    if arguments.format == "json":
        output.json(as_json(outcome, sorted(installed.models)))
    else:
        _show(output, outcome)
    return 0


def summary(outcome: SuggestedTerms) -> str:
    """What happened, in one line."""
    verb = "would be " if outcome.is_dry_run else ""
    parts = [
        f"{len(outcome.suggestions)} open for {outcome.read} commitments",
        f"{len(outcome.written)} {verb}written",
        f"{len(outcome.withdrawn)} {verb}withdrawn",
    ]
    if outcome.unread:
        parts.append(f"{outcome.unread} commitments have no text in a language with cue words")
    return "; ".join(parts)


def as_json(outcome: SuggestedTerms, models: list[str]) -> dict[str, Any]:
    """The outcome for programs."""
    return {
        "dry_run": outcome.is_dry_run,
        "models": models,
        "read": outcome.read,
        "unread": outcome.unread,
        "counts": dict(outcome.found),
        "written": [one.key for one in outcome.written],
        "withdrawn": [one.key for one in outcome.withdrawn],
        "suggestions": list(outcome.suggestions),
    }


def _show(output: Output, outcome: SuggestedTerms) -> None:
    for field, count in sorted(outcome.found.items()):
        output.line(f"{field}: {count}")
        of_field = [one for one in outcome.suggestions if one["field"] == field]
        for one in of_field[:_SHOWN]:
            sure = "" if one["score"] is None else f", {one['score']} %"
            output.line(f"  {one['commitment']}  {one['term']}  ({one['method']}{sure}; {one['occasion']})")
        if count > _SHOWN:
            output.line(f"  and {count - _SHOWN} more; --format json lists every one")
