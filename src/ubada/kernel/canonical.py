"""One sequence of bytes for one value, and the hashes and Merkle trees built on it.

Values are null, true, false, text, integers, decimals, lists and mappings with text keys. The bytes are those of
RFC 8785 (JSON Canonicalization Scheme) for the NFC form of every text; numbers that a double could not carry
without loss are refused, so that any conforming reader gets the same bytes back.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from json.encoder import JSONEncoder, encode_basestring
from typing import Final

from ubada.kernel.errors import UbadaError

LARGEST_INTEGER: Final = 2**53 - 1
"""The largest integer that every JSON reader keeps exactly (RFC 7493, section 2.2)."""
MOST_DIGITS: Final = 15
"""Significant digits of a decimal that survive a double."""
SMALLEST_EXPONENT: Final = -6
"""RFC 8785 writes numbers from 1e-6 upwards without an exponent; smaller ones are refused."""


_LEAVES: Final = frozenset({str, bool, type(None)})
_ENCODE: Final = JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


class CanonicalFormError(UbadaError, ValueError):
    """The value has no canonical bytes; the message gives the place within the value and the cause."""


def canonical_json(value: object) -> bytes:
    """The canonical JSON of a value, UTF-8.

    Raises `CanonicalFormError` for floats, other types, keys that are not text or that meet after NFC, lone surrogates,
    integers beyond `LARGEST_INTEGER` and decimals that are not finite or have more than `MOST_DIGITS` digits.
    """
    if _is_plain(value):
        text = _ENCODE(value)
        # NFC throughout: a part of a normal text is normal, and no sign of JSON composes with what follows it.
        if text.isascii() or unicodedata.is_normalized("NFC", text):
            with suppress(UnicodeEncodeError):
                return text.encode()
    out: list[str] = []
    _write(value, out, "")
    return "".join(out).encode()


def sha256_hex(data: bytes) -> str:
    """The SHA-256 of the bytes, 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def record_hash(value: object) -> str:
    """The SHA-256 of the value's canonical JSON: the same for any order of keys and any Unicode composition."""
    return sha256_hex(canonical_json(value))


def merkle_root(leaves: Sequence[str]) -> str:
    """The Merkle tree hash of RFC 6962, section 2.1, over record hashes given as hexadecimal.

    A leaf is SHA-256(0x00 ‖ raw bytes of the hash), a node SHA-256(0x01 ‖ left ‖ right), and no leaf SHA-256("").
    """
    return _tree_hash([_leaf(leaf) for leaf in leaves]).hex()


