"""`ubada doctor`: what is right and what is wrong with an installation."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from ubada.cli.arguments import Subparsers, add_command
from ubada.cli.doctor_checks import examine
from ubada.cli.output import Output


def register(subparsers: Subparsers) -> None:
    """Adds `doctor`."""
    add_command(
        subparsers,
        "doctor",
        doctor,
        summary="check this installation and say what to do about each fault",
        details="Exits with 1 if a check fails. Changes nothing.",
        formats=("table", "json"),
    )


def doctor(arguments: argparse.Namespace) -> int:
    """Prints every check; 1 if one of them fails."""
    findings = examine()
    failed = any(finding.status == "failed" for finding in findings)
    output = Output(quiet=arguments.format == "json")
    if arguments.format == "json":
        output.json({"ok": not failed, "checks": [asdict(finding) for finding in findings]})
    rows = [(finding.status, finding.name, f"{finding.message} {finding.hint}".strip()) for finding in findings]
    output.table(("state", "check", "finding"), rows)
    return 1 if failed else 0
