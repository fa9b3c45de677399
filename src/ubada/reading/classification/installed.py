"""The models that an installation has trained, read once for a process and again when one of them was trained anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from ubada.kernel.errors import InvalidInput
from ubada.reading.classification.models import Model
from ubada.reading.classification.tasks import TASKS


@dataclass(frozen=True, slots=True)
class Installed:
    """The usable models by task, and for each file that cannot be used the reason."""

    models: Mapping[str, Model] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)


def models_in(folder: Path) -> Installed:
    """The models in a folder (`models/` of the data folder); none where the folder does not exist.

    A model that is damaged or was made by another version is left out and named in `refused`: the cue words answer in
    its place. Files are read again only if one of them changed.
    """
    stamps = []
    for task in TASKS:
        try:
            stat = (folder / f"{task}.json").stat()
        except OSError:
            continue
        stamps.append((task, stat.st_mtime_ns, stat.st_size))
    return _read(folder, tuple(stamps))


@lru_cache(maxsize=2)  # one folder a process; the second place is for the moment a model is replaced
def _read(folder: Path, stamps: tuple[tuple[str, int, int], ...]) -> Installed:
    models: dict[str, Model] = {}
    refused: dict[str, str] = {}
    for task, _, _ in stamps:
        try:
            models[task] = Model.load(folder, task)
        except InvalidInput as error:
            refused[task] = str(error)
    return Installed(models, refused)
