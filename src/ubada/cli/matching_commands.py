"""`ubada match`: the same promise, made again. Suggests; what belongs together a person says."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ubada.cli.arguments import Subparsers, add_command
from ubada.cli.installation import database
from ubada.cli.output import Output
from ubada.kernel.errors import UbadaError

if TYPE_CHECKING:
    from ubada.reading.matching.matching import Match
    from ubada.reading.matching.signature import Item

_TYPES = ("duplicate", "reiterates", "narrower", "broader", "same_topic", "conflicts")
_LANGUAGES = ("en", "ru", "kk", "ky", "tg", "tk", "uz")
_SHOWN = 40
_SHOWN_TEXT = 100


def register(subparsers: Subparsers) -> None:
    """Adds `match`."""
    parser = add_command(
        subparsers,
        "match",
        match,
        summary="suggest which commitments ask for the same, for more, for less, or for the contrary",
        details="Over the register it keeps suggestions for editors and joins nothing. Over files it needs no database "
        "and keeps nothing.",
        formats=("table", "json"),
    )
    parser.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="UPR Info CSV, or JSON Lines with text and state"
    )
    parser.add_argument("--dry-run", action="store_true", help="show what would be suggested and keep nothing")
    parser.add_argument("--limit", type=_count, metavar="N", help="compare the first N commitments or texts alone")
    parser.add_argument(
        "--type",
        dest="types",
        action="append",
        choices=_TYPES,
        help="suggest these alone; may be repeated; default: every type but same_topic",
    )
    parser.add_argument("--language", default="en", choices=_LANGUAGES, help="language of the files; default: en")


def _count(written: str) -> int:
    if not written.isdecimal() or int(written) == 0:
        raise argparse.ArgumentTypeError(f"{written} is not a number from 1 up")
    return int(written)


def match(arguments: argparse.Namespace) -> int:
    """Suggests over files, or over the register where none is named; gives 0."""
    wanted = arguments.types or [one for one in _TYPES if one != "same_topic"]
    output = Output(quiet=arguments.format == "json")
    return _match_files(arguments, wanted, output) if arguments.files else _match_register(arguments, wanted, output)


def _match_files(arguments: argparse.Namespace, wanted: list[str], output: Output) -> int:
    from ubada.reading.matching.matching import Report  # noqa: PLC0415 - NumPy is loaded only by those who need it
    from ubada.reading.matching.matching import match as match_items  # noqa: PLC0415

    items = _items(arguments.files, arguments.language)[: arguments.limit]
    with output.step("Matching") as step:
        report = Report(advance=step.advance)
        found = [one for one in match_items(items, report) if one.relation.type in wanted]
        step.result = f"{len(found)} suggestions over {len(items)} texts, {report.compared} pairs compared"
    counts = Counter(str(one.relation.type) for one in found)
    if arguments.format == "json":
        output.json(
            {"items": len(items), "compared": report.compared, "counts": counts, "suggestions": _as_data(found)}
        )
    else:
        _show(output, found, {one.key: one.text for one in items})
    return 0


def _match_register(arguments: argparse.Namespace, wanted: list[str], output: Output) -> int:
    with database():
        from ubada.access.actors import Actor  # noqa: PLC0415 - Django is ready only now
        from ubada.register.services.relations import matching_items, suggest_relations  # noqa: PLC0415

        actor = Actor.system("match")
        with output.step("Matching") as step:
            outcome = suggest_relations(
                actor=actor, types=wanted, limit=arguments.limit, dry_run=arguments.dry_run, advance=step.advance
            )
            verb = "would be " if outcome.is_dry_run else ""
            step.result = (
                f"{len(outcome.matches)} suggestions, {outcome.compared} pairs compared; "
                f"{len(outcome.written)} {verb}written, {len(outcome.withdrawn)} {verb}withdrawn"
            )
        if arguments.format == "json":
            output.json(
                {
                    "dry_run": outcome.is_dry_run,
                    "compared": outcome.compared,
                    "counts": outcome.found,
                    "written": [one.key for one in outcome.written],
                    "withdrawn": [one.key for one in outcome.withdrawn],
                    "suggestions": _as_data(outcome.matches),
                }
            )
        else:
            _show(output, outcome.matches, {one.key: one.text for one in matching_items(actor)})
    return 0


def _items(files: list[Path], language: str) -> list[Item]:
    """The texts of the files, each with its place as key and the state it is addressed to."""
    from ubada.reading.classification.labelled import read_labelled  # noqa: PLC0415
    from ubada.reading.matching.signature import Item  # noqa: PLC0415
    from ubada.reading.states import state_code  # noqa: PLC0415

    names = Counter(one.name for one in files)
    if repeated := sorted(name for name, count in names.items() if count > 1):
        raise UbadaError(f"Two files have the name {repeated[0]}.", hint="Suggestions name texts by file and number.")
    items = []
    for path in files:
        for number, one in enumerate(read_labelled(path, "action").texts, 1):
            states = frozenset({state_code(one.state) or one.state}) if one.state else frozenset[str]()
            items.append(Item(f"{path.name}:{number:06}", one.text, language, states))
    return items


def _as_data(found: list[Match] | tuple[Match, ...]) -> list[dict[str, Any]]:
    return [one.as_dict() for one in found]


def _show(output: Output, found: list[Match] | tuple[Match, ...], texts: dict[str, str]) -> None:
    for kind in _TYPES:
        of_kind = [one for one in found if one.relation.type == kind]
        if not of_kind:
            continue
        output.line(f"{kind}: {len(of_kind)}")
        for one in sorted(of_kind, key=lambda each: (-each.relation.score, each.first, each.second))[:_SHOWN]:
            for key in (one.first, one.second):
                text = " ".join(texts[key].split())
                shown = text if len(text) <= _SHOWN_TEXT else f"{text[: _SHOWN_TEXT - 1]}…"
                output.line(f"  {key}  {shown}")
            decided = [f"{reason.kind} {reason.verdict}" for reason in one.relation.reasons if reason.verdict != "same"]
            output.line(f"    {one.relation.score / 1000:.2f}  {', '.join(decided) or 'every symbol agrees'}")
        if len(of_kind) > _SHOWN:
            output.line(f"  and {len(of_kind) - _SHOWN} more; --format json lists every one")
