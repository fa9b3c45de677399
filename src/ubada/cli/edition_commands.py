"""`ubada edition` and `ubada verify`: freezing the register, publishing it, taking it away, checking it anywhere."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ubada.cli.arguments import Subparsers, add_command, add_group
from ubada.cli.installation import database
from ubada.cli.output import Output
from ubada.editions.verify import check

if TYPE_CHECKING:
    from ubada.editions.models import Edition

FORMATS = ("text", "json")


def register(subparsers: Subparsers) -> None:
    """Adds `edition` with its commands, and `verify`."""
    group = add_group(subparsers, "edition", summary="freeze the register into editions and publish them")
    build = add_command(
        group,
        "build",
        _build,
        summary="freeze the register's public state into the folder of an edition",
        details="Building again before publication replaces the build. The same data give the same bytes. With a round "
        "that is frozen, the edition carries its verdicts, and the calendar publishes both on the round's date.",
        formats=FORMATS,
    )
    build.add_argument("--number", type=edition_number, help="default: the one in preparation, or the next")
    build.add_argument(
        "--date", type=day, metavar="YYYY-MM-DD", help="the day for which it speaks (default: today; UTC)"
    )
    build.add_argument("--round", default="", metavar="CODE", help="the frozen round that the edition carries")
    publish = add_command(group, "publish", _publish, summary="make a built edition public for good", formats=FORMATS)
    publish.add_argument("number", type=edition_number, help="the edition that was built")
    add_command(group, "list", _list, summary="list every edition with its root hash", formats=("table", "json"))
    export = add_command(
        group, "export", _export, summary="copy an edition to a folder that does not exist yet", formats=FORMATS
    )
    export.add_argument("number", type=edition_number, help="the edition to copy")
    export.add_argument("path", type=Path, help="the folder to make")
    correct = add_command(
        group,
        "correct",
        _correct,
        summary="say in the open what is wrong in a published edition",
        details="The edition itself stays as it is; the correction stands on its page.",
        formats=FORMATS,
    )
    correct.add_argument("number", type=edition_number, help="the published edition")
    correct.add_argument("--what", required=True, metavar="TEXT", help="what is wrong and what is right, in English")
    correct.add_argument("--why", required=True, metavar="TEXT", help="how it came about, in English")
    correct.add_argument("--what-ru", default="", metavar="TEXT", help="the same in Russian")
    correct.add_argument("--why-ru", default="", metavar="TEXT", help="the same in Russian")
    correct.add_argument("--withdraw", action="store_true", help="also take the edition back as the one to read")
    verify = add_command(
        subparsers,
        "verify",
        _verify,
        summary="check an edition's folder, file by file and record by record",
        details="Needs no database and no network. Exits with 1 and names what is wrong if anything is.",
        formats=FORMATS,
    )
    verify.add_argument("path", help="the folder of an edition")
    verify.add_argument("--expect", metavar="HASH", help="the root hash, as published elsewhere")


def _build(arguments: argparse.Namespace) -> int:
    output = _output(arguments)
    with output.step("Edition") as step, database():
        from ubada.access.actors import Actor  # noqa: PLC0415 - needs Django to be set up
        from ubada.editions.services import build_edition  # noqa: PLC0415

        built = build_edition(
            actor=Actor.system("edition build"),
            number=arguments.number,
            on=arguments.date,
            round_code=arguments.round,
            report=lambda _what, done, total: step.advance(done, total),
        )
        step.result = f"{built.edition.number}, {'built' if built.is_new else 'unchanged'}"
        answer = {**_as_dict(built.edition), "path": str(built.folder), "is_new": built.is_new}
    _tell(output, arguments, answer)
    return 0


def _publish(arguments: argparse.Namespace) -> int:
    output = _output(arguments)
    with output.step("Publication") as step, database():
        from ubada.access.actors import Actor  # noqa: PLC0415 - needs Django to be set up
        from ubada.editions.carrying import folder_of  # noqa: PLC0415
        from ubada.editions.services import publish_edition  # noqa: PLC0415

        edition = publish_edition(actor=Actor.system("edition publish"), number=arguments.number)
        step.result = f"edition {edition.number} is {edition.state}"
        answer = {**_as_dict(edition), "path": str(folder_of(edition.number))}
    _tell(output, arguments, answer)
    return 0


def _list(arguments: argparse.Namespace) -> int:
    output = _output(arguments)
    with database():
        from ubada.access.actors import Actor  # noqa: PLC0415 - needs Django to be set up
        from ubada.editions.queries import editions  # noqa: PLC0415

        rows = [_as_dict(edition) for edition in editions(Actor.system("edition list"))]
    if arguments.format == "json":
        output.json({"editions": rows})
    headings = ("number", "register_date", "state", "record_count", "root_hash")
    output.table(headings, [[str(row[name]) for name in headings] for row in rows])
    return 0


def _export(arguments: argparse.Namespace) -> int:
    output = _output(arguments)
    with output.step("Export") as step, database():
        from ubada.access.actors import Actor  # noqa: PLC0415 - needs Django to be set up
        from ubada.editions.services import export_edition  # noqa: PLC0415

        edition = export_edition(actor=Actor.system("edition export"), number=arguments.number, target=arguments.path)
        step.result = str(arguments.path)
        answer = {**_as_dict(edition), "path": str(arguments.path.absolute())}
    _tell(output, arguments, answer)
    return 0


def _correct(arguments: argparse.Namespace) -> int:
    output = _output(arguments)
    with database():
        from ubada.access.actors import Actor  # noqa: PLC0415 - needs Django to be set up
        from ubada.editions.services import correct_edition  # noqa: PLC0415

        correction = correct_edition(
            actor=Actor.system("edition correct"),
            number=arguments.number,
            what={"en": arguments.what, "ru": arguments.what_ru},
            why={"en": arguments.why, "ru": arguments.why_ru},
            withdraw=arguments.withdraw,
        )
        answer = {"edition": correction.edition_id, "order": correction.order, "state": correction.edition.state}
    if arguments.format == "json":
        output.json(answer)
    output.line(f"Correction {correction.order} stands on the page of edition {correction.edition_id}.")
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    outcome = check(arguments.path, expect=arguments.expect)
    text = outcome.text(arguments.format)
    print(text.encode("ascii", "backslashreplace").decode("ascii"), file=sys.stdout)  # noqa: T201
    return 0 if outcome.ok else 1


def edition_number(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("editions are numbered from 0")
    return number


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2026-11-24") from None


def _output(arguments: argparse.Namespace) -> Output:
    return Output(quiet=arguments.format == "json")


def _as_dict(edition: Edition) -> dict[str, Any]:
    return {
        "number": edition.number,
        "title": edition.title.as_dict(),
        "register_date": edition.register_date.isoformat(),
        "state": edition.state,
        "root_hash": edition.root_hash,
        "records_root": edition.records_root,
        "record_count": edition.record_count,
        "file_count": edition.file_count,
        "round": edition.round_code,
        "published_at": edition.published_at.isoformat() if edition.published_at else None,
    }


def _tell(output: Output, arguments: argparse.Namespace, answer: dict[str, Any]) -> None:
    if arguments.format == "json":
        output.json(answer)
    output.line(f"Edition {answer['number']} of {answer['register_date']}: {answer['path']}")
    output.line(f"Root hash: {answer['root_hash']}")
