"""`ubada import FORMAT`: bringing data into the register."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ubada.cli import export_commands, format_commands
from ubada.cli.arguments import Subparsers, add_command, add_group
from ubada.cli.installation import database
from ubada.cli.output import Output
from ubada.cli.refusals import refused
from ubada.kernel.errors import InvalidInput

if TYPE_CHECKING:
    from ubada.exchange.baseline import Outcome

SHOWN_CHANGES = 40
GRADES = (
    "Columns: grading, grade, commitment, state, given_on, paragraph, source_title, source_url, and, if wanted, "
    "document, part, key. Every row is checked before anything is written. A grade is taken over as it was given and "
    "becomes no verdict. Safe to run again: the same rows change nothing."
)


def register(subparsers: Subparsers) -> None:
    """Adds `import baseline`, `import FORMAT` for every format, what looks after imports, and `export`."""
    group = add_group(subparsers, "import", summary="bring data into the register, all of it or nothing")
    format_commands.register(group)
    export_commands.register(subparsers)
    parser = add_command(
        group,
        "baseline",
        import_baseline,
        summary="bring the register to the baseline: reference data, facts, commitments and tests",
        details="Safe to run again: what is the same is left alone, and nothing is written if any record is faulty.",
        formats=("text", "json"),
    )
    parser.add_argument(
        "folder",
        type=Path,
        nargs="?",
        metavar="FOLDER",
        help="folder of the baseline's YAML files; without it, the baseline that came with this copy",
    )
    parser.add_argument("--dry-run", action="store_true", help="show what would change and change nothing")
    grades = add_command(
        group,
        "grades",
        import_grades,
        summary="take over grades that other bodies gave, each with its document and paragraph",
        details=GRADES,
        formats=("text", "json"),
    )
    grades.add_argument("files", type=Path, nargs="+", metavar="FILE", help="CSV or YAML files")
    grades.add_argument("--dry-run", action="store_true", help="show what would change and change nothing")


def import_grades(arguments: argparse.Namespace) -> int:
    """Takes over the grades of the files and says how many; every problem of the files otherwise, and 1."""
    output = Output(quiet=arguments.format == "json")
    with database():
        from ubada.access.actors import Actor  # noqa: PLC0415 - Django is ready only now
        from ubada.exchange import services  # noqa: PLC0415

        try:
            with output.step("Grades of others") as step:
                done = services.import_grades(
                    actor=Actor.system("import"), paths=arguments.files, dry_run=arguments.dry_run
                )
                would = "would be " if arguments.dry_run else ""
                step.result = f"{done.added} {would}added, {done.changed} {would}changed, {done.same} the same"
        except InvalidInput as error:
            return refused(output, error)
    if arguments.format == "json":
        output.json(
            {"dry_run": arguments.dry_run, "added": done.added, "changed": done.changed, "unchanged": done.same}
        )  # fmt: skip
    return 0


def import_baseline(arguments: argparse.Namespace) -> int:
    """Imports, shows what was (or would be) written, and gives 0; every problem of the files otherwise, and 1."""
    output = Output(quiet=arguments.format == "json")
    with database():
        from ubada.access.actors import Actor  # noqa: PLC0415 - Django is ready only now
        from ubada.exchange import baseline  # noqa: PLC0415

        try:
            with output.step("Baseline") as step:
                outcome = baseline.import_baseline(
                    actor=Actor.system("import"), folder=arguments.folder, dry_run=arguments.dry_run
                )
                step.result = summary(outcome)
        except InvalidInput as error:
            return refused(output, error)
    if arguments.format == "json":
        output.json(as_json(outcome))
    elif arguments.dry_run:
        _show_changes(output, outcome)
    return 0


def summary(outcome: Outcome) -> str:
    """What happened, in one line."""
    added, changed = sum(outcome.added.values()), sum(outcome.changed.values())
    kept = f"{len(outcome.left)} records that these files no longer name stay as they are" if outcome.left else ""
    if not added and not changed and not outcome.removed:
        return "; ".join(filter(None, ("nothing to change; the register is at this baseline already", kept)))
    verb = "would be " if outcome.is_dry_run else ""
    parts = [f"{added} records {verb}added", f"{changed} {verb}changed"]
    if outcome.removed:
        parts.append(f"{len(outcome.removed)} computed records {verb}removed")
    return "; ".join(filter(None, (", ".join(parts), kept)))


def as_json(outcome: Outcome) -> dict[str, Any]:
    """The outcome for programs: counts by kind, and each record that was or would be written."""
    return {
        "dry_run": outcome.is_dry_run,
        "read": outcome.read,
        "added": dict(outcome.added),
        "changed": dict(outcome.changed),
        "left": [{"type": kind, "key": key} for kind, key in outcome.left],
        "removed": [{"type": one.type, "key": one.key} for one in outcome.removed],
        "records": [
            {"type": one.shape, "key": one.key, "new": one.is_new, "fields": [] if one.is_new else list(one.fields)}
            for one in outcome.written
        ],
    }


def _show_changes(output: Output, outcome: Outcome) -> None:
    for kind, count in sorted(outcome.added.items()):
        output.line(f"  + {count} {kind}")
    changed = [one for one in outcome.written if not one.is_new]
    for one in changed[:SHOWN_CHANGES]:
        output.line(f"  ~ {one.shape} {one.key}: {', '.join(one.fields)}")
    for gone in outcome.removed[:SHOWN_CHANGES]:
        output.line(f"  - {gone.type} {gone.key}")
    hidden = max(0, len(changed) - SHOWN_CHANGES) + max(0, len(outcome.removed) - SHOWN_CHANGES)
    if hidden:
        output.line(f"  … and {hidden} more; --format json lists every one")
