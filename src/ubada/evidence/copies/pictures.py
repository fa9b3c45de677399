"""PNG and JPEG pictures with nothing in them but the picture: no place, camera, time, owner, thumbnail or remark.

The picture itself is carried over as it is, without a second loss. What follows its end is left behind.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from typing import Final

from ubada.evidence.copies.refusing import NoCopy, Why

PNG_START: Final = b"\x89PNG\r\n\x1a\n"
JPEG_START: Final = b"\xff\xd8\xff"
MOST_POINTS_BYTES: Final = 320 * 1024 * 1024
"""Bytes of an unpacked picture."""

_PNG_KEPT: Final = frozenset({b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT"})
_CHANNELS: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_ADAM7: Final = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))

_FRAME: Final = frozenset(range(0xC0, 0xD0)) - {0xC8}
_JPEG_KEPT: Final = _FRAME | {0xDB, 0xDC, 0xDD}
_SCAN, _END, _EXIF, _ADOBE, _JFIF = 0xDA, 0xD9, 0xE1, 0xEE, 0xE0
_AFTER_SCAN: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
_PLAIN_JFIF: Final = b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"


def clean_png(data: bytes) -> bytes:
    """The picture alone; of a moving one, the first. Raises `NoCopy` for what is no whole PNG."""
    kept: dict[bytes, bytes] = {}
    packed: list[bytes] = []
    for kind, content in _chunks(data):
        if kind == b"IDAT":
            packed.append(content)
        elif kind in _PNG_KEPT and kind not in kept:
            kept[kind] = content
    if b"IHDR" not in kept or len(kept[b"IHDR"]) != 13 or not packed:
        raise NoCopy(Why.DAMAGED)
    size = _unpacked_size(kept[b"IHDR"])
    if size > MOST_POINTS_BYTES:
        raise NoCopy(Why.TOO_MUCH)
    try:
        # Unpacked and packed anew, so that nothing hides behind the last row.
        rows = zlib.decompressobj().decompress(b"".join(packed), size)
    except zlib.error:
        raise NoCopy(Why.DAMAGED) from None
    if len(rows) != size:
        raise NoCopy(Why.DAMAGED)
    head = [(kind, kept[kind]) for kind in kept if kind != b"IHDR"]
    head.sort(key=lambda one: (one[0] == b"tRNS", one[0] == b"PLTE"))
    parts = [(b"IHDR", kept[b"IHDR"]), *head, (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b"")]
    return PNG_START + b"".join(_chunk(kind, content) for kind, content in parts)


def clean_jpeg(data: bytes, *, is_turned: bool = True) -> bytes:
    """The picture alone. ``is_turned``: the direction in which it is shown is kept, and that alone of its EXIF."""
    if not data.startswith(JPEG_START):
        raise NoCopy(Why.DAMAGED)
    parts, turn, has_jfif, adobe = [], 0, False, b""
    for marker, content, scan in _segments(data):
        if marker == _EXIF and content.startswith(b"Exif\x00\x00") and not turn:
            turn = _orientation(content[6:])
        elif marker == _JFIF and content.startswith(b"JFIF\x00"):
            has_jfif = True
        elif marker == _ADOBE and content.startswith(b"Adobe") and len(content) >= 12:
            adobe = content[:12]
        elif marker in _JPEG_KEPT or marker == _SCAN:
            parts.append(_segment(marker, content) + scan)
    head = [b"\xff\xd8"]
    if has_jfif:
        head.append(_segment(_JFIF, _PLAIN_JFIF))
    if is_turned and turn in range(2, 9):
        head.append(_segment(_EXIF, b"Exif\x00\x00" + _exif_of(turn)))
    if adobe:
        head.append(_segment(_ADOBE, adobe))
    return b"".join([*head, *parts, b"\xff\xd9"])


def placeholder_png() -> bytes:
    """One clear point, for a picture of a kind of which no copy is made."""
    row = zlib.compress(b"\x00\x00\x00\x00\x00")
    return PNG_START + b"".join(
        _chunk(*one)
        for one in ((b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 6, 0, 0, 0)), (b"IDAT", row), (b"IEND", b""))
    )


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not data.startswith(PNG_START):
        raise NoCopy(Why.DAMAGED)
    at = len(PNG_START)
    while at + 12 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        content = data[at + 8 : at + 8 + size]
        checksum = data[at + 8 + size : at + 12 + size]
        if len(checksum) != 4 or zlib.crc32(kind + content) != int.from_bytes(checksum, "big"):
            raise NoCopy(Why.DAMAGED)
        if kind == b"IEND":
            return
        yield kind, content
        at += 12 + size
    raise NoCopy(Why.DAMAGED)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _unpacked_size(header: bytes) -> int:
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", header)
    if not width or not height or colour not in _CHANNELS or depth not in (1, 2, 4, 8, 16):
        raise NoCopy(Why.DAMAGED)
    bits = depth * _CHANNELS[colour]
    passes = _ADAM7 if interlaced else ((0, 0, 1, 1),)
    total = 0
    for left, top, across, down in passes:
        columns, rows = -(-(width - left) // across), -(-(height - top) // down)
        if columns > 0 and rows > 0:
            total += rows * (1 + (columns * bits + 7) // 8)
    return total


def _segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Marker, content and, behind the head of a scan, the packed points, up to the end of the picture."""
    at, has_scan = 2, False
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            break
        marker = data[at + 1]
        if marker in (0x00, 0xFF, 0x01) or 0xD0 <= marker <= 0xD8:
            at += 1
            continue
        if marker == _END:
            break
        size = int.from_bytes(data[at + 2 : at + 4], "big")
        content = data[at + 4 : at + 2 + size]
        if size < 2 or len(content) != size - 2:
            raise NoCopy(Why.DAMAGED)
        at += 2 + size
        scan = b""
        if marker == _SCAN:
            has_scan = True
            found = _AFTER_SCAN.search(data, at)
            end = found.start() if found else len(data)
            scan, at = data[at:end], end
        yield marker, content, scan
    if not has_scan:
        raise NoCopy(Why.DAMAGED)


def _segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content


def _orientation(tiff: bytes) -> int:
    """The direction in which the picture is shown, 1 to 8 as TIFF has it; 0 if it is not said."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return 0
    (start,) = struct.unpack_from(f"{order}I", tiff, 4)
    if start + 2 > len(tiff):
        return 0
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    for number in range(min(count, 200)):
        place = start + 2 + 12 * number
        if place + 12 > len(tiff):
            return 0
        tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, place)
        if tag == 0x0112:
            return int(value)
    return 0


def _exif_of(turn: int) -> bytes:
    """EXIF that says the direction and nothing else."""
    return b"MM\x00\x2a\x00\x00\x00\x08" + struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, turn, 0, 0)
