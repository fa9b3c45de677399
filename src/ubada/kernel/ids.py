"""Identifiers: ULIDs for records, and references that can stand in an address."""

from __future__ import annotations

import re
import secrets
import threading
import time
import unicodedata
from typing import Final

from ubada.kernel.errors import UbadaError

CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RANDOM_BITS: Final = 80
_CYRILLIC: Final = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    "ә": "a", "ғ": "gh", "қ": "q", "ң": "ng", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "і": "i", "ӣ": "i", "ӯ": "u",
    "ҳ": "h", "ҷ": "j", "ў": "o",
}  # fmt: skip
_LATIN: Final = {"ı": "i", "ə": "a", "ß": "ss", "ø": "o", "æ": "ae", **dict.fromkeys("ʻʼ‘’'`", "")}
_TO_ASCII: Final = str.maketrans(
    {**_CYRILLIC, **{key.upper(): value.capitalize() for key, value in _CYRILLIC.items()}, **_LATIN}
)
_NOT_IN_REF: Final = re.compile(r"[^A-Za-z0-9.]+")


class _Monotonic:
    """The ULIDs of one process: each greater than the last, within a millisecond and if the clock steps back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = -1

    def next(self) -> int:
        fresh = (time.time_ns() // 1_000_000 << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)
        with self._lock:
            self._last = fresh if fresh >> _RANDOM_BITS > self._last >> _RANDOM_BITS else self._last + 1
            return self._last


_sequence = _Monotonic()


def new_uid() -> str:
    """A fresh ULID: 26 Crockford base 32 digits, 48 bits of milliseconds and 80 random bits.

    Within a process each is greater than the one before it, so text order is the order of making.
    """
    number = _sequence.next()
    return "".join(CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5))


def untimed_uid() -> str:
    """A fresh identifier of the form of a ULID that tells nothing of when it was made: 128 random bits.

    For what may be published without a name: the milliseconds in a ULID would say when its author sat at the desk, and
    whoever watches lines could look up who was there.
    """
    number = secrets.randbits(128)
    return "".join(CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5))


def slugify_ref(text: str) -> str:
    """The text as a reference for an address: ASCII letters, digits, dots and single hyphens, its case kept.

    Cyrillic is transliterated and marks dropped: ``CEDAW:7(a)`` is ``CEDAW-7-a``, ``A/HRC/14/10`` is ``A-HRC-14-10``.
    Applying it twice changes nothing. Raises `UbadaError` where no letter or digit is left.
    """
    composed = unicodedata.normalize("NFC", text).translate(_TO_ASCII)
    ascii_only = unicodedata.normalize("NFKD", composed).encode("ascii", "ignore").decode()
    parts = (part.strip(".") for part in _NOT_IN_REF.sub("-", ascii_only).split("-"))
    ref = "-".join(part for part in parts if part)
    if not ref:
        raise UbadaError(f"{text!r} holds no letter or digit to make a reference of.")
    return ref
