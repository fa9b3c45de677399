"""Bringing the files of another database into the register: all of it or nothing, and nothing the second time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ubada.access.actors import Actor
from ubada.access.engine import Action, require
from ubada.exchange.engine.drafts import Drafts
from ubada.exchange.engine.faults import Faults, refusal
from ubada.exchange.engine.files import Advance, InputFile, open_file, silent
from ubada.exchange.engine.mapping import mapping_for, save_mapping
from ubada.exchange.formats import Context, Read, format_named
from ubada.exchange.models import Import
from ubada.exchange.queries import known_register
from ubada.exchange.services.committing import Outcome, commit_drafts
from ubada.kernel.errors import InvalidInput, Problem


def import_files(
    *,
    actor: Actor,
    format_name: str,
    paths: Sequence[Path],
    mapping: str | None = None,
    saved_mappings: Path | None = None,
    dry_run: bool = False,
    advance: Advance = silent,
) -> Outcome:
    """Read files of a format and bring the register to what they say.

    Nothing is written if any row of any file is faulty. A record is changed only if the last one who wrote it was an
    import; what people or the baseline wrote is left alone and named. A dry run does everything and takes it back.
    Raises Refused, or InvalidInput with every problem by file, row and field.
    """
    require(actor, Action.IMPORT, Import)
    started = datetime.now(UTC)
    form = format_named(format_name)
    chosen = mapping_for(format_name, mapping, saved_mappings)
    files = [open_file(path) for path in paths]
    drafts = Drafts()
    known = known_register(actor)
    how: list[str] = []
    problems: list[Problem] = []
    count = 0
    context: Context | None = None
    shared: dict[str, Any] = {}
    for file in files:
        context = Context(chosen, known, drafts, Faults(file.name), advance, shared)
        how.append(_read(form.read, file, context))
        problems += context.faults.problems
        count += context.faults.count
    if count:
        raise refusal(problems, count)
    if context is not None:
        form.finish(context)
        context.faults.stop_if_any()
    described = tuple(
        {"name": file.name, "sha256": file.sha256, "read_as": words} for file, words in zip(files, how, strict=True)
    )
    outcome = commit_drafts(
        actor=actor,
        format=chosen.format,
        mapping=chosen.name,
        mapping_sha256=chosen.sha256,
        files=described,
        drafts=drafts,
        started=started,
        dry_run=dry_run,
    )
    if saved_mappings is not None and not dry_run and mapping is not None:
        save_mapping(chosen, saved_mappings)
    return outcome


def _read(read: Read, file: InputFile, context: Context) -> str:
    """How the file was read; "" where its faults made it stop early."""
    try:
        return read(file, context)
    except InvalidInput:
        if not context.faults.count:
            raise
        return ""
