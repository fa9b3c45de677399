"""The arithmetic of scores: counts per label and group, F1, and intervals by drawing whole groups anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

DRAWS: Final = 1000
_SEED: Final = 1
_LEVEL: Final = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Counts:
    """For each group (rows) what was right and wrong: per label hits, wrongly given, missed; and texts wholly right."""

    hits: NDArray[np.float64]
    surplus: NDArray[np.float64]
    missed: NDArray[np.float64]
    right: NDArray[np.float64]
    texts: NDArray[np.float64]

    @classmethod
    def of(cls, truth: NDArray[np.bool_], given: NDArray[np.bool_], groups: Sequence[str]) -> Counts:
        """Counts of `given` labels against true ones, one row a group in sorted order."""
        names, place = np.unique(np.asarray(groups, dtype=str), return_inverse=True)

        def add(table: NDArray[np.bool_]) -> NDArray[np.float64]:
            total = np.zeros((len(names), *table.shape[1:]))
            np.add.at(total, place, table)
            return total

        everything = np.ones(len(truth), dtype=bool)
        return cls(
            add(truth & given),
            add(given & ~truth),
            add(truth & ~given),
            add((truth == given).all(axis=1)),
            add(everything),
        )


def f1(hits: NDArray[np.float64], surplus: NDArray[np.float64], missed: NDArray[np.float64]) -> NDArray[np.float64]:
    """2·hits / (2·hits + surplus + missed); 0 where a label neither occurs nor is given."""
    below = 2 * hits + surplus + missed
    return np.divide(2 * hits, below, out=np.zeros_like(below), where=below > 0)


def _totals(counts: Counts, draw: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """Accuracy, macro and micro F1 of each row of `draw`, which says how often each group counts."""
    hits, surplus, missed = draw @ counts.hits, draw @ counts.surplus, draw @ counts.missed
    occurs = (hits + surplus + missed) > 0
    labels = np.maximum(occurs.sum(axis=1), 1)
    return {
        "accuracy": (draw @ counts.right) / np.maximum(draw @ counts.texts, 1),
        "macro_f1": f1(hits, surplus, missed).sum(axis=1) / labels,
        "micro_f1": f1(hits.sum(axis=1), surplus.sum(axis=1), missed.sum(axis=1)),
    }


def summary(counts: Counts) -> dict[str, float]:
    """Accuracy (all labels of a text right), macro F1 (mean over labels that occur or are given) and micro F1."""
    return {name: float(value[0]) for name, value in _totals(counts, np.ones((1, len(counts.texts)))).items()}


def intervals(counts: Counts) -> dict[str, tuple[float, float]]:
    """95 per cent bootstrap intervals of `summary`: whole groups are drawn with replacement, a thousand times."""
    groups = len(counts.texts)
    draw = np.random.default_rng(_SEED).multinomial(groups, np.full(groups, 1 / groups), size=DRAWS).astype(np.float64)
    return {
        name: (float(np.percentile(values, _LEVEL[0])), float(np.percentile(values, _LEVEL[1])))
        for name, values in _totals(counts, draw).items()
    }


def per_class(counts: Counts, labels: Sequence[str]) -> dict[str, dict[str, Any]]:
    """For each label its number of texts, how often it was given, precision, recall and F1; None where undefined."""
    hits, surplus, missed = (table.sum(axis=0) for table in (counts.hits, counts.surplus, counts.missed))
    scores = f1(hits, surplus, missed)
    return {
        label: {
            "n": int(hits[at] + missed[at]),
            "given": int(hits[at] + surplus[at]),
            "precision": float(hits[at] / (hits[at] + surplus[at])) if hits[at] + surplus[at] else None,
            "recall": float(hits[at] / (hits[at] + missed[at])) if hits[at] + missed[at] else None,
            "f1": float(scores[at]),
        }
        for at, label in enumerate(labels)
    }


def confusion(truth: NDArray[np.int64], given: NDArray[np.int64], size: int) -> list[list[int]]:
    """Rows are true labels, columns given ones."""
    table = np.zeros((size, size), dtype=np.int64)
    np.add.at(table, (truth, given), 1)
    rows: list[list[int]] = table.tolist()
    return rows
