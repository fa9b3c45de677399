"""From the frozen records to every file of an edition, manifest included. The same records give the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ubada.editions.assets import asset_files
from ubada.editions.freeze import Frozen
from ubada.editions.manifest import manifest_of, with_manifest
from ubada.editions.package import package_files
from ubada.editions.report import LANGUAGES, report_files

Report = Callable[[str, int, int], None]
"""Told what is being done, how many parts are done, and how many there are."""


@dataclass(frozen=True)
class Assembled:
    """An edition in memory: its manifest and the bytes of every file."""

    manifest: dict[str, Any]
    files: dict[str, bytes]

    @property
    def root_hash(self) -> str:
        """The hash that stands for every byte of it."""
        return str(self.manifest["root_hash"])


def assemble(frozen: Frozen, *, data_dir: Path, report: Report) -> Assembled:
    """Make every file of an edition. ``data_dir`` is where built stylesheets and typefaces are kept."""
    report("data package", 0, 1)
    files = package_files(frozen)
    files |= asset_files(data_dir)
    files |= report_files(frozen, lambda done, total: report("pages", done, total))
    ordered = dict(sorted(files.items()))
    manifest = manifest_of(frozen, ordered, languages=LANGUAGES)
    return Assembled(manifest, with_manifest(ordered, manifest))
