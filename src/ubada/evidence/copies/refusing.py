"""Why there is no copy of a file that could be given to others."""

from __future__ import annotations

from enum import StrEnum


class Why(StrEnum):
    """The reason, in one word; `evidence.words` has the sentences."""

    KIND = "kind"
    """No copy is made of files of this kind."""
    DAMAGED = "damaged"
    LAYERS = "layers"
    """It hides something that a copy would hand on: a layer that can be switched off, or words under a box."""
    TOO_MUCH = "too-much"
    """It took more time, memory or room than a copy may."""


class NoCopy(Exception):
    """No copy is made. It carries the reason and nothing of the file."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why
