"""`ubada read FILE…`: the recommendations in documents. Needs no database."""

from __future__ import annotations

import argparse
import csv
import io
import sys
from pathlib import Path
from typing import Any

from ubada.cli.arguments import Subparsers, add_command
from ubada.cli.output import Output
from ubada.reading.child import Result, read_files

_COLUMNS = (
    "file", "profile", "id", "number", "parent", "text", "addressee_heading", "addressees", "duty_bearers",
    "recommending_states", "footnotes", "citations", "page", "start", "end", "language", "confidence", "needs_review",
)  # fmt: skip
_SHOWN_TEXT = 72
_PROFILES = ("statement", "treaty_body", "upr", "upr_matrix", "osce", "generic")


def register(subparsers: Subparsers) -> None:
    """Adds `read`."""
    parser = add_command(
        subparsers,
        "read",
        read,
        summary="show the recommendations in documents: PDF, DOCX, ODT, HTML or plain text",
        details="The form of a document chooses the profile; what a file is, its content tells and not its name.",
        formats=("table", "json", "csv"),
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a document")
    parser.add_argument("--profile", choices=_PROFILES, help="read as this kind of document, whatever its form says")


def read(arguments: argparse.Namespace) -> int:
    """Reads all files and then prints; gives 1 if any could not be read, with one line for each of those."""
    output = Output(quiet=arguments.format != "table")
    results = _read_all(arguments, output)
    readings = [one.reading for one in results if one.reading is not None]
    if readings:
        if arguments.format == "json":
            output.json(readings[0] if len(arguments.files) == 1 else readings)
        elif arguments.format == "csv":
            sys.stdout.write(as_csv(readings))
        else:
            _show(output, readings)
    failed = [one.error for one in results if one.error is not None]
    for error in failed:
        print(f"ubada: {error}", file=sys.stderr)  # noqa: T201
    return 1 if failed else 0


def _read_all(arguments: argparse.Namespace, output: Output) -> list[Result]:
    results: list[Result] = []
    with output.step("Reading") as step:
        for one in read_files(arguments.files, profile=arguments.profile):
            results.append(one)
            step.advance(len(results), len(arguments.files))
        count = sum(len(one.reading["recommendations"]) for one in results if one.reading)
        step.result = f"{count} recommendations in {sum(one.reading is not None for one in results)} documents"
    return results


def as_csv(readings: list[dict[str, Any]]) -> str:
    """One row for each recommendation; lists are joined by a semicolon and a space."""
    out = io.StringIO()
    table = csv.DictWriter(out, _COLUMNS, lineterminator="\n")
    table.writeheader()
    for reading in readings:
        source = reading["source"]
        for one in reading["recommendations"]:
            row = {name: one.get(name) for name in _COLUMNS}
            row |= {"file": source["file"], "profile": source["profile"]}
            row["footnotes"] = [f"{note['number']}: {note['text']}" for note in one["footnotes"]]
            row["citations"] = [cited["code"] for cited in one["citations"]]
            table.writerow(
                {name: "; ".join(value) if isinstance(value, list) else value for name, value in row.items()}
            )
    return out.getvalue()


def _show(output: Output, readings: list[dict[str, Any]]) -> None:
    for reading in readings:
        source, found = reading["source"], reading["recommendations"]
        output.line(
            f"{source['file']}: {len(found)} recommendations, profile {source['profile']}, {source['language']}"
        )
        for reason in [*source["profile_reasons"], *source["notes"]]:
            output.line(f"  {reason}")
        if not found:
            continue
        rows = []
        for one in found:
            text = one["text"] if len(one["text"]) <= _SHOWN_TEXT else f"{one['text'][: _SHOWN_TEXT - 1]}…"
            review = "; ".join(one["needs_review"])
            rows.append([one["id"], str(one["page"]), " ".join(one["recommending_states"]), text, review])
        output.table(["id", "page", "states", "text", "to check"], rows)
