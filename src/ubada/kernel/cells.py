"""Cells that no spreadsheet runs: an apostrophe goes before what would be a formula, and comes off again."""

from __future__ import annotations

import re
from typing import Final

_RUN: Final = re.compile(r"'*(?:\s*[=+\-@]|[\t\r\n])")


def guarded(text: str) -> str:
    """The text with an apostrophe before it if a spreadsheet would run it."""
    return f"'{text}" if _RUN.match(text) else text


def unguarded(text: str) -> str:
    """The text that was guarded; any other stays as it is."""
    return text[1:] if text.startswith("'") and _RUN.match(text[1:]) else text
