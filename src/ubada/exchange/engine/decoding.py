"""From bytes to text: the encoding and line ends are found out and stated, and a mixture is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ubada.exchange.engine.faults import Faults
from ubada.reading.classification.labelled import detect_encoding, detect_line_ends

CYRILLIC: Final = "cp1251"
_HIGH: Final = re.compile(rb"[\x80-\xff]+")
_CYRILLIC_WORD: Final = re.compile(rb"[\xc0-\xff\xa8\xb8]{4,}")
_LINE: Final = re.compile(rb"\r\n|\r|\n")
# Left by a text editor that met bytes it could not read, or by a broken export: the letters are lost.
_LOST: Final = "\ufffd"
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NAMED: Final = 20


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with what was found out about the bytes it came from."""

    text: str
    encoding: str
    line_ends: str


def decode(data: bytes, faults: Faults) -> Decoded:
    """The text of a file. Faults are noted for bytes that do not fit, for mixed encodings and for lost letters.

    UTF-8 is certain where it fits. Of the encodings with one byte a letter, Windows Cyrillic is told by its words and
    the two Western ones by where their signs stand (see `detect_encoding`).
    """
    encoding = detect_encoding(data)
    if encoding in ("cp1252", "mac_roman"):
        if _is_cyrillic(data):
            encoding = CYRILLIC
        _find_mixture(data, encoding, faults)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        row = len(_LINE.findall(data[: error.start])) + 1
        faults.add(f"line {row}", "", f"is not text in {encoding}: byte {error.start} does not fit")
        return Decoded("", encoding, detect_line_ends(data))
    _find_lost(text, faults)
    return Decoded(text, encoding, detect_line_ends(data))


def _is_cyrillic(data: bytes) -> bool:
    high = sum(len(run) for run in _HIGH.findall(data))
    return high > 0 and 2 * sum(len(word) for word in _CYRILLIC_WORD.findall(data)) > high


def _find_mixture(data: bytes, encoding: str, faults: Faults) -> None:
    """Lines that are UTF-8 in a file that is not: two files were put together, and one would turn to rubbish."""
    for number, line in enumerate(_LINE.split(data), start=1):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            continue
        faults.add(f"line {number}", "", f"is in UTF-8 while the rest of the file is in {encoding}")
        if faults.count >= _NAMED:
            return


def _find_lost(text: str, faults: Faults) -> None:
    if _LOST in text or _CONTROL.search(text):
        for number, line in enumerate(text.splitlines(), start=1):
            if _LOST in line:
                faults.add(f"line {number}", "", "holds a letter that was lost in an earlier conversion (U+FFFD)")
            elif found := _CONTROL.search(line):
                faults.add(f"line {number}", "", f"holds the control character U+{ord(found[0]):04X}")
