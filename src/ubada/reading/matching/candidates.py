"""Which texts are worth comparing: those that share rare words or symbols, and those whose words overlap (MinHash).

A pair that neither way finds is never compared, which is what keeps forty thousand texts from being eight hundred
million pairs. Everything is in the order of keys and hashed without a seed of the process, so the same texts give the
same candidates in whatever order and wherever they are matched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

BANDS: Final = 12
ROWS: Final = 3
"""Twelve bands of three rows: a pair with half its forms in common meets in a band in four cases of five."""
RARE: Final = 80
"""A form in more texts than this is no rare form."""
LARGEST_BUCKET: Final = 120
"""A band's bucket with more texts than this is compared within a window alone."""
WINDOW: Final = 20
MOST: Final = 20
"""Later partners that are kept for each text, the likeliest first."""
_PRIME: Final = (1 << 31) - 1
_SEED: Final = 20_241_127


def candidate_pairs(blocks: Sequence[frozenset[str]]) -> Iterator[tuple[int, int]]:
    """Pairs of positions, the smaller first, in order; ``blocks`` are what texts are found by, in order of their keys.

    Memory grows with the number of texts, not with that of pairs.
    """
    postings = _postings(blocks)
    weights = {form: 1 / log(len(texts) + 1) for form, texts in postings.items()}
    bands = _bands(blocks)
    for first, forms in enumerate(blocks):
        scores: dict[int, float] = defaultdict(float)
        for form in sorted(form for form in forms if form in postings):
            weight = weights[form]
            for second in postings[form]:
                if second > first:
                    scores[second] += weight
        for near in bands:
            for second in near.get(first, ()):
                scores[second] += 1.0
        for second in _likeliest(scores, len(forms), blocks):
            yield first, second


def _likeliest(scores: Mapping[int, float], size: int, blocks: Sequence[frozenset[str]]) -> list[int]:
    """Those that share most for their length; of equals the earlier ones."""
    ranked = sorted(scores, key=lambda one: (-scores[one] / (size + len(blocks[one])), one))
    return sorted(ranked[:MOST])


def _postings(blocks: Sequence[frozenset[str]]) -> dict[str, list[int]]:
    """Rare forms with the texts that hold them, in order."""
    texts: dict[str, list[int]] = {}
    for position, forms in enumerate(blocks):
        for form in forms:
            held = texts.setdefault(form, [])
            if len(held) <= RARE:
                held.append(position)
    return {form: held for form, held in texts.items() if 1 < len(held) <= RARE}


def _bands(blocks: Sequence[frozenset[str]]) -> list[dict[int, tuple[int, ...]]]:
    """For each band, and each text in it with a later one in its bucket, those later ones."""
    hashes = minhashes(blocks)
    found = []
    for band in range(BANDS):
        part = np.ascontiguousarray(hashes[:, band * ROWS : (band + 1) * ROWS])
        buckets: dict[bytes, list[int]] = {}
        for position, forms in enumerate(blocks):
            if forms:
                buckets.setdefault(part[position].tobytes(), []).append(position)
        found.append(dict(_neighbours(buckets.values())))
    return found


def _neighbours(buckets: Iterable[list[int]]) -> Iterator[tuple[int, tuple[int, ...]]]:
    for bucket in buckets:
        reach = len(bucket) if len(bucket) <= LARGEST_BUCKET else WINDOW
        for at, first in enumerate(bucket[:-1]):
            yield first, tuple(bucket[at + 1 : at + 1 + reach])


def minhashes(blocks: Sequence[frozenset[str]]) -> NDArray[np.uint32]:
    """The MinHash of each set: the least value of each of BANDS × ROWS hash functions over its forms."""
    random = np.random.default_rng(_SEED)
    factors = random.integers(1, _PRIME, BANDS * ROWS, dtype=np.uint64)
    terms = random.integers(0, _PRIME, BANDS * ROWS, dtype=np.uint64)
    hashes = np.full((len(blocks), BANDS * ROWS), _PRIME, dtype=np.uint32)
    known: dict[str, NDArray[np.uint32]] = {}
    for position, forms in enumerate(blocks):
        for form in forms:
            row = known.get(form)
            if row is None:
                # Below 2^31 both, so the product fits in 64 bits.
                value = np.uint64(crc32(form.encode()) % _PRIME)
                row = known[form] = ((factors * value + terms) % np.uint64(_PRIME)).astype(np.uint32)
            np.minimum(hashes[position], row, out=hashes[position])
    return hashes
