"""The objects of a PDF as PDFium writes it: every object by itself, with a table of their places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from ubada.evidence.copies.refusing import NoCopy, Why


class Ref(NamedTuple):
    """The number of another object."""

    number: int


class Raw(bytes):
    """A name, number, string or word, as it is written."""


@dataclass(slots=True)
class Stream:
    """A dictionary with bytes behind it, as they are packed."""

    head: dict[bytes, Any]
    data: bytes


_DEEPEST: Final = 200
_SPACE: Final = re.compile(rb"(?:[\x00\t\n\f\r ]+|%[^\r\n]*)*")
_REF: Final = re.compile(rb"(\d+)[\x00\t\n\f\r ]+(\d+)[\x00\t\n\f\r ]+R(?![A-Za-z0-9])")
_PLAIN: Final = re.compile(rb"/?[^\x00\t\n\f\r ()<>\[\]{}/%]*")
_HEX: Final = re.compile(rb"<[0-9A-Fa-f\s]*>")
_LITERAL: Final = re.compile(rb"[()\\]")
_PLACES: Final = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_ENTRY: Final = re.compile(rb"(\d{10}) (\d{5}) ([nf])")


class Reader:
    """Reads one PDF that PDFium wrote. Raises `NoCopy` for anything else."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        found = _PLACES.search(data[-200:])
        if not found:
            raise NoCopy(Why.DAMAGED)
        self.places, self.root = self._table(int(found.group(1)))

    def read(self, number: int) -> Any:
        """The object of that number; none if there is no such."""
        place = self.places.get(number)
        if place is None:
            return Raw(b"null")
        head = re.compile(rb"\s*\d+ \d+ obj").match(self.data, place)
        if head is None:
            raise NoCopy(Why.DAMAGED)
        value, at = self._value(head.end(), 0)
        if not isinstance(value, dict):
            return value
        start = re.compile(rb"\s*stream\r?\n").match(self.data, at)
        if start is None:
            return value
        size = value.get(b"/Length")
        if isinstance(size, Ref):
            size = self.read(size.number)
        if not isinstance(size, Raw):
            raise NoCopy(Why.DAMAGED)
        length = int(size)
        return Stream(value, self.data[start.end() : start.end() + length])

    def _table(self, at: int) -> tuple[dict[int, int], Ref]:
        places: dict[int, int] = {}
        if self.data[at : at + 4] != b"xref":
            raise NoCopy(Why.DAMAGED)
        trailer = self.data.index(b"trailer", at)
        number = 0
        for line in self.data[at + 4 : trailer].splitlines():
            entry = _ENTRY.match(line)
            if entry:
                if entry.group(3) == b"n":
                    places[number] = int(entry.group(1))
                number += 1
            elif line.strip():
                number = int(line.split()[0])
        value, _ = self._value(trailer + 7, 0)
        root = value.get(b"/Root") if isinstance(value, dict) else None
        if not isinstance(root, Ref):
            raise NoCopy(Why.DAMAGED)
        return places, root

    def _skip(self, at: int) -> int:
        found = _SPACE.match(self.data, at)
        return found.end() if found else at

    def _value(self, at: int, depth: int) -> tuple[Any, int]:
        if depth > _DEEPEST:
            raise NoCopy(Why.DAMAGED)
        at, data = self._skip(at), self.data
        if data[at : at + 2] == b"<<":
            return self._dictionary(at + 2, depth)
        if data[at : at + 1] == b"[":
            return self._array(at + 1, depth)
        if data[at : at + 1] == b"(":
            return self._literal(at)
        for pattern in (_REF, _HEX):
            found = pattern.match(data, at)
            if found:
                return (Ref(int(found.group(1))) if pattern is _REF else Raw(found.group())), found.end()
        found = _PLAIN.match(data, at)
        if not found or not found.group():
            raise NoCopy(Why.DAMAGED)
        return Raw(found.group()), found.end()

    def _dictionary(self, at: int, depth: int) -> tuple[dict[bytes, Any], int]:
        value: dict[bytes, Any] = {}
        while True:
            at = self._skip(at)
            if self.data[at : at + 2] == b">>":
                return value, at + 2
            key, at = self._value(at, depth + 1)
            if not isinstance(key, Raw) or not key.startswith(b"/"):
                raise NoCopy(Why.DAMAGED)
            value[bytes(key)], at = self._value(at, depth + 1)

    def _array(self, at: int, depth: int) -> tuple[list[Any], int]:
        value: list[Any] = []
        while True:
            at = self._skip(at)
            if self.data[at : at + 1] == b"]":
                return value, at + 1
            one, at = self._value(at, depth + 1)
            value.append(one)

    def _literal(self, start: int) -> tuple[Raw, int]:
        depth, at = 1, start + 1
        while depth:
            found = _LITERAL.search(self.data, at)
            if not found:
                raise NoCopy(Why.DAMAGED)
            at = found.end()
            if found.group() == b"\\":
                at += 1
            else:
                depth += 1 if found.group() == b"(" else -1
        return Raw(self.data[start:at]), at


def written(objects: dict[int, Any], root: Ref) -> bytes:
    """A PDF of these objects, with no other thing in it."""
    out = bytearray(b"%PDF-1.7\n%\xc2\xb5\xc2\xb6\n")
    places: dict[int, int] = {}
    for number in sorted(objects):
        places[number] = len(out)
        value = objects[number]
        out += b"%d 0 obj\n" % number
        if isinstance(value, Stream):
            out += _said(value.head | {b"/Length": Raw(b"%d" % len(value.data))}) + b"\nstream\n"
            out += value.data + b"\nendstream"
        else:
            out += _said(value)
        out += b"\nendobj\n"
    table, last = len(out), max(objects, default=0)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (last + 1)
    for number in range(1, last + 1):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 00000 f \n"
    out += b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (last + 1, root.number, table)
    return bytes(out)


def _said(value: Any) -> bytes:
    if isinstance(value, Ref):
        return b"%d 0 R" % value.number
    if isinstance(value, dict):
        return b"<<" + b" ".join(key + b" " + _said(each) for key, each in value.items()) + b">>"
    if isinstance(value, list):
        return b"[" + b" ".join(_said(each) for each in value) + b"]"
    return bytes(value)
