"""The colours a specification may use: stand-ins, each of which becomes a class of the stylesheet."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

INK: Final = "#010101"
SOFT: Final = "#020202"
TILE: Final = "#030303"
LINE: Final = "#050505"
EDGE: Final = "#060606"

CLASS_OF: Final = MappingProxyType({INK: "ink", SOFT: "soft", TILE: "tile", LINE: "line", EDGE: "edge"})
"""Class name, after ``f-`` for a fill and ``s-`` for a stroke, by stand-in."""
