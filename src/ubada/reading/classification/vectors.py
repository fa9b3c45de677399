"""Features as numbers: one row a text, one column a feature that at least two training texts have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ubada.kernel.errors import InvalidInput
from ubada.reading.classification.features import EXTRACTORS, Feature

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_TEXTS: Final = 2
_WITHIN: Final = "\x1f"
_BETWEEN: Final = "\x1e"


@dataclass(frozen=True, slots=True)
class Vectors:
    """The features that count, with their inverse document frequency and block.

    A value is the feature's inverse document frequency where the text has it; each block of a row has length one and
    is then weighted as `EXTRACTORS` says.
    """

    name: str
    column: dict[Feature, int]
    frequency: NDArray[np.float32]
    block: NDArray[np.int32]

    @classmethod
    def fit(cls, name: str, texts: Sequence[str]) -> Vectors:
        """The features of `texts` that at least two of them have."""
        extract, weights = EXTRACTORS[name]
        counts: list[Counter[Feature]] = [Counter() for _ in weights]
        for text in texts:
            for counter, features in zip(counts, extract(text), strict=True):
                counter.update(set(features))
        column: dict[Feature, int] = {}
        documents: list[int] = []
        block: list[int] = []
        for number, counter in enumerate(counts):
            kept = sorted((one for one, count in counter.items() if count >= LEAST_TEXTS), key=_written)
            for feature in kept:
                column[feature] = len(column)
                documents.append(counter[feature])
                block.append(number)
        if not column:
            raise InvalidInput("The training texts have no word in common.", hint="Train with more texts.")
        frequency = inverse_frequency(np.asarray(documents, dtype=np.float64), len(texts))
        return cls(name, column, frequency, np.asarray(block, dtype=np.int32))

    def presence(self, texts: Sequence[str]) -> Any:
        """A sparse matrix (SciPy CSR) with one row a text: 1 where the text has the feature."""
        from scipy import sparse  # noqa: PLC0415 - web processes never need it

        extract, _ = EXTRACTORS[self.name]
        get = self.column.get
        columns: list[int] = []
        ends = np.zeros(len(texts) + 1, dtype=np.int64)
        for position, text in enumerate(texts):
            found = set(map(get, chain.from_iterable(extract(text))))
            found.discard(None)
            columns.extend(found)  # type: ignore[arg-type]
            ends[position + 1] = len(columns)
        indices = np.asarray(columns, dtype=np.int32)
        return sparse.csr_matrix((np.ones(len(indices), np.float32), indices, ends), (len(texts), len(self.column)))

    def weighed(self, presence: Any, frequency: NDArray[np.float32] | None = None) -> Any:
        """The rows of `presence` with values; `frequency` takes the place of this one's own in cross-validation."""
        weights = np.asarray(EXTRACTORS[self.name][1])
        values = (self.frequency if frequency is None else frequency)[presence.indices].astype(np.float64)
        block = self.block[presence.indices]
        slot = np.repeat(np.arange(presence.shape[0]), np.diff(presence.indptr)) * len(weights) + block
        length = np.sqrt(np.bincount(slot, weights=values**2, minlength=presence.shape[0] * len(weights)))
        rows = presence.copy()
        rows.data = (values / np.maximum(length[slot], 1e-12) * weights[block]).astype(np.float32)
        return rows

    def rows(self, texts: Sequence[str]) -> Any:
        """A sparse matrix (SciPy CSR, float32) of values with one row a text."""
        return self.weighed(self.presence(texts))

    def written(self) -> NDArray[np.uint8]:
        """The features in the order of their columns, as bytes for a file."""
        return np.frombuffer(_BETWEEN.join(map(_written, self.column)).encode(), dtype=np.uint8)

    @classmethod
    def read(
        cls, name: str, written: NDArray[np.uint8], frequency: NDArray[np.float32], block: NDArray[np.int32]
    ) -> Vectors:
        """The inverse of `written`; raises ValueError where the parts do not fit together."""
        features = [_read(one) for one in written.tobytes().decode().split(_BETWEEN)]
        column = {feature: position for position, feature in enumerate(features)}
        if not len(column) == len(features) == len(frequency) == len(block):
            raise ValueError("features, frequencies and blocks differ in number")
        if int(block.min()) < 0 or int(block.max()) >= len(EXTRACTORS[name][1]):
            raise ValueError("a feature belongs to no block")
        return cls(name, column, frequency, block)


def inverse_frequency(documents: NDArray[np.float64], texts: int) -> NDArray[np.float32]:
    """The inverse document frequency of features that so many of `texts` have; 0 for fewer than two."""
    frequency = np.log((1 + texts) / (1 + documents)) + 1
    return np.where(documents >= LEAST_TEXTS, frequency, 0).astype(np.float32)


def _written(feature: Feature) -> str:
    return feature if isinstance(feature, str) else _WITHIN.join(feature)


def _read(written: str) -> Feature:
    return tuple(written.split(_WITHIN)) if _WITHIN in written else written