def inclusion_proof(leaves: Sequence[str], index: int) -> list[str]:
    """The audit path of RFC 6962, section 2.1.1, for the leaf at ``index``, from the leaf up. Raises `IndexError`."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"no leaf {index} in a tree of {len(leaves)}")
    path: list[str] = []
    level = [_leaf(leaf) for leaf in leaves]
    while len(level) > 1:
        split = _split(len(level))
        left, right = level[:split], level[split:]
        if index < split:
            path.append(_tree_hash(right).hex())
            level = left
        else:
            path.append(_tree_hash(left).hex())
            level, index = right, index - split
    path.reverse()
    return path


def verify_inclusion(leaf: str, *, index: int, size: int, proof: Sequence[str], root: str) -> bool:
    """Whether the proof shows that ``leaf`` stands at ``index`` in the tree of ``size`` leaves with this root.

    A malformed hash in any place makes the answer False.
    """
    if not 0 <= index < size:
        return False
    try:
        node = _leaf(leaf)
        path = [_raw(step) for step in proof]
    except CanonicalFormError:
        return False
    # From the leaf up: a bit of the index tells on which side the sibling hash stands; a node at the right edge
    # without a sibling rises unchanged (RFC 9162, section 2.1.3.2).
    position, last = index, size - 1
    for step in path:
        if last == 0:
            return False
        if position & 1 or position == last:
            node = _node(step, node)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            node = _node(node, step)
        position, last = position >> 1, last >> 1
    return last == 0 and node.hex() == root


def _is_plain(value: object) -> bool:
    """Whether the encoder of the standard library is sure to write the canonical form, if the text in it is NFC.

    That is so of what records are made of: text, whole numbers of a safe size, and lists and dictionaries of them with
    ASCII keys, which sort by UTF-16 code units as they do by code points.
    """
    kind = type(value)
    if kind in _LEAVES:
        return True
    if kind is int:
        return -LARGEST_INTEGER <= value <= LARGEST_INTEGER  # type: ignore[operator]
    if isinstance(value, dict) and kind is dict:
        try:
            return "".join(value).isascii() and _are_plain(value.values())
        except TypeError:
            return False
    return isinstance(value, list) and kind is list and _are_plain(value)


def _are_plain(values: Collection[object]) -> bool:
    if _LEAVES.issuperset(map(type, values)):
        return True
    return all(_is_plain(value) for value in values if type(value) not in _LEAVES)


def _write(value: object, out: list[str], path: str) -> None:
    if value is None:
        out.append("null")
    elif isinstance(value, bool):
        out.append("true" if value else "false")
    elif isinstance(value, str):
        out.append(encode_basestring(_text(value, path)))
    elif isinstance(value, int):
        out.append(_integer(value, path))
    elif isinstance(value, Decimal):
        out.append(_decimal(value, path))
    elif isinstance(value, Mapping):
        _write_mapping(value, out, path)
    elif isinstance(value, (list, tuple)):
        out.append("[")
        for number, item in enumerate(value):
            if number:
                out.append(",")
            _write(item, out, f"{path}[{number}]")
        out.append("]")
    elif isinstance(value, float):
        raise CanonicalFormError(
            _at(path, f"the float {value!r} has no canonical form"), hint="Give a Decimal, or text."
        )
    else:
        raise CanonicalFormError(
            _at(path, f"a {type(value).__name__} has no canonical form"), hint="Give text or numbers."
        )


def _write_mapping(value: Mapping[object, object], out: list[str], path: str) -> None:
    members: dict[str, object] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise CanonicalFormError(_at(path, f"the key {key!r} is not text"))
        name = _text(key, path)
        if name in members:
            raise CanonicalFormError(_at(path, f"the key {name!r} appears twice"))
        members[name] = item
    out.append("{")
    # RFC 8785 sorts by UTF-16 code units, which differs from code points outside the basic plane.
    for number, name in enumerate(sorted(members, key=lambda key: key.encode("utf-16-be"))):
        if number:
            out.append(",")
        out.append(encode_basestring(name))
        out.append(":")
        _write(members[name], out, f"{path}.{name}" if path else name)
    out.append("}")


def _text(value: str, path: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise CanonicalFormError(_at(path, "the text holds half of a surrogate pair")) from None
    return unicodedata.normalize("NFC", value)


def _integer(value: int, path: str) -> str:
    if abs(value) > LARGEST_INTEGER:
        raise _too_large(path)
    return int.__repr__(value)


def _decimal(value: Decimal, path: str) -> str:
    if not value.is_finite():
        raise CanonicalFormError(_at(path, f"the decimal {value} is not a number"))
    if value and value.adjusted() > MOST_DIGITS:  # refused before an exponent of millions is written out
        raise _too_large(path)
    if value and value.adjusted() < SMALLEST_EXPONENT:
        raise _too_precise(path)
    if value == value.to_integral_value():
        return _integer(int(value), path)
    # Formatting is exact; normalize() would round to the precision of the decimal context.
    written = f"{value:f}".rstrip("0")
    if len(written.lstrip("-0.").replace(".", "")) > MOST_DIGITS:
        raise _too_precise(path)
    return written


def _too_large(path: str) -> CanonicalFormError:
    return CanonicalFormError(_at(path, "the number is larger than 2^53 - 1"), hint="Give it as text.")


def _too_precise(path: str) -> CanonicalFormError:
    return CanonicalFormError(
        _at(path, "the decimal needs more precision than a JSON number keeps"), hint="Give it as text."
    )


def _at(path: str, message: str) -> str:
    return f"{path}: {message}." if path else f"{message[0].upper()}{message[1:]}."


def _raw(hexadecimal: str) -> bytes:
    try:
        raw = bytes.fromhex(hexadecimal)
    except ValueError:
        raw = b""
    if len(raw) != 32 or raw.hex() != hexadecimal:
        raise CanonicalFormError(f"{hexadecimal[:70]!r} is not a SHA-256 in 64 lower-case hexadecimal digits.")
    return raw


def _leaf(record: str) -> bytes:
    return hashlib.sha256(b"\x00" + _raw(record)).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _split(size: int) -> int:
    """The largest power of two smaller than ``size``."""
    return 1 << ((size - 1).bit_length() - 1)


def _tree_hash(nodes: Sequence[bytes]) -> bytes:
    if not nodes:
        return hashlib.sha256(b"").digest()
    level = list(nodes)
    # Pairing from the left and letting an odd last node rise is the same tree as splitting at powers of two.
    while len(level) > 1:
        paired = [_node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        if len(level) % 2:
            paired.append(level[-1])
        level = paired
    return level[0]
