from __future__ import annotations

import hashlib
import json
import unicodedata
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ubada.kernel.canonical import (
    LARGEST_INTEGER,
    CanonicalFormError,
    canonical_json,
    inclusion_proof,
    merkle_root,
    record_hash,
    sha256_hex,
    verify_inclusion,
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=10)
numbers = st.integers(-LARGEST_INTEGER, LARGEST_INTEGER) | st.decimals(
    min_value=-1_000_000, max_value=1_000_000, places=6, allow_nan=False
).filter(lambda number: len(number.normalize().as_tuple().digits) <= 15)
keys = texts.map(lambda key: unicodedata.normalize("NFC", key))
values = st.recursive(
    st.none() | st.booleans() | texts | numbers,
    lambda children: st.lists(children, max_size=4) | st.dictionaries(keys, children, max_size=4),
    max_leaves=12,
)
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)


marked = st.text(st.sampled_from('ab"\\\n\x1f\u0301\u0308й😀é'), max_size=6)
"""Texts around what NFC joins, what JSON escapes and what sorts differently as UTF-16."""
awkward = st.recursive(
    st.none() | st.booleans() | texts | marked | st.integers(-(2**54), 2**54) | st.floats() | st.decimals(),
    lambda children: (
        st.lists(children, max_size=4)
        | st.lists(children, max_size=2).map(tuple)
        | st.dictionaries(texts | marked | st.integers(), children, max_size=4)
    ),
    max_leaves=12,
)


def shielded(value):
    """The same value in a mapping that no quick way is taken for."""
    return MappingProxyType({"value": value})


def outcome_of(value):
    try:
        return canonical_json(value)
    except CanonicalFormError as error:
        return str(error)


def backwards(value):
    if isinstance(value, dict):
        return {key: backwards(item) for key, item in reversed(value.items())}
    return [backwards(item) for item in value] if isinstance(value, list) else value


@given(values)
def test_bytes_do_not_depend_on_the_order_of_keys(value):
    assert canonical_json(value) == canonical_json(backwards(value))


@given(values)
def test_bytes_read_back_give_the_same_bytes(value):
    written = canonical_json(value)
    assert canonical_json(json.loads(written, parse_float=Decimal)) == written
    assert record_hash(value) == hashlib.sha256(written).hexdigest()


@given(awkward)
def test_the_quick_way_gives_the_same_bytes_or_the_same_refusal(value):
    assert outcome_of({"value": value}) == outcome_of(shielded(value))


def test_half_of_a_surrogate_pair_is_refused_wherever_it_stands():
    for value in ({"a": "\ud800"}, ["\udfff"], {"\ud800": 1}):
        with pytest.raises(CanonicalFormError, match="surrogate"):
            canonical_json(value)


@given(st.decimals(min_value=-1_000_000, max_value=1_000_000, places=4))
def test_a_decimal_is_written_as_a_double_of_the_same_value_would_be(number):
    ecmascript = repr(float(number)).removesuffix(".0") if float(number) else "0"
    if "e" not in ecmascript:
        assert canonical_json(number).decode() == ecmascript


def test_the_form_is_that_of_rfc_8785():
    value = {"€": "Euro", "\r": "CR", "דּ": "Hebrew", "1": "One", "😀": "Smile", "\u0080": "Control", "ö": "o"}
    # The order of the example in RFC 8785, section 3.2.3: by UTF-16 code units; NFC decomposes U+FB33.
    assert list(json.loads(canonical_json(value))) == ["\r", "1", "\u0080", "ö", "דּ", "€", "😀"]
    assert canonical_json("\u20ac$\u000f\u000aA'B\"\\/") == '"€$\\u000f\\nA\'B\\"\\\\/"'.encode()
    assert canonical_json({"b": [1, None, True], "a": ""}) == b'{"a":"","b":[1,null,true]}'


def test_composed_and_decomposed_text_have_one_hash():
    assert record_hash({"й": "ӣ"}) == record_hash({"и\u0306": "и\u0304"})


