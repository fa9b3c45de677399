"""`ubada import FORMAT`, and `list`, `undo` and `mapping`: data of other databases, and looking after it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ubada.cli.arguments import Subparsers, add_command
from ubada.cli.installation import data_dir, database
from ubada.cli.output import Output
from ubada.cli.refusals import refused
from ubada.exchange.engine.mapping import mapping_for
from ubada.exchange.formats import summaries
from ubada.kernel.errors import InvalidInput

if TYPE_CHECKING:
    from ubada.exchange.services import Outcome

SHOWN = 15
DETAILS = (
    "Every row is checked before anything is written; one faulty row stops all of it. Safe to run again: what is the "
    "same is left alone, and what people have changed since is not overwritten. `ubada import undo` takes it back."
)


def register(group: Subparsers) -> None:
    """Adds a command for each format, and those that look after imports."""
    for name, summary in summaries().items():
        parser = add_command(
            group, name, import_format, summary=f"import {summary}", details=DETAILS, formats=("text", "json")
        )
        parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="one or more files")
        parser.add_argument("--dry-run", action="store_true", help="show what would change and change nothing")
        parser.add_argument(
            "--mapping",
            metavar="M",
            help="name of a mapping, or a YAML file with one; a file is kept and used again next time",
        )
        parser.set_defaults(import_format=name)
    add_command(group, "list", list_imports, summary="the imports there were", formats=("text", "json"))
    undo = add_command(
        group, "undo", undo_import, summary="take one import back, all of it or nothing",
        details="Every record it wrote stands again as before. Refused if one of them was changed since.",
        formats=("text", "json"),
    )  # fmt: skip
    undo.add_argument("number", type=int, metavar="N", help="number of the import, as in `ubada import list`")
    mapping = add_command(
        group, "mapping", show_mapping, summary="print the mapping a format is read with, to be edited",
        details="Save it to a file, change it, and name that file with --mapping.",
    )  # fmt: skip
    mapping.add_argument("name_of_format", metavar="FORMAT", choices=tuple(summaries()), help="name of the format")
    mapping.add_argument("name", nargs="?", metavar="NAME", help="name of the mapping, where the format has several")


def import_format(arguments: argparse.Namespace) -> int:
    """Imports files of one format and shows what was (or would be) written."""
    output = Output(quiet=arguments.format == "json")
    with database():
        from ubada.access.actors import Actor  # noqa: PLC0415 - Django is ready only now
        from ubada.exchange import services  # noqa: PLC0415

        try:
            with output.step(arguments.import_format) as step:
                outcome = services.import_files(
                    actor=Actor.system("import"),
                    format_name=arguments.import_format,
                    paths=arguments.files,
                    mapping=arguments.mapping,
                    saved_mappings=data_dir() / "mappings",
                    dry_run=arguments.dry_run,
                    advance=step.advance,
                )
                step.result = _in_a_line(outcome)
        except InvalidInput as error:
            return refused(output, error)
    if arguments.format == "json":
        output.json(as_json(outcome))
    else:
        _show(output, outcome)
    return 0


def list_imports(arguments: argparse.Namespace) -> int:
    """Lists the imports, oldest first."""
    output = Output(quiet=arguments.format == "json")
    with database():
        from ubada.access.actors import Actor  # noqa: PLC0415
        from ubada.exchange.queries import imports  # noqa: PLC0415

        found = list(imports(Actor.system("import")))
    if arguments.format == "json":
        output.json(
            [
                {
                    "number": one.number, "format": one.format, "mapping": one.mapping, "state": one.state,
                    "finished_at": one.finished_at.isoformat(), "files": one.files, "counts": one.counts,
                }
                for one in found
            ]
        )  # fmt: skip
    elif not found:
        output.line("Nothing was imported yet, apart from the baseline.")
    else:
        output.table(
            ("No.", "Format", "Finished", "State", "Added", "Changed", "Files"),
            [
                (
                    str(one.number), one.format, f"{one.finished_at:%Y-%m-%d %H:%M}", one.state,
                    str(one.counts["added"]), str(one.counts["changed"]), ", ".join(file["name"] for file in one.files),
                )
                for one in found
            ],
        )  # fmt: skip
    return 0


def undo_import(arguments: argparse.Namespace) -> int:
    """Takes an import back and says what that did."""
    output = Output(quiet=arguments.format == "json")
    with database():
        from ubada.access.actors import Actor  # noqa: PLC0415
        from ubada.exchange import services  # noqa: PLC0415

        try:
            undone = services.undo_import(actor=Actor.system("import"), number=arguments.number)
        except InvalidInput as error:
            return refused(output, error)
    if arguments.format == "json":
        output.json({"number": undone.number, "removed": undone.removed, "restored": undone.restored})
    else:
        output.line(
            f"Import {undone.number} was taken back: {undone.removed} records removed, {undone.restored} as before."
        )
    return 0


def show_mapping(arguments: argparse.Namespace) -> int:
    """Prints the mapping that is in use for a format."""
    Output().line(mapping_for(arguments.name_of_format, arguments.name, data_dir() / "mappings").text.rstrip("\n"))
    return 0


def as_json(outcome: Outcome) -> dict[str, Any]:
    """The outcome for programs: how the files were read, what became of their rows, and each record written."""
    return {
        "format": outcome.format,
        "mapping": outcome.mapping,
        "number": outcome.number,
        "dry_run": outcome.is_dry_run,
        "files": list(outcome.files),
        "rows": {
            "read": outcome.drafts.read,
            "used": outcome.drafts.used,
            "skipped": dict(outcome.drafts.skipped),
        },
        "notes": dict(outcome.drafts.notes),
        "unmapped": dict(outcome.drafts.unmapped),
        "added": dict(outcome.added),
        "changed": dict(outcome.changed),
        "unchanged": outcome.unchanged,
        "kept": [{"type": kind, "key": key, "fields": list(fields)} for kind, key, fields in outcome.kept],
        "records": [
            {"type": one.shape, "key": one.key, "new": one.is_new, "fields": [] if one.is_new else list(one.fields)}
            for one in outcome.written
        ],
    }


def _in_a_line(outcome: Outcome) -> str:
    read = f"{outcome.drafts.read} rows read, {outcome.drafts.used} used"
    if not outcome.written:
        return f"{read}; nothing to change"
    verb = "would be " if outcome.is_dry_run else ""
    added, changed = sum(outcome.added.values()), sum(outcome.changed.values())
    number = "" if outcome.is_dry_run else f"; this is import {outcome.number}"
    return f"{read}; {added} records {verb}added, {changed} {verb}changed{number}"


def _show(output: Output, outcome: Outcome) -> None:
    for file in outcome.files:
        output.line(f"  {file['name']}: {file['read_as']}")
    for reason, count in outcome.drafts.skipped.most_common():
        output.line(f"  not used: {count} rows {reason}")
    for kind, count in sorted(outcome.added.items()):
        output.line(f"  + {count} {kind.replace('_', ' ')}")
    changed = [one for one in outcome.written if not one.is_new]
    _some(output, [f"  ~ {one.shape} {one.key}: {', '.join(one.fields)}" for one in changed])
    kept = [f"{kind} {key}: {', '.join(fields)}" for kind, key, fields in outcome.kept]
    _some(output, [f"  = left alone, since others wrote it: {one}" for one in kept])
    _some(output, [f"  note: {what} ({count})" for what, count in outcome.drafts.notes.most_common()])
    _some(output, [f"  no term of ours: {label} ({count})" for label, count in outcome.drafts.unmapped.most_common()])


def _some(output: Output, lines: list[str]) -> None:
    for line in lines[:SHOWN]:
        output.line(line)
    if len(lines) > SHOWN:
        output.line(f"    … and {len(lines) - SHOWN} more; --format json lists every one")
