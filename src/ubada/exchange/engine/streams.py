"""JSON of any size, object by object: memory holds one piece of the file and one object, never the whole."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from ubada.exchange.engine.faults import Faults
from ubada.exchange.engine.files import MEBIBYTE, Advance, InputFile

PIECE: Final = MEBIBYTE // 4
LONGEST_OBJECT: Final = 16 * MEBIBYTE
"""Characters of one record; beyond it the file is no list of records."""
_BETWEEN: Final = " \t\r\n,"
_DECODER: Final = json.JSONDecoder()


def objects(file: InputFile, faults: Faults, advance: Advance) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file with their numbers from 1: of a list, of lines with one each, or the only one there is.

    A fault is noted, and reading ends, where the file is not UTF-8, not JSON, or was cut off.
    """
    text = codecs.getincrementaldecoder("utf-8-sig")()
    scanner = _Scanner(faults)
    done = 0
    with file.path.open("rb") as handle:
        while not scanner.is_over:
            piece = handle.read(PIECE)
            done += len(piece)
            try:
                words = text.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                scanner.fail(f"is not text in UTF-8 ({error.reason})")
                return
            yield from scanner.found_in(words, is_last=not piece)
            advance(done, file.size)


@dataclass(slots=True)
class _Scanner:
    """Takes the text of a file piece by piece and gives the objects that are whole."""

    faults: Faults
    rest: str = ""
    number: int = 0
    in_list: bool = False
    closed: bool = False
    is_over: bool = False

    def fail(self, message: str) -> None:
        """Note a fault at the object that is being read, and read no further."""
        self.faults.add(f"record {self.number + 1}", "", message)
        self.is_over = True

    def found_in(self, words: str, *, is_last: bool) -> Iterator[tuple[int, dict[str, Any]]]:
        """The objects that end in this piece."""
        buffer, position = self.rest + words, 0
        while (position := self._skip(buffer, position)) < len(buffer):
            if self.closed or buffer[position] != "{":
                self.fail(f"is no JSON object: it begins with {buffer[position : position + 20]!r}")
                return
            try:
                value, position = _DECODER.raw_decode(buffer, position)
            except (ValueError, RecursionError) as error:
                if is_last:
                    self.fail("is not whole: the file was cut off, or is not JSON")
                elif len(buffer) - position > LONGEST_OBJECT or isinstance(error, RecursionError):
                    self.fail("is not JSON")
                break  # the rest of the object is in the next piece
            self.number += 1
            yield self.number, value
        self.rest = buffer[position:]
        if is_last and not self.is_over:
            self._end()

    def _skip(self, buffer: str, position: int) -> int:
        """The place of the next object: past white space, commas and the brackets of the list."""
        while position < len(buffer):
            sign = buffer[position]
            if sign == "[" and not self.in_list and not self.number:
                self.in_list = True
            elif sign == "]" and self.in_list and not self.closed:
                self.closed = True
            elif sign not in _BETWEEN:
                break
            position += 1
        return position

    def _end(self) -> None:
        self.is_over = True
        if self.in_list and not self.closed:
            self.fail("is missing: the list is not closed, the file was cut off")
        elif not self.number and not self.in_list:
            self.fail("is missing: the file holds no JSON")