@pytest.mark.parametrize(("number", "written"), [("1.50", b"1.5"), ("100", b"100"), ("1E+3", b"1000"), ("-0.0", b"0")])
def test_equal_decimals_are_written_alike(number, written):
    assert canonical_json(Decimal(number)) == written


def test_choices_are_written_as_their_text():
    class Level(StrEnum):
        NO_ACTION = "no-action"

    assert canonical_json([Level.NO_ACTION, (1, 2)]) == b'["no-action",[1,2]]'


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ({"facts": [{"value": 0.5}]}, "facts[0].value: the float 0.5"),
        (float("nan"), "float nan"),
        (Decimal("NaN"), "not a number"),
        (Decimal("Infinity"), "not a number"),
        (Decimal("0.1234567890123456"), "more precision"),
        (Decimal("1E-999999999"), "more precision"),
        (Decimal("1E-9"), "more precision"),
        (Decimal("0." + "1" + "0" * 40 + "1"), "more precision"),
        (2**53, "larger than"),
        pytest.param(10**5000, "larger than", id="thousands of digits"),
        (Decimal("1E+30"), "larger than"),
        (Decimal("1E+999999999"), "larger than"),
        ({1: "a"}, "key 1 is not text"),
        ({"й": 1, "и\u0306": 2}, "appears twice"),
        ("\ud800", "surrogate"),
        ({"a": {1, 2}}, "a: a set"),
        (b"bytes", "bytes"),
        (object(), "object"),
    ],
)
def test_what_has_no_canonical_form_is_refused_with_its_place(value, says):
    with pytest.raises(CanonicalFormError) as caught:
        canonical_json(value)
    assert says in str(caught.value)


def naive_root(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


@given(st.lists(hashes, max_size=40))
def test_root_is_the_tree_hash_of_rfc_6962(leaves):
    assert merkle_root(leaves) == naive_root([bytes.fromhex(leaf) for leaf in leaves]).hex()


def test_root_of_nothing_is_the_hash_of_nothing():
    assert merkle_root([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(st.lists(hashes, min_size=1, max_size=40), st.data())
def test_inclusion_proof_verifies(leaves, data):
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof = inclusion_proof(leaves, index)
    assert len(proof) <= (len(leaves) - 1).bit_length()
    assert verify_inclusion(leaves[index], index=index, size=len(leaves), proof=proof, root=merkle_root(leaves))


@given(st.lists(hashes, min_size=2, max_size=40, unique=True), st.data())
def test_inclusion_proof_fails_when_anything_in_it_is_changed(leaves, data):
    size, root = len(leaves), merkle_root(leaves)
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1).filter(lambda number: number != index))
    proof = inclusion_proof(leaves, index)
    changed = [*proof]
    spot = data.draw(st.integers(0, len(proof) - 1))
    changed[spot] = sha256_hex(proof[spot].encode())

    def verified(leaf=leaves[index], index=index, size=size, proof=proof, root=root):
        return verify_inclusion(leaf, index=index, size=size, proof=proof, root=root)

    assert verified()
    assert not verified(leaf=leaves[other])
    assert not verified(index=other)
    assert not verified(proof=changed)
    assert not verified(proof=proof[:-1])
    assert not verified(proof=[*proof, root])
    assert not verified(root=sha256_hex(root.encode()))
    assert not verified(index=size)
    assert not verified(index=-1)


def test_malformed_hashes_do_not_verify_and_have_no_root():
    leaf = sha256_hex(b"a")
    assert not verify_inclusion("zz", index=0, size=1, proof=[], root=merkle_root([leaf]))
    assert not verify_inclusion(leaf, index=0, size=2, proof=[leaf.upper()], root=leaf)
    for wrong in ("abc", leaf.upper(), leaf[:-2], leaf + " "):
        with pytest.raises(CanonicalFormError):
            merkle_root([wrong])


def test_proof_of_a_leaf_that_is_not_there_is_refused():
    with pytest.raises(IndexError):
        inclusion_proof([sha256_hex(b"a")], 1)
