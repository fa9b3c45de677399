"""What the register already has that an import must know: states, terms, concordances, texts, scales. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Known:
    """A picture of the register, taken before the files are read."""

    states: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Alpha-3 of each state that is followed: its name by language."""
    alpha2: Mapping[str, str] = field(default_factory=dict)
    """Alpha-2 to alpha-3 of these states."""
    terms: frozenset[str] = frozenset()
    """Keys of terms, such as ``themes:gbv``."""
    concordance: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """List of others, its entry folded, and the terms of ours that mean about the same."""
    bodies: Mapping[str, str] = field(default_factory=dict)
    """Code of each issuing body, and its English name."""
    documents: Mapping[str, str] = field(default_factory=dict)
    """Symbol of each document, upper case without spaces, to its code."""
    instruments: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Code of each instrument, and its short title by language."""
    refs: frozenset[str] = frozenset()
    """References of all commitments."""
    scales: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Canonical records of the scales of indices, by index."""
    treaty_facts: Mapping[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)
    """State and instrument to the canonical record of the published fact about the state's position."""
    conflicts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Fact to the conflicts that it takes part in."""
