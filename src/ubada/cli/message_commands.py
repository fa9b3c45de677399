"""`ubada messages`: the translated texts of the interface."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ubada.cli.arguments import Subparsers, add_command, add_group
from ubada.cli.output import Advance, Output
from ubada.kernel.errors import InvalidInput, Problem, UbadaError

if TYPE_CHECKING:
    from ubada.languages.table import Language

PACKAGE = Path(__file__).resolve().parent.parent


def register(subparsers: Subparsers) -> None:
    """Adds `messages extract`, `messages update`, `messages check` and `messages compile`."""
    group = add_group(subparsers, "messages", summary="work on the translated texts of the interface")
    extract = add_command(
        group,
        "extract",
        extract_template,
        summary="write every string of the interface as a template (.pot) for a translator's program",
    )
    extract.add_argument("file", type=Path, nargs="?", metavar="FILE", help="file to write; default: standard output")
    update = add_command(
        group,
        "update",
        update_catalogues,
        summary="bring the catalogues (.po) in step with the sources",
        details="Translations are kept; one whose original changed a little is marked fuzzy.",
    )
    check = add_command(
        group,
        "check",
        check_catalogues,
        summary="name what is missing, left over or wrong in the catalogues",
        details="Where the interface is complete, nothing may be untranslated. Exits with 1 if anything is named.",
    )
    compile_ = add_command(
        group,
        "compile",
        compile_messages,
        summary="compile every catalogue (.po) that is newer than its compiled form (.mo)",
    )
    for parser in (update, check):
        parser.add_argument("language", nargs="*", metavar="LANGUAGE", help="code such as ru; default: every language")
    for parser in (extract, update, check, compile_):
        parser.add_argument("--root", type=Path, default=PACKAGE, help=argparse.SUPPRESS)


def extract_template(arguments: argparse.Namespace) -> int:
    """Writes the template. Raises InvalidInput naming each source that cannot be read."""
    from ubada.languages.catalogues import template_text  # noqa: PLC0415 - the other commands start faster without it
    from ubada.languages.extraction import extract_messages  # noqa: PLC0415

    template = extract_messages(arguments.root)
    if arguments.file is None:
        sys.stdout.write(template_text(template))
    else:
        arguments.file.write_text(template_text(template), encoding="utf-8")
        Output().line(f"{arguments.file}: {len(template)} strings")
    return 0


def update_catalogues(arguments: argparse.Namespace) -> int:
    """Rewrites each catalogue that is not in step with the sources; a language without one gets one."""
    from ubada.languages.catalogues import brought_up_to_date, path_of  # noqa: PLC0415
    from ubada.languages.extraction import extract_messages  # noqa: PLC0415

    output, template = Output(), extract_messages(arguments.root)
    for language in _languages(arguments.language):
        path = path_of(language, arguments.root / "locale")
        text = brought_up_to_date(template, language, path)
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            output.line(f"{path}: up to date")
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        output.line(f"{path}: written")
    return 0


def check_catalogues(arguments: argparse.Namespace) -> int:
    """Raises InvalidInput naming everything that is missing, left over or wrong; 0 if there is nothing."""
    from ubada.languages.catalogues import (  # noqa: PLC0415
        disagreements,
        faults,
        is_translated,
        path_of,
        read_catalogue,
    )
    from ubada.languages.extraction import extract_messages  # noqa: PLC0415

    output, template, problems = Output(), extract_messages(arguments.root), []
    for language in _languages(arguments.language):
        path = path_of(language, arguments.root / "locale")
        catalogue = read_catalogue(path, language)
        problems += [*disagreements(template, catalogue, str(path)), *faults(catalogue, language, str(path))]
        done = sum(is_translated(message) for message in catalogue)
        output.line(f"{language.code}: {done} of {len(template)} translated")
    if problems:
        raise InvalidInput("The catalogues need work.", problems=problems)
    return 0


def _languages(codes: Sequence[str]) -> list[Language]:
    from ubada.languages.catalogues import TRANSLATED  # noqa: PLC0415

    known = {language.code: language for language in TRANSLATED}
    if unknown := [code for code in codes if code not in known]:
        raise UbadaError(f"No catalogue is kept for {', '.join(unknown)}.", hint=f"There are {', '.join(known)}.")
    return [known[code] for code in codes or known]


def compile_messages(arguments: argparse.Namespace) -> int:
    """Compiles what is out of date; nothing is written for a catalogue with a fault. 0 if all are compiled."""
    output = Output()
    with output.step("Translations") as step:
        compiled, known = compile_stale_catalogues(arguments.root, step.advance)
        step.result = f"{compiled} of {known} compiled"
    return 0


def compile_stale_catalogues(root: Path = PACKAGE, report: Advance = lambda _done, _total: None) -> tuple[int, int]:
    """Compile every catalogue that is newer than its compiled form; gives how many were, and how many there are.

    Raises InvalidInput naming each faulty entry; the faulty catalogues are then as they were.
    """
    catalogues = sorted(root.glob("**/locale/*/LC_MESSAGES/*.po"))
    stale = [path for path in catalogues if _is_stale(path)]
    problems: list[Problem] = []
    for number, path in enumerate(stale, start=1):
        problems += compile_catalogue(path)
        report(number, len(stale))
    if problems:
        raise InvalidInput("Some translations are faulty and were not compiled.", problems=problems)
    return len(stale), len(catalogues)


def compile_catalogue(path: Path) -> list[Problem]:
    """Writes the .mo file beside a .po file, or gives what is wrong with it."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - the other commands start faster without it
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415

    try:
        with path.open("rb") as stream:
            catalogue = read_po(stream, locale=path.parent.parent.name, abort_invalid=True)
    except PoFileError as error:
        return [Problem(str(path), "", "", str(error))]
    except (OSError, ValueError) as error:
        raise UbadaError(f"{path} cannot be read: {error}") from error
    problems = [
        Problem(str(path), f"line {message.lineno}", "", str(error))
        for message, errors in catalogue.check()
        for error in errors
        if message.string and not message.fuzzy
    ]
    if problems:
        return problems
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    temporary = path.with_suffix(".mo.new")
    temporary.write_bytes(compiled.getvalue())
    temporary.replace(path.with_suffix(".mo"))
    return []


def _is_stale(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return not compiled.is_file() or compiled.stat().st_mtime_ns < path.stat().st_mtime_ns
