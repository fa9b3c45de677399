"""Reading the files of the practice state. No database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from ubada.exchange.baseline import default_folder
from ubada.kernel.errors import UbadaError

Raw = dict[str, Any]
PAST: Final = ("2025-2", "2026-1")
"""Rounds that are over, in their order; their dates are fixed."""
MOVING: Final = ("reply", "current")
"""Rounds whose dates count from the day on which they are made."""


@dataclass(frozen=True, slots=True)
class PracticeFiles:
    """What the files say: the register's part, who takes part, and each round by the name of its file."""

    register: Raw
    people: Raw
    rounds: dict[str, Raw]


def read_practice(folder: Path | None = None) -> PracticeFiles:
    """Read the files in `data/practice`. Raises UbadaError where one is missing or is not YAML."""
    source = folder or default_folder() / "practice"
    return PracticeFiles(
        _read(source / "register.yaml"),
        _read(source / "people.yaml"),
        {name: _read(source / "rounds" / f"{name}.yaml") for name in (*PAST, *MOVING)},
    )


def _read(path: Path) -> Raw:
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = (str(error).splitlines() or [""])[0]
        raise UbadaError(f"The file {path.name} of the practice state cannot be read: {reason}") from error
    if not isinstance(loaded, dict):
        raise UbadaError(f"The file {path.name} of the practice state holds no record.")
    return loaded
