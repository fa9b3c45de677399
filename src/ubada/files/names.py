"""The name of a file as it may be kept, shown and given back: never a path, never a character that is not seen."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

NAMELESS: Final = "file"
"""What stands in for a name of which nothing is left."""
_SEPARATORS: Final = re.compile(r"[/\\]")
_NOT_SEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories of what has no form of its own: controls, marks that turn the direction of text, surrogates."""
_LONGEST_ENDING: Final = 10


def clean_name(name: str, longest: int) -> str:
    """The last part of a path, composed (NFC), of visible characters, at most ``longest`` of them, its ending kept."""
    last = _SEPARATORS.split(name)[-1]
    seen = "".join(" " if character.isspace() else character for character in last)
    seen = "".join(character for character in seen if unicodedata.category(character) not in _NOT_SEEN)
    tidy = unicodedata.normalize("NFC", " ".join(seen.split())).strip(". ")
    return _shortened(tidy, longest) or NAMELESS


def _shortened(name: str, longest: int) -> str:
    if len(name) <= longest:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or not stem or len(ending) > _LONGEST_ENDING:
        return name[:longest].rstrip(". ")
    return f"{stem[: longest - len(ending) - 1].rstrip('. ')}.{ending}"


def with_ending(name: str, endings: tuple[str, ...], longest: int) -> str:
    """The name with an ending that says what the file is: its own if it is one of these, else the first of them added.

    So a page named ``report.exe`` is given back as ``report.exe.html``, and no computer takes it for a program.
    """
    if name.lower().endswith(tuple(f".{ending}" for ending in endings)):
        return name
    return _shortened(f"{name}.{endings[0]}", longest)
